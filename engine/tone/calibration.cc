#include "tone/calibration.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace detente {
namespace {

// In place; subtracts the maximum.
void softmax(std::span<float> values, float temperature) {
  const float top = *std::max_element(values.begin(), values.end());
  float sum = 0;
  for (float& value : values) sum += value = std::exp((value - top) / temperature);
  for (float& value : values) value /= sum;
}

Framing framing(std::span<float> six, float framing_temperature, float object_temperature) {
  softmax(six.first(3), framing_temperature);
  softmax(six.subspan(3), object_temperature);
  return {six[0], six[1], six[2], six[3], six[4], six[5]};
}

void add_framing(Framing& sum, const Framing& part, float weight) {
  sum.positive += weight * part.positive;
  sum.unacceptable += weight * part.unacceptable;
  sum.none += weight * part.none;
  sum.overture += weight * part.overture;
  sum.measure += weight * part.measure;
  sum.other += weight * part.other;
}

}  // namespace

void Tone::add(const Tone& part, float weight) {
  for (std::size_t i = 0; i < tone.size(); ++i) tone[i] += weight * part.tone[i];
  add_framing(principal, part.principal, weight);
  add_framing(counterpart, part.counterpart, weight);
}

Result<Tone> calibrate(const Logits& logits, const Temperatures& temperatures) {
  if (!std::all_of(logits.begin(), logits.end(),
                   [](float value) { return std::isfinite(value); })) {
    return Error{.code = ErrorCode::model,
                 .message = "the model answered with a non-finite number"};
  }
  Logits values = logits;
  const std::span<float> all(values);
  softmax(all.first(5), temperatures.tone);
  Tone result;
  std::copy_n(values.begin(), 5, result.tone.begin());
  result.principal =
      framing(all.subspan(5, 6), temperatures.principal_framing, temperatures.principal_object);
  result.counterpart = framing(all.subspan(11, 6), temperatures.counterpart_framing,
                               temperatures.counterpart_object);
  return result;
}

}  // namespace detente
