#include "tone/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace detente {
namespace {

void expect_distribution(const Framing& framing) {
  EXPECT_NEAR(framing.positive + framing.unacceptable + framing.none, 1, 1e-5);
  EXPECT_NEAR(framing.overture + framing.measure + framing.other, 1, 1e-5);
}

TEST(Calibration, MakesProbabilitiesOfAnyFiniteLogits) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> wide(-1e30F, 1e30F);
  for (int round = 0; round < 500; ++round) {
    Logits logits;
    for (float& logit : logits) logit = wide(random);
    const auto tone = calibrate(logits, {});
    ASSERT_TRUE(tone);
    EXPECT_NEAR(std::accumulate(tone.value().tone.begin(), tone.value().tone.end(), 0.0F), 1, 1e-5);
    expect_distribution(tone.value().principal);
    expect_distribution(tone.value().counterpart);
  }
}

TEST(Pointed, BelievesANameOfManyTokensBesideAClosingTokenThatIsLikelierThanEach) {
  const float most = std::log(2.0F);  // 4 names of 1/6 each, and 2/6
  const std::vector<Pointers> tokens{{0, 0}, {0, 0}, {0, 0}, {0, 0}, {most, 2}};
  const std::vector<std::int32_t> bytes{0, 5, 6, 9, -1};
  const auto words = pointed(tokens, bytes, 0);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->begin, 0U);
  EXPECT_EQ(words->end, 10U) << "inside the last token";
  EXPECT_NEAR(words->probability, 4.0 / 6, 1e-5);
  EXPECT_FALSE(pointed(tokens, bytes, 1)) << "more than half says that no word names it";
}

TEST(Pointed, NamesNothingWithoutWordsOrFiniteNumbers) {
  const std::vector<Pointers> closing{{0, 0}};
  EXPECT_FALSE(pointed(closing, std::vector<std::int32_t>{-1}, 0));
  const std::vector<Pointers> broken{{std::numeric_limits<float>::quiet_NaN(), 9}, {0, 0}};
  EXPECT_FALSE(pointed(broken, std::vector<std::int32_t>{0, -1}, 0));
  EXPECT_TRUE(pointed(broken, std::vector<std::int32_t>{0, -1}, 1));
}

TEST(Calibration, DividesByTheTemperatureOfEachHead) {
  Logits logits{};
  logits[5] = 2;   // principal positive
  logits[11] = 2;  // counterpart positive
  const auto tone = calibrate(logits, {.principal_framing = 2});
  ASSERT_TRUE(tone);
  EXPECT_NEAR(tone.value().principal.positive, std::exp(1) / (std::exp(1) + 2), 1e-6);
  EXPECT_NEAR(tone.value().counterpart.positive, std::exp(2) / (std::exp(2) + 2), 1e-6);
}

TEST(Calibration, NeverScoresANonFiniteLogit) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Logits logits{};
    logits[16] = bad;
    const auto tone = calibrate(logits, {});
    ASSERT_FALSE(tone);
    EXPECT_EQ(tone.error().code, ErrorCode::model);
  }
}

}  // namespace
}  // namespace detente
