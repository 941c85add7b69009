#include "support/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace detente {
namespace {

Error io_error(const std::string& what, const std::string& path, int number) {
  return {.code = ErrorCode::io,
          .message = what + ": " + std::generic_category().message(number),
          .path = path};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot open", path, errno);
  std::string bytes;
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && status.st_size > 0)
    bytes.reserve(static_cast<std::size_t>(status.st_size));
  std::array<char, 1 << 16> block{};
  for (;;) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count > 0) {
      bytes.append(block.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      break;
    } else if (errno != EINTR) {
      const int number = errno;
      ::close(descriptor);
      return io_error("cannot read", path, number);
    }
  }
  ::close(descriptor);
  return bytes;
}

Status write_all(int descriptor, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      Error error = io_error("cannot write", name, errno);
      if (errno == EPIPE) error.code = ErrorCode::interrupted;
      return error;
    }
  }
  return Unit{};
}

AtomicFile::AtomicFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    return Error{.code = ErrorCode::io,
                 .message = "not a regular file; leave -o out to write to standard output",
                 .path = path};
  }
  std::string temporary = path + ".partial-XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot create a file beside the output", path, errno);
  // mkostemp makes files private; the result gets the mode that open(2) would have given it
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
  return AtomicFile(path, std::move(temporary), descriptor);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  if (this != &other) {
    discard();
    path_ = std::move(other.path_);
    temporary_ = std::move(other.temporary_);
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
  descriptor_ = -1;
}

Status AtomicFile::write(std::string_view bytes) { return write_all(descriptor_, bytes, path_); }

Status AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) return io_error("cannot write", path_, errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0)
    return io_error("cannot rename the finished file", path_, errno);
  ::close(std::exchange(descriptor_, -1));
  return Unit{};
}

}  // namespace detente
