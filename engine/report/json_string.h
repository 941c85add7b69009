// A JSON string literal.
#pragma once

#include <string>
#include <string_view>

namespace detente {

// Appends `text` in quotes, byte for byte, escaped only where JSON requires it. Bytes that are not
// UTF-8 (only a path or a message can hold them) appear as the four characters \xHH.
void append_json_string(std::string& out, std::string_view text);

}  // namespace detente
