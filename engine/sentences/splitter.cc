#include "sentences/splitter.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "sentences/abbreviations.h"
#include "sentences/characters.h"
#include "sentences/gap.h"
#include "sentences/layout.h"
#include "sentences/rules.h"

namespace detente {
namespace {

// ICU counts in 32 bits. A longer text is read in pieces; the seam is a candidate nobody is asked
// about.
constexpr std::size_t kPiece = std::size_t{1} << 30;

std::size_t end_of_piece(std::string_view text, std::size_t begin) {
  if (text.size() - begin <= kPiece) return text.size();
  return before_char(text, begin + kPiece);
}

// Boundaries of ICU's rules for the language (its root rules for a language it does not know).
// Should ICU fail, the terminators found below still give every boundary but those only a locale
// knows.
void add_icu_boundaries(std::string_view text, std::string_view language,
                        std::vector<std::size_t>& found) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(std::string(language).c_str());
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createSentenceInstance(locale, status));
  if (U_FAILURE(status) || breaks == nullptr) return;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = end_of_piece(text, begin);
    UText piece = UTEXT_INITIALIZER;
    utext_openUTF8(&piece, text.data() + begin, static_cast<std::int64_t>(end - begin), &status);
    breaks->setText(&piece, status);
    if (U_SUCCESS(status)) {
      breaks->first();
      for (int at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
        const std::size_t place = begin + static_cast<std::size_t>(at);
        if (place < end) found.push_back(place);
      }
    }
    utext_close(&piece);
    begin = end;
  }
}

// Places ICU passes over: before digits, dashes and lower case, and after an ellipsis.
void add_terminators(std::string_view text, std::string_view language,
                     std::vector<std::size_t>& found) {
  for (std::size_t at = 0; at < text.size();) {
    const Class kind = class_of(char_at(text, at));
    at = after_char(text, at);
    if (!is_terminator(kind)) continue;
    for (std::size_t before = at - 1; before != at;) {
      before = at;
      while (is_terminator(class_of(char_at(text, at)))) at = after_char(text, at);
      at = skip_closing(text, at, language);
    }
    if (at < text.size()) found.push_back(at);
  }
}

// All candidates in order, each once.
std::vector<std::size_t> candidates(std::string_view text, std::string_view language,
                                    const std::vector<LineGap>& layout) {
  std::vector<std::size_t> places;
  add_icu_boundaries(text, language, places);
  const auto scanned = static_cast<std::ptrdiff_t>(places.size());
  add_terminators(text, language, places);
  std::inplace_merge(places.begin(), places.begin() + scanned, places.end());
  const auto lines = static_cast<std::ptrdiff_t>(places.size());
  for (const LineGap& gap : layout) places.push_back(gap.white.begin);
  std::inplace_merge(places.begin(), places.begin() + lines, places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

// A text without a single capital letter says nothing by its lower case.
bool tells_case(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at = after_char(text, at)) {
    if (class_of(char_at(text, at)) == Class::upper) return true;
  }
  return false;
}

// "en-GB", "EN" -> "en".
std::string primary_language(std::string_view tag) {
  std::string language;
  for (const char c : tag.substr(0, 3)) {
    const char lowered = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lowered < 'a' || lowered > 'z') break;
    language.push_back(lowered);
  }
  return language;
}

}  // namespace

struct Splitter::Parts {
  Abbreviations abbreviations;
};

Splitter::Splitter(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Splitter::Splitter(Splitter&&) noexcept = default;
Splitter& Splitter::operator=(Splitter&&) noexcept = default;
Splitter::~Splitter() = default;

Result<Splitter> Splitter::open(std::string_view abbreviations_tsv) {
  Result<Abbreviations> abbreviations = Abbreviations::parse(abbreviations_tsv);
  if (!abbreviations) return abbreviations.error();
  return Splitter(std::make_unique<const Parts>(Parts{std::move(abbreviations).value()}));
}

std::vector<Span> Splitter::split(std::string_view text, std::string_view language) const {
  std::vector<Span> sentences;
  const std::string code = primary_language(language);
  const std::vector<LineGap> layout = read_layout(text);
  const std::size_t text_end = skip_white_back(text, text.size());
  std::size_t begin = skip_white(text, 0);
  if (begin >= text_end) return sentences;

  Progress progress(text);
  progress.start_sentence(begin);
  Gap blank;
  blank.text = text;
  blank.language = code;
  blank.words = &parts_->abbreviations.table(code);
  blank.progress = &progress;
  blank.has_case = tells_case(text);

  auto line = layout.begin();
  std::size_t asked = begin;  // up to here every place has been judged
  for (const std::size_t place : candidates(text, code, layout)) {
    if (place <= asked) continue;
    Gap gap = blank;
    describe(gap, place);
    while (line != layout.end() && line->white.begin < gap.left) ++line;
    if (line != layout.end() && line->white.begin <= gap.right) gap.line = line->kind;
    if (gap.right >= text_end) break;  // only white space is left
    if (gap.left <= begin || gap.right < asked) continue;
    asked = gap.right;
    progress.advance(gap.left);
    if (gap.line == LineEnd::blank || gap.line == LineEnd::hard) progress.leave_brackets();
    if (!ends_sentence(gap)) continue;
    sentences.push_back({begin, gap.left});
    begin = gap.right;
    progress.start_sentence(begin);
  }
  sentences.push_back({begin, text_end});
  return sentences;
}

}  // namespace detente
