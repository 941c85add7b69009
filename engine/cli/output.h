// Where results go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "detente/result.h"
#include "support/file.h"

namespace detente::cli {

// Standard output, or a file that appears when `commit` is called. Used by one thread.
class Output {
 public:
  static Result<Output> open(const std::string& path);  // empty or "-": standard output
  [[nodiscard]] Status write(std::string_view bytes);
  [[nodiscard]] Status commit();

 private:
  std::optional<AtomicFile> file_;
};

}  // namespace detente::cli
