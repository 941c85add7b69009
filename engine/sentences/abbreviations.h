// Words whose point does not end a sentence, and words that begin one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "detente/result.h"

namespace detente {

// What a word tells about the point after it. A word may be of several kinds: one bit each.
struct WordKind {
  enum Value : std::uint8_t {
    before_name = 1,    // before-name: a title; never ends a sentence ("Dr.", "ул.")
    before_number = 2,  // before-number: ends none when a number follows ("No. 5", "ст. 5")
    inside = 4,         // inside: never ends a sentence, whatever follows ("e.g.", "т. е.")
    may_end = 8,  // may-end: ends one before a capital letter or a quote ("etc.", "и т. д.")
    seldom_ends = 16,  // seldom-ends: ends one only before a word of `starts` ("U.S.", "Inc.")
    starts = 32,  // starts: begins sentences and follows no abbreviation of these ("The", "Однако")
    labels = 64,  // labels: a letter after it is a name, no initial ("Annex B.")
    says = 128,   // says: a verb of speech that may follow its subject ("... asked")
  };
};

// The words of one language. Immutable once built; safe to share between threads.
class WordTable {
 public:
  // The kinds of `word`, written without its last point and without spaces after inner points
  // ("z.B"). Case counts, but longer words than one letter are also found with the first or all
  // letters raised ("Usw", "ST").
  [[nodiscard]] std::uint8_t kinds(std::string_view word) const;
  // Whether `word` is a listed word, or the head of one that goes on after a point ("z" of "z.B").
  [[nodiscard]] bool begins_word(std::string_view word) const;
  void add(std::string_view word, std::uint8_t kinds);
  void merge(const WordTable& other, bool (*keep)(std::string_view word, std::uint8_t kinds));

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const {
      return std::hash<std::string_view>{}(word);
    }
  };
  using Words = std::unordered_map<std::string, std::uint8_t, Hash, std::equal_to<>>;
  Words words_;
  Words endings_;  // listed with a hyphen in front: "-str" for "Goethestr."
  Words heads_;    // all that stands before an inner point of a word
};

// The tables of all languages. Immutable after `parse`; safe to share between threads; owns its
// words.
//
// Format: UTF-8 lines `language<TAB>kind<TAB>word|word|...`. Language is an ISO 639-1 code, or `*`
// for every language. A word with a hyphen in front stands for all longer words that end so. Empty
// lines and those that begin with # are skipped. A language and kind may have several lines.
class Abbreviations {
 public:
  static Result<Abbreviations> parse(std::string_view tsv);

  // The table of a language; of an unknown one, the words of all languages that are no plain words
  // elsewhere.
  [[nodiscard]] const WordTable& table(std::string_view language) const;

 private:
  std::map<std::string, WordTable, std::less<>> tables_;
  WordTable any_;
};

}  // namespace detente
