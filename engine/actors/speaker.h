// The speaker of a sentence as the report names it: attribution and classifier side by side.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "actors/attribution.h"
#include "detente/report.h"

namespace detente {

// Whether the classifier's framings fit the attributed speaker: false when only the other side is
// likelier than not to voice something.
[[nodiscard]] bool agrees(const Attribution& attribution, const SentenceReport& sentence);

// The words by which the classifier names the speaker of each side's framing, the principal's
// first: bytes of the text, in the sentence.
struct PointedWords {
  Span span;
  float probability = 1;  // that these are the words
};
using Pointed = std::array<std::optional<PointedWords>, 2>;

// Names the speaker of sentence `number`. The side is the one that words and probabilities together
// make likelier; where that is the attributed one, the speaker is the attributed one, and its
// confidence falls with the other side's chance of voicing the framing when they disagree. Words
// that the classifier points at name the speaker, unless attribution has these, too, or names
// others and these are less likely than not: "mentioned"
// where no words of speech tell, with the actor whom `mentions` or the words that stand for
// somebody have there. Without them it is the speaker inside the speech, a speaker whom no list
// has, whom the two sentences before name ("context"), or unknown. `confidence` is the probability
// of the framing where attribution does not tell the side, half of it where it tells the other one
// or where the name comes from the context, and times that of the words pointed at. Nobody, when
// nothing is attributed and neither side is likely to voice anything.
[[nodiscard]] Speaker name_speaker(const std::vector<Attribution>& attributions, std::size_t number,
                                   const SentenceReport& sentence, const Pointed& pointed,
                                   const SentenceMentions& mentions,
                                   const std::vector<Actor>& actors);

// Who else speaks in the sentence: the speaker inside the speech or, where that is the one whom
// name_speaker() chose, the one around it. Never of the speaker's side.
[[nodiscard]] std::optional<Inner> other_speaker(const Attribution& attribution,
                                                 const Speaker& speaker,
                                                 const std::vector<Actor>& actors);

// The words that stand in the bytes from `begin` to `end` of a sentence, in whole (a script without
// spaces has none to complete), without punctuation around them: bytes of the text. None where no
// word is.
[[nodiscard]] std::optional<Span> whole_words(std::string_view text, const Span& sentence,
                                              std::size_t begin, std::size_t end);

}  // namespace detente
