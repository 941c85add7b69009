// The words of one sentence, and the phrases in it that can name a speaker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/gazetteer.h"
#include "actors/speech_words.h"
#include "detente/article.h"

namespace detente {

// What stands between a word and the one before it; bits.
struct Gap {
  enum Value : std::uint8_t {
    comma = 1,
    colon = 2,
    dash = 4,
    opens = 8,    // an opening quotation mark
    closes = 16,  // a closing one
    stop = 32,    // semicolon, full stop, question or exclamation mark
    bracket = 64,
  };
};

struct Word {
  Span span;  // bytes of the text
  std::string folded;
  std::uint8_t before = 0;  // Gap bits
  bool capital = false;     // begins with a capital letter
  bool lower = false;       // has a small letter
  bool quoted = false;      // inside a quotation
};

enum class PhraseKind : std::uint8_t {
  name,     // an actor of the gazetteer, by name or by its state and a title ("US officials")
  unknown,  // a proper name that no list has
  pronoun,
  title,  // a bare job or body ("the spokesman")
  crowd,  // unnamed third parties
  media,  // relays only
};

struct Phrase {
  std::size_t begin = 0;  // words
  std::size_t end = 0;    // exclusive
  Span span;              // bytes: the shortest words that name the actor
  PhraseKind kind = PhraseKind::name;
  Side side = Side::none;  // of a name; of a pronoun or bare title not known yet
  std::uint32_t actor = Mention::kUnknownActor;
  bool person = false;
  bool marked = false;      // the gazetteer has this very span
  bool introduced = false;  // by a title: "US officials"
  bool possessive = false;  // "Moscow's", with nothing of its own after it
  bool governed = false;    // after a preposition
  bool agent = false;       // after the "by" of a passive
  bool locative = false;    // after a preposition of place ("в Кремле")
  bool quoted = false;
  bool she = false;     // a woman's pronoun
  bool he = false;      // a man's
  bool they = false;    // a pronoun of several
  bool first = false;   // the first word of the sentence, of an unknown name
  std::string surname;  // last word of an unknown name, folded
};

struct SentenceWords {
  std::vector<Word> words;
  std::vector<WordTags> tags;
  std::uint8_t after = 0;  // Gap bits behind the last word
  bool capitals = false;   // a headline: most words begin with a capital letter
  [[nodiscard]] std::uint8_t gap_after(std::size_t word) const {
    return word + 1 < words.size() ? words[word + 1].before : after;
  }
};

[[nodiscard]] SentenceWords read_words(std::string_view text, const Span& sentence,
                                       const std::vector<Span>& quotations,
                                       const SpeechWords& lexicon, std::string_view language);

// In order, without overlap. `given`: the mentions came with the input; then their sides replace
// the gazetteer's, also for adjectives.
[[nodiscard]] std::vector<Phrase> find_phrases(const SentenceWords& sentence,
                                               const std::vector<Mention>& mentions,
                                               const Gazetteer& gazetteer,
                                               std::string_view language, bool given);

}  // namespace detente
