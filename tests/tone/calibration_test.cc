#include "tone/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

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
