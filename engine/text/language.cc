#include "text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "text/utf8.h"

namespace detente {
namespace {

// ISO 639-2 has two codes for these; ICU knows only the terminological one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kBibliographic{{
    {"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"chi", "zh"},
    {"cze", "cs"}, {"dut", "nl"}, {"fre", "fr"}, {"geo", "ka"}, {"ger", "de"},
    {"gre", "el"}, {"ice", "is"}, {"mac", "mk"}, {"mao", "mi"}, {"may", "ms"},
    {"per", "fa"}, {"rum", "ro"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"},
}};

// Withdrawn codes that CLD2 and older archives still write.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWithdrawn{{
    {"in", "id"},
    {"iw", "he"},
    {"ji", "yi"},
    {"jw", "jv"},
    {"mo", "ro"},
}};

template <class Table>
std::string_view look_up(const Table& table, std::string_view code) {
  for (const auto& [from, to] : table) {
    if (from == code) return to;
  }
  return {};
}

CLD2::Language detect(const std::string& text, int flags, bool* reliable) {
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  int valid_bytes = 0;
  return CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), static_cast<int>(text.size()), true, &hints, flags, languages.data(),
      percents.data(), scores.data(), nullptr, &text_bytes, reliable, &valid_bytes);
}

}  // namespace

std::string normalize_language(std::string_view tag) {
  std::string code(tag.substr(0, tag.find_first_of("-_.@")));
  if (code.size() < 2 || code.size() > 3) return {};
  for (char& letter : code) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    if (letter < 'a' || letter > 'z') return {};
  }
  if (code.size() == 3) {
    if (const std::string_view two = look_up(kBibliographic, code); !two.empty())
      return std::string(two);
    std::array<char, ULOC_LANG_CAPACITY> language{};
    UErrorCode status = U_ZERO_ERROR;
    uloc_getLanguage(code.c_str(), language.data(), static_cast<int32_t>(language.size()), &status);
    if (U_FAILURE(status) != 0 || status == U_STRING_NOT_TERMINATED_WARNING) return {};
    code = language.data();
    if (code.size() != 2) return {};
  }
  if (const std::string_view current = look_up(kWithdrawn, code); !current.empty())
    return std::string(current);
  const char* const known = uloc_getISO3Language(code.c_str());
  return known != nullptr && *known != '\0' ? code : std::string();
}

LanguageGuess guess_language(std::string_view text) {
  if (blank(text)) return {};
  const std::string_view opening = utf8_prefix(text, kLanguageSample);
  // A copy of its own, so that a detector that peeks past the end finds a terminator there.
  std::string sample(opening.substr(0, first_invalid_utf8(opening).value_or(opening.size())));
  LanguageGuess guess;
  CLD2::Language language = detect(sample, 0, &guess.reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) {
    // A headline is often too short for the detector's taste; a guess that is marked as one beats
    // none.
    language = detect(sample, CLD2::kCLDFlagBestEffort, &guess.reliable);
    guess.reliable = false;
  }
  if (language != CLD2::UNKNOWN_LANGUAGE)
    guess.code = normalize_language(CLD2::LanguageCode(language));
  if (guess.code.empty()) guess.reliable = false;
  return guess;
}

}  // namespace detente
