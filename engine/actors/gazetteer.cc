#include "actors/gazetteer.h"

#include <marisa.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "actors/rows.h"
#include "support/code_points.h"
#include "text/utf8.h"

namespace detente {
namespace {

constexpr std::uint32_t kBlocked = UINT32_MAX - 1;  // an alias that is no actor
constexpr std::size_t kLettersForCapitals =
    4;  // shorter names in capitals are other words ("US", "WHO")
constexpr std::uint64_t kAllLanguages = UINT64_MAX;
constexpr UChar32 kSoftHyphen = 0xAD;

constexpr std::array<std::string_view, 10> kKinds{
    "person", "woman", "office", "body", "state", "city", "organisation", "before", "after", "-"};

struct Meaning {
  std::uint64_t languages;
  std::uint32_t actor;
};

std::string utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// The alias as it may stand in print: as given, with a capital first letter, in capitals
// (headlines), each with either apostrophe.
std::vector<std::string> printed_forms(const std::string& alias) {
  const auto given = icu::UnicodeString::fromUTF8(alias);
  std::set<std::string> forms{alias};
  icu::UnicodeString first(given, 0, given.moveIndex32(0, 1));
  forms.insert(utf8(first.toUpper(icu::Locale::getRoot()) +
                    icu::UnicodeString(given, given.moveIndex32(0, 1))));
  std::size_t letters = 0;
  for (std::int32_t i = 0; i < given.length(); i = given.moveIndex32(i, 1))
    letters += u_isalpha(given.char32At(i)) ? 1 : 0;
  if (letters >= kLettersForCapitals)
    forms.insert(utf8(icu::UnicodeString(given).toUpper(icu::Locale::getRoot())));
  for (const std::string& form : std::vector<std::string>(forms.begin(), forms.end())) {
    if (form.find('\'') == std::string::npos) continue;
    std::string curly;
    for (char c : form) {
      if (c == '\'') {
        curly += "\u2019";
      } else {
        curly += c;
      }
    }
    forms.insert(std::move(curly));
  }
  return {forms.begin(), forms.end()};
}

bool in_word(UChar32 c) {
  return c >= 0 && (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == '_');
}

bool is_hyphen(UChar32 c) { return c == '-' || c == 0x2010 || c == 0x2011; }

std::size_t width(UChar32 c) { return static_cast<std::size_t>(U8_LENGTH(c)); }

// The text with every run of white space as one space and without soft hyphens, as names are
// written in the file, and the way back.
struct Flat {
  std::string text;
  std::vector<std::size_t> origin;  // per byte of `text`

  explicit Flat(std::string_view given) {
    text.reserve(given.size());
    origin.reserve(given.size());
    for (std::size_t at = 0; at < given.size();) {
      const std::size_t begin = at;
      const UChar32 c = next_code_point(given, at);
      if (c == kSoftHyphen) continue;
      const bool space = u_isUWhiteSpace(c) != 0;
      if (space && !text.empty() && text.back() == ' ') continue;
      const std::string_view kept = space ? std::string_view(" ") : given.substr(begin, at - begin);
      text += kept;
      for (std::size_t i = 0; i < kept.size(); ++i) origin.push_back(begin + i);
    }
  }

  // A name neither begins nor ends with white space, so its last byte leads to its end.
  [[nodiscard]] Span original(std::size_t begin, std::size_t end) const {
    return {origin[begin], origin[end - 1] + 1};
  }
};

// Words that a hyphen joins to a name to make it a mere adjective, in lower case, and the languages
// in which they do; `*` for any word, or all languages.
struct Qualifiers {
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> languages;

