// The index of a report, step by step, so that it can be checked by hand.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "detente/report.h"
#include "report/evidence.h"

namespace detente {

inline constexpr std::array<std::string_view, 9> kArithmeticColumns{
    "no.", "c", "pos", "una", "ov", "me", "ot", "to P", "to U"};
using ArithmeticRow = std::array<std::string, kArithmeticColumns.size()>;

// In words and numbers, rounded to four decimals.
struct Arithmetic {
  std::vector<std::string> formula;  // the sums, and what their letters mean
  std::vector<ArithmeticRow> rows;   // one for each sentence that counts
  ArithmeticRow sums;                // P and U below their columns
  std::vector<std::string> steps;    // from the sums to the index, its interval and the verdict
};
[[nodiscard]] Arithmetic arithmetic_of(const Report& report, const std::vector<Evidence>& evidence,
                                       const Recount& recount);

}  // namespace detente
