#include "tone/batch_plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace detente {
namespace {

// Answers a sentence with its first id as a logit of tone +2. Refuses a batch that holds id 666,
// and answers id 667 with NaN.
class EchoClassifier final : public Classifier {
 public:
  [[nodiscard]] Result<Answers> classify(const Batch& batch) const override {
    largest = std::max(largest, batch.ids.size());
    Answers answers;
    for (std::size_t i = 0; i < batch.sentences.size(); i += 3) {
      const std::int32_t id = batch.ids[static_cast<std::size_t>(batch.sentences[i])];
      if (id == 666)
        return Error{
            .code = ErrorCode::model, .message = "refused", .path = {}, .line = {}, .byte = {}};
      Logits logits{};
      logits[4] = id == 667 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(id) / 10;
      answers.sentences.push_back(logits);
    }
    return answers;
  }
  [[nodiscard]] std::string isa() const override { return "echo"; }
  mutable std::size_t largest = 0;
};

SentenceTokens words(std::initializer_list<std::int32_t> ids) {
  SentenceTokens sentence;
  for (std::int32_t id : ids) sentence.tokens.push_back({id, 0});
  return sentence;
}

Reading reading(const std::vector<SentenceTokens>& sentences, const WindowLimits& limits = {}) {
  return {pack_windows({}, sentences, limits), sentences.size()};
}

float chance(float logit) { return std::exp(logit) / (std::exp(logit) + 4); }

TEST(BatchPlan, GivesEveryArticleItsOwnAnswersInOrder) {
  const EchoClassifier classifier;
  const std::vector<Reading> articles{reading({words({1, 5}), words({2})}), reading({}),
                                      reading({words({3}), {}, words({4})})};
  for (const std::size_t batch_tokens : {1U, 8U, 1000U}) {
    const auto tones = read_tones(articles, classifier, {}, batch_tokens);
    ASSERT_EQ(tones.size(), 3U);
    ASSERT_EQ(tones[0].value().size(), 2U);
    EXPECT_NEAR(tones[0].value()[1].tone[4], chance(0.2F), 1e-6);
    EXPECT_TRUE(tones[1].value().empty());
    ASSERT_EQ(tones[2].value().size(), 3U);
    EXPECT_NEAR(tones[2].value()[2].tone[4], chance(0.4F), 1e-6);
  }
}

TEST(BatchPlan, LetsASentenceWithoutTokensSayNothing) {
  const EchoClassifier classifier;
  const auto tones = read_tones({reading({{}})}, classifier, {}, 100);
  EXPECT_EQ(tones[0].value()[0].tone[2], 1);
  EXPECT_EQ(tones[0].value()[0].principal.none, 1);
}

TEST(BatchPlan, KeepsBatchesWithinTheTokenBudget) {
  const EchoClassifier classifier;
  std::vector<Reading> articles(40,
                                reading({words({1, 2, 3, 4, 5, 6, 7, 8})}));  // ten tokens a window
  (void)read_tones(articles, classifier, {}, 35);
  EXPECT_EQ(classifier.largest, 30U);
}

TEST(BatchPlan, MergesThePartsOfALongSentenceByTheirTokens) {
  const EchoClassifier classifier;
  const WindowLimits limits{.tokens = 11, .context_tokens = 2, .context_sentences = 0};
  // six tokens a part at most: parts of 4 and 5 tokens
  const auto tones =
      read_tones({reading({words({10, 0, 0, 0, 20, 0, 0, 0, 0})}, limits)}, classifier, {}, 100);
  EXPECT_NEAR(tones[0].value()[0].tone[4], (4 * chance(1) + 5 * chance(2)) / 9, 1e-6);
}

TEST(BatchPlan, LetsABadArticleFailAlone) {
  const EchoClassifier classifier;
  const auto tones = read_tones({reading({words({1})}), reading({words({666})}),
                                 reading({words({667})}), reading({words({2})})},
                                classifier, {}, 1000);
  EXPECT_TRUE(tones[0]);
  ASSERT_FALSE(tones[1]);
  EXPECT_EQ(tones[1].error().message, "refused");
  ASSERT_FALSE(tones[2]);
  EXPECT_EQ(tones[2].error().code, ErrorCode::model);
  ASSERT_TRUE(tones[3]);
  EXPECT_NEAR(tones[3].value()[0].tone[4], chance(0.2F), 1e-6);
}

// Points at every token by its id: the principal's pointer at large ones, the counterpart's at
// small ones, and at closing tokens by 5.
class PointingClassifier final : public Classifier {
 public:
  [[nodiscard]] Result<Answers> classify(const Batch& batch) const override {
    Answers answers;
    answers.sentences.resize(batch.sentences.size() / 3);
    for (const std::int32_t id : batch.ids) {
      const auto loudness = id == 2 ? 5.0F : static_cast<float>(id);
      answers.tokens.push_back({loudness, id == 2 ? 5.0F : 10 - loudness});
    }
    return answers;
  }
  [[nodiscard]] std::string isa() const override { return "pointing"; }
};

SentenceTokens spread(std::initializer_list<std::int32_t> ids) {
  SentenceTokens sentence;
  for (std::int32_t id : ids)
    sentence.tokens.push_back({id, 0, static_cast<std::int32_t>(4 * sentence.tokens.size())});
  return sentence;
}

TEST(BatchPlan, NamesTheWordsThatThePointersFindInEachSentence) {
  const PointingClassifier classifier;
  for (const std::size_t batch_tokens : {1U, 1000U}) {
    const auto tones =
        read_tones({reading({spread({1, 9, 9, 6}), spread({8, 6, 8})}), reading({spread({4, 7})})},
                   classifier, {}, batch_tokens);
    const Tones& first = tones[0].value();
    ASSERT_TRUE(first[0].speakers[0] && first[0].speakers[1] && first[1].speakers[0]);
    EXPECT_EQ(first[0].speakers[0]->begin, 4U);
    EXPECT_EQ(first[0].speakers[0]->end, 12U) << "both tokens of the name";
    EXPECT_GT(first[0].speakers[0]->probability, 0.9F);
    EXPECT_EQ(first[0].speakers[1]->begin, 0U);
    EXPECT_EQ(first[0].speakers[1]->end, 4U);
    EXPECT_EQ(first[1].speakers[0]->end, 4U) << "the first of two that are alike";
    EXPECT_FALSE(first[1].speakers[1]) << "the closing token says that no word names it";
    ASSERT_TRUE(tones[1].value()[0].speakers[0]);
    EXPECT_EQ(tones[1].value()[0].speakers[0]->begin, 4U);
  }
}

TEST(BatchPlan, TakesTheSpeakerFromTheSurestPartOfALongSentence) {
  const PointingClassifier classifier;
  const WindowLimits limits{.tokens = 11, .context_tokens = 2, .context_sentences = 0};
  const auto tones =
      read_tones({reading({spread({7, 1, 1, 1, 1, 1, 9, 1, 1})}, limits)}, classifier, {}, 100);
  ASSERT_TRUE(tones[0].value()[0].speakers[0]);
  EXPECT_EQ(tones[0].value()[0].speakers[0]->begin, 24U);
}

TEST(BatchPlan, NamesNobodyWhereTheWeightsHaveNoPointers) {
  const EchoClassifier classifier;
  const auto tones = read_tones({reading({words({1, 2})})}, classifier, {}, 100);
  EXPECT_FALSE(tones[0].value()[0].speakers[0]);
}

}  // namespace
}  // namespace detente
