// Which language a text is in, when nobody says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace detente {

// What the detector thinks. Value type. `code` is ISO 639-1, empty when it cannot tell (or the
// language has no such code).
struct LanguageGuess {
  std::string code;
  bool reliable = false;  // false: a best effort, on a short or mixed text
};

// The opening paragraphs settle the language; a 16 MB article need not be read twice for it.
inline constexpr std::size_t kLanguageSample = std::size_t{16} * 1024;

// Guesses from the first kLanguageSample bytes of `text` (CLD2). Safe to call from any thread.
// Bytes that are not UTF-8 are not looked at.
[[nodiscard]] LanguageGuess guess_language(std::string_view text);

// The ISO 639-1 code behind a tag such as "EN", "en-US", "pt_BR.UTF-8", "eng", "ger" or "iw"; empty
// when it is not one.
[[nodiscard]] std::string normalize_language(std::string_view tag);

}  // namespace detente
