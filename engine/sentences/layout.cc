#include "sentences/layout.h"

#include <algorithm>

#include "sentences/characters.h"

namespace detente {
namespace {

// A line with content, trimmed of white space.
struct Line {
  Span span;
  std::size_t width = 0;     // characters
  bool after_blank = false;  // a blank line stands before it
};

// How the lines of one block (lines without a blank line between them) were made.
struct Block {
  std::size_t width = 0;  // of its widest line, in characters
  bool wrapped = false;
};

constexpr std::size_t kNarrowestWrap = 40;
constexpr std::size_t kWidestWrap = 130;

bool separates_paragraphs(UChar32 c) { return c == 0x0C || c == 0x2029; }

std::vector<Line> read_lines(std::string_view text) {
  std::vector<Line> lines;
  Line line;
  bool has_content = false;
  bool blank = false;  // a blank line was seen since the last line with content
  std::size_t characters = 0;
  const auto finish = [&] {
    if (has_content) {
      lines.push_back(line);
      blank = false;
    } else {
      blank = true;
    }
    has_content = false;
    characters = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 c = char_at(text, at);
    const std::size_t next = after_char(text, at);
    if (is_line_end(c)) {
      const bool crlf = c == '\r' && char_at(text, next) == '\n';
      finish();
      blank = blank || separates_paragraphs(c);
      at = crlf ? next + 1 : next;
      continue;
    }
    if (has_content) ++characters;
    if (!is_white(c)) {
      if (!has_content) {
        line = Line{{at, next}, 1, blank && !lines.empty()};
        has_content = true;
        characters = 1;
      }
      line.span.end = next;
      line.width = characters;
    }
    at = next;
  }
  finish();
  return lines;
}

// Whether the line ends as a sentence does: a terminator, closing brackets and quotes aside.
bool is_finished(std::string_view line) {
  std::size_t at = line.size();
  for (int steps = 0; steps < 8 && class_of(char_before(line, at)) == Class::close; ++steps) {
    at = skip_white_back(line, before_char(line, at));
  }
  return is_terminator(class_of(char_before(line, at)));
}

bool starts_lower(std::string_view line) { return class_of(char_at(line, 0)) == Class::lower; }

std::size_t first_word_width(std::string_view line) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size() && width < kWidestWrap; at = after_char(line, at)) {
    if (is_white(char_at(line, at))) break;
    ++width;
  }
  return width;
}

// "• x", "* x": no wrapped line begins so.
bool starts_bullet(std::string_view line) {
  switch (char_at(line, 0)) {
    case '*':
    case 0x2022:
    case 0x25AA:
    case 0x25CF:
    case 0x25CB:
    case 0x25E6:
    case 0x2023:
    case 0x2043:
    case 0x25A0:
    case 0x25BA:
    case 0x00B7: return is_white(char_at(line, after_char(line, 0)));
    default: return false;
  }
}

// "- x", "— x", "12. x", "12) x", "a) x": a wrapped line may begin so by accident.
bool starts_item(std::string_view line) {
  std::size_t at = after_char(line, 0);
  const Class first = class_of(char_at(line, 0));
  if (first == Class::dash) return is_white(char_at(line, at));
  const bool letter = first == Class::lower || first == Class::upper;
  if (!letter && first != Class::digit) return false;
  if (!letter) {
    for (int digits = 1; digits < 3 && class_of(char_at(line, at)) == Class::digit; ++digits) {
      at = after_char(line, at);
    }
  }
  const UChar32 mark = char_at(line, at);
  return (mark == ')' || (mark == '.' && !letter)) && is_white(char_at(line, after_char(line, at)));
}

// Whether the first word of the next line would have made this line too long. A tenth is left to
// ragged wrapping.
bool is_full(const Line& line, std::size_t next_word, const Block& block) {
  return block.width <= kWidestWrap && line.width + 1 + next_word + block.width / 10 > block.width;
}

// "... by the ambassador of" says more than the capital letter of the next line: no headline ends
// in a small word.
bool ends_in_small_word(std::string_view line) {
  std::size_t at = line.size();
  for (int letters = 0; letters < 3 && class_of(char_before(line, at)) == Class::lower; ++letters) {
    at = before_char(line, at);
  }
  return at < line.size() && is_white(char_before(line, at));
}

// A line that runs on into a lower-case line was wrapped, and its block with it. Without one, three
// lines or more of about the same width were.
Block read_block(std::string_view text, const Line* begin, const Line* end) {
  Block block;
  std::size_t narrowest = kWidestWrap;
  for (const Line* line = begin; line != end; ++line) {
    block.width = std::max(block.width, line->width);
    if (line + 1 == end) break;
    narrowest = std::min(narrowest, line->width);
    const std::string_view next = text.substr(line[1].span.begin, line[1].span.size());
    if (starts_lower(next) && !starts_item(next) &&
        !is_finished(text.substr(line->span.begin, line->span.size()))) {
      block.wrapped = true;
    }
  }
  if (block.width > kWidestWrap) block.wrapped = false;
  if (end - begin >= 3 && block.width >= kNarrowestWrap && block.width <= kWidestWrap &&
      narrowest + block.width / 5 >= block.width) {
    block.wrapped = true;
  }
  return block;
}

LineEnd judge(std::string_view text, const Line& line, const Line& next, const Block& block) {
  const std::string_view here = text.substr(line.span.begin, line.span.size());
  const std::string_view there = text.substr(next.span.begin, next.span.size());
  if (starts_bullet(there)) return LineEnd::hard;
  const bool wrapped = block.wrapped && is_full(line, first_word_width(there), block);
  if (starts_item(there) && !wrapped) return LineEnd::hard;
  if (wrapped) return LineEnd::soft;
  if (line.width >= kNarrowestWrap && line.width <= kWidestWrap && ends_in_small_word(here))
    return LineEnd::soft;
  return starts_lower(there) && !is_finished(here) ? LineEnd::soft : LineEnd::hard;
}

}  // namespace

std::vector<LineGap> read_layout(std::string_view text) {
  const std::vector<Line> lines = read_lines(text);
  std::vector<LineGap> gaps;
  if (lines.empty()) return gaps;
  gaps.reserve(lines.size() - 1);
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin + 1;
    while (end < lines.size() && !lines[end].after_blank) ++end;
    const Block block = read_block(text, lines.data() + begin, lines.data() + end);
    for (std::size_t at = begin; at < end && at + 1 < lines.size(); ++at) {
      const LineEnd kind =
          at + 1 == end ? LineEnd::blank : judge(text, lines[at], lines[at + 1], block);
      gaps.push_back({{lines[at].span.end, lines[at + 1].span.begin}, kind});
    }
    begin = end;
  }
  return gaps;
}

}  // namespace detente
