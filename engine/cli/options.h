// What the command line asks for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "detente/options.h"

namespace detente::cli {

enum class Command { score, explain, windows, verify };
enum class Format { jsonl, text };
enum class When { automatic, always, never };

struct CommandLine {
  Command command = Command::score;
  std::vector<std::string> inputs;  // files, directories, "-"
  Options engine;
  std::string output;    // empty: standard output
  std::string errors;    // one more file for the rows of failed articles; empty: none
  std::string language;  // empty: as given by the article, or guessed
  Format format = Format::jsonl;
  When progress = When::automatic;
  bool text = true;  // false: --no-text
  std::string html;  // explain: a page instead of text; empty: none
  bool arithmetic = false;
  When color = When::automatic;
  std::size_t threads = 1;
  std::size_t max_article_bytes = std::size_t{16} << 20;
  std::string log_level = "warn";
  std::string log_format = "text";
};

// The command line, or the exit code when everything is said already (help, version, a usage
// error).
[[nodiscard]] std::variant<CommandLine, int> parse_command_line(int argc, char** argv);

}  // namespace detente::cli
