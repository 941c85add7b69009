// Report -> what the index rests on, for a person at a terminal: `detente explain`.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws.
#pragma once

#include <string>

#include "detente/report.h"

namespace detente {

struct ExplainTextOptions {
  int width = 100;          // columns of the terminal; fewer than 40 count as 40
  bool colours = false;     // ANSI escape sequences
  bool arithmetic = false;  // every number behind the index
};

// One report as lines of at most `width` columns (and at most 120, which is what the eye follows),
// the last one ended by a line feed: the index as a bar with its interval, the contrast of what is
// welcomed and what is rejected (side by side from 72 columns on), doubts, and every sentence with
// how it counts. A report with an error is a single line of any length. Texts are made harmless as
// in `to_text`.
[[nodiscard]] std::string explain_text(const Report& report, const ExplainTextOptions& options);

}  // namespace detente
