// Logits to calibrated probabilities.
#pragma once

#include <array>
#include <cstddef>

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

// What the classifier says about one sentence, or a weighted sum of its parts.
struct Tone {
  std::array<float, 5> tone{};  // of -2..2
  Framing principal{0, 0, 0, 0, 0, 0};
  Framing counterpart{0, 0, 0, 0, 0, 0};

  // Adds `part` * weight: parts of a long sentence are merged by their share of its tokens.
  void add(const Tone& part, float weight);
};

// Softmax of each head over its temperature. A non-finite logit is an error, never a score.
[[nodiscard]] Result<Tone> calibrate(const Logits& logits, const Temperatures& temperatures);

}  // namespace detente
