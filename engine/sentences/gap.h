// A place where a sentence may end, and what stands around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sentences/abbreviations.h"
#include "sentences/characters.h"
#include "sentences/layout.h"

namespace detente {

enum class Ending : std::uint8_t { none, point, strong, ellipsis };

// What is known of the sentence under way. Reads the text once, forwards, as the gaps are visited.
class Progress {
 public:
  explicit Progress(std::string_view text) : text_(text) {}

  void advance(std::size_t to);         // reads on
  void start_sentence(std::size_t at);  // a new sentence begins
  void leave_brackets();                // no bracket reaches across this place

  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] bool has_word() const { return has_word_; }  // a letter or a digit has been read
  // A bracket opened within the sentence, not at its head, is still open; or was, and closed last.
  [[nodiscard]] bool in_bracket() const { return depth_ > 0 && opened_ > begin_; }
  [[nodiscard]] bool closed_bracket() const { return depth_ == 0 && opened_ > begin_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t opened_ = 0;  // where the outermost bracket opened
  std::size_t depth_ = 0;
  bool has_word_ = false;
};

// One candidate. Views point into the text; nothing is owned.
struct Gap {
  std::string_view text;
  std::string_view language;
  const WordTable* words = nullptr;
  const Progress* progress = nullptr;
  bool has_case = true;  // the text tells upper from lower case

  std::size_t left = 0;   // end of what stands before, closing marks included
  std::size_t right = 0;  // begin of what follows, opening marks included
  LineEnd line = LineEnd::none;

  std::size_t core = 0;  // end of the last word: before the terminators and closing marks
  Ending ending = Ending::none;
  UChar32 terminator = kNoCharacter;
  bool closes_quote = false;  // closing marks after the terminator
  bool closes_bracket = false;
  bool has_note = false;      // "[1]" after the terminator
  std::uint8_t kinds = 0;     // WordKind of the word before a single point
  bool word_goes_on = false;  // with the next word it is, or begins, a longer one: "z." of "z. B."

  std::size_t next = 0;  // begin of what follows, opening marks skipped
  Class next_class = Class::none;
  bool opens = false;
  std::string_view next_word;

  [[nodiscard]] bool spaced() const { return right > left; }
};

// The letters that end at `end`, at most 40 bytes.
[[nodiscard]] std::string_view word_before(std::string_view text, std::size_t end);

[[nodiscard]] inline std::size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

// Where the text stops that closes what ends at `at`: closing quotes and brackets, "[1]", superior
// numbers.
[[nodiscard]] std::size_t skip_closing(std::string_view text, std::size_t at,
                                       std::string_view language);

// Fills in everything that depends on the place alone: `at` is a boundary as ICU or the scanner
// sees it.
void describe(Gap& gap, std::size_t at);

}  // namespace detente
