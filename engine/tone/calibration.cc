#include "tone/calibration.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace detente {
namespace {

constexpr float kNobody = 0.5F;
constexpr float kBesideIt = 0.3F;  // of the likeliest token's chance: still the same name

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
  for (std::size_t i = 0; i < speakers.size(); ++i) {
    if (part.speakers[i] &&
        (!speakers[i] || part.speakers[i]->probability > speakers[i]->probability))
      speakers[i] = part.speakers[i];
  }
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

std::optional<SpeakerWords> pointed(std::span<const Pointers> tokens,
                                    std::span<const std::int32_t> bytes, std::size_t pointer) {
  std::vector<float> chance;
  chance.reserve(tokens.size());
  for (const Pointers& token : tokens) {
    if (!std::isfinite(token[pointer])) return std::nullopt;
    chance.push_back(token[pointer]);
  }
  softmax(chance, 1);
  // a name shares its chance among its tokens, the closing one has its own alone
  const std::size_t closing = chance.size() - 1;
  if (closing == 0 || chance[closing] >= kNobody) return std::nullopt;
  const auto best =
      static_cast<std::size_t>(std::max_element(chance.begin(), chance.end() - 1) - chance.begin());
  const float enough = kBesideIt * chance[best];
  std::size_t first = best;
  std::size_t last = best;
  while (first > 0 && chance[first - 1] >= enough) --first;
  while (last + 1 < closing && chance[last + 1] >= enough) ++last;
  SpeakerWords words{
      .begin = static_cast<std::size_t>(bytes[first]),
      .end = static_cast<std::size_t>(last + 1 < closing ? bytes[last + 1] : bytes[last] + 1)};
  for (std::size_t i = first; i <= last; ++i) words.probability += chance[i];
  return words;
}

}  // namespace detente
