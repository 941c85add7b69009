// Text to the rows of the classifier's word table.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "detente/result.h"

namespace detente {

// One piece: its row and the bytes of the given text that it stands for. Pieces are in order.
struct Piece {
  std::int32_t id = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Splits text into pieces. Implementations are immutable and may be shared between threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  // `text`: valid UTF-8, below 2 GiB. Without <s> and </s>.
  [[nodiscard]] virtual Result<std::vector<Piece>> encode(std::string_view text) const = 0;
  [[nodiscard]] virtual std::int32_t vocabulary() const = 0;
};

}  // namespace detente
