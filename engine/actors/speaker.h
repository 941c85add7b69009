// Who voices the framing of a sentence, as far as names alone can tell.
#pragma once

#include <cstddef>
#include <vector>

#include "actors/gazetteer.h"
#include "detente/report.h"

namespace detente {

// Mentions of one sentence; spans are bytes of the article's text (of the sentence for presplit input).
using SentenceMentions = std::vector<Mention>;

// Names the speaker of sentence `number`: the first mention of the side that the classifier hears in it ("mentioned"), else that side's
// last mention in the two sentences before ("context"), else that side without a name. A side is given only when it voices a framing more
// likely than not. `confidence` is the probability of that framing, halved for a name from the context.
[[nodiscard]] Speaker name_speaker(const std::vector<SentenceMentions>& mentions, std::size_t number,
                                   const SentenceReport& sentence, const std::vector<Actor>& actors);

}  // namespace detente
