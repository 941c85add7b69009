#include "sentences/characters.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace detente {
namespace {

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

// The first character before `at`, or from `at` on, that is no quote: nested quotes share one
// place.
UChar32 beyond_quotes_back(std::string_view text, std::size_t at) {
  for (int steps = 0; steps < 4 && is_quote(char_before(text, at)); ++steps)
    at = before_char(text, at);
  return char_before(text, at);
}
UChar32 beyond_quotes(std::string_view text, std::size_t at) {
  for (int steps = 0; steps < 4 && is_quote(char_at(text, at)); ++steps) at = after_char(text, at);
  return char_at(text, at);
}

// Where nothing around a quote tells its side: its shape, and „…“ in the languages that write so.
Role role_by_shape(UChar32 c, std::string_view language) {
  constexpr std::array<std::string_view, 13> kLowHigh = {"de", "cs", "sk", "bg", "sl", "hr", "sr",
                                                         "lt", "is", "et", "ka", "lb", "mk"};
  if (c == 0x201C && std::find(kLowHigh.begin(), kLowHigh.end(), language) != kLowHigh.end()) {
    return Role::closes;
  }
  switch (u_charType(c)) {
    case U_INITIAL_PUNCTUATION: return Role::opens;
    case U_FINAL_PUNCTUATION: return Role::closes;
    default: return Role::neither;
  }
}

}  // namespace

UChar32 wide_char_at(std::string_view text, std::size_t at) {
  UChar32 c = 0;
  const std::uint8_t* from = bytes(text) + at;
  int used = 0;
  const int length = static_cast<int>(std::min<std::size_t>(text.size() - at, 4));
  U8_NEXT_OR_FFFD(from, used, length, c);
  return c;
}

Class wide_class_of(UChar32 c) {
  if (c == 0x200B || c == 0xFEFF) return Class::white;
  if (c == 0x2026 || c == 0x2025) return Class::ellipsis;
  switch (u_getIntPropertyValue(c, UCHAR_SENTENCE_BREAK)) {
    case U_SB_SP:
    case U_SB_SEP:
    case U_SB_CR:
    case U_SB_LF: return Class::white;
    case U_SB_UPPER: return Class::upper;
    case U_SB_LOWER: return Class::lower;
    case U_SB_OLETTER: return Class::letter;
    case U_SB_NUMERIC: return Class::digit;
    case U_SB_EXTEND:
    case U_SB_FORMAT: return Class::mark;
    case U_SB_ATERM: return Class::point;
    case U_SB_STERM: return Class::strong;
    case U_SB_CLOSE: return Class::close;
    default: break;
  }
  if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212) return Class::dash;
  if (u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION) ||
      u_getIntPropertyValue(c, UCHAR_SENTENCE_BREAK) == U_SB_SCONTINUE) {
    return Class::pause;
  }
  return Class::other;
}

bool is_word(Class c) {
  return c == Class::upper || c == Class::lower || c == Class::letter || c == Class::digit ||
         c == Class::mark;
}

bool is_terminator(Class c) {
  return c == Class::point || c == Class::strong || c == Class::ellipsis;
}

bool is_ideographic(UChar32 c) {
  const int breaks = u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
  return c >= 0x1000 && (breaks == U_LB_IDEOGRAPHIC || breaks == U_LB_COMPLEX_CONTEXT ||
                         breaks == U_LB_CONDITIONAL_JAPANESE_STARTER);
}

bool is_quote(UChar32 c) {
  return c == '"' || c == '\'' || (c >= 0x80 && u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK));
}

Role role_at(std::string_view text, std::size_t at, std::string_view language) {
  const UChar32 c = char_at(text, at);
  if (class_of(c) != Class::close) return Role::neither;
  switch (u_charType(c)) {
    case U_START_PUNCTUATION: return Role::opens;
    case U_END_PUNCTUATION: return Role::closes;
    default: break;
  }
  if (!is_quote(c)) return Role::neither;
  const UChar32 before = beyond_quotes_back(text, at);
  const UChar32 after = beyond_quotes(text, after_char(text, at));
  const Class before_class = class_of(before);
  const Class after_class = class_of(after);
  const bool held_left = before_class != Class::none && before_class != Class::white &&
                         before_class != Class::dash && u_charType(before) != U_START_PUNCTUATION;
  const bool held_right = is_word(after_class) || after_class == Class::other ||
                          after_class == Class::ellipsis ||
                          (after >= 0 && u_charType(after) == U_START_PUNCTUATION);
  const bool apostrophe = c == '\'' || c == 0x2019;
  if (held_left && !held_right) return Role::closes;
  if (!held_left && held_right) return c == 0x2019 ? Role::neither : Role::opens;
  if (held_left && (apostrophe || c == '"')) {
    return is_terminator(before_class) ? Role::closes : Role::neither;
  }
  return role_by_shape(c, language);
}

std::size_t skip_emoji(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (UChar32 c = char_at(text, end); c >= 0x203C; c = char_at(text, end)) {
    const bool head = u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
                      u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR);
    const bool tail = end > at && (u_hasBinaryProperty(c, UCHAR_EMOJI_COMPONENT) || c == 0xFE0E);
    if (is_terminator(class_of(c)) || (!head && !tail)) break;
    end = after_char(text, end);
  }
  return end;
}

std::size_t skip_white(std::string_view text, std::size_t at) {
  while (is_white(char_at(text, at))) at = after_char(text, at);
  return at;
}

std::size_t skip_white_back(std::string_view text, std::size_t at) {
  while (is_white(char_before(text, at))) at = before_char(text, at);
  return at;
}

std::string with_lower_first_letter(std::string_view word) {
  const std::size_t rest = after_char(word, 0);
  return lowered(word.substr(0, rest)) + std::string(word.substr(rest));
}

std::string with_lower_rest(std::string_view word) {
  const std::size_t rest = after_char(word, 0);
  return std::string(word.substr(0, rest)) + lowered(word.substr(rest));
}

std::string lowered(std::string_view word) {
  std::string out;
  for (std::size_t at = 0; at < word.size(); at = after_char(word, at)) {
    std::uint8_t buffer[U8_MAX_LENGTH];
    int used = 0;
    UBool failed = false;
    U8_APPEND(buffer, used, U8_MAX_LENGTH, u_tolower(char_at(word, at)), failed);
    if (!failed) out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(used));
  }
  return out;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    UChar32 c = 0;
    int used = 0;
    const int length = static_cast<int>(std::min<std::size_t>(text.size() - at, 4));
    const std::uint8_t* from = bytes(text) + at;
    U8_NEXT(from, used, length, c);
    if (c < 0) return false;
    at += static_cast<std::size_t>(used);
  }
  return true;
}

}  // namespace detente
