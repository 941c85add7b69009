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

// The attributed speaker. Where the classifier disagrees, its probabilities stand and the
// confidence falls with the other side's chance of voicing the framing.
[[nodiscard]] Speaker attributed_speaker(const Attribution& attribution,
                                         const SentenceReport& sentence,
                                         const std::vector<Actor>& actors);

// Where the words tell nothing: the principal when it voices a framing more likely than not, else
// the counterpart when that does, else nobody. The name is the side's first mention in the sentence
// ("mentioned"), else its last one in the two sentences before ("context"), else unknown.
// `confidence` is the probability of the framing, halved for a name from the context.
[[nodiscard]] Speaker name_speaker(const std::vector<SentenceMentions>& mentions,
                                   std::size_t number, const SentenceReport& sentence,
                                   const std::vector<Actor>& actors);

}  // namespace detente
