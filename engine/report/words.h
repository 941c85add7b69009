// The words and numbers that every report for a person is made of.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws. Texts of
// the article in what they return are as they were given: whoever shows them makes them plain.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "detente/report.h"

namespace detente {

[[nodiscard]] std::string percent(double probability);  // "94%"

// With its sign, two decimals, and never "-0.00".
[[nodiscard]] std::string signed_number(double x);

// "3 windows", "1 window".
[[nodiscard]] std::string counted(std::size_t n, std::string_view noun);

// Appends a part, a dot between it and the one before; nothing for an empty part.
void join(std::string& line, std::string_view part);

// Where the article is from: id, source, date, language, address.
[[nodiscard]] std::string particulars_in_words(const Article& article);

// "+0.25, 90% interval -0.33 to +0.75", or "no value".
[[nodiscard]] std::string index_in_words(const IndexReport& index);

[[nodiscard]] std::string verdict_in_words(const IndexReport& index);

// "peskov, in reported speech (93% sure)".
[[nodiscard]] std::string speaker_in_words(const Speaker& speaker);

// "positive (95%) about an overture (97%)": the likelier framing of its likeliest object.
[[nodiscard]] std::string framing_in_words(const Framing& framing);

[[nodiscard]] std::string coverage_in_words(const Report& report);

// Version, weights, formula, instruction set; empty when the engine did not say.
[[nodiscard]] std::string engine_in_words(const Report& report);

// Why there is no report, in plain text on one line without a line feed. Needs `report.error`.
[[nodiscard]] std::string error_in_words(const Report& report);

}  // namespace detente
