#include "cli/output.h"

#include <unistd.h>

#include <utility>

namespace detente::cli {

Result<Output> Output::open(const std::string& path) {
  Output output;
  if (path.empty() || path == "-") return output;
  auto file = AtomicFile::create(path);
  if (!file) return file.error();
  output.file_ = std::move(file).value();
  return output;
}

Status Output::write(std::string_view bytes) {
  return file_ ? file_->write(bytes) : write_all(STDOUT_FILENO, bytes, "standard output");
}

Status Output::commit() { return file_ ? file_->commit() : Status(Unit{}); }

}  // namespace detente::cli
