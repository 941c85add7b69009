#include "actors/speaker.h"

#include <algorithm>
#include <cmath>

#include "sentences/characters.h"
#include "support/code_points.h"

namespace detente {
namespace {

constexpr std::size_t kSentencesBack = 2;  // as many as the classifier reads as context
constexpr float kLikely = 0.5F;
constexpr float kPossible = 0.1F;    // a framing that is worth a name
constexpr float kAttributed = 1.0F;  // log-odds that a speaker found in the words adds to its side
constexpr float kFromContext = 0.5F;
constexpr float kDisputed = 0.5F;  // of a side that the words give to the other one
constexpr float kSurer = 0.5F;     // of the words pointed at, against those that attribution has
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

bool overlap(const Span& a, const Span& b) { return a.begin < b.end && b.begin < a.end; }

// Words of speech that stand in the sentence itself.
bool speaks(std::string_view how) {
  return how == "direct" || how == "partial" || how == "reported";
}

}  // namespace

std::optional<Span> whole_words(std::string_view text, const Span& sentence, std::size_t begin,
                                std::size_t end) {
  const std::string_view words = text.substr(0, sentence.end);
  const auto in_word = [](UChar32 c) { return is_word(class_of(c)); };
  const auto goes_on = [&](UChar32 c) { return in_word(c) && !is_ideographic(c); };
  begin += sentence.begin;
  end = std::min(end + sentence.begin, words.size());
  while (end < words.size() && (words[end] & 0xC0) == 0x80) ++end;  // `end` may cut a character
  while (end < words.size() && goes_on(char_at(words, end))) (void)next_code_point(words, end);
  while (end > begin && !in_word(char_before(words, end))) end = before_char(words, end);
  while (begin < end && !in_word(char_at(words, begin))) (void)next_code_point(words, begin);
  if (begin >= end) return std::nullopt;
  while (begin > sentence.begin && goes_on(char_before(words, begin)))
    begin = before_char(words, begin);
  if (end < words.size() && words[end] == '.' && end >= begin + 3 && words[end - 2] == '.')
    ++end;  // "U.S."
  return Span{begin, end};
}

bool agrees(const Attribution& attribution, const SentenceReport& sentence) {
  if (attribution.side == Side::none) return true;
  return voiced_by(attribution.side, sentence) >= kLikely ||
         voiced_by(other_than(attribution.side), sentence) < kLikely;
}

Speaker name_speaker(const std::vector<Attribution>& attributions, std::size_t number,
                     const SentenceReport& sentence, const Pointed& pointed,
                     const SentenceMentions& mentions, const std::vector<Actor>& actors) {
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
  const bool told = own.side == side;
  const auto& heard = pointed[side == Side::principal ? 0 : 1];
  if (told) {
    name(own.actor, own.span);
    speaker.how = own.how;
    speaker.confidence = own.confidence;
    if (!agrees(own, sentence)) speaker.confidence *= 1 - voiced_by(other_than(side), sentence);
    speaker.confidence = std::clamp(speaker.confidence, 0.0F, 1.0F);
    if (!heard || heard->probability < kSurer || (own.span && overlap(*own.span, heard->span)))
      return speaker;
  } else {
    speaker.confidence = std::clamp(voiced, 0.0F, 1.0F);
    if (own.side != Side::none) speaker.confidence *= kDisputed;
  }
  if (heard) {
    if (!told || !speaks(own.how)) speaker.how = "mentioned";
    speaker.confidence *= heard->probability;
    speaker.actor.clear();
    speaker.span = heard->span;
    for (const SentenceMentions* named : {&mentions, &own.stand_ins}) {
      for (const Mention& mention : *named) {
        if (mention.side == side && overlap(mention.span, heard->span))
          name(mention.actor, speaker.span);
      }
    }
    return speaker;
  }
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
  for (std::size_t back = 1; back <= std::min(kSentencesBack, number); ++back) {
    const Attribution& there = attributions[number - back];
    const auto found = std::ranges::find(there.named, side, &Mention::side);
    if (found == there.named.end()) continue;
    name(found->actor, found->span);
    speaker.how = "context";
    speaker.confidence *= kFromContext;
    return speaker;
  }
  return speaker;
}

std::optional<Inner> other_speaker(const Attribution& attribution, const Speaker& speaker,
                                   const std::vector<Actor>& actors) {
  if (!attribution.embedded || attribution.embedded->side != speaker.side)
    return attribution.embedded;
  if (attribution.side == Side::none || attribution.side == speaker.side) return std::nullopt;
  Inner outer{.side = attribution.side, .actor = {}, .span = attribution.span};
  if (attribution.actor != Mention::kUnknownActor) outer.actor = actors[attribution.actor].id;
  return outer;
}

}  // namespace detente
