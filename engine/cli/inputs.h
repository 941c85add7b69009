// The articles of all inputs, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "detente/result.h"
#include "text/reader.h"

namespace detente::cli {

// Reads every input in the order given; a directory stands for its files in the order of their
// names. Used by one thread.
class Inputs {
 public:
  // Everything named must be there and readable before the first article is read.
  static Result<Inputs> open(const CommandLine& line);

  // The next article; none at the end or when a signal asks to stop. Every item has an id: its own,
  // or file:line.
  std::optional<Item> next();

  [[nodiscard]] std::uint64_t bytes_read() const;
  [[nodiscard]] std::optional<std::uint64_t> bytes_in_all() const {
    return total_;
  }  // none when an input is no regular file

 private:
  std::vector<std::string> paths_;
  ReadLimits limits_;
  std::string language_;
  std::optional<std::uint64_t> total_ = 0;
  std::size_t at_ = 0;
  std::optional<ArticleReader> reader_;
  std::uint64_t finished_ = 0;  // bytes of the inputs before the current one
};

}  // namespace detente::cli
