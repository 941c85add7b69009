// The weights folder: a manifest, and the files that it vouches for.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/result.h"
#include "tokens/windows.h"
#include "tone/calibration.h"
#include "tone/formula.h"

namespace detente {

struct BundleFile {
  std::string sha256;
  std::size_t bytes = 0;
};

// manifest.json of a weights folder (`detente.weights/1`).
struct Manifest {
  std::string name;
  std::string sha256;  // of the manifest itself
  std::map<std::string, BundleFile> files;
  std::int32_t vocabulary = 0;
  WindowLimits windows;
  std::size_t positions = 0;  // rows of the position table
  Temperatures temperatures;
  Formula formula;
  std::vector<std::string> languages;   // validated
  std::vector<std::string> principals;  // validated
  std::string
      gazetteer;  // hash of actors.tsv and the word lists that the classifier was trained with
};

// Names of the files that the engine reads.
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kModelFile = "model.pt";
inline constexpr const char* kTokenizerFile = "tokenizer.model";
inline constexpr const char* kActorsFile = "actors.tsv";
inline constexpr const char* kAbbreviationsFile = "abbreviations.tsv";
inline constexpr const char* kSpeechPrefix = "speech-";  // speech-<language>.tsv, one per language

// A weights folder whose manifest has been read and checked against itself. Immutable.
class Bundle {
 public:
  static Result<Bundle> open(const std::string& folder);
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  // The bytes of a file, read once and checked against the manifest's SHA-256.
  [[nodiscard]] Result<std::string> read(const std::string& name) const;
  // Name and bytes of every file whose name begins so.
  [[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> read_all(
      std::string_view prefix) const;

 private:
  Bundle(std::string folder, Manifest manifest);
  std::string folder_;
  Manifest manifest_;
};

}  // namespace detente