  void add(const std::string& word, std::string_view in_languages) {
    for (std::string_view language : cut(in_languages, ','))
      languages[lower(word)].emplace(language);
  }
  [[nodiscard]] bool hold(std::string_view word, std::string_view language) const {
    return std::ranges::any_of(std::array{lower(word), std::string("*")}, [&](const auto& key) {
      const auto found = languages.find(key);
      return found != languages.end() &&
             (found->second.contains(language) || found->second.contains("*"));
    });
  }
  static std::string lower(std::string_view word) {
    return utf8(icu::UnicodeString::fromUTF8(word).toLower(icu::Locale::getRoot()));
  }
};

}  // namespace

struct Gazetteer::Index {
  std::vector<Actor> actors;
  std::unordered_map<std::string, std::uint32_t> numbers;  // of actors, by id
  std::vector<Side> sides;                                 // per actor
  std::vector<std::set<UChar32>>
      initials;  // per actor: of its aliases of several words, in lower case
  std::map<std::string, std::uint64_t, std::less<>> language_bits;
  marisa::Trie trie;
  std::vector<std::vector<Meaning>> meanings;  // per key of the trie
  Qualifiers before, after;                    // what a hyphen joins to a name

  // Which rows hold for a language. In one that no row knows, names of every language are tried:
  // most are spelt alike.
  [[nodiscard]] std::uint64_t bits(std::string_view language) const {
    const auto found = language_bits.find(language);
    return found == language_bits.end() ? kAllLanguages : found->second;
  }

  // A name inside a compound only qualifies another word: "Russia-backed", "Pro-Kremlin", in German
  // any compound ("EU-Sanktionen"). In other languages names of equal rank stay names:
  // "Moscow-Washington".
  [[nodiscard]] bool qualifies(std::string_view text, const Span& name,
                               std::string_view language) const {
    const auto adjective = [&](std::string_view word, const Qualifiers& qualifiers) {
      return u_islower(code_point_at(word, 0)) != 0 || qualifiers.hold(word, language);
    };
    if (const UChar32 hyphen = code_point_at(text, name.end); is_hyphen(hyphen)) {
      const std::size_t begin = name.end + width(hyphen);
      std::size_t end = begin;
      for (UChar32 c = code_point_at(text, end); in_word(c); c = code_point_at(text, end))
        end += width(c);
      if (end > begin && adjective(text.substr(begin, end - begin), after)) return true;
    }
    const UChar32 hyphen = code_point_before(text, name.begin);
    if (!is_hyphen(hyphen)) return false;
    const std::size_t end = name.begin - width(hyphen);
    std::size_t begin = end;
    for (UChar32 c = code_point_before(text, begin); in_word(c); c = code_point_before(text, begin))
      begin -= width(c);
    return begin < end && adjective(text.substr(begin, end - begin), before);
  }
};

Gazetteer::Gazetteer(std::unique_ptr<Index> index) : index_(std::move(index)) {}
Gazetteer::Gazetteer(Gazetteer&&) noexcept = default;
Gazetteer& Gazetteer::operator=(Gazetteer&&) noexcept = default;
Gazetteer::~Gazetteer() = default;

Status Gazetteer::check_principal(const std::vector<Source>& sources,
                                  const std::string& principal) {
  std::set<std::string, std::less<>> camps;
  for (const Source& source : sources) {
    for (std::string_view line : cut(without_mark(source.bytes), '\n')) {
      const std::string_view camp = line.substr(0, line.find('\t'));
      if (!camp.empty() && camp != "-" && camp.front() != '#' && !camps.contains(camp))
        camps.emplace(camp);
    }
  }
  if (camps.contains(principal)) return Unit{};
  std::string known;
  for (const std::string& camp : camps) known += (known.empty() ? "" : ", ") + camp;
  return Error{.code = ErrorCode::invalid_argument,
               .message = "no principal \"" + principal + "\" among the actors; known: " + known};
}

// Rows of the files, one after the other, into the index.
struct Gazetteer::Builder {
  Index& index;
  std::unordered_map<std::string, std::vector<Meaning>> by_form;

  // Takes one row in. What is wrong with it and how to mend it, or nothing.
  std::string add(std::string_view row) {
    const auto columns = cut(row, '\t');
    if (columns.size() != 5) {
      return "a row has " + std::to_string(columns.size()) +
             " columns; write side, actor, kind, languages, aliases separated by tabs";
    }
    if (std::ranges::any_of(columns, &std::string_view::empty)) {
      return "a column is empty; write - or * where nothing is meant";
    }
    std::string problem = check_names(columns);
    if (problem.empty() && is_qualifier(columns[2])) return add_qualifiers(columns);
    Meaning meaning{0, kBlocked};
    if (problem.empty() && columns[0] != "-")
      problem = find_actor(std::string(columns[0]), std::string(columns[1]), columns[2], meaning);
    if (problem.empty()) problem = find_languages(columns[3], meaning);
    for (std::string_view alias : cut(columns[4], '|')) {
      if (problem.empty()) problem = add_alias(alias, meaning);
    }
    return problem;
  }

