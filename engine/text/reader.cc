#include "text/reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "text/json_scan.h"
#include "text/language.h"
#include "text/utf8.h"

namespace detente {
namespace {

constexpr std::size_t kHeadlineCharacters = 200;

Error make_error(ErrorCode code, std::string message) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

bool ends_with_ignoring_case(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(),
                    name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char want, char have) {
                      return want == (have >= 'A' && have <= 'Z' ? have - 'A' + 'a' : have);
                    });
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string_view without_trailing_space(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r\v\f") + 1);
}

bool ends_like_a_sentence(std::string_view line) {
  constexpr std::array<std::string_view, 9> kClosers{"\"", "'", ")", "]", "”", "’", "»", "“", "›"};
  constexpr std::array<std::string_view, 14> kStops{".",  "!",  "?",  "…", ":", ";", ",",
                                                    "。", "！", "？", "।", "؟", "۔", "："};
  const auto ends_line = [&line](std::string_view mark) { return line.ends_with(mark); };
  for (;;) {
    const auto* const closer = std::find_if(kClosers.begin(), kClosers.end(), ends_line);
    if (closer == kClosers.end()) break;
    line.remove_suffix(closer->size());
  }
  return std::any_of(kStops.begin(), kStops.end(), ends_line);
}

// The headline that a plain text file opens with; empty when it opens with its body.
std::string_view headline(std::string_view text) {
  const std::size_t begin = blank_prefix(text);
  const std::string_view whole_line = line_at(text, begin);
  const std::string_view line = without_trailing_space(whole_line);
  const auto characters =
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (line.empty() || static_cast<std::size_t>(characters) >= kHeadlineCharacters ||
      ends_like_a_sentence(line))
    return {};
  const std::size_t after = begin + whole_line.size() + 1;
  if (after >= text.size() || !blank(line_at(text, after)) || blank(text.substr(after))) return {};
  return line;
}

// What a file is that holds NUL bytes or begins like one of the usual containers; empty: it may be
// text.
std::string_view binary_kind(std::string_view head) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kMagic{{
      {"\x1F\x8B", "gzip data; unpack it first (zcat)"},
      {"\x28\xB5\x2F\xFD", "zstd data; unpack it first (zstdcat)"},
      {"BZh", "bzip2 data; unpack it first (bzcat)"},
      {"\xFD"
       "7zXZ",
       "xz data; unpack it first (xzcat)"},
      {"PK\x03\x04", "a zip archive or an office document; extract the text first"},
      {"%PDF-", "a PDF; extract the text first"},
      {"\xFF\xFE", "UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"},
      {"\xFE\xFF", "UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"},
  }};
  for (const auto& [magic, kind] : kMagic) {
    if (head.starts_with(magic)) return kind;
  }
  return {};
}

std::optional<Error> binary_error(std::string_view head) {
  if (const std::string_view kind = binary_kind(head); !kind.empty()) {
    Error error = make_error(ErrorCode::binary_input, "this is " + std::string(kind));
    error.byte = 0;
    return error;
  }
  if (const auto byte = first_binary_byte(head)) {
    Error error = make_error(ErrorCode::binary_input,
                             "a NUL byte or too many control characters, so this is not text");
    error.byte = *byte;
    return error;
  }
  return std::nullopt;
}

// Whether the first line is JSON that does not end on it: a pretty-printed object or an array. As
// lines they would be an error for each.
bool opens_over_many_lines(std::string_view head) {
  head.remove_prefix(blank_prefix(head));
  const std::size_t feed = head.find('\n');
  if (feed == std::string_view::npos) return false;
  const std::string_view line = without_trailing_space(head.substr(0, feed));
  return line == "{" || (line.starts_with('[') && scan_json(line).error == line.size());
}

}  // namespace

InputFormat sniff(std::string_view first_bytes, std::string_view file_name) {
  for (const std::string_view ending : {".jsonl", ".ndjson", ".json"}) {
    if (ends_with_ignoring_case(file_name, ending)) return InputFormat::json_lines;
  }
  if (ends_with_ignoring_case(file_name, ".txt")) return InputFormat::plain_text;
  const std::string_view content = first_bytes.substr(blank_prefix(first_bytes));
  // An array of objects is nothing we read, but it is no prose either: as JSON it gets the error
  // that says so.
  const bool array = content.starts_with('[') &&
                     content.substr(1 + blank_prefix(content.substr(1))).starts_with('{');
  return content.starts_with('{') || array ? InputFormat::json_lines : InputFormat::plain_text;
}

Result<Article> parse_article_text(std::string bytes, const ReadLimits& limits,
                                   std::string_view language) {
  if (bytes.size() > limits.max_article_bytes) return too_large(limits);
  if (auto error = binary_error(bytes)) return std::move(*error);
  if (const auto byte = first_invalid_utf8(bytes)) {
    Error error = make_error(ErrorCode::invalid_utf8, "not UTF-8 at byte " + std::to_string(*byte) +
                                                          "; convert the input to UTF-8");
    error.byte = *byte;
    return error;
  }
  if (blank(bytes))
    return make_error(ErrorCode::empty_text, "the text is empty or only white space");
  Article article;
  article.title = headline(bytes);
  article.text = std::move(bytes);
  article.language = language;
  if (article.language.empty()) {
    article.language = guess_language(article.text).code;
    article.language_guessed = !article.language.empty();
  }
  return article;
}

