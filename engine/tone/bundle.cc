#include "tone/bundle.h"

#include <simdjson.h>

#include <array>
#include <cmath>
#include <utility>

#include "support/file.h"
#include "support/hash.h"

namespace detente {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kSchema = "detente.weights/1";

// Reads members of one JSON object; remembers the first thing that is wrong.
class Members {
 public:
  Members(dom::element object, std::string where) : object_(object), where_(std::move(where)) {}

  template <class T>
  void read(const char* name, T& target) {
    if constexpr (std::is_same_v<T, bool>) {
      if (object_[name].get_bool().get(target) != simdjson::SUCCESS)
        return complain(name, "true or false");
    } else if constexpr (std::is_same_v<T, std::string>) {
      std::string_view text;
      if (object_[name].get_string().get(text) != simdjson::SUCCESS)
        return complain(name, "a string");
      target = std::string(text);
    } else if constexpr (std::is_integral_v<T>) {
      std::int64_t number = 0;
      if (object_[name].get_int64().get(number) != simdjson::SUCCESS || !std::in_range<T>(number))
        return complain(name, "an integer");
      target = static_cast<T>(number);
    } else {
      double number = 0;
      if (object_[name].get_double().get(number) != simdjson::SUCCESS || !std::isfinite(number))
        return complain(name, "a number");
      target = static_cast<T>(number);
    }
  }

  // Leaves the target as it is where the member is missing.
  template <class T>
  void read_if_there(const char* name, T& target) {
    if (object_[name].error() != simdjson::NO_SUCH_FIELD) read(name, target);
  }

  void read(const char* name, std::vector<std::string>& target) {
    dom::array items;
    if (object_[name].get_array().get(items) != simdjson::SUCCESS)
      return complain(name, "a list of strings");
    for (dom::element item : items) {
      std::string_view text;
      if (item.get_string().get(text) != simdjson::SUCCESS)
        return complain(name, "a list of strings");
      target.emplace_back(text);
    }
  }

  [[nodiscard]] Members inside(const char* name) {
    dom::element inner;
    if (object_[name].get(inner) != simdjson::SUCCESS || !inner.is_object()) {
      complain(name, "an object");
      return {object_, where_ + name + "."};
    }
    return {inner, where_ + name + "."};
  }

  void require(bool holds, const std::string& what) {
    if (!holds && problem_.empty()) problem_ = what;
  }
  void merge(const Members& other) { require(other.problem_.empty(), other.problem_); }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] dom::element element() const { return object_; }

 private:
  void complain(const char* name, const char* wanted) {
    require(false, where_ + name + " is missing or not " + wanted);
  }

  dom::element object_;
  std::string where_;
  std::string problem_;
};

bool labels_are(dom::element labels, const char* name,
                const std::vector<std::string_view>& wanted) {
  dom::array items;
  if (labels[name].get_array().get(items) != simdjson::SUCCESS || items.size() != wanted.size())
    return false;
  std::size_t i = 0;
  for (dom::element item : items) {
    if (simdjson::minify(item) != wanted[i++]) return false;
  }
  return true;
}

