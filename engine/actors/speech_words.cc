#include "actors/speech_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

#include "actors/rows.h"
#include "support/code_points.h"
#include "text/utf8.h"

namespace detente {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Cue::count)> kNames = {
    "say",         "stance",    "act",      "according", "after",       "viewpoint", "locative",
    "preposition", "of",        "agent",    "clause",    "conjunction", "pronoun",   "she",
    "he",          "they",      "title",    "crowd",     "adjective",   "media",     "apart",
    "honorific",   "auxiliary", "be",       "passive",   "silent",      "own_words", "elision",
    "drops",       "verb_last", "absolute", "participle"};
static_assert(kNames.size() <= 32, "a phrase's kinds are the bits of a std::uint32_t");
constexpr std::size_t kMostWords = 12;

std::optional<Cue> cue_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Cue>(found - kNames.begin());
}

std::string all_names() {
  std::string names;
  for (std::string_view name : kNames) names.append(names.empty() ? "" : ", ").append(name);
  return names;
}

}  // namespace

std::string fold(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (std::size_t at = 0; at < word.size();) {
    UChar32 c = next_code_point(word, at);
    if (c == 0xAD || c < 0) continue;
    if (c == 0x2019 || c == 0x02BC || c == 0x2018) c = '\'';
    if (c == 0x2010 || c == 0x2011) c = '-';
    if (c < 0x80) {
      out.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
      continue;
    }
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, u_tolower(c));
    out.append(bytes.data(), length);
  }
  return out;
}

Result<SpeechWords> SpeechWords::parse(std::string_view tsv) {
  SpeechWords made;
  std::uint64_t number = 0;
  const auto fail = [&](std::string what) {
    return Error{.code = ErrorCode::weights, .message = std::move(what), .line = number};
  };
  for (std::string_view line : cut(without_mark(tsv), '\n')) {
    ++number;
    line = without_return(line);
    if (line.empty() || line.front() == '#') continue;
    if (first_invalid_utf8(line)) return fail("not valid UTF-8; save the file as UTF-8");
    const auto columns = cut(line, '\t');
    if (columns.size() != 3) {
      return fail("a row has " + std::to_string(columns.size()) +
                  " columns; write kind, of, words separated by tabs");
    }
    const auto cue = cue_named(columns[0]);
    if (!cue) return fail("no kind \"" + std::string(columns[0]) + "\"; known: " + all_names());
    if ((*cue == Cue::adjective) == (columns[1] == "-")) {
      return fail("the second column is the actor id of an adjective, and - for all other kinds");
    }
    for (std::string_view alias : cut(columns[2], '|')) {
      const auto forms = expand(alias);
      if (!forms) return fail("braces do not match in " + std::string(alias));
      for (const std::string& form : *forms) {
        const std::string phrase = fold(form);
        if (phrase.empty()) return fail("an empty word; remove the extra |");
        if (*cue == Cue::drops) {
          made.drops_subjects_ = true;
          continue;
        }
        if (*cue == Cue::verb_last) {
          made.verb_last_ = true;
          continue;
        }
        if (*cue == Cue::elision) {
          made.elisions_.push_back(phrase);
          continue;
        }
        const std::string_view first = std::string_view(phrase).substr(0, phrase.find(' '));
        const auto words =
            static_cast<std::size_t>(1 + std::count(phrase.begin(), phrase.end(), ' '));
        if (words > kMostWords) return fail("a phrase of more than 12 words");
        std::size_t& most = made.most_words_[std::string(first)];
        most = std::max(most, words);
        Phrase& entry = made.phrases_[phrase];
        entry.kinds |= 1U << static_cast<unsigned>(*cue);
        if (*cue == Cue::adjective) entry.adjective_of = columns[1];
      }
    }
  }
  return made;
}

std::vector<WordTags> SpeechWords::tag(const std::vector<std::string>& words) const {
  std::vector<WordTags> tags(words.size());
  std::string phrase;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto most = most_words_.find(words[i]);
    if (most == most_words_.end()) continue;
    phrase.clear();
    for (std::size_t n = 1; n <= most->second && i + n <= words.size(); ++n) {
      if (n > 1) phrase += ' ';
      phrase += words[i + n - 1];
      const auto found = phrases_.find(phrase);
      if (found == phrases_.end()) continue;
      for (std::size_t kind = 0; kind < kNames.size(); ++kind) {
        if ((found->second.kinds & (1U << kind)) != 0)
          tags[i].words[kind] = static_cast<std::uint8_t>(n);  // longer ones replace shorter ones
      }
      if (!found->second.adjective_of.empty()) tags[i].adjective_of = found->second.adjective_of;
    }
  }
  return tags;
}

std::size_t SpeechWords::elision(std::string_view folded) const {
  if (most_words_.contains(std::string(folded))) return 0;
  for (const std::string& part : elisions_) {
    if (folded.size() > part.size() && folded.starts_with(part)) return part.size();
  }
  return 0;
}

}  // namespace detente
