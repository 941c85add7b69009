// Runs articles through a function on several threads and writes the rows in input order.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/output.h"
#include "text/reader.h"

namespace detente::cli {

// What one article became. Value type.
struct Row {
  std::string bytes;  // with its line feed
  bool failed = false;
  bool unreadable = false;  // the input itself failed: exit code 4
  std::size_t sentences = 0;
};

// Rows of a block of articles, in order; called on several threads at a time.
using Transform = std::function<std::vector<Row>(std::vector<Item>)>;

// Everything that a batch reads and writes, opened before the weights are: cheap, and the likeliest
// to fail.
struct Streams {
  Inputs inputs;
  Output output;
  std::optional<Output> errors;

  static Result<Streams> open(const CommandLine& line);
};

// Reads all inputs, writes -o and --errors, and gives the exit code. Memory is bounded by the
// number of threads and the longest article.
int run_batch(const CommandLine& line, Streams streams, const Transform& transform);

}  // namespace detente::cli
