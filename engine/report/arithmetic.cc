#include "report/arithmetic.h"

#include <fmt/format.h>

#include <cmath>

#include "report/names.h"
#include "report/words.h"

namespace detente {
namespace {

std::string number(double x) { return fmt::format("{:.4f}", x); }

std::string with_sign(double x) {
  const double rounded = std::round(1e4 * x) / 1e4;
  return fmt::format("{:+.4f}", rounded == 0 ? 0.0 : rounded);
}

// "overtures: log((2.1 + 1/2) / (0.4 + 1/2)) = +1.0609"
std::string net_in_numbers(std::string_view name, double positive, double unacceptable,
                           double net) {
  return fmt::format("{}: log(({} + 1/2) / ({} + 1/2)) = {}", name, number(positive),
                     number(unacceptable), with_sign(net));
}

std::string verdict_step(const IndexReport& index, const Formula& formula) {
  const char* name = verdict_name(index.verdict);
  switch (index.verdict) {
    case Verdict::de_escalatory: return fmt::format("verdict: the interval is above 0: {}", name);
    case Verdict::escalatory: return fmt::format("verdict: the interval is below 0: {}", name);
    case Verdict::mixed:
      return fmt::format("verdict: the interval spans 0, and P and U both reach {}: {}",
                         formula.mixed_mass, name);
    case Verdict::indeterminate:
      return fmt::format("verdict: the interval spans 0, and P and U do not both reach {}: {}",
                         formula.mixed_mass, name);
    case Verdict::none: break;
  }
  return fmt::format("verdict: {}", name);
}

std::vector<std::string> formula_in_words(const Formula& formula) {
  return {
      "P = sum of c pos (ov + lambda ot)", "U = sum of c (una (ov + me + lambda ot) + pos me)",
      fmt::format("lambda = {}. A sentence counts when pos + una reaches tau = {} and it does not "
                  "repeat the title.",
                  formula.lambda, formula.tau),
      "pos, una: probabilities that the principal calls something positive or unacceptable; ov, "
      "me, ot: that this is an overture, a measure, something else; c: 1 / number of "
      "near-identical sentences. Rounded to four decimals."};
}

}  // namespace

Arithmetic arithmetic_of(const Report& report, const std::vector<Evidence>& evidence,
                         const Recount& recount) {
  const Formula formula = formula_of(report.index);
  const IndexReport& index = recount.all;
  Arithmetic arithmetic;
  arithmetic.formula = formula_in_words(formula);
  double positive_overture = 0, unacceptable_overture = 0, positive_measure = 0,
         unacceptable_measure = 0;
  for (const Evidence& e : evidence) {
    const IndexUnit& u = e.unit;
    arithmetic.rows.push_back({std::to_string(e.number + 1), number(u.weight), number(u.positive),
                               number(u.unacceptable), number(u.overture), number(u.measure),
                               number(u.other), number(e.adds.positive),
                               number(e.adds.unacceptable)});
    positive_overture += u.weight * u.positive * u.overture;
    unacceptable_overture += u.weight * u.unacceptable * u.overture;
    positive_measure += u.weight * u.positive * u.measure;
    unacceptable_measure += u.weight * u.unacceptable * u.measure;
  }
  arithmetic.sums = {
      "sum", "", "", "", "", "", "", number(index.positive), number(index.unacceptable)};

  std::vector<std::string>& steps = arithmetic.steps;
  if (evidence.empty()) {
    steps.emplace_back("no sentence counts: there is no value");
    return arithmetic;
  }
  steps.push_back(
      fmt::format("between states: sum of c (pos + una) (ov + me) = {}; a value needs {}{}",
                  number(recount.mass), formula.none_mass, index.value ? "" : ": there is none"));
  if (index.value && index.low && index.high) {
    const double alpha = formula.a + index.positive, beta = formula.a + index.unacceptable;
    steps.push_back(fmt::format("prior: a = {}; theta ~ Beta(a + P, a + U) = Beta({}, {})",
                                formula.a, number(alpha), number(beta)));
    steps.push_back(fmt::format("index = 2 (a + P) / (2 a + P + U) - 1 = 2 x {} / {} - 1 = {}",
                                number(alpha), number(alpha + beta), with_sign(*index.value)));
    const double tail = (1 - index.level) / 2;
    steps.push_back(fmt::format(
        "{} interval: theta's quantiles at {} and {} are {} and {}; 2 theta - 1: {} to {}",
        percent(index.level), percent(tail), percent(1 - tail), number((*index.low + 1) / 2),
        number((*index.high + 1) / 2), with_sign(*index.low), with_sign(*index.high)));
  }
  steps.push_back(verdict_step(index, formula));
  steps.push_back(net_in_numbers("overtures (sums of c pos ov, c una ov)", positive_overture,
                                 unacceptable_overture, index.overture));
  steps.push_back(net_in_numbers("measures (sums of c pos me, c una me)", positive_measure,
                                 unacceptable_measure, index.measure));
  steps.push_back(fmt::format("frame gap = overtures - measures = {}", with_sign(index.frame_gap)));
  return arithmetic;
}

}  // namespace detente
