#include "cli/options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <thread>

#include "cli/exit_codes.h"
#include "detente/version.h"
#include "text/language.h"

namespace detente::cli {
namespace {

constexpr const char* kAbout =
    "detente scores how far the Kremlin, or another principal, frames things in news as "
    "\"positive\" or as\n"
    "\"unacceptable\", and answers with a de-escalation index, its interval and the sentences "
    "behind it.";

constexpr const char* kExamples =
    "Examples:\n"
    "  detente explain article.txt                      why one article gets its index\n"
    "  detente score news.jsonl -o reports.jsonl        a batch, one report a line\n"
    "  echo '{\"id\":\"x\",\"sentences\":[\"The Kremlin called the talks positive.\"]}' | detente "
    "score -\n"
    "\n"
    "Exit: 0 all scored, 1 some articles failed (their rows say why), 2 usage, 3 weights, 4 input "
    "or output,\n"
    "130 and 143 stopped by a signal. Data goes to stdout, words to stderr.\n"
    "More: detente score --help";

constexpr const char* kInputHelp =
    "Input: plain text, or JSON Lines with \"text\" or \"sentences\" and optionally id, title, "
    "language, published_at,\n"
    "source, url, mentions. Every flag can be set by an environment variable: --max-article-bytes "
    "by\n"
    "DETENTE_MAX_ARTICLE_BYTES.";

constexpr const char* kExplainHelp =
    "Shown: the index and its 90 % interval on a bar from -1 (all is rejected) to +1 (all is "
    "welcomed); the sentences\n"
    "the principal welcomes beside those it rejects, who says so and how sure that is; what makes "
    "the index doubtful;\n"
    "and the article, sentence by sentence: + welcomed, - rejected, c the counterpart's, t repeats "
    "the title, . neither,\n"
    "! engine and speaker disagree.\n"
    "  detente explain article.txt                      on the terminal, as wide as it is (or "
    "COLUMNS), up to 120\n"
    "  detente explain --arithmetic article.txt | less  the formula, number by number\n"
    "  detente explain --html why.html news.jsonl       one page, a section for each article\n"
    "A bad article gives a line that says why, and exit code 1. Input and variables: as for "
    "detente score.";

// Flags with their type and default only, so that the help of a subcommand fits a screen.
class ShortFormatter final : public CLI::Formatter {
 public:
  ShortFormatter() { column_width(34); }
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return {};  // a switch
    const std::string standard = option->get_default_str();
    const std::string type =
        option->get_type_name();  // the checks describe themselves behind the name
    return " " + type.substr(0, type.find_first_of(":{ ")) +
           (standard.empty() ? "" : " [" + standard + "]");
  }
};

// --max-article-bytes -> DETENTE_MAX_ARTICLE_BYTES
std::string variable(const std::string& flag) {
  std::string name = "DETENTE_";
  for (char c : flag.substr(flag.rfind("--") + 2))
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

// Every flag has its environment variable.
void name_variables(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_lnames().empty() && option->get_lnames().front() != "help") {
      option->envname(variable("--" + option->get_lnames().front()));
    }
  }
}

// A value by its name. CLI11's own checks also take the number behind the name, and show it.
template <class Value>
CLI::Option* add_choice(CLI::App& app, const std::string& flag, Value& value,
                        const std::map<std::string, Value>& names, const std::string& help) {
  return app
      .add_option_function<std::string>(
          flag, [&value, names](const std::string& name) { value = names.at(name); }, help)
      ->check([names](const std::string& name) {
        if (names.contains(name)) return std::string();
        std::string known;
        for (const auto& entry : names) known += (known.empty() ? "" : ", ") + entry.first;
        return "\"" + name + "\" is none of " + known;
      });
}

