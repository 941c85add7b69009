// UTF-8 -> code points, for the writers of reports.
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace detente {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro

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

#pragma GCC diagnostic pop

}  // namespace detente
