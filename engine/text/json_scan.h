// Where a broken JSON document breaks.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "detente/article.h"

namespace detente {

// What can be told about a JSON document, whole or broken. Value type.
struct JsonScan {
  std::optional<std::size_t>
      error;  // first byte that cannot stand there (the size: it ends too early); none: well formed
  std::optional<Span>
      id;  // the value of the outermost object's "id", when it was read before the error
};

// Walks the document byte by byte. The parser (simdjson) is faster but says neither where it
// stopped nor what it had seen: this is for the lines it refuses, so that the error can point at
// the fragment and still name the article. Linear, no recursion; does not check UTF-8.
[[nodiscard]] JsonScan scan_json(std::string_view text);

}  // namespace detente
