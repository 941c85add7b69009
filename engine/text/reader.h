// One input (a file, or standard input) -> its articles. The door of this stage: includes all that
// a caller needs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "detente/article.h"
#include "detente/result.h"
#include "text/json_reader.h"
#include "text/line_reader.h"

namespace detente {

enum class InputFormat { json_lines, plain_text };

// By the name where it tells (.jsonl .ndjson .json .txt, in any case), else by the content: JSON
// lines begin with '{' (or with an array of objects, so that the error can say that arrays are not
// read).
[[nodiscard]] InputFormat sniff(std::string_view first_bytes, std::string_view file_name);

// A plain text file as one article. `text` is the whole file, unchanged, so that offsets are bytes
// of the file (its byte order mark and blank lines included). A first line that looks like a
// headline (shorter than 200 characters, no final punctuation, an empty line after it, more text
// after that) is set as the title as well; see `title_in_text`. `language` (ISO 639-1) overrides
// the guess; empty: guess.
[[nodiscard]] Result<Article> parse_article_text(std::string bytes, const ReadLimits& limits,
                                                 std::string_view language = {});

// Where the title stands when the text opens with it (as in plain text files, and where an
// extractor kept the headline): whatever lies in this span is context, not a unit of the index. An
// empty span when the text opens otherwise, when the title is not a line of its own, when nothing
// follows it, and for presplit articles.
[[nodiscard]] Span title_in_text(const Article& article);

// Reads the articles of one input, one after the other, in memory bounded by the largest allowed.
// For one thread. Owns the open file; borrows standard input, which is not closed.
class ArticleReader {
 public:
  // `path` is a file, a pipe or "-". Fails with `io` when it cannot be opened or is a directory,
  // with `interrupted` when a signal ended the wait for a pipe.
  static Result<ArticleReader> open(std::string path, ReadLimits limits = {},
                                    std::string language = {});
  ArticleReader(ArticleReader&&) noexcept;
  ArticleReader& operator=(ArticleReader&&) noexcept;
  ~ArticleReader();

  // The next article or error; none at the end. Errors carry the path. A file without an article, a
  // binary file and a failed read are one item each. So is a JSON file that opens with a lone "{"
  // or with an array that goes on after its first line: the former is read as one pretty-printed
  // article, the latter is an error. After `interrupted` the call may be repeated; nothing is lost.
  // Blank lines are skipped.
  std::optional<Item> next();

  // Bytes of the input consumed so far: for progress.
  [[nodiscard]] std::uint64_t position() const;

 private:
  struct Parts;
  explicit ArticleReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace detente
