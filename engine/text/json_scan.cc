#include "text/json_scan.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace detente {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One walk over one document. For one thread. Borrows the text.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  JsonScan run() {
    const bool whole = document();
    if (!whole) scan_.error = at_;
    return scan_;
  }

 private:
  enum class Expect { value, value_or_end, key, key_or_end, comma_or_end };

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return at_end() ? '\0' : text_[at_]; }

  void skip_space() {
    while (!at_end() && (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r'))
      ++at_;
  }

  bool take(char wanted) {
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool document() {
    Expect expect = Expect::value;
    do {
      skip_space();
      if (!step(expect)) return false;
    } while (!open_.empty());
    skip_space();
    return at_end();
  }

  // Consumes one key with its colon, one value, one comma or one bracket.
  bool step(Expect& expect) {
    const bool may_end = expect == Expect::value_or_end || expect == Expect::key_or_end ||
                         expect == Expect::comma_or_end;
    if (may_end && !open_.empty() && here() == (open_.back() == '{' ? '}' : ']')) {
      ++at_;
      open_.pop_back();
      expect = Expect::comma_or_end;
      return true;
    }
    if (expect == Expect::comma_or_end) {
      if (!take(',')) return false;
      expect = open_.back() == '{' ? Expect::key : Expect::value;
      return true;
    }
    if (expect == Expect::key || expect == Expect::key_or_end) {
      if (!key()) return false;
      expect = Expect::value;
      return true;
    }
    return value(expect);
  }

  bool key() {
    const std::size_t begin = at_;
    if (!string()) return false;
    id_next_ = open_.size() == 1 && text_.substr(begin, at_ - begin) == "\"id\"";
    skip_space();
    return take(':');
  }

  bool value(Expect& expect) {
    const std::size_t begin = at_;
    const char c = here();
    if (c == '{' || c == '[') {
      ++at_;
      open_.push_back(c);
      id_next_ = false;
      expect = c == '{' ? Expect::key_or_end : Expect::value_or_end;
      return true;
    }
    if (!scalar(c)) return false;
    if (id_next_) scan_.id = Span{begin, at_};
    id_next_ = false;
    expect = Expect::comma_or_end;
    return true;
  }

  bool scalar(char c) {
    if (c == '"') return string();
    if (c == 't') return word("true");
    if (c == 'f') return word("false");
    if (c == 'n') return word("null");
    return number();
  }

  bool word(std::string_view wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [this](char c) { return take(c); });
  }

  bool digits() {
    if (!is_digit(here())) return false;
    while (is_digit(here())) ++at_;
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    return true;
  }

  bool string() {
    if (!take('"')) return false;
    while (!at_end()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c < 0x20) return false;
      if (c == '\\' ? !escape() : (++at_, false)) return false;
    }
    return false;
  }

  // A lone surrogate is refused at its backslash: it stands for no character.
  bool escape() {
    const std::size_t begin = at_;
    ++at_;
    if (!take('u')) {
      if (at_end() || std::string_view("\"\\/bfnrt").find(here()) == std::string_view::npos)
        return false;
      ++at_;
      return true;
    }
    std::uint32_t unit = 0;
    if (!hex(unit)) return false;
    if (unit < 0xD800 || unit > 0xDFFF) return true;
    if (unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      std::uint32_t low = 0;
      if (!hex(low)) return false;
      if (low >= 0xDC00 && low <= 0xDFFF) return true;
    }
    at_ = std::min(begin, text_.size());
    return false;
  }

  bool hex(std::uint32_t& unit) {
    for (int i = 0; i < 4; ++i, ++at_) {
      const int digit = hex_value(here());
      if (digit < 0) return false;
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<char> open_;  // the brackets around `at_`
  bool id_next_ = false;    // the value to come is that of the outermost "id"
  JsonScan scan_;
};

}  // namespace

JsonScan scan_json(std::string_view text) { return Walk(text).run(); }

}  // namespace detente
