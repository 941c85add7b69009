// The wall to libtorch.
#pragma once

#include <memory>
#include <string_view>

#include "tone/classifier.h"

namespace detente {

// `file`: the bytes of a TorchScript file with the packed call of HACKING.md. Checks that it takes
// that call and answers logits, with or without pointers. Leaves libtorch's process-wide settings
// as they were. Errors: ErrorCode::weights.
[[nodiscard]] Result<std::unique_ptr<Classifier>> open_torch(std::string_view file);

}  // namespace detente
