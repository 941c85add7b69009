// Report -> text for a person, without colour: `detente score --format text`.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws.
#pragma once

#include <string>

#include "detente/report.h"

namespace detente {

struct TextOptions {
  int width = 100;  // columns of the terminal; fewer than 40 count as 40
};

// One report as lines of at most `width` columns, the last one ended by a line feed: the article,
// the index and how to read it, the sentences that made it (strongest first), the counterpart's
// strongest framings, warnings, coverage. A report with an error is a single line of any length.
//
// Columns are counted by code point (East Asian wide 2, combining and invisible 0). Control and
// bidirectional formatting characters of an article never reach the terminal; white space is shown
// as single spaces.
[[nodiscard]] std::string to_text(const Report& report, const TextOptions& options);

}  // namespace detente
