// The speaker of a sentence as the report names it: attribution and classifier side by side.
#pragma once

#include <cstddef>
#include <vector>

#include "actors/attribution.h"
#include "detente/report.h"

namespace detente {

// Whether the classifier's framings fit the attributed speaker: false when only the other side is
// likelier than not to voice something.
[[nodiscard]] bool agrees(const Attribution& attribution, const SentenceReport& sentence);

// Names the speaker of sentence `number`. The side is the one that words and probabilities together
// make likelier; where that is the attributed one, the speaker is the attributed one, and its
// confidence falls with the other side's chance of voicing the framing when they disagree. Else it
// is the words of a speaker whom no list has, whom the sentence names of that side or as a subject
// that can be anybody, "he" ("mentioned"), whom the two sentences before name ("context"), or
// unknown; `confidence` is then the probability of the framing, halved for a name
// from the context. Nobody, when nothing is attributed and neither side is likely to voice
// anything.
[[nodiscard]] Speaker name_speaker(const std::vector<Attribution>& attributions, std::size_t number,
                                   const SentenceReport& sentence,
                                   const std::vector<Actor>& actors);

}  // namespace detente
