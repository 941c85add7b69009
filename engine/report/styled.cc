#include "report/styled.h"

#include <algorithm>
#include <utility>

namespace detente {
namespace {

std::size_t width_of(const StyledLine& line) {
  std::size_t width = 0;
  for (const StyledPiece& piece : line) width += display_width(piece.text);
  return width;
}

std::string escape_of(const Style& style) {
  std::string codes;
  const auto add = [&](std::string_view code) {
    codes.append(codes.empty() ? "" : ";").append(code);
  };
  if (style.bold) add("1");
  if (style.faint) add("2");
  if (style.underlined) add("4");
  switch (style.colour) {
    case Style::Colour::standard: break;
    case Style::Colour::green: add("32"); break;
    case Style::Colour::red: add("31"); break;
    case Style::Colour::cyan: add("36"); break;
    case Style::Colour::yellow: add("33"); break;
  }
  return codes.empty() ? codes : "\x1b[" + codes + "m";
}

void drop_trailing_spaces(StyledLine& line) {
  while (!line.empty()) {
    std::string& text = line.back().text;
    text.erase(text.find_last_not_of(' ') + 1);
    if (!text.empty()) return;
    line.pop_back();
  }
}

}  // namespace

StyledText& StyledText::add(std::string_view text, Style style) {
  text_ += plain_.next(text);
  if (!runs_.empty() && runs_.back().style == style) {
    runs_.back().end = text_.size();
  } else {
    runs_.push_back({text_.size(), style});
  }
  return *this;
}

void StyledPage::paragraph(const StyledLine& first, const StyledText& text) {
  const std::size_t indent = width_of(first);
  StyledLine line = first;
  auto run = text.runs_.begin();
  for (const Span& span : breaker_.lines(text.text_, width_ > indent ? width_ - indent : 0)) {
    for (std::size_t at = span.begin; at < span.end;) {
      while (run->end <= at) ++run;
      const std::size_t end = std::min(run->end, span.end);
      line.push_back({text.text_.substr(at, end - at), run->style});
      at = end;
    }
    lines_.push_back(std::exchange(line, {{std::string(indent, ' '), {}}}));
  }
}

void StyledPage::beside(const StyledPage& left, const StyledPage& right) {
  for (std::size_t i = 0; i < std::max(left.lines_.size(), right.lines_.size()); ++i) {
    StyledLine line = i < left.lines_.size() ? left.lines_[i] : StyledLine();
    const std::size_t used = width_of(line);
    line.push_back({std::string(left.width_ - std::min(used, left.width_), ' '), {}});
    line.push_back({" │ ", {.faint = true}});
    if (i < right.lines_.size())
      line.insert(line.end(), right.lines_[i].begin(), right.lines_[i].end());
    lines_.push_back(std::move(line));
  }
}

std::string StyledPage::take(bool colours) const {
  std::string out;
  for (StyledLine line : lines_) {
    drop_trailing_spaces(line);
    for (const StyledPiece& piece : line) {
      const std::string escape = colours ? escape_of(piece.style) : std::string();
      // a space at the beginning belongs to no word: it is neither underlined nor coloured
      const std::size_t words = std::min(piece.text.find_first_not_of(' '), piece.text.size());
      out.append(piece.text, 0, words);
      if (words == piece.text.size()) continue;
      out.append(escape).append(piece.text, words);
      if (!escape.empty()) out.append("\x1b[0m");
    }
    out.push_back('\n');
  }
  return out;
}

}  // namespace detente
