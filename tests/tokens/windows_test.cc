#include "tokens/windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace detente {
namespace {

Tokens tokens(std::size_t count, std::int32_t first, std::int32_t role = 0) {
  Tokens made;
  for (std::size_t i = 0; i < count; ++i)
    made.push_back({first + static_cast<std::int32_t>(i), role, static_cast<std::int32_t>(3 * i)});
  return made;
}

std::vector<SentenceTokens> sentences_of(std::vector<Tokens> all, std::int32_t speaker = 0) {
  std::vector<SentenceTokens> made;
  for (Tokens& sentence : all) made.push_back({std::move(sentence), speaker});
  return made;
}

constexpr WindowLimits kSmall{
    .tokens = 20, .context_tokens = 6, .context_sentences = 2, .bos = 0, .eos = 2};

TEST(Windows, ReadASingleSentenceWithoutContext) {
  const auto windows = pack_windows({}, sentences_of({tokens(3, 10, 1)}), kSmall);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].ids, (std::vector<std::int32_t>{0, 10, 11, 12, 2}));
  EXPECT_EQ(windows[0].roles, (std::vector<std::int32_t>{3, 1, 1, 1, 0}));
  EXPECT_EQ(windows[0].positions, (std::vector<std::int32_t>{0, 1, 2, 3, 4}));
  ASSERT_EQ(windows[0].sentences.size(), 1U);
  EXPECT_EQ(windows[0].sentences[0].begin, 1);
  EXPECT_EQ(windows[0].sentences[0].end, 4);
  EXPECT_EQ(windows[0].sentences[0].close, 4);
}

TEST(Windows, TheClosingTokenCarriesTheSpeakersRole) {
  const auto windows = pack_windows({}, sentences_of({tokens(2, 10)}, 2), kSmall);
  EXPECT_EQ(windows[0].roles, (std::vector<std::int32_t>{3, 0, 0, 2}));
  EXPECT_EQ(windows[0].bytes, (std::vector<std::int32_t>{-1, 0, 3, -1}));
}

TEST(Windows, ReadTheTitleAsContextWithRolesOfItsOwn) {
  const auto windows = pack_windows(tokens(2, 50, 2), sentences_of({tokens(1, 10)}), kSmall);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].ids, (std::vector<std::int32_t>{0, 50, 51, 2, 10, 2}));
  EXPECT_EQ(windows[0].roles, (std::vector<std::int32_t>{3, 5, 5, 3, 0, 0}));
}

TEST(Windows, CutTheContextOnTheLeft) {
  const auto windows = pack_windows(tokens(9, 50), sentences_of({tokens(1, 10)}), kSmall);
  EXPECT_EQ(windows[0].ids, (std::vector<std::int32_t>{0, 53, 54, 55, 56, 57, 58, 2, 10, 2}));
}

TEST(Windows, BeginWithTheTwoSentencesBefore) {
  const auto windows = pack_windows(
      {}, sentences_of({tokens(10, 100), tokens(2, 200), tokens(3, 300), tokens(9, 400)}), kSmall);
  ASSERT_EQ(windows.size(), 2U);
  // 1 + 11 + 3 + 4 = 19; the last sentence does not fit
  EXPECT_EQ(windows[0].ids.size(), 19U);
  const std::vector<std::int32_t> second(windows[1].ids.begin(), windows[1].ids.begin() + 8);
  EXPECT_EQ(second, (std::vector<std::int32_t>{0, 200, 201, 300, 301, 302, 2, 400}));
}

TEST(Windows, LeaveOutSentencesWithoutTokens) {
  const auto windows = pack_windows({}, sentences_of({{}, tokens(1, 10), {}}), kSmall);
  ASSERT_EQ(windows.size(), 1U);
  ASSERT_EQ(windows[0].sentences.size(), 1U);
  EXPECT_EQ(windows[0].sentences[0].sentence, 1U);
  EXPECT_TRUE(pack_windows(tokens(3, 1), sentences_of({{}, {}}), kSmall).empty());
}