  static bool is_qualifier(std::string_view kind) { return kind == "before" || kind == "after"; }

  std::string add_qualifiers(const std::vector<std::string_view>& columns) {
    if (columns[0] != "-" || columns[1] != "-") {
      return "words that make a name an adjective belong to nobody; write - for side and actor";
    }
    for (std::string_view word : cut(columns[4], '|')) {
      const auto forms = expanded(word);
      if (!forms) return forms.error().message;
      for (const std::string& form : forms.value())
        (columns[2] == "before" ? index.before : index.after).add(form, columns[3]);
    }
    return "";
  }

  // The forms that an alias with braces stands for; an error says what is wrong and how to mend it.
  static Result<std::vector<std::string>> expanded(std::string_view alias) {
    auto forms = expand(alias);
    if (!forms) {
      return Error{.code = ErrorCode::invalid_argument,
                   .message = "alias " + std::string(alias) +
                              ": braces do not match, or stand for more than " +
                              std::to_string(kMaxExpansions) + " forms"};
    }
    if (std::ranges::any_of(*forms, &std::string::empty)) {
      return Error{.code = ErrorCode::invalid_argument,
                   .message = "an alias is empty; remove the extra |"};
    }
    return std::move(*forms);
  }

  std::string find_actor(const std::string& side, const std::string& id, std::string_view kind,
                         Meaning& meaning) {
    const auto [found, added] =
        index.numbers.try_emplace(id, static_cast<std::uint32_t>(index.actors.size()));
    if (added) {
      index.actors.push_back({id, side, kind == "person" || kind == "woman" || kind == "office",
                              kind == "woman", kind == "person"});
    }
    meaning.actor = found->second;
    const std::string& known = index.actors[meaning.actor].side;
    return known == side
               ? ""
               : "actor " + id + " stands under " + known + " and " + side + "; choose one side";
  }

  static std::string check_names(const std::vector<std::string_view>& columns) {
    const auto is_name = [](std::string_view name) {
      return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
    };
    if (!is_name(columns[0]) || !is_name(columns[1])) {
      return "side and actor are written in small letters a to z, digits and hyphens, not \"" +
             std::string(is_name(columns[0]) ? columns[1] : columns[0]) + "\"";
    }
    if (std::ranges::find(kKinds, columns[2]) == kKinds.end()) {
      std::string known;
      for (std::string_view kind : kKinds) known.append(known.empty() ? "" : ", ").append(kind);
      return "no kind \"" + std::string(columns[2]) + "\"; known: " + known;
    }
    for (std::string_view language : cut(columns[3], ',')) {
      const bool code = (language.size() == 2 || language.size() == 3) &&
                        std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; });
      if (!code && language != "*" && language != "-") {
        return "\"" + std::string(language) +
               "\" is no ISO 639-1 code; write codes separated by commas, or * for all";
      }
    }
    return "";
  }

  std::string find_languages(std::string_view languages, Meaning& meaning) {
    for (std::string_view language : cut(languages, ',')) {
      if (language == "*") {
        meaning.languages = kAllLanguages;
        continue;
      }
      auto found = index.language_bits.find(language);
      if (found == index.language_bits.end()) {
        const std::size_t known = index.language_bits.size();
        if (known == 64) return "more than 64 languages; use * for rows that hold in all";
        found = index.language_bits.emplace(std::string(language), std::uint64_t{1} << known).first;
      }
      meaning.languages |= found->second;
    }
    return "";
  }

  std::string add_alias(std::string_view alias, const Meaning& meaning) {
    const auto forms = expanded(alias);
    if (!forms) return forms.error().message;
    for (const std::string& form : forms.value()) {
      if (meaning.actor != kBlocked && form.find(' ') != std::string::npos) {
        index.initials.resize(index.actors.size());
        index.initials[meaning.actor].insert(u_tolower(code_point_at(form, 0)));
      }
      for (std::string& printed : printed_forms(form))
        by_form[std::move(printed)].push_back(meaning);
    }
    return "";
  }
};

