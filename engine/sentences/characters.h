// Reading UTF-8 forwards and backwards, and what Unicode says of a character.
#pragma once

#include <unicode/umachine.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace detente {

inline constexpr UChar32 kNoCharacter = -1;  // beyond either end of a text

// What a sentence boundary asks of a character (Sentence_Break of UAX #29, with a few repairs).
enum class Class {
  none,      // beyond the text
  white,     // White_Space, zero width space, byte order mark
  upper,     // upper or title case letter
  lower,     // lower case letter
  letter,    // a letter without case
  digit,     // a decimal digit
  mark,      // combining mark or format character: part of what it follows
  point,     // . and its wide forms
  strong,    // ? ! and the full stops of scripts where a full stop is nothing else
  ellipsis,  // the single character
  close,     // brackets and quotes of either side
  dash,      // hyphen and dashes
  pause,     // , ; : and their kin
  other,
};

// Characters beyond ASCII; the functions below spare most texts these calls.
[[nodiscard]] UChar32 wide_char_at(std::string_view text, std::size_t at);
[[nodiscard]] Class wide_class_of(UChar32 c);

namespace ascii {

constexpr Class class_of(char c) {
  if (c >= 'a' && c <= 'z') return Class::lower;
  if (c >= 'A' && c <= 'Z') return Class::upper;
  if (c >= '0' && c <= '9') return Class::digit;
  if (c == ' ' || (c >= '\t' && c <= '\r')) return Class::white;
  if (c == '.') return Class::point;
  if (c == '!' || c == '?') return Class::strong;
  if (c == '-') return Class::dash;
  const std::string_view closes = "\"'()[]{}";
  if (closes.find(c) != std::string_view::npos) return Class::close;
  return c == ',' || c == ';' || c == ':' ? Class::pause : Class::other;
}

constexpr std::array<Class, 128> classes() {
  std::array<Class, 128> all{};
  for (std::size_t c = 0; c < all.size(); ++c) all[c] = class_of(static_cast<char>(c));
  return all;
}

inline constexpr std::array<Class, 128> kClasses = classes();

}  // namespace ascii

[[nodiscard]] inline Class class_of(UChar32 c) {
  if (c < 0) return Class::none;
  return c < 128 ? ascii::kClasses[static_cast<std::size_t>(c)] : wide_class_of(c);
}

[[nodiscard]] inline bool is_ascii(char c) { return static_cast<signed char>(c) >= 0; }
[[nodiscard]] inline bool is_trail(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Where the character that begins at `at` ends.
[[nodiscard]] inline std::size_t after_char(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  ++at;
  while (at < text.size() && is_trail(text[at])) ++at;
  return at;
}

// Where the character that ends at `at` begins.
[[nodiscard]] inline std::size_t before_char(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  --at;
  while (at > 0 && is_trail(text[at])) --at;
  return at;
}

// The character that begins at `at` (kNoCharacter at the end).
[[nodiscard]] inline UChar32 char_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return kNoCharacter;
  return is_ascii(text[at]) ? text[at] : wide_char_at(text, at);
}

// The character that ends at `at` (kNoCharacter at the beginning).
[[nodiscard]] inline UChar32 char_before(std::string_view text, std::size_t at) {
  return at == 0 ? kNoCharacter : char_at(text, before_char(text, at));
}

// LF, VT, FF, CR, NEL, LS, PS
[[nodiscard]] inline bool is_line_end(UChar32 c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}
[[nodiscard]] inline bool is_white(UChar32 c) { return class_of(c) == Class::white; }
[[nodiscard]] bool is_word(Class c);           // letter, digit or mark
[[nodiscard]] bool is_terminator(Class c);     // point, strong or ellipsis
[[nodiscard]] bool is_ideographic(UChar32 c);  // of a script written without spaces
[[nodiscard]] bool is_quote(UChar32 c);  // a quotation mark of either side, apostrophes included

// Which side of its content a bracket or quote stands on.
enum class Role { neither, opens, closes };
// The role of the character at `at`. Quotes are judged by what they touch, since languages disagree
// on their shapes.
[[nodiscard]] Role role_at(std::string_view text, std::size_t at, std::string_view language);

// Where the emoji end that begin at `at` (`at` when none does).
[[nodiscard]] std::size_t skip_emoji(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t skip_white(std::string_view text, std::size_t at);       // forwards
[[nodiscard]] std::size_t skip_white_back(std::string_view text, std::size_t at);  // backwards

[[nodiscard]] std::string with_lower_first_letter(std::string_view word);  // "ABC" -> "aBC"
[[nodiscard]] std::string with_lower_rest(std::string_view word);          // "ABC" -> "Abc"
[[nodiscard]] std::string lowered(std::string_view word);                  // "ABC" -> "abc"
[[nodiscard]] bool is_valid_utf8(std::string_view text);

}  // namespace detente
