// The laws of formula 1, each on random units, and its verdicts.
#include "framing/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <vector>

namespace detente {
namespace {

constexpr int kRounds = 2000;
using Units = std::vector<IndexUnit>;

// Random units of one article: mostly few, now and then many; probabilities sum to 1 as softmax
// makes them; weights are 1 / n.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  double uniform() { return std::uniform_real_distribution<double>(0, 1)(engine_); }
  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }

  IndexUnit unit() {
    IndexUnit u;
    const double sure = integer(0, 3) == 0 ? 1 : 0.5 + uniform() / 2;  // positive + unacceptable
    u.positive = sure * edge();
    u.unacceptable = sure - u.positive;
    u.overture = edge();
    u.measure = (1 - u.overture) * edge();
    u.other = std::max(0.0, 1 - u.overture - u.measure);
    u.weight = integer(0, 2) > 0 ? 1.0 : 1.0 / integer(2, 7);
    return u;
  }

  Units units() {
    Units units(static_cast<std::size_t>(integer(0, 9) == 0 ? integer(50, 500) : integer(1, 12)));
    for (IndexUnit& u : units) u = unit();
    return units;
  }

  Formula formula() {
    Formula f;
    f.a = 0.25 + 3 * uniform();
    f.lambda = uniform();
    f.mixed_mass = 2 * uniform();
    f.none_mass = uniform();
    return f;
  }

  void shuffle(Units& units) { std::shuffle(units.begin(), units.end(), engine_); }

 private:
  double edge() {  // 0 and 1 come up often
    const int kind = integer(0, 5);
    return kind == 0 ? 0.0 : kind == 1 ? 1.0 : uniform();
  }
  std::mt19937 engine_;
};

// Every article has a value under this formula.
Formula always(Formula f) {
  f.none_mass = 0;
  return f;
}

void expect_same_bits(const IndexReport& a, const IndexReport& b) {
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
  EXPECT_EQ(a.verdict, b.verdict);
  EXPECT_EQ(a.reason, b.reason);
  EXPECT_EQ(a.positive, b.positive);
  EXPECT_EQ(a.unacceptable, b.unacceptable);
  EXPECT_EQ(a.units, b.units);
  EXPECT_EQ(a.overture, b.overture);
  EXPECT_EQ(a.measure, b.measure);
  EXPECT_EQ(a.frame_gap, b.frame_gap);
  EXPECT_EQ(a.log_odds, b.log_odds);
}

TEST(IndexLaw, ValueAndIntervalAreBoundedAndTheIntervalHoldsTheValue) {
  Random random(1);
  for (int round = 0; round < kRounds; ++round) {
    const IndexReport r = compute_index(random.units(), random.formula());
    ASSERT_EQ(r.value.has_value(), r.low.has_value());
    ASSERT_EQ(r.value.has_value(), r.high.has_value());
    ASSERT_EQ(r.value.has_value(), r.verdict != Verdict::none);
    ASSERT_EQ(r.value.has_value(), r.reason.empty());
    ASSERT_GE(r.positive, 0);
    ASSERT_GE(r.unacceptable, 0);
    if (!r.value) continue;
    ASSERT_GT(*r.value, -1);
    ASSERT_LT(*r.value, 1);
    ASSERT_GE(*r.low, -1);
    ASSERT_LE(*r.high, 1);
    ASSERT_LE(*r.low, *r.value);
    ASSERT_LE(*r.value, *r.high);
    ASSERT_LT(*r.low, *r.high);
  }
}

TEST(IndexLaw, WelcomingAnOvertureNeverLowersTheIndex) {
  Random random(2);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = always(random.formula());
    Units units = random.units();
    const IndexReport before = compute_index(units, f);
    IndexUnit more = random.unit();
    more.positive = 1, more.unacceptable = 0;
    more.overture = 1, more.measure = more.other = 0;
    units.push_back(more);
    const IndexReport after = compute_index(units, f);
    ASSERT_GE(*after.value, *before.value);
    ASSERT_GE(*after.low, *before.low);
    ASSERT_GE(*after.high, *before.high);
    ASSERT_GE(after.overture, before.overture);
  }
}

