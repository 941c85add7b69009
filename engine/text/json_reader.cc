#include "text/json_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "text/json_scan.h"
#include "text/language.h"
#include "text/utf8.h"

namespace detente {
namespace {

namespace dom = simdjson::dom;

// After a line longer than this the parser's memory is given back.
constexpr std::size_t kKeepParser = std::size_t{1} << 20;

// How much of a line that is too long is searched for its id.
constexpr std::size_t kHead = 4096;

enum Field : std::size_t {
  kSentences,
  kText,
  kMaintext,
  kEventText,
  kId,
  kTitle,
  kLanguage,
  kPublishedAt,
  kDatePublish,
  kDate,
  kSource,
  kSourceDomain,
  kSitename,
  kHostname,
  kSourceHostname,
  kUrl,
  kMentions,
  kFieldCount,
};

constexpr std::array<std::string_view, kFieldCount> kFieldNames{
    "sentences", "text",         "maintext",        "event_text", "id",       "title",
    "language",  "published_at", "date_publish",    "date",       "source",   "source_domain",
    "sitename",  "hostname",     "source-hostname", "url",        "mentions",
};

Error make_error(ErrorCode code, std::string message) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

Error wrong_type(std::string_view field, std::string_view wanted) {
  return make_error(ErrorCode::invalid_field,
                    "`" + std::string(field) + "` must be " + std::string(wanted));
}

// A few readable characters of the line around `at`.
std::string fragment(std::string_view line, std::size_t at) {
  constexpr std::size_t kBefore = 16;
  constexpr std::size_t kAfter = 24;
  std::size_t begin = at > kBefore ? at - kBefore : 0;
  while (begin < at && !on_boundary(line, begin)) ++begin;
  const std::string_view near =
      utf8_prefix(line.substr(std::min(begin, line.size())), at - begin + kAfter);
  return (begin > 0 ? "..." : "") + printable(near) +
         (begin + near.size() < line.size() ? "..." : "");
}

// The place of the only \u0000 of the line; none when there are several, for then it may be another
// field's.
std::optional<std::uint64_t> only_nul_escape(std::string_view line) {
  std::optional<std::uint64_t> found;
  for (std::size_t at = line.find('\\'); at < line.size(); at = line.find('\\', at + 2)) {
    if (line.substr(at, 6) != "\\u0000") continue;
    if (found) return std::nullopt;
    found = at;
  }
  return found;
}

// A number that counts bytes or sentences. Tables with gaps write whole numbers as 3.0.
std::optional<std::size_t> as_count(const dom::element& value) {
  if (std::uint64_t count = 0; value.get(count) == simdjson::SUCCESS) return count;
  if (double number = 0; value.is_double() && value.get(number) == simdjson::SUCCESS) {
    if (number >= 0 && number <= 9007199254740992.0 && number == std::floor(number)) {
      return static_cast<std::size_t>(number);
    }
  }
  return std::nullopt;
}

template <class Number>
std::string written(Number number) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return status == std::errc() ? std::string(digits.data(), end) : std::string();
}

// The id as a string; none when it is neither a string nor a number.
std::optional<std::string> as_id(const dom::element& value) {
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS) return written(number);
  if (std::uint64_t number = 0; value.get(number) == simdjson::SUCCESS) return written(number);
  if (double number = 0; value.get(number) == simdjson::SUCCESS) return written(number);
  return std::nullopt;
}

// The fields of one object that we know. For one thread. Borrows the parser's document.
class Fields {
 public:
  explicit Fields(const dom::object& object) {
    for (const auto [key, value] : object) {
      const auto* const name = std::find(kFieldNames.begin(), kFieldNames.end(), key);
      if (name == kFieldNames.end()) continue;
      auto& slot = values_[static_cast<std::size_t>(name - kFieldNames.begin())];
      slot = value.is_null() ? std::nullopt : std::optional<dom::element>(value);
    }
  }

  [[nodiscard]] const std::optional<dom::element>& operator[](Field field) const {
    return values_[field];
  }