// A flag that is on, off, or left to the program.
void add_when(CLI::App& app, const std::string& flag, When& value, const std::string& help) {
  add_choice<When>(app, flag, value,
                   {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                   help)
      ->type_name("WHEN")
      ->default_str("auto");
}

void add_formula(CLI::App& app, CommandLine& line) {
  app.add_option("--formula", line.engine.formula, "Version of the index formula")
      ->type_name("N")
      ->capture_default_str();
}

void add_common(CLI::App& app, CommandLine& line) {
  app.add_option("--weights", line.engine.weights,
                 "Folder of the weights (default: the one beside the program)")
      ->type_name("DIR");
  app.add_option("--log-level", line.log_level,
                 "What is said on stderr: error, warn, info or debug")
      ->check(CLI::IsMember({"error", "warn", "info", "debug"}))
      ->type_name("LEVEL")
      ->capture_default_str();
  app.add_option("--log-format", line.log_format, "How it is said: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
}

// Whose framing is scored, and who there is.
void add_principal(CLI::App& app, CommandLine& line) {
  app.add_option("--principal", line.engine.principal,
                 "Whose framing is scored: a side in actors.tsv")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--actors", line.engine.actors, "More actors, in the format of actors.tsv")
      ->type_name("FILE");
}

// What is read, and how: for all that read articles.
void add_articles(CLI::App& app, CommandLine& line) {
  app.add_option(
         "inputs", line.inputs,
         "Files, directories (every .jsonl, .ndjson, .json and .txt in them), or - for stdin")
      ->type_name("FILE|DIR|-")
      ->required();
  add_principal(app, line);
  app.add_option("--language", line.language,
                 "Language of all input, ISO 639-1 (default: as given, or guessed)")
      ->check([](const std::string& given) {
        return normalize_language(given).empty()
                   ? given + " is no ISO 639-1 code such as en, ru or uk"
                   : std::string();
      })
      ->type_name("L");
  app.add_option("--max-article-bytes", line.max_article_bytes,
                 "Longer articles are answered with an error")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30))
      ->type_name("N")
      ->capture_default_str();
}

// How a batch runs.
void add_batch(CLI::App& app, CommandLine& line) {
  app.add_option("-o,--output", line.output, "Result file; appears when complete (default: stdout)")
      ->type_name("FILE");
  app.add_option("--threads", line.threads, "Cores to use")
      ->check(CLI::Range(1, 1024))
      ->type_name("N")
      ->capture_default_str();
  add_when(app, "--progress", line.progress, "A progress bar on stderr: auto, always or never");
}

}  // namespace

std::variant<CommandLine, int> parse_command_line(int argc, char** argv) {
  CommandLine line;
  line.threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App app(kAbout, "detente");
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("detente ") + kVersion,
                       "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.require_subcommand(
      0, 1);  // none is found out below: here, a misspelt one would be called missing

  CLI::App& score = *app.add_subcommand("score", "Score articles: one report per article");
  add_articles(score, line);
  add_batch(score, line);
  add_choice<Format>(score, "--format", line.format,
                     {{"jsonl", Format::jsonl}, {"text", Format::text}},
                     "jsonl (for programs) or text (for a person)")
      ->type_name("FORMAT")
      ->default_str("jsonl");
  bool no_text = false;  // not "!--no-text": its variable would mean the opposite
  score.add_flag("--no-text", no_text, "Leave the sentences' texts out of the reports");
  score.add_option("--errors", line.errors, "Also write the rows of failed articles to this file")
      ->type_name("FILE");
  add_formula(score, line);
  add_common(score, line);
  score.footer(kInputHelp);

  CLI::App& explain =
      *app.add_subcommand("explain", "Show a person what the index of an article rests on");
  add_articles(explain, line);
  explain
      .add_option("--html", line.html,
                  "Write a self-contained page to this file instead; it appears when complete")
      ->type_name("FILE");
  explain.add_flag("--arithmetic", line.arithmetic,
                   "Show every number behind the index, to check it by hand");
  add_when(explain, "--color", line.color,
           "Colours: auto (on a terminal, unless NO_COLOR is set), always or never");
  add_formula(explain, line);
  add_common(explain, line);
  explain.footer(kExplainHelp);

  CLI::App& windows =
      *app.add_subcommand("windows", "Print what the classifier would read, as JSON Lines");
  add_articles(windows, line);
  add_batch(windows, line);
  add_common(windows, line);
  windows.footer(kInputHelp);

  CLI::App& verify = *app.add_subcommand(
      "verify", "Check every weights file against the manifest and print the model card");
  add_principal(verify, line);
  add_common(verify, line);

  for (CLI::App* command : {&score, &explain, &windows, &verify}) {
    command->set_help_flag("-h,--help", "Print this help and exit");
    command->formatter(std::make_shared<ShortFormatter>());
    // only the one that runs has variables: they all write to the same `line`, and a variable of
    // one would replace a flag of another
    command->preparse_callback([command](std::size_t) { name_variables(*command); });
  }

  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) throw CLI::RequiredError("A subcommand");
    if (!line.errors.empty() && line.errors == line.output) {
      throw CLI::ValidationError("--errors", "is the file of -o; the one would replace the other");
    }
  } catch (const CLI::ParseError& failure) {
    // CLI11 prints help and version to stdout, errors to stderr
    return app.exit(failure) == 0 ? kAllScored : kUsage;
  }
  line.command = score.parsed()     ? Command::score
                 : explain.parsed() ? Command::explain
                 : windows.parsed() ? Command::windows
                                    : Command::verify;
  line.text = !no_text;
  line.engine.scores = line.command != Command::windows;
  return line;
}

}  // namespace detente::cli
