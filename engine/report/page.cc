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

std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const std::int32_t c = next_code_point(text, i);
    if (c >= 0 && (u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR)) {
      space = true;
      continue;
    }
    if (c >= 0 && reorders(c)) continue;
    if (space && !out.empty()) out.push_back(' ');
    space = false;
    if (c >= 0) {
      out.append(text.substr(begin, i - begin));
      continue;
    }
    for (std::size_t k = begin; k < i; ++k) {
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(text[k]));
    }
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::int32_t c = next_code_point(text, i);
    width += c < 0 ? 1 : columns(c);
  }
  return width;
}

Page::Page(std::size_t width) : width_(width) {
  UErrorCode status = U_ZERO_ERROR;
  breaks_.reset(icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) breaks_.reset();
}

void Page::paragraph(std::string_view first, std::string_view text) {
  const std::string body = plain(text);
  const std::size_t indent = display_width(first);
  const std::size_t room = width_ > indent + 2 ? width_ - indent : 2;  // the widest character fits
  std::string_view rest = body;
  std::size_t done = 0;  // bytes of `body` already on a line
  std::string prefix(first);
  const auto put = [&](std::string_view line) {
    text_.append(without_trailing_spaces(prefix.append(without_trailing_spaces(line))))
        .push_back('\n');
    prefix.assign(indent, ' ');
  };

  std::string line;
  std::size_t used = 0;
  for (const std::size_t place : break_places(breaks_.get(), body)) {
    std::string_view piece = rest.substr(0, place - done);
    rest.remove_prefix(piece.size());
    done = place;
    if (used > 0 && used + display_width(without_trailing_spaces(piece)) > room) {
      put(line);
      line.clear();
      used = 0;
    }
    for (std::size_t i = 0;
         i < piece.size();) {  // a piece wider than a line is cut where it is full
      const std::size_t begin = i;
      const std::size_t width = columns(next_code_point(piece, i));
      const std::string_view character = piece.substr(begin, i - begin);
      if (character != " " && used + width > room) {
        put(line);
        line.clear();
        used = 0;
      }
      line.append(character);
      used += width;
    }
  }
  put(line);
}

}  // namespace detente
