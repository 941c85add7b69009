// What the line ends of a text mean: a new paragraph, a new line of its own, or nothing but a
// wrapped line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detente/article.h"

namespace detente {

enum class LineEnd : std::uint8_t {
  none,   // no line end here
  soft,   // the line was wrapped: as good as a space
  hard,   // the next line stands for itself: headline, byline, list item
  blank,  // a blank line, a form feed or a paragraph separator
};

struct LineGap {
  Span white;  // the white space between two lines that have content
  LineEnd kind = LineEnd::none;
};

// All gaps between lines, in order.
[[nodiscard]] std::vector<LineGap> read_layout(std::string_view text);

}  // namespace detente
