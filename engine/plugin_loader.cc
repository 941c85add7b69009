#include "plugin_loader.h"

#include <dlfcn.h>

#include <array>
#include <filesystem>
#include <system_error>

namespace detente {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPluginFile = "libdetente_torch.so";

// Folder of the library or program that this function was linked into.
fs::path own_folder() {
  static const char anchor = 0;  // its address says which file we are in
  Dl_info info{};
  std::error_code failure;
  fs::path file;
  if (::dladdr(&anchor, &info) != 0 && info.dli_fname != nullptr && info.dli_fname[0] == '/') {
    file = fs::canonical(info.dli_fname, failure);  // it may be a link
  }
  // a program started by a relative name, or by one that does not exist
  if (file.empty()) file = fs::canonical("/proc/self/exe", failure);
  return file.empty() ? "/" : file.parent_path();
}

}  // namespace

Result<const Plugin*> load_plugin(const std::string& path) {
  const auto fail = [](const std::string& file, const std::string& message) {
    return Error{.code = ErrorCode::weights, .message = message, .path = file};
  };
  std::string file = path;
  if (file.empty()) {
    std::error_code failure;
    for (const fs::path& place :
         {own_folder() / kPluginFile, own_folder() / "detente" / kPluginFile,
          own_folder() / ".." / "lib" / "detente" / kPluginFile}) {
      if (fs::exists(place, failure)) {
        file = place.string();
        break;
      }
    }
    if (file.empty())
      return fail(own_folder() / kPluginFile,
                  "not there; build the target detente_torch, or install it again");
  }
  // RTLD_LOCAL: a host with its own protobuf, SentencePiece or libtorch sees nothing of ours
  void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) {
    const char* reason = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return fail(file, reason == nullptr ? "cannot be loaded" : reason);
  }
  const auto entry = reinterpret_cast<PluginEntry>(
      ::dlsym(handle, kPluginEntry));  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  if (entry == nullptr) return fail(file, "is not a plugin of detente");
  const Plugin* plugin = entry();
  if (plugin->version != kPluginVersion)
    return fail(file, "belongs to another version of detente; install both from one build");
  return plugin;
}

std::string find_weights() {
  std::error_code failure;
  for (const fs::path& place :
       {own_folder() / "weights", own_folder() / ".." / "share" / "detente" / "weights"}) {
    if (fs::exists(place / "manifest.json", failure)) return place.lexically_normal().string();
  }
  return {};
}

}  // namespace detente
