// Golden cases: data files of JSON Lines under tests/golden.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace detente::testing {

// Every object of tests/golden/<path>; fails the process with the line number when one is not JSON,
// or when there is none.
[[nodiscard]] std::vector<nlohmann::json> golden_cases(const std::string& path);

}  // namespace detente::testing
