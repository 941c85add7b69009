// Rows of the data files of this stage: columns, lists and braces.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace detente {

[[nodiscard]] std::vector<std::string_view> cut(std::string_view text, char separator);

// Some editors write a byte order mark, some a carriage return at the end of a line.
[[nodiscard]] std::string_view without_mark(std::string_view bytes);
[[nodiscard]] std::string_view without_return(std::string_view line);

inline constexpr std::size_t kMaxExpansions = 4096;  // of one alias

// "Песков{,а}" -> Песков, Пескова. Nothing when braces do not match or there are too many forms.
[[nodiscard]] std::optional<std::vector<std::string>> expand(std::string_view alias);

}  // namespace detente
