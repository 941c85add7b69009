// One JSON object -> one Article.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "detente/article.h"
#include "detente/result.h"

namespace detente {

struct ReadLimits {
  std::size_t max_article_bytes = 16U << 20;  // of one input line, or of one plain text file
};

// The error of an article beyond the limit.
[[nodiscard]] Error too_large(const ReadLimits& limits);

// One thing read: an article, or why there is none. Value type. `id` is set whenever it could be
// read, also with an error.
struct Item {
  std::string id;
  std::uint64_t line = 0;  // 1-based line of the input; 0: the input as a whole
  Result<Article> article;
};

// Reads JSON objects into articles. For one thread; may be reused for any number of lines. Owns the
// memory of the JSON parser; what it returns owns its own.
class JsonReader {
 public:
  // `language` (ISO 639-1) overrides what the articles say; empty: their own, or a guess.
  explicit JsonReader(ReadLimits limits, std::string language = {});
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;
  ~JsonReader();

  // Fields, in order of preference (null, and an empty string in all but `sentences`, count as
  // absent; unknown fields are ignored; of a repeated field the last counts):
  //   text          sentences (strings, may be blank) | text | maintext | event_text
  //   id            id (string or number)
  //   title         title
  //   language      language (a tag that is no ISO 639 language counts as absent)
  //   published_at  published_at | date_publish | date
  //   source        source | source_domain | sitename | hostname | source-hostname
  //   url           url
  //   mentions      mentions
  // trafilatura's own JSON has the address under `source` and the site under `source-hostname`;
  // that is understood too. An error's `byte` counts from the beginning of `line`.
  [[nodiscard]] Item read(std::string_view line, std::uint64_t line_number);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The same for a single line, with a parser of its own.
[[nodiscard]] Item parse_article_json(std::string_view line, std::uint64_t line_number,
                                      const ReadLimits& limits);

// The id of a JSON object of which only the beginning is known (a line that is too long); empty:
// not among it.
[[nodiscard]] std::string id_of_json_head(std::string_view head);

}  // namespace detente