TEST(IndexLaw, RejectingAnythingNeverRaisesTheIndex) {
  Random random(3);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = always(random.formula());
    Units units = random.units();
    const IndexReport before = compute_index(units, f);
    IndexUnit more = random.unit();  // whatever its object
    more.positive = 0, more.unacceptable = 1;
    units.push_back(more);
    const IndexReport after = compute_index(units, f);
    ASSERT_LE(*after.value, *before.value);
    ASSERT_LE(*after.low, *before.low + 1e-12);  // the inverse is good to about 1e-15
    ASSERT_LE(*after.high, *before.high + 1e-12);
  }
}

TEST(IndexLaw, EndorsingAMeasureNeverRaisesTheIndex) {
  Random random(4);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = always(random.formula());
    Units units = random.units();
    const IndexReport before = compute_index(units, f);
    IndexUnit more = random.unit();
    more.positive = 1, more.unacceptable = 0;
    more.measure = 1, more.overture = more.other = 0;
    units.push_back(more);
    const IndexReport after = compute_index(units, f);
    ASSERT_LT(*after.value, *before.value);
    ASSERT_LT(*after.low, *before.low);
    ASSERT_LT(*after.high, *before.high);
  }
}

TEST(IndexLaw, TheOrderOfUnitsDoesNotMatterToTheLastBit) {
  Random random(5);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = random.formula();
    Units units = random.units();
    const IndexReport before = compute_index(units, f);
    random.shuffle(units);
    expect_same_bits(before, compute_index(units, f));
    std::reverse(units.begin(), units.end());
    expect_same_bits(before, compute_index(units, f));
  }
}

TEST(IndexLaw, CopiesOfOneSentenceAddNoCertainty) {
  Random random(6);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = random.formula();
    Units once = random.units();
    once.front().weight = 1;
    Units copied = once;
    const int n = random.integer(2, 40);
    copied.front().weight = 1.0 / n;
    copied.insert(copied.end(), static_cast<std::size_t>(n - 1), copied.front());
    const IndexReport a = compute_index(once, f);
    const IndexReport b = compute_index(copied, f);
    ASSERT_EQ(a.verdict, b.verdict);
    ASSERT_EQ(a.value.has_value(), b.value.has_value());
    ASSERT_NEAR(a.positive, b.positive, 1e-11);
    ASSERT_NEAR(a.unacceptable, b.unacceptable, 1e-11);
    ASSERT_NEAR(a.frame_gap, b.frame_gap, 1e-11);
    if (!a.value) continue;
    ASSERT_NEAR(*a.value, *b.value, 1e-12);
    ASSERT_NEAR(*a.low, *b.low, 1e-12);
    ASSERT_NEAR(*a.high, *b.high, 1e-12);
  }
}

TEST(IndexLaw, ExchangingWelcomeAndRejectionOfOverturesFlipsTheSignToTheLastBit) {
  Random random(7);
  for (int round = 0; round < kRounds; ++round) {
    const Formula f = random.formula();
    Units units = random.units();
    for (IndexUnit& u : units) u.overture = 1, u.measure = u.other = 0;
    Units mirrored = units;
    for (IndexUnit& u : mirrored) std::swap(u.positive, u.unacceptable);
    const IndexReport a = compute_index(units, f);
    const IndexReport b = compute_index(mirrored, f);
    ASSERT_EQ(a.positive, b.unacceptable);
    ASSERT_EQ(a.unacceptable, b.positive);
    ASSERT_EQ(a.value.has_value(), b.value.has_value());
    ASSERT_NEAR(a.log_odds, -b.log_odds, 1e-12);
    ASSERT_NEAR(a.overture, -b.overture, 1e-12);
    if (!a.value) continue;
    ASSERT_EQ(*a.value, -*b.value);
    ASSERT_EQ(*a.low, -*b.high);
    ASSERT_EQ(*a.high, -*b.low);
    ASSERT_EQ(a.verdict == Verdict::de_escalatory, b.verdict == Verdict::escalatory);
    ASSERT_EQ(a.verdict == Verdict::mixed, b.verdict == Verdict::mixed);
  }
}

