// The words of a language by which a text says who speaks.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "detente/result.h"

namespace detente {

// What a word or phrase tells about who speaks. Its number is an index into WordTags::words.
enum class Cue : std::uint8_t {
  say,          // a verb of speech, its subject the speaker
  stance,       // a verb of taking a stance ("rejected")
  act,          // a verb of showing one by an act ("expelled")
  according,    // stands before the source ("according to")
  after,        // stands after the source (German "zufolge")
  viewpoint,    // stands before the source at the beginning of a sentence (French "pour")
  locative,     // makes a place speak ("в Кремле заявили")
  preposition,  // what follows is no subject
  of,           // links a title to its institution
  agent,        // introduces the one who acts in a passive ("by")
  clause,       // opens what is said ("that")
  conjunction,  // joins verbs of one subject ("and")
  pronoun,      // a subject pronoun that can be a speaker
  she,          // ... of a woman; also listed as pronoun
  he,           // ... of a man; also listed as pronoun
  they,         // ... of several; also listed as pronoun
  title,        // a job or body that can stand for somebody named before
  crowd,        // unnamed third parties who speak ("analysts")
  adjective,    // of nationality; has an actor
  media,        // relays only, is never a speaker
  apart,        // does not speak for the state ("former", "separatist")
  honorific,    // stands before a name ("Mr")
  auxiliary,    // stands between a subject and its verb ("has")
  be,           // makes a passive ("was")
  passive,      // a participle behind which the one who acts stands without a preposition
  silent,       // says that nothing is said ("declined to comment")
  own_words,    // a source and its pronoun in one ("по его словам")
  elision,      // part of a word that ends with an apostrophe and is split off ("l'")
  drops,        // the language leaves subject pronouns out (one row, any word)
  verb_last,    // verbs may stand at the end of a clause: its first name is the subject
  absolute,     // a preposition that leaves a name subject of a participle ("with")
  participle,   // ... this one ("claiming"), active also behind a form of "be"
  count,
};

// What begins at one word of a sentence: for every kind the number of words it covers, 0: none.
struct WordTags {
  std::array<std::uint8_t, static_cast<std::size_t>(Cue::count)> words{};
  std::string_view adjective_of;  // actor id of an adjective
  [[nodiscard]] std::size_t length(Cue cue) const { return words[static_cast<std::size_t>(cue)]; }
  [[nodiscard]] bool is(Cue cue) const { return length(cue) > 0; }
};

// One language. Immutable after `parse`; safe to share between threads.
//
// File format (speech-<language>.tsv), one row a line: kind TAB of TAB words. `of` is the actor id
// of an adjective, else `-`. Words are separated by `|`, `{a,b}` expands to both; a phrase is
// written with single spaces. Case does not count. Empty lines and those that begin with # are
// skipped.
class SpeechWords {
 public:
  // Errors name line and remedy.
  static Result<SpeechWords> parse(std::string_view tsv);

  // Tags of every word of a sentence, given as folded words (see `fold`).
  [[nodiscard]] std::vector<WordTags> tag(const std::vector<std::string>& words) const;
  [[nodiscard]] bool drops_subjects() const { return drops_subjects_; }
  [[nodiscard]] bool verb_last() const { return verb_last_; }
  // Bytes of a part that is split off at the front of a folded word ("l'" of "l'ambassadeur"),
  // unless the whole word is listed.
  [[nodiscard]] std::size_t elision(std::string_view folded) const;

 private:
  struct Phrase {
    std::uint32_t kinds = 0;  // one bit per Cue
    std::string adjective_of;
  };
  std::unordered_map<std::string, Phrase> phrases_;          // words joined with spaces
  std::unordered_map<std::string, std::size_t> most_words_;  // of phrases, by their first word
  std::vector<std::string> elisions_;
  bool drops_subjects_ = false;
  bool verb_last_ = false;
};

// In lower case, without soft hyphens, with straight apostrophes and plain hyphens.
[[nodiscard]] std::string fold(std::string_view word);

}  // namespace detente
