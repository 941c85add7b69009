#include "actors/speaker.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace detente {
namespace {

const std::vector<Actor> kActors = {{.id = "peskov", .side = "kremlin"},
                                    {.id = "biden", .side = "white-house"}};

Attribution reported(Side side, std::uint32_t actor) {
  Attribution attribution;
  attribution.side = side;
  attribution.actor = actor;
  attribution.span = Span{10, 16};
  attribution.how = "reported";
  attribution.confidence = 0.9F;
  return attribution;
}

// A sentence whose sides voice something with these chances.
SentenceReport voiced(float principal, float counterpart) {
  SentenceReport sentence;
  sentence.principal.none = 1 - principal;
  sentence.counterpart.none = 1 - counterpart;
  return sentence;
}

TEST(Speaker, IsTheAttributedOneWhereTheClassifierAgrees) {
  const Attribution attribution = reported(Side::principal, 0);
  const SentenceReport sentence = voiced(0.9F, 0.1F);
  EXPECT_TRUE(agrees(attribution, sentence));
  const Speaker speaker = name_speaker({attribution}, 0, sentence, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "peskov");
  EXPECT_EQ(speaker.span, (Span{10, 16}));
  EXPECT_EQ(speaker.how, "reported");
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F);
}

TEST(Speaker, OfANeutralSentenceIsTheAttributedOne) {
  const Speaker speaker =
      name_speaker({reported(Side::counterpart, 1)}, 0, voiced(0.01F, 0.02F), kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F);
}

TEST(Speaker, LosesConfidenceWhereTheClassifierDisagrees) {
  const Attribution attribution = reported(Side::principal, 0);
  const SentenceReport sentence = voiced(0.4F, 0.6F);
  EXPECT_FALSE(agrees(attribution, sentence));
  const Speaker speaker = name_speaker({attribution}, 0, sentence, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F * 0.4F);
}

TEST(Speaker, IsAnotherWhereTheClassifierIsSureOfTheOtherSide) {
  Attribution attribution = reported(Side::principal, 0);
  attribution.named = {{{10, 16}, 0, Side::principal}, {{30, 35}, 1, Side::counterpart}};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.02F, 0.97F), kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_EQ(speaker.actor, "biden");
  EXPECT_EQ(speaker.span, (Span{30, 35}));
  EXPECT_EQ(speaker.how, "mentioned");
}

TEST(Speaker, IsNamedFromTheSentencesBefore) {
  std::vector<Attribution> attributions(4);
  attributions[1].named = {{{3, 9}, 0, Side::principal}};
  const Speaker near = name_speaker(attributions, 3, voiced(0.8F, 0.1F), kActors);
  EXPECT_EQ(near.actor, "peskov");
  EXPECT_EQ(near.how, "context");
  EXPECT_FLOAT_EQ(near.confidence, 0.4F);
  attributions.emplace_back();
  const Speaker far = name_speaker(attributions, 4, voiced(0.8F, 0.1F), kActors);
  EXPECT_EQ(far.side, Side::principal);
  EXPECT_EQ(far.actor, "");
  EXPECT_EQ(far.how, "none");
}

TEST(Speaker, ThatNoListHasIsOnTheSideThatTheClassifierHears) {
  Attribution attribution;
  attribution.unlisted = Unlisted{{0, 15}, "reported"};
  attribution.named = {{{30, 35}, 1, Side::counterpart}};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.1F, 0.8F), kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_EQ(speaker.actor, "");
  EXPECT_EQ(speaker.span, (Span{0, 15}));
  EXPECT_EQ(speaker.how, "reported");
  EXPECT_FLOAT_EQ(speaker.confidence, 0.8F);
  EXPECT_EQ(name_speaker({attribution}, 0, voiced(0.02F, 0.05F), kActors).side, Side::none);
}

TEST(Speaker, WhoseSideWasAGuessKeepsItsWordsOnTheOtherSide) {
  Attribution attribution = reported(Side::counterpart, 1);
  attribution.unlisted = Unlisted{{10, 16}, "direct"};
  attribution.named = {{{30, 35}, 0, Side::principal}};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.97F, 0.02F), kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "");
  EXPECT_EQ(speaker.span, (Span{10, 16}));
  EXPECT_EQ(speaker.how, "direct");
}

TEST(Speaker, IsTheEmbeddedOneWhereTheClassifierHearsItsSide) {
  Attribution attribution = reported(Side::counterpart, 1);
  attribution.unlisted = Unlisted{{10, 16}, "reported"};
  attribution.embedded = Inner{Side::principal, "peskov", Span{30, 36}};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.97F, 0.02F), kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "peskov");
  EXPECT_EQ(speaker.span, (Span{30, 36}));
  EXPECT_EQ(speaker.how, "mentioned");
}

TEST(Speaker, CanBeAPronounOfThisSentenceOnly) {
  std::vector<Attribution> attributions(2);
  attributions[1].named = {{{0, 2}, Mention::kUnknownActor, Side::none}};
  const Speaker own = name_speaker(attributions, 1, voiced(0.8F, 0.1F), kActors);
  EXPECT_EQ(own.span, (Span{0, 2}));
  EXPECT_EQ(own.side, Side::principal);
  attributions.emplace_back();
  EXPECT_EQ(name_speaker(attributions, 2, voiced(0.8F, 0.1F), kActors).span, std::nullopt);
}

TEST(Speaker, IsNobodyWhereNothingIsSaid) {
  const Speaker speaker = name_speaker({Attribution{}}, 0, voiced(0.05F, 0.02F), kActors);
  EXPECT_EQ(speaker.side, Side::none);
  EXPECT_EQ(speaker.how, "none");
  EXPECT_FLOAT_EQ(speaker.confidence, 0);
}

}  // namespace
}  // namespace detente