TEST(IndexLaw, MoreOfTheSameEvidenceNarrowsTheInterval) {
  Random random(8);
  for (int round = 0; round < 200; ++round) {
    const Formula f = always({});
    Units units = random.units();
    const IndexReport a = compute_index(units, f);
    if (a.positive + a.unacceptable < 0.1) continue;
    const Units same = units;
    for (int i = 0; i < 3; ++i) units.insert(units.end(), same.begin(), same.end());
    const IndexReport b = compute_index(units, f);
    ASSERT_LT(*b.high - *b.low, *a.high - *a.low);
  }
}

// Welcome of an overture, rejection of a measure and so on, with certainty.
IndexUnit welcome_overture() { return {.positive = 1, .overture = 1}; }
IndexUnit reject_overture() { return {.unacceptable = 1, .overture = 1}; }
IndexUnit reject_measure() { return {.unacceptable = 1, .measure = 1}; }
IndexUnit endorse_measure() { return {.positive = 1, .measure = 1}; }
IndexUnit welcome_other() { return {.positive = 1, .other = 1}; }

TEST(Index, FollowsTheFormulaInAWorkedExample) {
  Units units{welcome_overture(), welcome_overture(), reject_measure(), endorse_measure(),
              welcome_other()};
  units[0].weight = 0.5;
  const IndexReport r = compute_index(units, {});
  EXPECT_DOUBLE_EQ(r.positive, 0.5 + 1 + 0.25);
  EXPECT_DOUBLE_EQ(r.unacceptable, 2);
  EXPECT_DOUBLE_EQ(*r.value, 2 * (1 + 1.75) / (2 + 3.75) - 1);
  EXPECT_DOUBLE_EQ(r.overture, std::log(2.0 / 0.5));
  EXPECT_DOUBLE_EQ(r.measure, std::log(1.5 / 1.5));
  EXPECT_DOUBLE_EQ(r.frame_gap, r.overture - r.measure);
  EXPECT_DOUBLE_EQ(r.log_odds, std::log(2.25 / 2.5));
  EXPECT_EQ(r.units, 5u);
  EXPECT_EQ(r.formula, 1);
  EXPECT_EQ(r.level, 0.9);
  EXPECT_EQ(r.verdict, Verdict::mixed);
}

TEST(Index, IntervalIsTheCentralNinetyPercentOfBeta) {
  // Beta(1, 1 + n): F(x) = 1 - (1 - x)^(1 + n), so quantiles have a closed form.
  for (int n = 1; n < 40; ++n) {
    const IndexReport r =
        compute_index(Units(static_cast<std::size_t>(n), reject_measure()), Formula{});
    EXPECT_NEAR(*r.low, 2 * (1 - std::pow(0.95, 1.0 / (1 + n))) - 1, 1e-12);
    EXPECT_NEAR(*r.high, 2 * (1 - std::pow(0.05, 1.0 / (1 + n))) - 1, 1e-12);
  }
  // Beta(3, 2), from tables: 0.24860 and 0.90239.
  const Units units{welcome_overture(), welcome_overture(), reject_overture()};
  const IndexReport r = compute_index(units, {});
  EXPECT_NEAR(*r.low, 2 * 0.24860 - 1, 2e-5);
  EXPECT_NEAR(*r.high, 2 * 0.90239 - 1, 2e-5);
}

TEST(Index, VerdictFollowsTheInterval) {
  EXPECT_EQ(compute_index(Units(5, welcome_overture()), {}).verdict, Verdict::de_escalatory);
  EXPECT_EQ(compute_index(Units(5, reject_measure()), {}).verdict, Verdict::escalatory);
  EXPECT_EQ(compute_index(Units(5, endorse_measure()), {}).verdict, Verdict::escalatory);
  EXPECT_EQ(compute_index(Units(1, welcome_overture()), {}).verdict, Verdict::indeterminate);
  EXPECT_EQ(compute_index(Units{welcome_overture(), reject_overture()}, {}).verdict,
            Verdict::mixed);
}

TEST(Index, IsSilentWithoutUnits) {
  const IndexReport r = compute_index({}, {});
  EXPECT_EQ(r.verdict, Verdict::none);
  EXPECT_EQ(r.value, std::nullopt);
  EXPECT_EQ(r.low, std::nullopt);
  EXPECT_EQ(r.high, std::nullopt);
  EXPECT_EQ(r.units, 0u);
  EXPECT_NE(r.reason.find("no sentence"), std::string::npos);
  EXPECT_EQ(compute_index({}, always({})).verdict, Verdict::none);
}

