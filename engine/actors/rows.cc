#include "actors/rows.h"

#include <utility>

#include "text/utf8.h"

namespace detente {

std::vector<std::string_view> cut(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string_view without_mark(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return bytes;
}

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<std::vector<std::string>> expand(std::string_view alias) {
  std::vector<std::string> forms{""};
  while (!alias.empty()) {
    const std::size_t open = alias.find_first_of("{}");
    for (std::string& form : forms) form += alias.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = alias.find_first_of("{}", open + 1);
    if (alias[open] != '{' || close == std::string_view::npos || alias[close] != '}')
      return std::nullopt;
    const auto endings = cut(alias.substr(open + 1, close - open - 1), ',');
    if (forms.size() * endings.size() > kMaxExpansions) return std::nullopt;
    std::vector<std::string> longer;
    for (const std::string& form : forms) {
      for (std::string_view ending : endings) longer.push_back(form + std::string(ending));
    }
    forms = std::move(longer);
    alias.remove_prefix(close + 1);
  }
  return forms;
}

}  // namespace detente
