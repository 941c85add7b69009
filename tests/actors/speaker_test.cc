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
  const Speaker speaker = name_speaker({attribution}, 0, sentence, {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "peskov");
  EXPECT_EQ(speaker.span, (Span{10, 16}));
  EXPECT_EQ(speaker.how, "reported");
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F);
}

TEST(Speaker, OfANeutralSentenceIsTheAttributedOne) {
  const Speaker speaker =
      name_speaker({reported(Side::counterpart, 1)}, 0, voiced(0.01F, 0.02F), {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F);
}

TEST(Speaker, LosesConfidenceWhereTheClassifierDisagrees) {
  const Attribution attribution = reported(Side::principal, 0);
  const SentenceReport sentence = voiced(0.4F, 0.6F);
  EXPECT_FALSE(agrees(attribution, sentence));
  const Speaker speaker = name_speaker({attribution}, 0, sentence, {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_FLOAT_EQ(speaker.confidence, 0.9F * 0.4F);
}

TEST(Speaker, IsAnotherWhereTheClassifierIsSureOfTheOtherSide) {
  Attribution attribution = reported(Side::principal, 0);
  const SentenceMentions mentions{{{10, 16}, 0, Side::principal}, {{30, 35}, 1, Side::counterpart}};
  const Pointed pointed{std::nullopt, PointedWords{{30, 35}, 0.9F}};
  const Speaker speaker =
      name_speaker({attribution}, 0, voiced(0.02F, 0.97F), pointed, mentions, kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_EQ(speaker.actor, "biden");
  EXPECT_EQ(speaker.span, (Span{30, 35}));
  EXPECT_EQ(speaker.how, "mentioned");
  EXPECT_FLOAT_EQ(speaker.confidence, 0.97F * 0.5F * 0.9F) << "the words say otherwise";
}

TEST(Speaker, HasTheWordsThatTheClassifierPointsAt) {
  const Attribution attribution = reported(Side::principal, 0);  // bytes 10 to 16
  const SentenceMentions mentions{{{10, 16}, 0, Side::principal}};
  const Speaker same = name_speaker({attribution}, 0, voiced(0.9F, 0.1F),
                                    {PointedWords{{4, 16}, 0.8F}, std::nullopt}, mentions, kActors);
  EXPECT_EQ(same.span, (Span{10, 16})) << "attribution has these words";
  EXPECT_FLOAT_EQ(same.confidence, 0.9F);
  const Speaker other =
      name_speaker({attribution}, 0, voiced(0.9F, 0.1F),
                   {PointedWords{{40, 52}, 0.8F}, PointedWords{{60, 66}, 0.9F}}, mentions, kActors);
  EXPECT_EQ(other.side, Side::principal);
  EXPECT_EQ(other.span, (Span{40, 52}));
  EXPECT_EQ(other.actor, "") << "no list has that name";
  EXPECT_EQ(other.how, "reported");
  EXPECT_FLOAT_EQ(other.confidence, 0.9F * 0.8F);
}

TEST(Speaker, BesideAnotherIsNeverOfTheSameSide) {
  Attribution attribution = reported(Side::counterpart, 1);
  attribution.embedded = Inner{Side::principal, "peskov", Span{30, 36}};
  Speaker speaker;
  speaker.side = Side::counterpart;
  const auto inner = other_speaker(attribution, speaker, kActors);
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->actor, "peskov");
  speaker.side = Side::principal;  // the classifier hears the inner one
  const auto outer = other_speaker(attribution, speaker, kActors);
  ASSERT_TRUE(outer);
  EXPECT_EQ(outer->side, Side::counterpart);
  EXPECT_EQ(outer->actor, "biden");
  EXPECT_EQ(outer->span, attribution.span);
  attribution.side = Side::none;
  EXPECT_FALSE(other_speaker(attribution, speaker, kActors));
}

TEST(Speaker, IsNamedFromTheSentencesBefore) {
  std::vector<Attribution> attributions(4);
  attributions[1].named = {{{3, 9}, 0, Side::principal}};
  const Speaker near = name_speaker(attributions, 3, voiced(0.8F, 0.1F), {}, {}, kActors);
  EXPECT_EQ(near.actor, "peskov");
  EXPECT_EQ(near.how, "context");
  EXPECT_FLOAT_EQ(near.confidence, 0.4F);
  attributions.emplace_back();
  const Speaker far = name_speaker(attributions, 4, voiced(0.8F, 0.1F), {}, {}, kActors);
  EXPECT_EQ(far.side, Side::principal);
  EXPECT_EQ(far.actor, "");
  EXPECT_EQ(far.how, "none");
}

TEST(Speaker, ThatNoListHasIsOnTheSideThatTheClassifierHears) {
  Attribution attribution;
  attribution.unlisted = Unlisted{{0, 15}, "reported"};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.1F, 0.8F), {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::counterpart);
  EXPECT_EQ(speaker.actor, "");
  EXPECT_EQ(speaker.span, (Span{0, 15}));
  EXPECT_EQ(speaker.how, "reported");
  EXPECT_FLOAT_EQ(speaker.confidence, 0.8F);
  EXPECT_EQ(name_speaker({attribution}, 0, voiced(0.02F, 0.05F), {}, {}, kActors).side, Side::none);
}

TEST(Speaker, WhoseSideWasAGuessKeepsItsWordsOnTheOtherSide) {
  Attribution attribution = reported(Side::counterpart, 1);
  attribution.unlisted = Unlisted{{10, 16}, "direct"};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.97F, 0.02F), {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "");
  EXPECT_EQ(speaker.span, (Span{10, 16}));
  EXPECT_EQ(speaker.how, "direct");
}

TEST(Speaker, IsTheEmbeddedOneWhereTheClassifierHearsItsSide) {
  Attribution attribution = reported(Side::counterpart, 1);
  attribution.unlisted = Unlisted{{10, 16}, "reported"};
  attribution.embedded = Inner{Side::principal, "peskov", Span{30, 36}};
  const Speaker speaker = name_speaker({attribution}, 0, voiced(0.97F, 0.02F), {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::principal);
  EXPECT_EQ(speaker.actor, "peskov");
  EXPECT_EQ(speaker.span, (Span{30, 36}));
  EXPECT_EQ(speaker.how, "mentioned");
}

TEST(Speaker, BehindAPronounIsWhomItStandsFor) {
  Attribution attribution;
  attribution.stand_ins = {{{0, 2}, 1, Side::counterpart}};
  const Pointed pointed{PointedWords{{0, 2}, 0.9F}, PointedWords{{0, 2}, 0.5F}};
  const Speaker theirs = name_speaker({attribution}, 0, voiced(0.1F, 0.8F), pointed, {}, kActors);
  EXPECT_EQ(theirs.actor, "biden");
  EXPECT_FLOAT_EQ(theirs.confidence, 0.8F * 0.5F);
  const Speaker ours = name_speaker({attribution}, 0, voiced(0.8F, 0.1F), pointed, {}, kActors);
  EXPECT_EQ(ours.span, (Span{0, 2}));
  EXPECT_EQ(ours.actor, "") << "of the other side";
}

TEST(Speaker, IsNobodyWhereNothingIsSaid) {
  const Speaker speaker = name_speaker({Attribution{}}, 0, voiced(0.05F, 0.02F), {}, {}, kActors);
  EXPECT_EQ(speaker.side, Side::none);
  EXPECT_EQ(speaker.how, "none");
  EXPECT_FLOAT_EQ(speaker.confidence, 0);
}

std::string words_from(std::string_view text, Span sentence, std::string_view from,
                       std::string_view to) {
  const std::size_t begin = text.find(from) - sentence.begin;
  const auto found = whole_words(text, sentence, begin, text.find(to) + to.size() - sentence.begin);
  return found ? std::string(text.substr(found->begin, found->end - found->begin)) : "(none)";
}

TEST(WholeWords, CompletesCutWordsInsideTheSentence) {
  const std::string_view text = "No. Песков и Лавров ответили, U.S. officials did. 普京表示不满";
  const Span all{0, text.size()};
  EXPECT_EQ(words_from(text, all, "еск", "ес"), "Песков");
  EXPECT_EQ(words_from(text, all, " Лавр", " Лавр"), "Лавров") << "a piece begins with its space";
  EXPECT_EQ(words_from(text, all, "Пес", "Лав"), "Песков и Лавров");
  EXPECT_EQ(words_from(text, all, "ответ", "или,"), "ответили");
  EXPECT_EQ(words_from(text, all, " U", "S."), "U.S.");
  EXPECT_EQ(words_from(text, all, ",", ","), "(none)");
  EXPECT_EQ(words_from(text, all, "普", "京"), "普京") << "no spaces: nothing to complete";
  const Span second{text.find("ков"), text.find(" officials")};
  EXPECT_EQ(words_from(text, second, "ков", "ков"), "ков");
  const auto cut = whole_words(text, second, 0, 1);  // inside a character
  ASSERT_TRUE(cut);
  EXPECT_EQ(text.substr(cut->begin, cut->end - cut->begin), "ков");
  EXPECT_EQ(whole_words(text, second, 500, 600), std::nullopt);
}

}  // namespace
}  // namespace detente
