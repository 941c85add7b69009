// Lines of a stream of any length, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "detente/result.h"

namespace detente {

// One line without its line feed (and without a carriage return before it). A view into the reader,
// good until its next call.
struct Line {
  std::string_view text;     // all of it; only the first kLineHead bytes when `too_long`
  std::uint64_t number = 0;  // 1-based; empty lines count
  std::uint64_t offset = 0;  // of the line's first byte in the stream
  std::uint64_t size = 0;    // bytes of the line, also of one that is too long
  bool too_long = false;
};

inline constexpr std::size_t kLineHead = 4096;

// Cuts a stream of bytes into lines as soon as each is complete. For one thread. Owns its buffer
// (never much more than the longest line allowed) and borrows the descriptor or stream, which must
// outlive it and is not closed.
class LineReader {
 public:
  LineReader(int descriptor, std::size_t max_line_bytes);
  LineReader(std::istream& stream, std::size_t max_line_bytes);

  // The next line; none at the end. The last one may lack its line feed. Blank lines are given too;
  // a byte order mark stays part of its line. A read broken by a signal gives `interrupted`; this
  // call, like the two below, may then be repeated and nothing is lost. After an `io` error the
  // stream is at its end.
  Result<std::optional<Line>> next();

  // What stands at the front of the stream, without consuming it: at least one byte that is not
  // ASCII white space, unless the stream ends or 64 KiB come first. A view into the reader, good
  // until its next call.
  Result<std::string_view> peek();

  // Everything that is left, when it is at most `max_bytes`; none when it is more (the stream is
  // then of no further use).
  Result<std::optional<std::string>> rest(std::size_t max_bytes);

  // Bytes of the stream consumed so far.
  [[nodiscard]] std::uint64_t position() const { return position_; }

  // Bytes of memory the reader holds.
  [[nodiscard]] std::size_t capacity() const { return buffer_.capacity() + head_.capacity(); }

 private:
  using Read = std::function<Result<std::size_t>(char*, std::size_t)>;  // 0: the end

  Status fill(std::size_t most);
  [[nodiscard]] std::string_view held() const { return {buffer_.data() + begin_, end_ - begin_}; }
  Result<std::optional<Line>> drop_long_line();
  Line take(std::size_t size, std::size_t terminator);

  Read read_;
  std::size_t max_line_bytes_;
  std::string buffer_;
  std::size_t begin_ = 0;  // held bytes: [begin_, end_) of buffer_
  std::size_t end_ = 0;
  std::size_t searched_ = 0;  // held bytes known to have no line feed
  std::uint64_t position_ = 0;
  std::uint64_t number_ = 0;
  bool at_end_ = false;
  std::string head_;              // first bytes of a line that is too long
  std::uint64_t dropped_ = 0;     // bytes of that line so far; 0: not inside one
  bool carriage_return_ = false;  // the last of them
};

}  // namespace detente
