#include "text/utf8.h"

#include <simdjson.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace detente {
namespace {

struct Decoded {
  UChar32 character = -1;  // negative: not UTF-8
  std::size_t size = 1;
};

// ICU's macros count in 32 bits; a window of one character keeps texts of any size safe.
Decoded decode(std::string_view bytes, std::size_t offset) {
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data()) + offset;
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(4, bytes.size() - offset));
  std::int32_t size = 0;
  UChar32 character = -1;
  U8_NEXT(begin, size, length, character);
  return {character, static_cast<std::size_t>(size)};
}

bool is_tolerated_control(unsigned char byte) {
  const bool layout = byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v';
  return byte < 0x20 && !layout;
}

bool is_blank(UChar32 character) {
  return u_isUWhiteSpace(character) || u_charType(character) == U_FORMAT_CHAR;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::nullopt;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const Decoded next = decode(bytes, offset);
    if (next.character < 0) return offset;
    offset += next.size;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_binary_byte(std::string_view bytes) {
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) return nul;
  constexpr std::size_t kStray = 4;  // a short text may hold a few without being binary
  std::size_t controls = 0;
  std::optional<std::size_t> first;
  for (std::size_t offset = 0; offset < bytes.size(); ++offset) {
    if (!is_tolerated_control(static_cast<unsigned char>(bytes[offset]))) continue;
    ++controls;
    if (!first) first = offset;
  }
  if (controls >= kStray && controls > bytes.size() / 10) return first;
  return std::nullopt;
}

std::size_t blank_prefix(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const Decoded next = decode(text, offset);
    if (next.character < 0 || !is_blank(next.character)) break;
    offset += next.size;
  }
  return offset;
}

bool blank(std::string_view text) { return blank_prefix(text) == text.size(); }

bool on_boundary(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return offset == text.size();
  return !U8_IS_TRAIL(static_cast<unsigned char>(text[offset]));
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (bytes >= text.size()) return text;
  // A character has at most three trailing bytes; more of them in a row are not UTF-8 and may be
  // cut anywhere.
  for (std::size_t back = 0; back <= 3 && back <= bytes; ++back) {
    if (on_boundary(text, bytes - back)) return text.substr(0, bytes - back);
  }
  return text.substr(0, bytes);
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t offset = 0; offset < bytes.size();) {
    const Decoded next = decode(bytes, offset);
    if (next.character >= 0 && u_isprint(next.character)) {
      out.append(bytes.substr(offset, next.size));
    } else {
      out.push_back('?');
    }
    offset += next.size;
  }
  return out;
}

}  // namespace detente
