#include <fmt/format.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "detente/engine.h"
#include "plugin_loader.h"
#include "support/file.h"
#include "tone/bundle.h"

namespace detente::cli {
namespace {

Status print(const std::string& text) { return write_all(STDOUT_FILENO, text, "standard output"); }

}  // namespace

int run_verify(const CommandLine& line) {
  const std::string folder = line.engine.weights.empty() ? find_weights() : line.engine.weights;
  if (folder.empty()) return say(Engine::open(line.engine).error());
  const auto bundle = Bundle::open(folder);
  if (!bundle) return say(bundle.error());
  const Manifest& manifest = bundle.value().manifest();
  std::string listing =
      fmt::format("weights   {} ({})\nmanifest  {}\n", manifest.name, folder, manifest.sha256);
  // beside it as sha256sum writes it, so that the manifest can be checked, too
  const auto seal = read_file(folder + "/manifest.sha256");
  bool sound = seal && seal.value() == manifest.sha256 + "  " + kManifestFile + "\n";
  if (!seal) {
    (void)say(seal.error());
  } else if (!sound) {
    (void)say(
        {.code = ErrorCode::weights,
         .message =
             "it and manifest.sha256 do not agree: one is damaged or was changed; fetch both again",
         .path = folder + "/" + kManifestFile});
  }
  for (const auto& [name, file] : manifest.files) {
    const auto bytes = bundle.value().read(name);
    listing += fmt::format("{:<9} {} {}\n", bytes ? "ok" : "DAMAGED", file.sha256, name);
    if (!bytes) {
      (void)say(bytes.error());
      sound = false;
    }
  }
  if (const Status printed = print(listing); !printed) return say(printed.error());
  if (!sound) return kWeights;
  // the files are those of the manifest: do they also work together?
  Options options = line.engine;
  options.weights = folder;
  if (const auto engine = Engine::open(options); !engine) return say(engine.error());
  if (!options.actors.empty()) {
    const std::string good = fmt::format("ok        {}\n", options.actors);
    if (const Status printed = print(good); !printed) return say(printed.error());
  }
  const auto card = read_file(folder + "/README.md");
  if (card) {
    if (const Status printed = print("\n" + card.value()); !printed) return say(printed.error());
  }
  return kAllScored;
}

}  // namespace detente::cli
