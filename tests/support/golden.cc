#include "support/golden.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace detente::testing {

std::vector<nlohmann::json> golden_cases(const std::string& path) {
  const std::string file = std::string(DETENTE_GOLDEN_DIR) + "/" + path;
  std::ifstream stream(file);
  std::vector<nlohmann::json> cases;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty()) continue;
    auto parsed = nlohmann::json::parse(line, nullptr, false);
    if (parsed.is_discarded()) {
      std::cerr << file << ":" << number << ": not JSON\n";
      std::abort();
    }
    cases.push_back(std::move(parsed));
  }
  if (cases.empty()) {
    std::cerr << file << ": no cases\n";
    std::abort();
  }
  return cases;
}

}  // namespace detente::testing
