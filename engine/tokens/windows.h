// Sentences of one article packed side by side into what the classifier reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "detente/article.h"

namespace detente {

// A token with its role: 0 neither, 1 principal, 2 counterpart.
struct Token {
  std::int32_t id = 0;
  std::int32_t role = 0;
  std::int32_t byte = 0;  // of the sentence, where the token begins
};
using Tokens = std::vector<Token>;

// A sentence, and the role of its speaker: the closing </s> carries it.
struct SentenceTokens {
  Tokens tokens;
  std::int32_t speaker = 0;
};

struct WindowLimits {
  std::size_t tokens = 224;         // of a whole window, at most
  std::size_t least_tokens = 0;     // from here on it ends behind every other sentence, by the
                                    // sentence's own words; 0: it takes what fits
  std::size_t context_tokens = 48;  // of title and earlier sentences at its start
  std::size_t context_sentences = 2;
  std::int32_t bos = 0;
  std::int32_t eos = 2;
  bool speaker_roles = true;  // the classifier was trained with the roles of speakers
};

// A sentence (or a part of a long one) inside a window: token range and its closing </s>.
struct WindowSentence {
  std::int32_t begin = 0;
  std::int32_t end = 0;    // exclusive
  std::int32_t close = 0;  // index of </s>
  std::size_t sentence = 0;
};

// <s> [context </s>] sentence </s> sentence </s> ... Arrays are of equal length. Roles inside the
// context and for <s> are 3 higher. `bytes` says where in its sentence a token begins, -1 for
// specials and context.
struct Window {
  std::vector<std::int32_t> ids;
  std::vector<std::int32_t> roles;
  std::vector<std::int32_t> positions;
  std::vector<std::int32_t> bytes;
  std::vector<WindowSentence> sentences;
};

// Every sentence that has tokens stands in exactly one window; one too long for a window stands
// there in parts, with the same `sentence`, to be merged again. Depends on this article alone.
[[nodiscard]] std::vector<Window> pack_windows(const Tokens& title,
                                               const std::vector<SentenceTokens>& sentences,
                                               const WindowLimits& limits);

}  // namespace detente
