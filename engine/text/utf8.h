// Questions about bytes: are they UTF-8, are they text at all, is there anything to read in them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace detente {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Offset of the first byte of the first sequence that is not UTF-8 (RFC 3629: no surrogates, no
// overlong forms); none when all of it is.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view bytes);

// Offset of the byte that shows that this is not text; none for text. NUL always does. Other
// control characters (escape sequences, form feeds, the crumbs of PDF and InDesign exports) stand
// in real articles and are tolerated until they make up more than a tenth of the bytes; then the
// first of them is named.
[[nodiscard]] std::optional<std::size_t> first_binary_byte(std::string_view bytes);

// Whether there is nothing to read: only Unicode white space and invisible format characters
// (zero-width spaces, byte order marks, direction marks, soft hyphens). Bytes that are not UTF-8
// are not blank.
[[nodiscard]] bool blank(std::string_view text);

// Number of leading bytes that `blank` would call blank.
[[nodiscard]] std::size_t blank_prefix(std::string_view text);

// Whether `offset` lies inside `text` (its end included) and not in the middle of a character of
// it.
[[nodiscard]] bool on_boundary(std::string_view text, std::size_t offset);

// The longest prefix of at most `bytes` bytes that does not cut a character. A view into `text`.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

// A copy fit for a one-line message: control and format characters and bytes that are not UTF-8
// become '?'.
[[nodiscard]] std::string printable(std::string_view bytes);

}  // namespace detente