Span title_in_text(const Article& article) {
  if (article.presplit || article.title.empty()) return {};
  const std::string_view text = article.text;
  const std::string_view title = without_trailing_space(article.title);
  const std::size_t begin = blank_prefix(text);
  if (title.empty() || !text.substr(begin).starts_with(title)) return {};
  const Span span{begin, begin + title.size()};
  const std::string_view rest = text.substr(span.end);
  if (!blank(line_at(rest, 0)) || blank(rest)) return {};
  return span;
}

// The state of one open input.
struct ArticleReader::Parts {
  Parts(std::string path_in, int descriptor, ReadLimits limits_in, std::string language_in)
      : path(std::move(path_in)),
        file(descriptor),
        limits(limits_in),
        language(std::move(language_in)),
        lines(descriptor, limits_in.max_article_bytes),
        json(limits_in, language) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    if (file != STDIN_FILENO) ::close(file);
  }

  Item failure(Error error, std::uint64_t line);
  std::optional<Item> begin();
  std::optional<Item> next_line();
  Item whole_file();
  Item one_object(std::string_view bytes);

  std::string path;
  int file;
  ReadLimits limits;
  std::string language;
  LineReader lines;
  JsonReader json;
  bool begun = false;
  bool done = false;
  bool any = false;    // an item was given
  bool whole = false;  // the input is one article, not lines
  InputFormat format = InputFormat::json_lines;
};

Item ArticleReader::Parts::failure(Error error, std::uint64_t line) {
  error.path = path;
  if (line > 0) error.line = line;
  if (error.code != ErrorCode::interrupted) any = true;
  if (error.code == ErrorCode::io) done = true;
  return Item{{}, line, std::move(error)};
}

// Looks at the first bytes; gives an item only when they end the matter.
std::optional<Item> ArticleReader::Parts::begin() {
  const Result<std::string_view> head = lines.peek();
  if (!head) return failure(head.error(), 0);
  begun = true;
  format = sniff(head.value(), path);
  whole = format == InputFormat::plain_text || opens_over_many_lines(head.value());
  const std::size_t first = blank_prefix(head.value());
  const bool looks_like_json = head.value().substr(first).starts_with('{');
  // A NUL in one of many JSON lines is that line's error; anywhere else it condemns the file.
  if (looks_like_json && format == InputFormat::json_lines) return std::nullopt;
  if (auto error = binary_error(head.value())) {
    done = true;
    return failure(std::move(*error), 0);
  }
  return std::nullopt;
}

Item ArticleReader::Parts::whole_file() {
  Result<std::optional<std::string>> bytes = lines.rest(limits.max_article_bytes);
  if (!bytes) return failure(bytes.error(), 0);
  done = true;
  if (!bytes.value()) return failure(too_large(limits), 0);
  if (format == InputFormat::json_lines) return one_object(*bytes.value());
  Result<Article> article = parse_article_text(std::move(*bytes.value()), limits, language);
  if (!article) return failure(article.error(), 0);
  return Item{{}, 0, std::move(article)};
}

// A file that is a single object, spread over many lines. An error's byte counts from the beginning
// of the file.
Item ArticleReader::Parts::one_object(std::string_view bytes) {
  Item item = json.read(bytes, 0);
  if (item.article) return item;
  Error error = item.article.error();
  error.line.reset();
  Item failed = failure(std::move(error), 0);
  failed.id = std::move(item.id);
  return failed;
}

std::optional<Item> ArticleReader::Parts::next_line() {
  for (;;) {
    const Result<std::optional<Line>> read = lines.next();
    if (!read) return failure(read.error(), 0);
    if (!read.value()) break;
    const Line& line = *read.value();
    if (line.too_long) {
      Item item = failure(too_large(limits), line.number);
      item.id = id_of_json_head(line.text);
      return item;
    }
    if (blank(line.text)) continue;
    any = true;
    Item item = json.read(line.text, line.number);
    if (item.article) return item;
    Item failed = failure(item.article.error(), line.number);
    failed.id = std::move(item.id);
    return failed;
  }
  done = true;
  if (any) return std::nullopt;
  return failure(make_error(ErrorCode::empty_text, "no article in this input"), 0);
}

Result<ArticleReader> ArticleReader::open(std::string path, ReadLimits limits,
                                          std::string language) {
  int descriptor = STDIN_FILENO;
  if (path != "-") {
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  int cause = descriptor < 0 ? errno : 0;
  struct stat status {};
  if (cause == 0 && ::fstat(descriptor, &status) != 0) cause = errno;
  if (cause == 0 && S_ISDIR(status.st_mode)) cause = EISDIR;
  if (cause != 0) {
    if (descriptor > STDIN_FILENO) ::close(descriptor);
    // a signal may end the wait for the other end of a pipe
    Error error = make_error(cause == EINTR ? ErrorCode::interrupted : ErrorCode::io,
                             "cannot open: " + std::generic_category().message(cause));
    error.path = std::move(path);
    return error;
  }
  return ArticleReader(
      std::make_unique<Parts>(std::move(path), descriptor, limits, std::move(language)));
}

ArticleReader::ArticleReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ArticleReader::ArticleReader(ArticleReader&&) noexcept = default;
ArticleReader& ArticleReader::operator=(ArticleReader&&) noexcept = default;
ArticleReader::~ArticleReader() = default;

std::optional<Item> ArticleReader::next() {
  Parts& parts = *parts_;
  if (parts.done) return std::nullopt;
  if (!parts.begun) {
    if (std::optional<Item> item = parts.begin()) return item;
  }
  if (parts.whole) return parts.whole_file();
  return parts.next_line();
}

std::uint64_t ArticleReader::position() const { return parts_->lines.position(); }

}  // namespace detente
