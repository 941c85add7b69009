// A plugin for tests: the real tokenizer, and a classifier whose answer for a sentence depends on
// its own tokens and roles alone.
//
// Without a token of a side that side voices nothing. With one, the sum of the sentence's ids
// decides: even is positive, odd unacceptable; modulo 3 gives the object; modulo 5 the tone. So
// appended sentences cannot move others, which real weights only do nearly.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "detente/export.h"
#include "plugin.h"
#include "tokens/sentencepiece_tokenizer.h"

namespace detente {
namespace {

constexpr float kSure = 6;

class FakeClassifier final : public Classifier {
 public:
  [[nodiscard]] Result<Answers> classify(const Batch& batch) const override {
    Answers answers;
    answers.tokens.resize(batch.ids.size());
    for (std::size_t i = 0; i < batch.sentences.size(); i += 3) {
      const auto begin = batch.ids.begin() + batch.sentences[i];
      const auto end = batch.ids.begin() + batch.sentences[i + 1];
      const auto sum = static_cast<std::size_t>(std::accumulate(begin, end, std::int64_t{0}));
      Logits logits{};
      logits[sum % 5] = kSure;
      bool voices[2] = {false, false};
      for (std::int32_t at = batch.sentences[i]; at < batch.sentences[i + 1]; ++at) {
        const std::int32_t role = batch.roles[static_cast<std::size_t>(at)];
        if (role != 1 && role != 2) continue;
        const auto side = static_cast<std::size_t>(role - 1);
        voices[side] = true;
        answers.tokens[static_cast<std::size_t>(at)][side] = kSure;  // who is named speaks
      }
      for (std::size_t side = 0; side < 2; ++side) {
        const std::size_t first = 5 + 6 * side;
        logits[first + (voices[side] ? sum % 2 : 2)] = kSure;
        logits[first + 3 + sum % 3] = kSure;
      }
      answers.sentences.push_back(logits);
    }
    return answers;
  }
  [[nodiscard]] std::string isa() const override { return "fake"; }
};

Result<std::unique_ptr<Classifier>> open_fake(std::string_view /*file*/) {
  return std::unique_ptr<Classifier>(std::make_unique<FakeClassifier>());
}

}  // namespace
}  // namespace detente

extern "C" DETENTE_API const detente::Plugin* detente_plugin() {
  static constexpr detente::Plugin kPlugin{.version = detente::kPluginVersion,
                                           .open_tokenizer = &detente::open_sentencepiece,
                                           .open_classifier = &detente::open_fake};
  return &kPlugin;
}
