// Logits to calibrated probabilities.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "detente/report.h"
#include "detente/result.h"
#include "tone/classifier.h"

namespace detente {

// One divisor per head, fitted on data that the classifier has not seen (Guo et al. 2017,
// temperature scaling).
struct Temperatures {
  float tone = 1;
  float principal_framing = 1;
  float principal_object = 1;
  float counterpart_framing = 1;
  float counterpart_object = 1;
};

// Tokens of a sentence that name a speaker.
struct SpeakerWords {
  std::size_t begin = 0;  // bytes of the sentence, the first ones of a token
  std::size_t end = 0;    // exclusive: inside the last token, or behind it
  float probability = 0;  // that the speaker's words are these
};

// What the classifier says about one sentence, or a weighted sum of its parts.
struct Tone {
  std::array<float, 5> tone{};  // of -2..2
  Framing principal{0, 0, 0, 0, 0, 0};
  Framing counterpart{0, 0, 0, 0, 0, 0};
  // Who voices the framing of the principal and of the counterpart, if anybody does: none where the
  // sentence has no words for it. Of the part that is surest.
  std::array<std::optional<SpeakerWords>, 2> speakers;

  // Adds `part` * weight: parts of a long sentence are merged by their share of its tokens.
  void add(const Tone& part, float weight);
};

// Softmax of each head over its temperature. A non-finite logit is an error, never a score.
[[nodiscard]] Result<Tone> calibrate(const Logits& logits, const Temperatures& temperatures);

// The words that one pointer (0 the principal's, 1 the counterpart's) names in a sentence: its
// likeliest token and the likely ones beside it. `tokens` are those of the sentence and its closing
// one, which stands for "no words of this sentence" and is believed from one half on; `bytes` says
// where they begin. Pointers that are not finite name nothing: they are evidence, no score.
[[nodiscard]] std::optional<SpeakerWords> pointed(std::span<const Pointers> tokens,
                                                  std::span<const std::int32_t> bytes,
                                                  std::size_t pointer);

}  // namespace detente
