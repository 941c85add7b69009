#include "cli/inputs.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/commands.h"
#include "text/language.h"

namespace detente::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> kEndings{".jsonl", ".ndjson", ".json", ".txt"};

Error input_error(const std::string& path, std::string message) {
  return {.code = ErrorCode::io, .message = std::move(message), .path = path};
}

Result<std::vector<std::string>> files_of(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code failure;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (!entry->is_regular_file(failure)) continue;
    std::string ending = entry->path().extension().string();
    for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end())
      files.push_back(entry->path().string());
  }
  if (failure) return input_error(directory, "cannot read the directory: " + failure.message());
  if (files.empty())
    return input_error(directory, "no .jsonl, .ndjson, .json or .txt file in this directory");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Result<Inputs> Inputs::open(const CommandLine& line) {
  Inputs inputs;
  inputs.limits_.max_article_bytes = line.max_article_bytes;
  inputs.language_ = normalize_language(line.language);  // checked with the other flags
  for (const std::string& path : line.inputs) {
    std::error_code failure;
    if (path != "-" && fs::is_directory(path, failure)) {
      auto files = files_of(path);
      if (!files) return files.error();
      inputs.paths_.insert(inputs.paths_.end(), files.value().begin(), files.value().end());
    } else {
      inputs.paths_.push_back(path);
    }
  }
  for (const std::string& path : inputs.paths_) {
    if (path == "-") {
      inputs.total_.reset();
      continue;
    }
    if (::access(path.c_str(), R_OK) != 0)
      return input_error(path, "cannot open: " + std::generic_category().message(errno));
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(path, failure);
    if (failure) {
      inputs.total_.reset();
    } else if (inputs.total_) {
      *inputs.total_ += size;
    }
  }
  return inputs;
}

std::optional<Item> Inputs::next() {
  while (stop_signal() == 0) {
    if (!reader_) {
      if (at_ == paths_.size()) return std::nullopt;
      auto opened = ArticleReader::open(paths_[at_], limits_, language_);
      if (!opened && opened.error().code == ErrorCode::interrupted) continue;
      if (!opened) {  // it was there when we began
        Item item{paths_[at_], 0, opened.error()};
        ++at_;
        return item;
      }
      reader_ = std::move(opened).value();
    }
    std::optional<Item> item = reader_->next();
    if (!item) {
      finished_ += reader_->position();
      reader_.reset();
      ++at_;
      continue;
    }
    if (!item->article && item->article.error().code == ErrorCode::interrupted) continue;
    if (item->id.empty()) {
      const std::string name =
          paths_[at_] == "-" ? "stdin" : fs::path(paths_[at_]).filename().string();
      item->id = item->line == 0 ? name : name + ":" + std::to_string(item->line);
      if (item->article) item->article.value().id = item->id;
    }
    return item;
  }
  return std::nullopt;
}

std::uint64_t Inputs::bytes_read() const { return finished_ + (reader_ ? reader_->position() : 0); }

}  // namespace detente::cli
