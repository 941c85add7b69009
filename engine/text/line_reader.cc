#include "text/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <istream>
#include <limits>
#include <streambuf>
#include <system_error>

namespace detente {
namespace {

constexpr std::size_t kChunk = std::size_t{64} * 1024;
// A buffer that one long line has swollen beyond this is given back once that line is done.
constexpr std::size_t kKeep = std::size_t{1024} * 1024;
// No limit that a caller sets may make the arithmetic on sizes overflow.
constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max() / 4;

Result<std::size_t> read_descriptor(int descriptor, char* to, std::size_t size) {
  const ssize_t got = ::read(descriptor, to, size);
  if (got >= 0) return static_cast<std::size_t>(got);
  const int cause = errno;
  Error error;
  // Whoever installs a handler without SA_RESTART wants a blocked read to end.
  error.code = cause == EINTR ? ErrorCode::interrupted : ErrorCode::io;
  error.message = cause == EINTR ? "reading was interrupted by a signal"
                                 : "cannot read: " + std::generic_category().message(cause);
  return error;
}

// Takes what is there after waiting for one byte: `istream::read` would wait until the whole chunk
// is full.
Result<std::size_t> read_stream(std::istream& stream, char* to, std::size_t size) {
  try {
    using Traits = std::streambuf::traits_type;
    std::streambuf* const source = stream.rdbuf();
    if (source == nullptr) return std::size_t{0};
    const Traits::int_type first = source->sbumpc();
    if (Traits::eq_int_type(first, Traits::eof())) return std::size_t{0};
    *to = Traits::to_char_type(first);
    const std::streamsize more =
        std::min(source->in_avail(), static_cast<std::streamsize>(size - 1));
    return static_cast<std::size_t>(1 + (more > 0 ? source->sgetn(to + 1, more) : 0));
  } catch (const std::exception& cause) {
    Error error;
    error.code = ErrorCode::io;
    error.message = std::string("cannot read: ") + cause.what();
    return error;
  } catch (...) {
    Error error;
    error.code = ErrorCode::io;
    error.message = "cannot read";
    return error;
  }
}

}  // namespace

LineReader::LineReader(int descriptor, std::size_t max_line_bytes)
    : read_([descriptor](char* to, std::size_t size) {
        return read_descriptor(descriptor, to, size);
      }),
      max_line_bytes_(std::min(max_line_bytes, kMost)) {}

LineReader::LineReader(std::istream& stream, std::size_t max_line_bytes)
    : read_([&stream](char* to, std::size_t size) { return read_stream(stream, to, size); }),
      max_line_bytes_(std::min(max_line_bytes, kMost)) {}

// Appends at least one byte, or sets `at_end_`. At most `most` held bytes are of interest, so the
// buffer stops growing there.
Status LineReader::fill(std::size_t most) {
  if (at_end_) return Unit{};
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0 && buffer_.size() - end_ < kChunk) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() > kKeep && end_ <= kChunk) {
    buffer_.resize(2 * kChunk);
    buffer_.shrink_to_fit();
  }
  if (buffer_.size() - end_ < kChunk) {
    buffer_.resize(std::max(std::min(2 * buffer_.size(), most + 2 * kChunk), end_ + kChunk));
  }
  Result<std::size_t> got = read_(buffer_.data() + end_, kChunk);
  if (!got) {
    if (got.error().code != ErrorCode::interrupted) {
      at_end_ = true;
      begin_ = end_;  // half a line is not a line
      searched_ = dropped_ = 0;
    }
    return got.error();
  }
  if (got.value() == 0) at_end_ = true;
  end_ += got.value();
  return Unit{};
}

// Consumes the first `size` held bytes and the `terminator` bytes after them, as one line.
Line LineReader::take(std::size_t size, std::size_t terminator) {
  Line line;
  line.text = held().substr(0, size);
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  line.number = ++number_;
  line.offset = position_;
  line.size = line.text.size();
  if (line.size > max_line_bytes_) {
    line.too_long = true;
    line.text = line.text.substr(0, kLineHead);
  }
  begin_ += size + terminator;
  position_ += size + terminator;
  searched_ = 0;
  return line;
}

Result<std::optional<Line>> LineReader::next() {
  while (dropped_ == 0) {
    const std::size_t feed = held().find('\n', searched_);
    if (feed != std::string_view::npos) return std::optional<Line>(take(feed, 1));
    searched_ = end_ - begin_;
    if (searched_ > max_line_bytes_ &&
        searched_ - max_line_bytes_ > 1) {  // one more: a carriage return may end it
      head_.clear();
      break;
    }
    if (at_end_) {
      if (begin_ == end_) return std::optional<Line>();
      return std::optional<Line>(take(end_ - begin_, 0));
    }
    if (Status filled = fill(max_line_bytes_); !filled) return filled.error();
  }
  return drop_long_line();
}

Result<std::optional<Line>> LineReader::drop_long_line() {
  for (;;) {
    const std::size_t feed = held().find('\n');
    const std::size_t size = feed == std::string_view::npos ? end_ - begin_ : feed;
    if (size > 0) carriage_return_ = held()[size - 1] == '\r';
    head_.append(held().substr(0, std::min(size, kLineHead - head_.size())));
    dropped_ += size;
    begin_ += size;
    if (feed != std::string_view::npos || at_end_) break;
    if (Status filled = fill(kLineHead); !filled) return filled.error();
  }
  Line line;
  line.size = dropped_ - (carriage_return_ ? 1 : 0);
  line.text = std::string_view(head_).substr(
      0, static_cast<std::size_t>(std::min<std::uint64_t>(line.size, kLineHead)));
  line.number = ++number_;
  line.offset = position_;
  line.too_long = true;
  const std::size_t terminator = begin_ < end_ ? 1 : 0;
  begin_ += terminator;
  position_ += dropped_ + terminator;
  dropped_ = 0;
  searched_ = 0;
  return std::optional<Line>(line);
}

Result<std::string_view> LineReader::peek() {
  while (!at_end_ && end_ - begin_ < kChunk &&
         held().find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string_view::npos) {
    if (Status filled = fill(kChunk); !filled) return filled.error();
  }
  return held();
}

Result<std::optional<std::string>> LineReader::rest(std::size_t max_bytes) {
  max_bytes = std::min(max_bytes, kMost);
  while (!at_end_ && held().size() <= max_bytes) {
    if (Status filled = fill(max_bytes); !filled) return filled.error();
  }
  if (held().size() > max_bytes) return std::optional<std::string>();
  std::string bytes(held());
  position_ += bytes.size();
  begin_ = end_;
  searched_ = 0;
  return std::optional<std::string>(std::move(bytes));
}

}  // namespace detente
