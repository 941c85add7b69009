// The repairs: what ICU's rules cannot know, one small rule each.
#pragma once

#include "sentences/gap.h"

namespace detente {

// Whether a sentence ends in this gap. The first rule with an opinion decides; without one the
// sentence ends.
[[nodiscard]] bool ends_sentence(const Gap& gap);

}  // namespace detente
