// SHA-256 by libcrypto.
#pragma once

#include <string>
#include <string_view>

namespace detente {

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace detente
