// Lines of limited width in colours, for a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/page.h"

namespace detente {

// How a piece of text looks where colours are shown. Never the only carrier of a meaning.
struct Style {
  enum class Colour : std::uint8_t { standard, green, red, cyan, yellow };
  Colour colour = Colour::standard;
  bool bold = false;
  bool faint = false;
  bool underlined = false;
  friend bool operator==(const Style&, const Style&) = default;
};

struct StyledPiece {
  std::string text;
  Style style;
};

// Pieces that stand on one line.
using StyledLine = std::vector<StyledPiece>;

// One paragraph under construction: pieces made plain (see page.h) as they come.
class StyledText {
 public:
  StyledText() = default;
  explicit StyledText(std::string_view text, Style style = {}) { add(text, style); }
  StyledText& add(std::string_view text, Style style = {});

 private:
  friend class StyledPage;
  struct Run {
    std::size_t end;  // bytes of text_
    Style style;
  };
  std::string text_;
  std::vector<Run> runs_;
  PlainPieces plain_;
};

// Lines under construction, each at most `width` columns. For one thread.
class StyledPage {
 public:
  explicit StyledPage(std::size_t width) : width_(width) {}

  [[nodiscard]] std::size_t width() const { return width_; }

  // `first` (already spaced) before the first line of the paragraph, as many spaces before the
  // others.
  void paragraph(const StyledLine& first, const StyledText& text);
  void line(StyledLine line) { lines_.push_back(std::move(line)); }  // must fit
  void blank() { lines_.emplace_back(); }

  // Two pages side by side with a line between them. They must fit.
  void beside(const StyledPage& left, const StyledPage& right);

  // Without colours: plain text, no spaces at the ends of lines. With them: the same with escape
  // sequences, each piece closed on its line.
  [[nodiscard]] std::string take(bool colours) const;

 private:
  std::size_t width_;
  LineBreaker breaker_;
  std::vector<StyledLine> lines_;
};

}  // namespace detente