// Every other sentence may end a window: one that is put in moves the windows near it, and those
// far behind stay as they were.
TEST(Windows, FallIntoStepAgainBehindASentencePutIn) {
  std::vector<Tokens> before;
  for (std::int32_t i = 0; i < 400; ++i) before.push_back(tokens(4, 20 * i));
  std::vector<Tokens> after = before;
  after.insert(after.begin() + 20, tokens(4, 9000));
  const auto shared = [&](std::size_t least) {
    WindowLimits limits = kSmall;
    limits.tokens = 40;
    limits.least_tokens = least;
    const auto a = pack_windows({}, sentences_of(before), limits);
    const auto b = pack_windows({}, sentences_of(after), limits);
    std::set<std::vector<std::int32_t>> known;
    for (const Window& window : a) known.insert(window.ids);
    return static_cast<double>(std::ranges::count_if(
               b, [&](const Window& window) { return known.contains(window.ids); })) /
           static_cast<double>(b.size());
  };
  EXPECT_GT(shared(16), 0.9);
  EXPECT_LT(shared(0), 0.2);
}

TEST(Windows, EndBeforeTheyAreFullOnlyFromTheLeastLengthOn) {
  std::vector<Tokens> all;
  for (std::int32_t i = 0; i < 60; ++i) all.push_back(tokens(3, 10 * i));
  WindowLimits limits = kSmall;
  limits.tokens = 60;
  limits.least_tokens = 30;
  const auto windows = pack_windows({}, sentences_of(all), limits);
  bool short_one = false;
  for (std::size_t i = 0; i + 1 < windows.size(); ++i) {
    EXPECT_GE(windows[i].ids.size(), 30U);
    short_one = short_one || windows[i].ids.size() + 4 <= limits.tokens;
  }
  EXPECT_TRUE(short_one);
}

TEST(Windows, HoldEveryTokenOnceWithinTheLimits) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    const WindowLimits limits{.tokens = 12 + random() % 60,
                              .least_tokens = random() % 2 == 0 ? 0U : 12U,
                              .context_tokens = random() % 4,
                              .context_sentences = random() % 4,
                              .bos = 0,
                              .eos = 2};
    std::vector<Tokens> sentences(random() % 12);
    std::int32_t next = 10;
    for (Tokens& sentence : sentences) {
      sentence = tokens(random() % (random() % 8 == 0 ? 200 : 20), next,
                        static_cast<std::int32_t>(random() % 3));
      next += static_cast<std::int32_t>(sentence.size());
    }
    const auto windows = pack_windows(tokens(random() % 10, 5000), sentences_of(sentences), limits);
    std::map<std::size_t, Tokens> read;
    for (const Window& window : windows) {
      ASSERT_LE(window.ids.size(), limits.tokens);
      ASSERT_EQ(window.ids.size(), window.roles.size());
      ASSERT_EQ(window.ids.size(), window.positions.size());
      ASSERT_FALSE(window.sentences.empty());
      std::int32_t at = window.sentences.front().begin;
      for (std::int32_t i = 0; i < at; ++i) ASSERT_GE(window.roles[static_cast<std::size_t>(i)], 3);
      for (const WindowSentence& part : window.sentences) {
        ASSERT_EQ(part.begin, at);
        ASSERT_LT(part.begin, part.end);
        ASSERT_EQ(part.end, part.close);
        ASSERT_EQ(window.ids[static_cast<std::size_t>(part.close)], limits.eos);
        for (std::int32_t i = part.begin; i < part.end; ++i) {
          read[part.sentence].push_back(
              {window.ids[static_cast<std::size_t>(i)], window.roles[static_cast<std::size_t>(i)]});
        }
        at = part.close + 1;
      }
      ASSERT_EQ(static_cast<std::size_t>(at), window.ids.size());
    }
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      ASSERT_EQ(read[i].size(), sentences[i].size());
      for (std::size_t t = 0; t < sentences[i].size(); ++t) {
        ASSERT_EQ(read[i][t].id, sentences[i][t].id);
        ASSERT_EQ(read[i][t].role, sentences[i][t].role);
      }
    }
  }
}

}  // namespace
}  // namespace detente