  // The first of `names` that is there and not empty; empty when none is.
  [[nodiscard]] Result<std::string> string(std::initializer_list<Field> names) const {
    for (const Field name : names) {
      if (!values_[name]) continue;
      std::string_view text;
      if (values_[name]->get(text) != simdjson::SUCCESS)
        return wrong_type(kFieldNames[name], "a string");
      if (text.empty()) continue;
      if (Status clean = check(text, name); !clean) return clean.error();
      return std::string(text);
    }
    return std::string();
  }

  [[nodiscard]] static Status check(std::string_view text, Field name) {
    if (const auto byte = first_binary_byte(text)) {
      return make_error(ErrorCode::binary_input,
                        "`" + std::string(kFieldNames[name]) +
                            "` holds a NUL or too many control characters, at byte " +
                            std::to_string(*byte) + " of its value");
    }
    // What the parser hands out is UTF-8 but for escapes that stand for no character.
    if (first_invalid_utf8(text)) {
      return make_error(
          ErrorCode::invalid_json,
          "`" + std::string(kFieldNames[name]) + "` has an escape that stands for no character");
    }
    return Unit{};
  }

 private:
  std::array<std::optional<dom::element>, kFieldCount> values_;
};

Status read_sentences(const dom::element& value, Article& article) {
  dom::array items;
  if (value.get(items) != simdjson::SUCCESS) return wrong_type("sentences", "an array of strings");
  std::size_t index = 0;
  for (const dom::element item : items) {
    std::string_view sentence;
    if (item.get(sentence) != simdjson::SUCCESS) {
      return wrong_type("sentences[" + std::to_string(index) + "]", "a string");
    }
    if (index > 0) article.text.push_back('\n');
    const std::size_t begin = article.text.size();
    article.text.append(sentence);
    article.sentence_spans.push_back({begin, article.text.size()});
    ++index;
  }
  article.presplit = true;
  return Fields::check(article.text, kSentences);
}

Status read_text(const Fields& fields, Article& article) {
  if (fields[kSentences]) return read_sentences(*fields[kSentences], article);
  bool seen = false;
  for (const Field name : {kText, kMaintext, kEventText}) {
    if (!fields[name]) continue;
    seen = true;
    std::string_view text;
    if (fields[name]->get(text) != simdjson::SUCCESS)
      return wrong_type(kFieldNames[name], "a string");
    if (blank(text)) continue;
    if (Status clean = Fields::check(text, name); !clean) return clean;
    article.text.assign(text);
    return Unit{};
  }
  if (seen) return make_error(ErrorCode::empty_text, "the text is empty or only white space");
  return make_error(ErrorCode::missing_text,
                    "neither `text` nor `sentences` (nor `maintext`, `event_text`) is there");
}

// The piece of the article that a mention's span counts in.
Result<std::string_view> mention_scope(const dom::object& object, const Article& article,
                                       const std::string& name, GivenMention& mention) {
  dom::element value;
  if (object.at_key("sentence").get(value) != simdjson::SUCCESS || value.is_null()) {
    return std::string_view(article.presplit ? article.title : article.text);
  }
  const std::string field = name + ".sentence";
  mention.sentence = as_count(value);
  if (!mention.sentence) return wrong_type(field, "null or a whole number from 0");
  if (!article.presplit) {
    return make_error(ErrorCode::invalid_field,
                      "`" + field + "` needs an article given as `sentences`");
  }
  if (*mention.sentence >= article.sentence_spans.size()) {
    return make_error(ErrorCode::invalid_field,
                      "`" + field + "` is " + std::to_string(*mention.sentence) +
                          ", but there are " + std::to_string(article.sentence_spans.size()) +
                          " sentences");
  }
  const Span span = article.sentence_spans[*mention.sentence];
  return std::string_view(article.text).substr(span.begin, span.size());
}

Result<std::size_t> mention_offset(const dom::object& object, const std::string& name,
                                   const char* key, std::string_view scope) {
  dom::element value;
  const std::string field = name + "." + key;
  std::optional<std::size_t> offset;
  if (object.at_key(key).get(value) == simdjson::SUCCESS) offset = as_count(value);
  if (!offset) return wrong_type(field, "a whole number from 0");
  if (*offset > scope.size()) {
    return make_error(ErrorCode::invalid_field, "`" + field + "` is " + std::to_string(*offset) +
                                                    ", beyond the end at byte " +
                                                    std::to_string(scope.size()));
  }
  if (!on_boundary(scope, *offset)) {
    return make_error(ErrorCode::invalid_field,
                      "`" + field + "` is " + std::to_string(*offset) +
                          ", inside a character (offsets count UTF-8 bytes)");
  }
  return *offset;
}

