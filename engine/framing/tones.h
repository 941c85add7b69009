// Tone as a number, of one sentence and of an article.
#pragma once

#include <array>
#include <vector>

#include "detente/report.h"

namespace detente {

// Expected tone of probabilities of -2, -1, 0, 1, 2.
[[nodiscard]] float expected_tone(const std::array<float, 5>& probabilities);

// Mean of the sentences' tones; for each side weighted by the chance that it voices a framing (1 -
// none). A side that voices less than half a framing in all has none.
[[nodiscard]] ToneReport mean_tones(const std::vector<SentenceReport>& sentences);

}  // namespace detente