Result<Gazetteer> Gazetteer::open(const std::vector<Source>& sources,
                                  const std::string& principal) {
  auto index = std::make_unique<Index>();
  Builder builder{*index, {}};
  for (const Source& source : sources) {
    const bool shipped = &source == sources.data();
    std::uint64_t number = 0;
    for (std::string_view line : cut(without_mark(source.bytes), '\n')) {
      ++number;
      line = without_return(line);
      if (line.empty() || line.front() == '#') continue;
      std::string problem =
          first_invalid_utf8(line) ? "not valid UTF-8; save the file as UTF-8" : builder.add(line);
      if (problem.empty()) continue;
      return Error{.code = shipped ? ErrorCode::weights : ErrorCode::invalid_argument,
                   .message = std::move(problem),
                   .path = source.name,
                   .line = number};
    }
  }
  if (Status known = check_principal(sources, principal); !known) return known.error();
  auto& by_form = builder.by_form;
  index->initials.resize(index->actors.size());
  for (const Actor& actor : index->actors) {
    index->sides.push_back(actor.side == principal ? Side::principal : Side::counterpart);
  }
  try {
    marisa::Keyset keys;
    for (const auto& entry : by_form) keys.push_back(entry.first.data(), entry.first.size());
    index->trie.build(keys);
    index->meanings.resize(index->trie.size());
    marisa::Agent agent;
    for (auto& [form, meanings] : by_form) {
      agent.set_query(form.data(), form.size());
      if (index->trie.lookup(agent)) index->meanings[agent.key().id()] = std::move(meanings);
    }
  } catch (const marisa::Exception& failure) {
    return Error{
        .code = ErrorCode::weights, .message = failure.what(), .path = sources.front().name};
  }
  return Gazetteer(std::move(index));
}

const std::vector<Actor>& Gazetteer::actors() const { return index_->actors; }

std::optional<std::uint32_t> Gazetteer::actor(std::string_view id) const {
  const auto found = index_->numbers.find(std::string(id));
  if (found == index_->numbers.end()) return std::nullopt;
  return found->second;
}

bool Gazetteer::has_first_name(std::uint32_t actor, std::string_view first_name) const {
  const auto& initials = index_->initials[actor];
  return initials.empty() || initials.contains(code_point_at(first_name, 0));
}

Side Gazetteer::side(std::uint32_t actor) const { return index_->sides[actor]; }

std::vector<Mention> Gazetteer::find(std::string_view given, std::string_view language) const {
  std::vector<Mention> mentions;
  const Flat flat(given);
  const std::string& text = flat.text;
  const std::uint64_t bits = index_->bits(language);
  marisa::Agent agent;
  bool word_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 c = code_point_at(text, at);
    if (c < 0) {  // not reached on valid UTF-8
      ++at;
      continue;
    }
    const bool word = in_word(c);
    if (!word || word_before) {
      word_before = word;
      at += width(c);
      continue;
    }
    std::size_t best_end = 0;
    std::uint32_t best_actor = kBlocked;
    agent.set_query(text.data() + at, text.size() - at);
    while (index_->trie.common_prefix_search(agent)) {  // shorter keys first
      const std::size_t end = at + agent.key().length();
      if (in_word(code_point_at(text, end))) continue;
      const auto& meanings = index_->meanings[agent.key().id()];
      // the last row that fits: later sources and rows replace earlier ones
      const auto meaning =
          std::find_if(meanings.rbegin(), meanings.rend(),
                       [bits](const Meaning& m) { return (m.languages & bits) != 0; });
      if (meaning == meanings.rend()) continue;
      best_end = end;
      best_actor = meaning->actor;
    }
    if (best_end == 0) {
      word_before = true;
      at += width(c);
      continue;
    }
    if (best_actor != kBlocked && !index_->qualifies(text, {at, best_end}, language)) {
      mentions.push_back({flat.original(at, best_end), best_actor, index_->sides[best_actor]});
    }
    word_before = true;  // an alias ends inside a word boundary; what follows is no word character
    at = best_end;
  }
  return mentions;
}

}  // namespace detente
