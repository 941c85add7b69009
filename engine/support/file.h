// Whole files in and out, with errors that name the path.
#pragma once

#include <string>
#include <string_view>

#include "detente/result.h"

namespace detente {

[[nodiscard]] Result<std::string> read_file(const std::string& path);

// A file that appears under its final name only when it is complete: written beside it, renamed by
// `commit`. Used by one thread. Owns the temporary file and removes it when destroyed before
// `commit`.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::string& path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  [[nodiscard]] Status write(std::string_view bytes);
  [[nodiscard]] Status commit();

 private:
  AtomicFile(std::string path, std::string temporary, int descriptor);
  void discard();

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

// Writes everything to a descriptor; for standard output and `AtomicFile`. `name` is for the error:
// ErrorCode::interrupted when it is a pipe that nobody reads any more (SIGPIPE must be ignored),
// else ErrorCode::io.
[[nodiscard]] Status write_all(int descriptor, std::string_view bytes, const std::string& name);

}  // namespace detente
