// Reports against their schema, for every test that makes one.
#pragma once

#include <string>
#include <string_view>

namespace detente {

// What is wrong with one line of JSON under the schema of reports (the file DETENTE_SCHEMA_FILE),
// or empty when it is valid: `EXPECT_EQ(schema_problem(line), "")`. Knows more than the schema can
// say: one line, no key twice, `begin` <= `end`, low <= value <= high, probabilities that sum to 1.
[[nodiscard]] std::string schema_problem(std::string_view json_line);

}  // namespace detente
