// Lines of limited width, for reports that a person reads.
#pragma once

#include <unicode/brkiter.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detente/article.h"

namespace detente {

// `text` on one line and harmless on a terminal: runs of white space and control characters are a
// single space, none at the ends; bidirectional formatting characters are dropped; bytes that are
// not UTF-8 appear as \xHH.
[[nodiscard]] std::string plain(std::string_view text);

// The same for a text that comes in pieces: white space between two pieces stands, as one space,
// before the second.
class PlainPieces {
 public:
  [[nodiscard]] std::string next(std::string_view piece);

 private:
  bool any_ = false;
  bool space_ = false;
};

// Columns that `text` takes: East Asian wide characters 2, combining and invisible ones 0,
// others 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

// Where lines of a plain text end. For one thread.
class LineBreaker {
 public:
  LineBreaker();

  // The lines of `text`, at most `width` columns each (at least 2), as bytes of it, without the
  // spaces at their ends; one empty line for an empty text. Breaks where UAX 14 allows it, and
  // inside a word only when the word is wider than the line.
  [[nodiscard]] std::vector<Span> lines(std::string_view text, std::size_t width) const;

 private:
  std::unique_ptr<icu::BreakIterator> breaks_;  // null when ICU has no rules: breaks anywhere
};

// Lines under construction, each at most `width` columns. For one thread; owns its text.
class Page {
 public:
  explicit Page(std::size_t width) : width_(width) {}

  // One paragraph: `first` (already spaced) before its first line, as many spaces before the
  // others.
  void paragraph(std::string_view first, std::string_view text);
  void blank() { text_.push_back('\n'); }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  LineBreaker breaker_;
  std::string text_;
};

}  // namespace detente
