// Windows of many articles cut into batches, and the answers put back where they belong.
#pragma once

#include <cstddef>
#include <vector>

#include "detente/result.h"
#include "tokens/windows.h"
#include "tone/calibration.h"
#include "tone/classifier.h"

namespace detente {

// One article's windows, and its number of sentences.
struct Reading {
  std::vector<Window> windows;
  std::size_t sentences = 0;
};

// One answer per sentence of the article. A sentence without tokens says nothing: tone 0, no
// framing.
using Tones = std::vector<Tone>;

// Reads the windows of all articles in batches of about `batch_tokens` tokens (one window at
// least). Windows are independent of each other and not padded, so their order costs nothing. An
// article whose batch fails is read again alone, so that it fails alone.
[[nodiscard]] std::vector<Result<Tones>> read_tones(const std::vector<Reading>& articles,
                                                    const Classifier& classifier,
                                                    const Temperatures& temperatures,
                                                    std::size_t batch_tokens);

// The packed form of one window after another.
void append_window(Batch& batch, const Window& window);

}  // namespace detente
