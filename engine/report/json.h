// Report -> one line of JSON, schema `detente.report/1` (report.schema.json beside this file).
//
// Pure functions; any number of threads may call them at the same time. Nothing throws.
#pragma once

#include <string>

#include "detente/report.h"

namespace detente {

struct JsonOptions {
  bool text = true;  // the sentence texts; false: --no-text
};

// One report as a JSON object on one line, without the line feed at its end.
//
// Keys always stand in the order of the schema, and none is left out: what is not known is null
// (only the sentence texts go with --no-text, and sentences of presplit articles have
// `index_in_input` in place of `begin` and `end`). A report with an error has the article's
// particulars and `error`, and nothing that was not computed. Numbers are written
// shortest-round-trip, as float or double; one that is not finite, which the engine never makes, as
// null. Text is passed through byte for byte, escaped only where JSON requires it; bytes that are
// not UTF-8, which only a path or a message can hold, appear as the four characters \xHH.
[[nodiscard]] std::string to_json(const Report& report, const JsonOptions& options);

}  // namespace detente
