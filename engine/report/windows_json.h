// What the classifier reads, as JSON: the training recipe's only reader of text.
#pragma once

#include <string>
#include <vector>

#include "detente/article.h"
#include "detente/result.h"
#include "tokens/windows.h"

namespace detente {

// Whose windows these are, beside the windows themselves.
struct WindowsHeader {
  std::string id;
  std::string language;
  std::string principal;
  std::string gazetteer;  // SHA-256 of actors.tsv
  std::size_t sentences = 0;
};

// One object of schema `detente.windows/1`, without a line feed.
[[nodiscard]] std::string windows_json(const WindowsHeader& header,
                                       const std::vector<Window>& windows);
[[nodiscard]] std::string windows_error_json(const std::string& id, const Error& error);

}  // namespace detente