TEST(Index, IsSilentWhenNothingIsBetweenStates) {
  const IndexReport r = compute_index(Units(30, welcome_other()), {});
  EXPECT_EQ(r.verdict, Verdict::none);
  EXPECT_EQ(r.value, std::nullopt);
  EXPECT_DOUBLE_EQ(r.positive, 7.5);  // what there was stays in the report
  EXPECT_NE(r.reason.find("0.00"), std::string::npos);
  EXPECT_NE(r.reason.find("0.50"), std::string::npos);
}

TEST(Index, ReachesItsThresholdsInclusively) {
  Units units{welcome_overture()};
  units[0].weight = 0.5;
  EXPECT_NE(compute_index(units, {}).verdict, Verdict::none);
  units[0].weight = 0.4999;
  EXPECT_EQ(compute_index(units, {}).verdict, Verdict::none);

  EXPECT_TRUE(is_unit({.positive = 0.25f, .unacceptable = 0.25f, .none = 0.5f}, {}));
  EXPECT_FALSE(is_unit({.positive = 0.25f, .unacceptable = 0.2499f, .none = 0.5001f}, {}));
  EXPECT_FALSE(is_unit({.positive = std::numeric_limits<float>::quiet_NaN()}, {}));
}

TEST(Index, SurvivesNumbersThatAreNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinite, -infinite, -3.0, 1e308, -0.0}) {
    Units units(4, welcome_overture());
    units[0] = {bad, bad, bad, bad, bad, bad};
    units[1].weight = bad;
    Formula f;
    for (double* field : {&f.a, &f.tau, &f.lambda, &f.mixed_mass, &f.none_mass}) {
      Formula broken;
      *field = bad;
      std::swap(broken, f);
      for (const Formula& formula : {broken, Formula{}}) {
        const IndexReport r = compute_index(units, formula);
        EXPECT_TRUE(std::isfinite(r.positive));
        EXPECT_TRUE(std::isfinite(r.frame_gap));
        if (r.value) {
          EXPECT_LE(*r.low, *r.value);
          EXPECT_LE(*r.value, *r.high);
        }
      }
    }
  }
}

TEST(Index, StaysAccurateForVeryLongArticles) {
  const IndexReport r = compute_index(Units(1'000'000, welcome_overture()), {});
  EXPECT_LT(*r.value, 1);
  EXPECT_NEAR(1 - *r.value, 2.0 / 1'000'002, 1e-12);
  EXPECT_NEAR(1 - *r.low, 2 * (1 - std::pow(0.05, 1.0 / 1'000'001)), 1e-11);
}

TEST(Index, FindsAnIntervalForEveryPriorAndEveryAmountOfEvidence) {
  for (double a = 1e-3; a <= 1e6; a *= 10) {
    for (const int welcomes : {0, 1, 30, 1000, 10'000}) {
      for (const int rejects : {0, 1, 31, 1000, 10'000}) {
        Units units(static_cast<std::size_t>(welcomes), welcome_overture());
        units.insert(units.end(), static_cast<std::size_t>(rejects), reject_measure());
        if (units.empty()) continue;
        Formula f;
        f.a = a;
        const IndexReport r = compute_index(units, f);
        EXPECT_LE(*r.low, *r.value);
        EXPECT_LE(*r.value, *r.high);
        EXPECT_GE(*r.low, -1);
        EXPECT_LE(*r.high, 1);
      }
    }
  }
}

TEST(Index, ContributionIsWhatTheSumsAreMadeOf) {
  Random random(9);
  for (int round = 0; round < 200; ++round) {
    const Formula f = random.formula();
    const Units units = random.units();
    double positive = 0, unacceptable = 0;
    for (const IndexUnit& u : units) {
      positive += contribution(u, f).positive;
      unacceptable += contribution(u, f).unacceptable;
    }
    const IndexReport r = compute_index(units, f);
    ASSERT_NEAR(r.positive, positive, 1e-10);
    ASSERT_NEAR(r.unacceptable, unacceptable, 1e-10);
  }
}

}  // namespace
}  // namespace detente
