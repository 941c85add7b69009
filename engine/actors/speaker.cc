#include "actors/speaker.h"

#include <algorithm>

namespace detente {
namespace {

constexpr std::size_t kSentencesBack = 2;  // as many as the classifier reads as context
constexpr float kLikely = 0.5F;
constexpr float kFromContext = 0.5F;

float voiced_by(Side side, const SentenceReport& sentence) {
  return 1 - (side == Side::principal ? sentence.principal : sentence.counterpart).none;
}

Side other_than(Side side) { return side == Side::principal ? Side::counterpart : Side::principal; }

}  // namespace

bool agrees(const Attribution& attribution, const SentenceReport& sentence) {
  if (attribution.side == Side::none) return true;
  return voiced_by(attribution.side, sentence) >= kLikely ||
         voiced_by(other_than(attribution.side), sentence) < kLikely;
}

Speaker attributed_speaker(const Attribution& attribution, const SentenceReport& sentence,
                           const std::vector<Actor>& actors) {
  Speaker speaker;
  speaker.side = attribution.side;
  if (attribution.actor != Mention::kUnknownActor) speaker.actor = actors[attribution.actor].id;
  speaker.span = attribution.span;
  speaker.how = attribution.how;
  speaker.confidence = attribution.confidence;
  if (!agrees(attribution, sentence)) {
    speaker.confidence *=
        std::clamp(1 - voiced_by(other_than(attribution.side), sentence), 0.0F, 1.0F);
  }
  return speaker;
}

Speaker name_speaker(const std::vector<SentenceMentions>& mentions, std::size_t number,
                     const SentenceReport& sentence, const std::vector<Actor>& actors) {
  Speaker speaker;
  speaker.how = "none";
  float voiced = 1 - sentence.principal.none;
  speaker.side = Side::principal;
  if (voiced < kLikely) {
    voiced = 1 - sentence.counterpart.none;
    speaker.side = Side::counterpart;
  }
  if (voiced < kLikely) {
    speaker.side = Side::none;
    return speaker;
  }
  speaker.confidence = std::clamp(voiced, 0.0F, 1.0F);
  const auto fits = [&](const Mention& mention) { return mention.side == speaker.side; };
  const auto name = [&](const Mention& mention) {
    speaker.span = mention.span;
    if (mention.actor != Mention::kUnknownActor) speaker.actor = actors[mention.actor].id;
  };
  const SentenceMentions& own = mentions[number];
  if (const auto found = std::find_if(own.begin(), own.end(), fits); found != own.end()) {
    name(*found);
    speaker.how = "mentioned";
    return speaker;
  }
  for (std::size_t back = 1; back <= std::min(kSentencesBack, number); ++back) {
    const SentenceMentions& earlier = mentions[number - back];
    if (const auto found = std::find_if(earlier.rbegin(), earlier.rend(), fits);
        found != earlier.rend()) {
      name(*found);
      speaker.how = "context";
      speaker.confidence *= kFromContext;
      return speaker;
    }
  }
  return speaker;
}

}  // namespace detente
