// Lines of limited width, for reports that a person reads.
#pragma once

#include <unicode/brkiter.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace detente {

// `text` on one line and harmless on a terminal: runs of white space and control characters are a
// single space, none at the ends; bidirectional formatting characters are dropped; bytes that are
// not UTF-8 appear as \xHH.
[[nodiscard]] std::string plain(std::string_view text);

// Columns that `text` takes: East Asian wide characters 2, combining and invisible ones 0,
// others 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

// Lines under construction, each at most `width` columns. For one thread; owns its text.
class Page {
 public:
  explicit Page(std::size_t width);

  // One paragraph: `first` (already spaced) before its first line, as many spaces before the
  // others. Breaks where UAX 14 allows it, and inside a word only when the word is wider than the
  // line.
  void paragraph(std::string_view first, std::string_view text);
  void blank() { text_.push_back('\n'); }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  std::unique_ptr<icu::BreakIterator> breaks_;  // null when ICU has no rules: breaks anywhere
  std::string text_;
};

}  // namespace detente