Result<GivenMention> read_mention(const dom::element& value, const std::string& name,
                                  const Article& article) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return wrong_type(name, "an object");
  GivenMention mention;
  const Result<std::string_view> scope = mention_scope(object, article, name, mention);
  if (!scope) return scope.error();
  const Result<std::size_t> begin = mention_offset(object, name, "begin", scope.value());
  if (!begin) return begin.error();
  const Result<std::size_t> end = mention_offset(object, name, "end", scope.value());
  if (!end) return end.error();
  if (begin.value() >= end.value()) {
    return make_error(ErrorCode::invalid_field, "`" + name + "` must end after it begins");
  }
  mention.span = {begin.value(), end.value()};
  std::string_view side;
  if (object.at_key("side").get(side) != simdjson::SUCCESS) side = "";
  if (side == "principal") {
    mention.side = Side::principal;
  } else if (side == "counterpart") {
    mention.side = Side::counterpart;
  } else if (side != "none") {
    return wrong_type(name + ".side", "\"principal\", \"counterpart\" or \"none\"");
  }
  return mention;
}

Status read_mentions(const dom::element& value, Article& article) {
  dom::array items;
  if (value.get(items) != simdjson::SUCCESS) return wrong_type("mentions", "an array of objects");
  std::vector<GivenMention> mentions;
  for (const dom::element item : items) {
    Result<GivenMention> mention =
        read_mention(item, "mentions[" + std::to_string(mentions.size()) + "]", article);
    if (!mention) return mention.error();
    mentions.push_back(mention.value());
  }
  article.mentions = std::move(mentions);
  return Unit{};
}

Status read_origin(const Fields& fields, Article& article) {
  Result<std::string> url = fields.string({kUrl});
  if (!url) return url.error();
  Result<std::string> source =
      fields.string({kSource, kSourceDomain, kSitename, kHostname, kSourceHostname});
  if (!source) return source.error();
  if (url.value().empty() && source.value().find("://") != std::string::npos) {
    Result<std::string> site = fields.string({kSitename, kHostname, kSourceHostname});
    if (!site) return site.error();
    if (!site.value().empty()) {
      url = std::move(source);
      source = std::move(site);
    }
  }
  article.url = std::move(url).value();
  article.source = std::move(source).value();
  return Unit{};
}

Status read_language(const Fields& fields, const std::string& override_with, Article& article) {
  Result<std::string> given = fields.string({kLanguage});
  if (!given) return given.error();
  article.language = override_with.empty() ? normalize_language(given.value()) : override_with;
  if (!article.language.empty()) return Unit{};
  std::string sample = article.title + "\n";
  sample += utf8_prefix(article.text, kLanguageSample);
  article.language = guess_language(sample).code;
  article.language_guessed = !article.language.empty();
  return Unit{};
}

Result<Article> read_article(const Fields& fields, const std::string& language) {
  Article article;
  if (Status text = read_text(fields, article); !text) return text.error();
  Result<std::string> title = fields.string({kTitle});
  if (!title) return title.error();
  article.title = std::move(title).value();
  Result<std::string> published_at = fields.string({kPublishedAt, kDatePublish, kDate});
  if (!published_at) return published_at.error();
  article.published_at = std::move(published_at).value();
  if (Status origin = read_origin(fields, article); !origin) return origin.error();
  if (Status said = read_language(fields, language, article); !said) return said.error();
  if (fields[kMentions]) {
    if (Status mentions = read_mentions(*fields[kMentions], article); !mentions)
      return mentions.error();
  }
  return article;
}

