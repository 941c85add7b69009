// The wall to SentencePiece.
#pragma once

#include <memory>
#include <string_view>

#include "tokens/tokenizer.h"

namespace detente {

// `model`: the bytes of a tokenizer.model, copied. Errors: ErrorCode::weights.
[[nodiscard]] Result<std::unique_ptr<Tokenizer>> open_sentencepiece(std::string_view model);

}  // namespace detente
