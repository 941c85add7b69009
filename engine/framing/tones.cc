#include "framing/tones.h"

#include <cstddef>

namespace detente {
namespace {

constexpr double kLeastVoice = 0.5;

struct Mean {
  double sum = 0;
  double weight = 0;

  void add(double value, double by) {
    sum += value * by;
    weight += by;
  }
  [[nodiscard]] std::optional<double> value(double least) const {
    return weight < least ? std::nullopt : std::optional<double>(sum / weight);
  }
};

}  // namespace

float expected_tone(const std::array<float, 5>& probabilities) {
  float sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    sum += probabilities[i] * (static_cast<float>(i) - 2);
  return sum;
}

ToneReport mean_tones(const std::vector<SentenceReport>& sentences) {
  Mean all;
  Mean principal;
  Mean counterpart;
  for (const SentenceReport& sentence : sentences) {
    all.add(sentence.tone, 1);
    principal.add(sentence.tone, 1 - sentence.principal.none);
    counterpart.add(sentence.tone, 1 - sentence.counterpart.none);
  }
  return {.mean = all.value(1),
          .principal = principal.value(kLeastVoice),
          .counterpart = counterpart.value(kLeastVoice)};
}

}  // namespace detente
