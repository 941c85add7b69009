// What libdetente_torch.so offers to the engine.
#pragma once

#include <memory>
#include <string_view>

#include "detente/result.h"
#include "tokens/tokenizer.h"
#include "tone/classifier.h"

namespace detente {

// Grows with every change of this struct or of the two interfaces.
inline constexpr int kPluginVersion = 2;

struct Plugin {
  int version = kPluginVersion;
  Result<std::unique_ptr<Tokenizer>> (*open_tokenizer)(std::string_view model) = nullptr;
  Result<std::unique_ptr<Classifier>> (*open_classifier)(std::string_view file) = nullptr;
};

// The one symbol of the plugin: `const Plugin* detente_plugin()`.
using PluginEntry = const Plugin* (*)();
inline constexpr const char* kPluginEntry = "detente_plugin";

}  // namespace detente
