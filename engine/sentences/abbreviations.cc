#include "sentences/abbreviations.h"

#include <array>
#include <optional>
#include <utility>

#include "sentences/characters.h"

namespace detente {
namespace {

constexpr std::array<std::pair<std::string_view, WordKind::Value>, 8> kKinds = {{
    {"before-name", WordKind::before_name},
    {"before-number", WordKind::before_number},
    {"inside", WordKind::inside},
    {"may-end", WordKind::may_end},
    {"seldom-ends", WordKind::seldom_ends},
    {"starts", WordKind::starts},
    {"labels", WordKind::labels},
    {"says", WordKind::says},
}};

constexpr std::string_view kRemedy =
    "; write language<TAB>kind<TAB>word|word with kind before-name, before-number, inside, "
    "may-end, "
    "seldom-ends, starts, labels or says, or restore the file from the weights bundle";

std::optional<WordKind::Value> kind_of(std::string_view name) {
  for (const auto& [known, kind] : kKinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

Error bad_line(std::uint64_t line, std::string what) {
  Error error;
  error.code = ErrorCode::weights;
  error.message = std::move(what) + std::string(kRemedy);
  error.line = line;
  return error;
}

// Cuts `rest` at the first `mark`; the part before is returned, `rest` keeps the part after.
std::string_view cut(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view head = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return head;
}

bool is_language(std::string_view code) {
  if (code == "*") return true;
  if (code.size() < 2 || code.size() > 3) return false;
  for (const char c : code) {
    if (c < 'a' || c > 'z') return false;
  }
  return true;
}

// "т. д." -> "т.д": spaces after inner points and the last point say nothing.
std::string normalised(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == ' ' && !out.empty() && out.back() == '.') continue;
    out.push_back(c);
  }
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

// Whether the word, seen in a text of unknown language, can hardly be a plain word of another
// language.
bool is_safe_anywhere(std::string_view word, std::uint8_t kinds) {
  if ((kinds & ~(WordKind::before_number | WordKind::starts | WordKind::labels | WordKind::says)) ==
      0)
    return true;
  if (word.find('.') != std::string_view::npos) return true;
  const char first = word.empty() ? 'a' : word.front();
  if (first < 'a' || first > 'z') return true;
  return word.find_first_of("aeiouy") == std::string_view::npos;
}

bool keep_all(std::string_view, std::uint8_t) { return true; }

}  // namespace

std::uint8_t WordTable::kinds(std::string_view word) const {
  if (const auto found = words_.find(word); found != words_.end()) return found->second;
  if (after_char(word, 0) >= word.size()) return 0;
  if (class_of(char_at(word, 0)) == Class::upper) {
    for (const auto respell : {with_lower_first_letter, with_lower_rest, lowered}) {
      const auto found = words_.find(respell(word));
      if (found != words_.end())
        return static_cast<std::uint8_t>(found->second & ~WordKind::starts);
    }
  }
  if (endings_.empty()) return 0;
  for (std::size_t at = after_char(word, 0); at < word.size(); at = after_char(word, at)) {
    const auto found = endings_.find(word.substr(at));
    if (found != endings_.end()) return found->second;
  }
  return 0;
}

bool WordTable::begins_word(std::string_view word) const {
  return heads_.contains(word) || words_.contains(word) ||
         words_.contains(with_lower_first_letter(word));
}

void WordTable::add(std::string_view word, std::uint8_t kinds) {
  const auto add_to = [kinds](Words& words, std::string_view key) {
    auto& entry = words[std::string(key)];
    entry = static_cast<std::uint8_t>(entry | kinds);
  };
  if (word.size() > 1 && word.front() == '-') {
    add_to(endings_, word.substr(1));
    return;
  }
  add_to(words_, word);
  for (std::size_t at = word.find('.'); at != std::string_view::npos; at = word.find('.', at + 1)) {
    add_to(heads_, word.substr(0, at));
  }
}

void WordTable::merge(const WordTable& other, bool (*keep)(std::string_view, std::uint8_t)) {
  for (const auto& [word, kinds] : other.words_) {
    if (keep(word, kinds)) add(word, kinds);
  }
  for (const auto& [word, kinds] : other.endings_) add("-" + word, kinds);
}

Result<Abbreviations> Abbreviations::parse(std::string_view tsv) {
  Abbreviations made;
  std::uint64_t number = 0;
  bool any_word = false;
  for (std::string_view rest = tsv; !rest.empty();) {
    std::string_view line = cut(rest, '\n');
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (!is_valid_utf8(line)) return bad_line(number, "not UTF-8");
    const std::string_view language = cut(line, '\t');
    const std::string_view kind_name = cut(line, '\t');
    if (!is_language(language)) {
      return bad_line(number, "`" + std::string(language) + "` is no ISO 639-1 code and not `*`");
    }
    const std::optional<WordKind::Value> kind = kind_of(kind_name);
    if (!kind) return bad_line(number, "unknown kind `" + std::string(kind_name) + "`");
    if (line.empty()) return bad_line(number, "no words");
    if (line.find('\t') != std::string_view::npos)
      return bad_line(number, "more than three columns");
    WordTable& table = made.tables_[std::string(language)];
    for (bool more = true; more;) {
      more = line.find('|') != std::string_view::npos;
      const std::string word = normalised(cut(line, '|'));
      if (word.empty()) return bad_line(number, "an empty word");
      table.add(word, *kind);
      any_word = true;
    }
  }
  if (!any_word) {
    Error error;
    error.code = ErrorCode::weights;
    error.message = "no abbreviations; restore the file from the weights bundle";
    return error;
  }
  for (const auto& [language, table] : made.tables_) {
    made.any_.merge(table, language == "*" ? keep_all : is_safe_anywhere);
  }
  if (const auto all = made.tables_.extract("*")) {
    for (auto& [language, table] : made.tables_) table.merge(all.mapped(), keep_all);
  }
  return made;
}

const WordTable& Abbreviations::table(std::string_view language) const {
  const auto found = tables_.find(language);
  return found == tables_.end() ? any_ : found->second;
}

}  // namespace detente
