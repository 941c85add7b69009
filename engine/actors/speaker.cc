#include "actors/speaker.h"

#include <algorithm>
#include <cmath>

namespace detente {
namespace {

constexpr std::size_t kSentencesBack = 2;  // as many as the classifier reads as context
constexpr float kLikely = 0.5F;
constexpr float kPossible = 0.1F;    // a framing that is worth a name
constexpr float kAttributed = 2.0F;  // log-odds that a speaker found in the words adds to its side
constexpr float kFromContext = 0.5F;
constexpr float kLeastChance = 1e-3F;  // keeps log-odds finite

float voiced_by(Side side, const SentenceReport& sentence) {
  return 1 - (side == Side::principal ? sentence.principal : sentence.counterpart).none;
}

Side other_than(Side side) { return side == Side::principal ? Side::counterpart : Side::principal; }

float log_odds(float chance) {
  const float p = std::clamp(chance, kLeastChance, 1 - kLeastChance);
  return std::log(p / (1 - p));
}

Side likelier_side(const Attribution& attribution, const SentenceReport& sentence) {
  float odds = log_odds(voiced_by(Side::principal, sentence)) -
               log_odds(voiced_by(Side::counterpart, sentence));
  if (attribution.side == Side::principal) odds += kAttributed;
  if (attribution.side == Side::counterpart) odds -= kAttributed;
  return odds >= 0 ? Side::principal : Side::counterpart;
}

}  // namespace

bool agrees(const Attribution& attribution, const SentenceReport& sentence) {
  if (attribution.side == Side::none) return true;
  return voiced_by(attribution.side, sentence) >= kLikely ||
         voiced_by(other_than(attribution.side), sentence) < kLikely;
}

Speaker name_speaker(const std::vector<Attribution>& attributions, std::size_t number,
                     const SentenceReport& sentence, const std::vector<Actor>& actors) {
  const Attribution& own = attributions[number];
  Speaker speaker;
  speaker.how = "none";
  const Side side = likelier_side(own, sentence);
  const float voiced = voiced_by(side, sentence);
  if (own.side == Side::none && voiced < kPossible) return speaker;
  speaker.side = side;
  const auto name = [&](std::uint32_t actor, const std::optional<Span>& span) {
    if (actor != Mention::kUnknownActor) speaker.actor = actors[actor].id;
    speaker.span = span;
  };
  if (own.side == side) {
    name(own.actor, own.span);
    speaker.how = own.how;
    speaker.confidence = own.confidence;
    if (!agrees(own, sentence)) speaker.confidence *= 1 - voiced_by(other_than(side), sentence);
    speaker.confidence = std::clamp(speaker.confidence, 0.0F, 1.0F);
    return speaker;
  }
  speaker.confidence = std::clamp(voiced, 0.0F, 1.0F);
  if (own.embedded && own.embedded->side == side && own.embedded->span) {
    speaker.actor = own.embedded->actor;
    speaker.span = own.embedded->span;
    speaker.how = "mentioned";
    return speaker;
  }
  if (own.unlisted) {
    speaker.span = own.unlisted->span;
    speaker.how = own.unlisted->how;
    return speaker;
  }
  for (std::size_t back = 0; back <= std::min(kSentencesBack, number); ++back) {
    const Attribution& there = attributions[number - back];
    const auto found = std::ranges::find_if(there.named, [&](const Mention& mention) {
      return mention.side == side || (back == 0 && mention.side == Side::none);
    });
    if (found == there.named.end()) continue;
    name(found->actor, found->span);
    speaker.how = back == 0 ? "mentioned" : "context";
    if (back > 0) speaker.confidence *= kFromContext;
    return speaker;
  }
  return speaker;
}

}  // namespace detente
