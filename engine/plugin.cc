#include "plugin.h"

#include "detente/export.h"
#include "tokens/sentencepiece_tokenizer.h"
#include "tone/torch_classifier.h"

extern "C" DETENTE_API const detente::Plugin* detente_plugin() {
  static constexpr detente::Plugin kPlugin{.version = detente::kPluginVersion,
                                           .open_tokenizer = &detente::open_sentencepiece,
                                           .open_classifier = &detente::open_torch};
  return &kPlugin;
}