std::string fill(dom::element root, Manifest& manifest) {
  Members top(root, "");
  std::string schema;
  top.read("schema", schema);
  top.require(schema == kSchema,
              "schema is \"" + schema + "\"; this version reads " + std::string(kSchema));
  top.read("name", manifest.name);
  top.read("vocabulary", manifest.vocabulary);
  top.read("gazetteer", manifest.gazetteer);
  top.read("languages", manifest.languages);
  top.read("principals", manifest.principals);

  Members special = top.inside("special");
  special.read("bos", manifest.windows.bos);
  special.read("eos", manifest.windows.eos);
  top.merge(special);

  Members windows = top.inside("windows");
  windows.read("tokens", manifest.windows.tokens);
  windows.read_if_there("least_tokens", manifest.windows.least_tokens);
  windows.read("context_tokens", manifest.windows.context_tokens);
  windows.read("context_sentences", manifest.windows.context_sentences);
  windows.read("positions", manifest.positions);
  windows.read("speaker_roles", manifest.windows.speaker_roles);
  top.merge(windows);
  top.require(manifest.windows.tokens <= manifest.positions &&
                  manifest.windows.context_tokens < manifest.windows.tokens &&
                  manifest.windows.context_tokens + 8 <= manifest.windows.tokens,
              "windows.tokens must be at most windows.positions and leave room beside "
              "windows.context_tokens");
  top.require(manifest.windows.least_tokens <= manifest.windows.tokens,
              "windows.least_tokens must be at most windows.tokens");

  Members temperatures = top.inside("temperatures");
  Temperatures& t = manifest.temperatures;
  temperatures.read("tone", t.tone);
  temperatures.read("principal_framing", t.principal_framing);
  temperatures.read("principal_object", t.principal_object);
  temperatures.read("counterpart_framing", t.counterpart_framing);
  temperatures.read("counterpart_object", t.counterpart_object);
  top.merge(temperatures);
  for (float value : {t.tone, t.principal_framing, t.principal_object, t.counterpart_framing,
                      t.counterpart_object}) {
    top.require(value > 0, "temperatures must be above 0");
  }

  Members formula = top.inside("formula");
  Formula& f = manifest.formula;
  formula.read("version", f.version);
  formula.read("a", f.a);
  formula.read("tau", f.tau);
  formula.read("lambda", f.lambda);
  formula.read("mixed_mass", f.mixed_mass);
  formula.read("none_mass", f.none_mass);
  top.merge(formula);
  top.require(f.a >= 1e-3 && f.a <= 1e6 && f.tau > 0 && f.tau <= 1 && f.lambda >= 0 &&
                  f.lambda <= 1 && f.mixed_mass >= 0 && f.none_mass >= 0,
              "formula: a must lie in 0.001..1000000, tau in 0..1, lambda in 0..1, mixed_mass and "
              "none_mass above 0");

  dom::element labels;
  if (root["labels"].get(labels) == simdjson::SUCCESS) {
    top.require(
        labels_are(labels, "tone", {"-2", "-1", "0", "1", "2"}) &&
            labels_are(labels, "framing", {"\"positive\"", "\"unacceptable\"", "\"none\""}) &&
            labels_are(labels, "object", {"\"overture\"", "\"measure\"", "\"other\""}),
        "labels are not those that this version reads");
  } else {
    top.require(false, "labels is missing");
  }

  Members files = top.inside("files");
  top.merge(files);
  dom::object list;
  if (top.problem().empty() && files.element().get_object().get(list) == simdjson::SUCCESS) {
    for (auto [name, value] : list) {
      Members file(value, "files." + std::string(name) + ".");
      BundleFile entry;
      file.read("sha256", entry.sha256);
      file.read("bytes", entry.bytes);
      top.merge(file);
      top.require(name.find('/') == std::string_view::npos, "files must lie beside the manifest");
      manifest.files.emplace(std::string(name), std::move(entry));
    }
  }
  return top.problem();
}

Error weights_error(std::string path, std::string message) {
  return {.code = ErrorCode::weights, .message = std::move(message), .path = std::move(path)};
}

}  // namespace

Bundle::Bundle(std::string folder, Manifest manifest)
    : folder_(std::move(folder)), manifest_(std::move(manifest)) {}

Result<Bundle> Bundle::open(const std::string& folder) {
  const std::string path = folder + "/" + kManifestFile;
  const Result<std::string> bytes = read_file(path);
  if (!bytes)
    return weights_error(path, bytes.error().message + "; give a weights folder with --weights");
  Manifest manifest;
  manifest.sha256 = sha256_hex(bytes.value());
  dom::parser parser;
  dom::element root;
  if (const auto failure = parser.parse(bytes.value()).get(root); failure != simdjson::SUCCESS) {
    return weights_error(path, std::string("not valid JSON: ") + simdjson::error_message(failure));
  }
  if (!root.is_object()) return weights_error(path, "not a JSON object");
  if (const std::string problem = fill(root, manifest); !problem.empty())
    return weights_error(path, problem);
  return Bundle(folder, std::move(manifest));
}

Result<std::string> Bundle::read(const std::string& name) const {
  const std::string path = folder_ + "/" + name;
  const auto entry = manifest_.files.find(name);
  if (entry == manifest_.files.end())
    return weights_error(path, "the manifest does not name this file");
  Result<std::string> bytes = read_file(path);
  if (!bytes) return weights_error(path, bytes.error().message);
  if (bytes.value().size() != entry->second.bytes) {
    return weights_error(path, "has " + std::to_string(bytes.value().size()) +
                                   " bytes, the manifest says " +
                                   std::to_string(entry->second.bytes) + "; fetch the file again");
  }
  if (sha256_hex(bytes.value()) != entry->second.sha256) {
    return weights_error(path,
                         "differs from the SHA-256 in the manifest: the file is damaged or was "
                         "changed; fetch it again");
  }
  return bytes;
}

Result<std::vector<std::pair<std::string, std::string>>> Bundle::read_all(
    std::string_view prefix) const {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& [name, entry] : manifest_.files) {
    if (!name.starts_with(prefix)) continue;
    auto bytes = read(name);
    if (!bytes) return bytes.error();
    files.emplace_back(name, std::move(bytes).value());
  }
  return files;
}

}  // namespace detente