// Why the parser refused the line, and where.
Error explain(std::string_view line, simdjson::error_code cause) {
  if (cause == simdjson::CAPACITY || cause == simdjson::MEMALLOC) {
    return make_error(ErrorCode::too_large, "the line needs more memory than the parser can have");
  }
  if (const auto byte = first_invalid_utf8(line)) {
    Error error = make_error(ErrorCode::invalid_utf8, "not UTF-8 at byte " + std::to_string(*byte) +
                                                          "; convert the input to UTF-8");
    error.byte = *byte;
    return error;
  }
  const std::optional<std::size_t> byte = scan_json(line).error;
  if (!byte)
    return make_error(ErrorCode::invalid_json,
                      std::string("not usable JSON: ") + simdjson::error_message(cause));
  Error error = make_error(ErrorCode::invalid_json, "not JSON at byte " + std::to_string(*byte) +
                                                        ": " + fragment(line, *byte) +
                                                        " (one JSON object a line is read)");
  error.byte = *byte;
  return error;
}

}  // namespace

struct JsonReader::Parts {
  ReadLimits limits;
  std::string language;
  dom::parser parser;

  Result<Article> article(std::string_view line, std::string& id);
};

Result<Article> JsonReader::Parts::article(std::string_view line, std::string& id) {
  dom::element document;
  if (const auto failure = parser.parse(line.data(), line.size()).get(document)) {
    id = id_of_json_head(line);
    return explain(line, failure);
  }
  dom::object object;
  if (document.get(object) != simdjson::SUCCESS) {
    Error error = make_error(ErrorCode::invalid_json,
                             "not a JSON object: " + fragment(line, 0) +
                                 " (one JSON object a line is read; `jq -c .[]` unpacks an array)");
    error.byte = blank_prefix(line);
    return error;
  }
  const Fields fields(object);
  if (fields[kId]) {
    std::optional<std::string> value = as_id(*fields[kId]);
    if (!value) return wrong_type("id", "a string or a number");
    if (Status clean = Fields::check(*value, kId); !clean) return clean.error();
    id = std::move(*value);
  }
  Result<Article> read = read_article(fields, language);
  if (read) read.value().id = id;
  return read;
}

Error too_large(const ReadLimits& limits) {
  return make_error(ErrorCode::too_large, "more than " + std::to_string(limits.max_article_bytes) +
                                              " bytes (--max-article-bytes raises the limit)");
}

JsonReader::JsonReader(ReadLimits limits, std::string language)
    : parts_(std::make_unique<Parts>()) {
  parts_->limits = limits;
  parts_->language = std::move(language);
}
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;
JsonReader::~JsonReader() = default;

Item JsonReader::read(std::string_view line, std::uint64_t line_number) {
  const std::size_t mark = line.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::string_view json = line.substr(mark);
  Item item{{}, line_number, Error{}};
  if (line.size() > parts_->limits.max_article_bytes) {
    item.id = id_of_json_head(json.substr(0, kHead));
    item.article = too_large(parts_->limits);
  } else if (const std::size_t nul = json.find('\0'); nul != std::string_view::npos) {
    item.id = id_of_json_head(json.substr(0, nul));
    Error error = make_error(ErrorCode::binary_input, "a NUL byte, so this is not text");
    error.byte = nul;
    item.article = std::move(error);
  } else {
    item.article = parts_->article(json, item.id);
    if (line.size() > kKeepParser) parts_->parser = dom::parser();
  }
  if (!item.article) {
    Error error = item.article.error();
    error.line = line_number;
    if (error.byte) *error.byte += mark;
    if (error.code == ErrorCode::binary_input && !error.byte) error.byte = only_nul_escape(line);
    item.article = std::move(error);
  }
  return item;
}

Item parse_article_json(std::string_view line, std::uint64_t line_number,
                        const ReadLimits& limits) {
  return JsonReader(limits).read(line, line_number);
}

std::string id_of_json_head(std::string_view head) {
  const std::optional<Span> span = scan_json(head).id;
  if (!span) return {};
  dom::parser parser;
  dom::element value;
  if (parser.parse(head.data() + span->begin, span->size()).get(value) != simdjson::SUCCESS)
    return {};
  const std::optional<std::string> id = as_id(value);
  return id && Fields::check(*id, kId) ? *id : std::string();
}

}  // namespace detente
