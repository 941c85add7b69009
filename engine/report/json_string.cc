#include "report/json_string.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "support/code_points.h"

namespace detente {
namespace {

void append_escaped(std::string& out, std::int32_t c) {
  switch (c) {
    case '"': out += R"(\")"; return;
    case '\\': out += R"(\\)"; return;
    case '\b': out += R"(\b)"; return;
    case '\f': out += R"(\f)"; return;
    case '\n': out += R"(\n)"; return;
    case '\r': out += R"(\r)"; return;
    case '\t': out += R"(\t)"; return;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const std::int32_t c = next_code_point(text, i);
    const std::string_view bytes = text.substr(begin, i - begin);
    if (c < 0) {
      for (const char byte : bytes)
        fmt::format_to(std::back_inserter(out), "\\\\x{:02X}", static_cast<unsigned char>(byte));
    } else if (c < 0x20 || c == '"' || c == '\\') {
      append_escaped(out, c);
    } else {
      out += bytes;
    }
  }
  out += '"';
}

}  // namespace detente
