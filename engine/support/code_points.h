// UTF-8 to code points, one at a time.
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace detente {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macros

// The code point that begins at `text[i]`, with `i` moved behind it; -1 for bytes that are not
// UTF-8, with `i` moved behind those. `i` must be inside the text.
[[nodiscard]] inline std::int32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto size = static_cast<std::int64_t>(text.size());
  auto at = static_cast<std::int64_t>(i);
  UChar32 c = 0;
  U8_NEXT(text.data(), at, size, c);
  i = static_cast<std::size_t>(at);
  return c;
}

// The code point that begins at `text[at]`; -1 at the end.
[[nodiscard]] inline std::int32_t code_point_at(std::string_view text, std::size_t at) {
  return at < text.size() ? next_code_point(text, at) : -1;
}

// The code point that ends before `text[at]`; -1 at the beginning.
[[nodiscard]] inline std::int32_t code_point_before(std::string_view text, std::size_t at) {
  if (at == 0) return -1;
  // the macro takes 32-bit offsets: look at the four bytes that a character may have
  const std::string_view last = text.substr(at - (at < 4 ? at : 4), at < 4 ? at : 4);
  auto i = static_cast<std::int32_t>(last.size());
  UChar32 c = 0;
  U8_PREV(reinterpret_cast<const std::uint8_t*>(last.data()), 0, i,
          c);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  return c;
}

#pragma GCC diagnostic pop

}  // namespace detente
