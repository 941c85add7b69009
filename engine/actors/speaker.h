// Who voices the framing of a sentence, as far as names alone can tell.
#pragma once

#include <cstddef>
#include <vector>

#include "actors/gazetteer.h"
#include "detente/report.h"

namespace detente {

// Mentions of one sentence; spans are bytes of the article's text (of the sentence for presplit
// input).
using SentenceMentions = std::vector<Mention>;

// Names the speaker of sentence `number`: the principal when it voices a framing more likely than
// not, else the counterpart when that does, else nobody. The name is the side's first mention in
// the sentence ("mentioned"), else its last one in the two sentences before ("context"), else
// unknown. `confidence` is the probability of the framing, halved for a name from the context.
[[nodiscard]] Speaker name_speaker(const std::vector<SentenceMentions>& mentions,
                                   std::size_t number, const SentenceReport& sentence,
                                   const std::vector<Actor>& actors);

}  // namespace detente
