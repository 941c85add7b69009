// Article text in, sentence spans out.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "detente/article.h"
#include "detente/result.h"

namespace detente {

// Splits text into sentences. Immutable after `open`; `split` may be called from any number of
// threads. Owns the abbreviations; holds no text.
class Splitter {
 public:
  // `abbreviations_tsv` is the content of weights/abbreviations.tsv (format: abbreviations.h),
  // copied. Errors: ErrorCode::weights with the line and the remedy.
  static Result<Splitter> open(std::string_view abbreviations_tsv);
  Splitter(Splitter&&) noexcept;
  Splitter& operator=(Splitter&&) noexcept;
  ~Splitter();

  // Sentences of `text` (valid UTF-8, at most 2^31 bytes) as byte spans into it: in order, apart,
  // none empty, trimmed of white space; between them stands only white space (zero width space and
  // byte order mark count as white). `language` is an ISO 639-1 code; empty or unknown means ICU's
  // root rules and the repairs safe in any language. Time and memory grow linearly with the text.
  [[nodiscard]] std::vector<Span> split(std::string_view text, std::string_view language) const;

 private:
  struct Parts;
  explicit Splitter(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace detente
