// Finds and opens libdetente_torch.so, and finds the weights that come with the engine.
#pragma once

#include <string>

#include "detente/result.h"
#include "plugin.h"

namespace detente {

// Opens the plugin at `path` (empty: beside the library or program that holds this code). It stays
// loaded for good: libtorch does not survive being unloaded. Errors: ErrorCode::weights, as nothing
// can be scored without it.
[[nodiscard]] Result<const Plugin*> load_plugin(const std::string& path);

// The weights folder beside the library or program, or in ../share/detente/weights; empty when
// there is none.
[[nodiscard]] std::string find_weights();

}  // namespace detente
