// Windows to logits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "detente/result.h"

namespace detente {

inline constexpr std::size_t kLogits =
    17;  // tone 5, then positive/unacceptable/none and overture/measure/other for each side
using Logits = std::array<float, kLogits>;
// How much a token looks like the words that name the speaker of the principal's and of the
// counterpart's framing of its sentence.
using Pointers = std::array<float, 2>;

// Windows one after the other, without padding.
struct Batch {
  std::vector<std::int32_t> ids;        // [tokens] rows of the word table
  std::vector<std::int32_t> roles;      // [tokens] 0..5
  std::vector<std::int32_t> positions;  // [tokens] from 0 in every window
  std::vector<std::int32_t> windows;    // [windows + 1] offsets into the tokens
  std::vector<std::int32_t>
      sentences;  // [sentences * 3] begin, end, closing </s>: indices into the tokens
};

// One row for each sentence and for each token of a batch.
struct Answers {
  std::vector<Logits> sentences;
  std::vector<Pointers> tokens;  // 0 outside of sentences; empty: the weights have none
};

// Reads windows, answers every sentence in them. Implementations are immutable and may be shared
// between threads. What a sentence and its tokens get depends on their own window alone.
class Classifier {
 public:
  virtual ~Classifier() = default;
  // Errors: ErrorCode::model.
  [[nodiscard]] virtual Result<Answers> classify(const Batch& batch) const = 0;
  // Which arithmetic it runs on, for the report: "avx512-vnni", "fp32", ...
  [[nodiscard]] virtual std::string isa() const = 0;
};

}  // namespace detente
