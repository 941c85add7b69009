#include "report/page.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "support/code_points.h"

namespace detente {
namespace {

bool reorders(std::int32_t c) {
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::size_t columns(std::int32_t c) {
  const auto category = U_GET_GC_MASK(c);
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return c == 0xad ? 1 : 0;
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

// Byte offsets at which a line may end, the end of the text included.
std::vector<std::size_t> break_places(icu::BreakIterator* breaks, std::string_view text) {
  std::vector<std::size_t> places;
  UErrorCode status = U_ZERO_ERROR;
  UText* utext =
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
  if (breaks != nullptr && U_SUCCESS(status)) {
    breaks->setText(utext, status);
    if (U_SUCCESS(status)) {
      breaks->first();
      for (auto at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
        places.push_back(static_cast<std::size_t>(at));
      }
    }
  }
  if (utext != nullptr) utext_close(utext);
  if (places.empty() || places.back() != text.size()) places.push_back(text.size());
  return places;
}

std::string_view without_trailing_spaces(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string PlainPieces::next(std::string_view piece) {
  std::string out;
  out.reserve(piece.size());
  for (std::size_t i = 0; i < piece.size();) {
    const std::size_t begin = i;
    const std::int32_t c = next_code_point(piece, i);
    if (c >= 0 && (u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR)) {
      space_ = true;
      continue;
    }
    if (c >= 0 && reorders(c)) continue;
    if (space_ && any_) out.push_back(' ');
    space_ = false;
    any_ = true;
    if (c >= 0) {
      out.append(piece.substr(begin, i - begin));
      continue;
    }
    for (std::size_t k = begin; k < i; ++k) {
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(piece[k]));
    }
  }
  return out;
}

std::string plain(std::string_view text) { return PlainPieces().next(text); }

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::int32_t c = next_code_point(text, i);
    width += c < 0 ? 1 : columns(c);
  }
  return width;
}

LineBreaker::LineBreaker() {
  UErrorCode status = U_ZERO_ERROR;
  breaks_.reset(icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) breaks_.reset();
}

std::vector<Span> LineBreaker::lines(std::string_view text, std::size_t width) const {
  const std::size_t room = std::max<std::size_t>(width, 2);  // the widest character fits
  std::vector<Span> lines;
  std::size_t begin = 0;  // of the line under construction
  std::size_t used = 0;   // its columns
  const auto end_line = [&](std::size_t end) {
    lines.push_back(
        {begin, begin + without_trailing_spaces(text.substr(begin, end - begin)).size()});
    begin = end;
    used = 0;
  };
  std::size_t at = 0;
  for (const std::size_t place : break_places(breaks_.get(), text)) {
    const std::string_view piece = text.substr(at, place - at);
    if (used > 0 && used + display_width(without_trailing_spaces(piece)) > room) end_line(at);
    while (at < place) {  // a piece wider than a line is cut where it is full
      std::size_t next = at;
      const std::size_t character = columns(next_code_point(text, next));
      if (text[at] != ' ' && used + character > room) end_line(at);
      used += character;
      at = next;
    }
  }
  end_line(text.size());
  return lines;
}

void Page::paragraph(std::string_view first, std::string_view text) {
  const std::string body = plain(text);
  const std::size_t indent = display_width(first);
  std::string prefix(first);
  for (const Span& span : breaker_.lines(body, width_ > indent ? width_ - indent : 0)) {
    const std::string_view line = std::string_view(body).substr(span.begin, span.size());
    text_.append(without_trailing_spaces(prefix.append(line))).push_back('\n');
    prefix.assign(indent, ' ');
  }
}

}  // namespace detente
