// Probabilities -> index: formula 1, in one place.
//
// The formula is described in README.md, "The index". Everything here is a pure function; any
// number of threads may call it at the same time. Nothing throws.
#pragma once

#include <span>

#include "detente/report.h"
#include "tone/formula.h"

namespace detente {

// One sentence of the body as the formula sees it. `positive` and `unacceptable` are the
// principal's framing, `overture`, `measure` and `other` its object (probabilities); `weight` is c,
// 1 / number of near-identical sentences of the article.
struct IndexUnit {
  double positive = 0;
  double unacceptable = 0;
  double overture = 0;
  double measure = 0;
  double other = 0;
  double weight = 1;
};

// What one unit adds to P and to U.
struct Contribution {
  double positive = 0;
  double unacceptable = 0;
};

// Whether a sentence with this principal framing is a unit: positive + unacceptable >= tau.
[[nodiscard]] bool is_unit(const Framing& principal, const Formula& formula);

// The two terms of formula 1 for one unit:
//   positive     = c pos (ov + lambda ot)
//   unacceptable = c (una (ov + me + lambda ot) + pos me)
// Numbers that are no probabilities are made so first: NaN counts as 0, the rest is clamped to
// 0..1.
[[nodiscard]] Contribution contribution(const IndexUnit& unit, const Formula& formula);

// The index of an article, with P and U the sums of the two terms above:
//   theta ~ Beta(a + P, a + U)
//   value = 2 E[theta] - 1 = (P - U) / (2 a + P + U)
//   [low, high] = central 90 % interval of 2 theta - 1, by the inverse of the regularised
//       incomplete beta function; widened to hold the value, which a far below 1 can leave outside
//   overture = log((sum c pos ov + 1/2) / (sum c una ov + 1/2))
//   measure = log((sum c pos me + 1/2) / (sum c una me + 1/2))
//   frame_gap = overture - measure
//   log_odds = log((P + 1/2) / (U + 1/2))
//
// In `measure`, "positive about a measure" is framing, taken at its word; that it counts against
// de-escalation is a matter of U alone.
//
// Without units, or when sum c (pos + una) (ov + me) is below `none_mass`, the verdict is `none`:
// value, low and high are absent and `reason` says why in words for a person. The order of the
// units does not matter, to the last bit.
[[nodiscard]] IndexReport compute_index(std::span<const IndexUnit> units, const Formula& formula);

}  // namespace detente
