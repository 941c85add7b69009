#include "framing/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <vector>

namespace detente {
namespace {

constexpr double kLevel = 0.9;
constexpr double kSmoothing = 0.5;
constexpr double kLeastPrior = 1e-3;
constexpr double kLargestPrior = 1e6;

// Boost answers with NaN or infinity instead of throwing; the caller looks at what it got.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

double probability(double x) { return x > 0 ? std::min(x, 1.0) : 0.0; }  // NaN and -0 become 0

double or_default(double x, double otherwise) { return std::isfinite(x) && x >= 0 ? x : otherwise; }

// Parameters that the formula can be computed with, whatever the caller passed: beyond these bounds
// the incomplete beta function of Boost runs into its assertions.
Formula usable(const Formula& given) {
  const Formula standard;
  Formula f = given;
  f.a = given.a >= kLeastPrior && given.a <= kLargestPrior ? given.a : standard.a;
  f.lambda = given.lambda >= 0 && given.lambda <= 1 ? given.lambda : standard.lambda;
  f.mixed_mass = or_default(given.mixed_mass, standard.mixed_mass);
  f.none_mass = or_default(given.none_mass, standard.none_mass);
  return f;
}

IndexUnit usable(const IndexUnit& given) {
  return {.positive = probability(given.positive),
          .unacceptable = probability(given.unacceptable),
          .overture = probability(given.overture),
          .measure = probability(given.measure),
          .other = probability(given.other),
          .weight = probability(given.weight)};
}

// A sum that does not depend on the order in which its terms came: they are sorted first, so equal
// multisets are added up in the same sequence (smallest first, which also loses least).
class Sum {
 public:
  void reserve(std::size_t n) { terms_.reserve(n); }
  void add(double term) { terms_.push_back(term); }
  [[nodiscard]] double total() {
    std::sort(terms_.begin(), terms_.end());
    double total = 0;
    for (const double term : terms_) total += term;
    return total;
  }

 private:
  std::vector<double> terms_;
};

// Quantile of 2 theta - 1 for theta ~ Beta(alpha, beta), or NaN.
double quantile(double alpha, double beta, double p) {
  return 2 * boost::math::ibeta_inv(alpha, beta, p, Quiet()) - 1;
}

double net(double positive, double unacceptable) {
  return std::log((positive + kSmoothing) / (unacceptable + kSmoothing));
}

Contribution usable_contribution(const IndexUnit& u, const Formula& f) {
  return {
      .positive = u.weight * u.positive * (u.overture + f.lambda * u.other),
      .unacceptable = u.weight * (u.unacceptable * (u.overture + u.measure + f.lambda * u.other) +
                                  u.positive * u.measure)};
}

Verdict verdict_of(const IndexReport& index, const Formula& f) {
  if (*index.low > 0) return Verdict::de_escalatory;
  if (*index.high < 0) return Verdict::escalatory;
  const bool both = std::min(index.positive, index.unacceptable) >= f.mixed_mass;
  return both ? Verdict::mixed : Verdict::indeterminate;
}

}  // namespace

bool is_unit(const Framing& principal, const Formula& formula) {
  return static_cast<double>(principal.positive) + static_cast<double>(principal.unacceptable) >=
         formula.tau;
}

Contribution contribution(const IndexUnit& unit, const Formula& formula) {
  return usable_contribution(usable(unit), usable(formula));
}

IndexReport compute_index(std::span<const IndexUnit> units, const Formula& formula) {
  const Formula f = usable(formula);
  Sum positive, unacceptable, positive_overture, unacceptable_overture, positive_measure,
      unacceptable_measure, mass;
  for (Sum* sum : {&positive, &unacceptable, &positive_overture, &unacceptable_overture,
                   &positive_measure, &unacceptable_measure, &mass}) {
    sum->reserve(units.size());
  }
  for (const IndexUnit& given : units) {
    const IndexUnit u = usable(given);
    const Contribution c = usable_contribution(u, f);
    positive.add(c.positive);
    unacceptable.add(c.unacceptable);
    positive_overture.add(u.weight * u.positive * u.overture);
    unacceptable_overture.add(u.weight * u.unacceptable * u.overture);
    positive_measure.add(u.weight * u.positive * u.measure);
    unacceptable_measure.add(u.weight * u.unacceptable * u.measure);
    mass.add(u.weight * (u.positive + u.unacceptable) * (u.overture + u.measure));
  }

  IndexReport index;
  index.formula = formula.version;
  index.level = kLevel;
  index.units = units.size();
  index.positive = positive.total();
  index.unacceptable = unacceptable.total();
  index.overture = net(positive_overture.total(), unacceptable_overture.total());
  index.measure = net(positive_measure.total(), unacceptable_measure.total());
  index.frame_gap = index.overture - index.measure;
  index.log_odds = net(index.positive, index.unacceptable);

  if (units.empty()) {
    index.reason =
        "no sentence in which the principal frames something as positive or as unacceptable";
    return index;
  }
  if (const double between_states = mass.total(); between_states < f.none_mass) {
    index.reason = fmt::format(
        "hardly anything that the principal frames here is a step between states: "
        "overtures and measures add up to {:.2f} sentences, and {:.2f} are needed",
        between_states, f.none_mass);
    return index;
  }

  // (P - U) / (2 a + P + U) and a high end taken as the low end of the mirrored distribution:
  // exchanging P and U then flips every sign exactly, with no rounding left between the two.
  const double alpha = f.a + index.positive;
  const double beta = f.a + index.unacceptable;
  const double value = (index.positive - index.unacceptable) / (alpha + beta);
  const double low = quantile(alpha, beta, (1 - kLevel) / 2);
  const double high = -quantile(beta, alpha, (1 - kLevel) / 2);
  index.value = value;
  index.low = std::isfinite(low) ? std::min(low, value) : -1.0;
  index.high = std::isfinite(high) ? std::max(high, value) : 1.0;
  index.verdict = verdict_of(index, f);
  return index;
}

}  // namespace detente
