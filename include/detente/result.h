// A value, or an error that says what, where and how to mend it. Nothing throws across the
// library's boundary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace detente {

// What went wrong. Append only: the names (see `code_name`) are part of the report schema.
enum class ErrorCode {
  invalid_argument,  // an option or a call that cannot be served
  invalid_json,      // a line that is not a JSON object
  invalid_field,     // a field of the wrong type, or spans outside the text
  missing_text,      // neither `text` nor `sentences`
  empty_text,        // nothing but white space
  invalid_utf8,      // the byte offset is in `byte`
  binary_input,      // NUL or other control bytes: not text
  too_large,         // more bytes than --max-article-bytes
  io,                // open, read, write, rename
  weights,           // a missing, altered or unfit weights file
  model,             // the classifier failed or answered with non-finite numbers
  interrupted,       // stopped by a signal
};

// "invalid_utf8" for ErrorCode::invalid_utf8, and so on.
[[nodiscard]] constexpr const char* code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::invalid_json: return "invalid_json";
    case ErrorCode::invalid_field: return "invalid_field";
    case ErrorCode::missing_text: return "missing_text";
    case ErrorCode::empty_text: return "empty_text";
    case ErrorCode::invalid_utf8: return "invalid_utf8";
    case ErrorCode::binary_input: return "binary_input";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::io: return "io";
    case ErrorCode::weights: return "weights";
    case ErrorCode::model: return "model";
    case ErrorCode::interrupted: return "interrupted";
  }
  return "unknown";
}

struct Error {
  ErrorCode code = ErrorCode::invalid_argument;
  std::string message;                // one line, with the remedy where there is one
  std::string path;                   // file, or empty
  std::optional<std::uint64_t> line;  // 1-based line of the input
  std::optional<std::uint64_t>
      byte;  // 0-based byte within that line (or within the file for plain text)
};

// Either a T or an Error. Check `ok()` (or the bool conversion) before `value()`.
template <class T>
class [[nodiscard]] Result {
 public:
  // NOLINTBEGIN(google-explicit-constructor): reads as `return value;` and `return error;`
  Result(T value) : held_(std::move(value)) {}
  Result(Error error) : held_(std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return *std::get_if<0>(&held_); }
  [[nodiscard]] const T& value() const& { return *std::get_if<0>(&held_); }
  [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&held_)); }
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&held_); }

 private:
  std::variant<T, Error> held_;
};

struct Unit {};
using Status = Result<Unit>;  // success without a value

}  // namespace detente
