#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "detente/engine.h"
#include "report/explain_html.h"
#include "report/explain_text.h"
#include "report/words.h"

namespace detente::cli {
namespace {

constexpr int kWidthOfAPipe = 100;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets any
  return value == nullptr ? std::string_view() : value;
}

// COLUMNS, else the terminal's.
int width_of_output() {
  const std::string_view columns = variable("COLUMNS");
  int width = 0;
  const auto [end, failure] =
      std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (failure == std::errc() && end == columns.data() + columns.size() && width > 0) return width;
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kWidthOfAPipe;
}

bool wants_colours(When when) {
  if (when != When::automatic) return when == When::always;
  return ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

Report report_of(Item item, const Engine& engine) {
  if (item.article) {
    std::vector<Article> one;
    one.push_back(std::move(item.article).value());
    return std::move(engine.score(std::move(one)).front());
  }
  Report report;
  report.article.id = std::move(item.id);
  report.error = item.article.error();
  report.engine = engine.info();
  return report;
}

}  // namespace

int run_explain(const CommandLine& line) {
  auto opened_inputs = Inputs::open(line);
  if (!opened_inputs) return say(opened_inputs.error());
  Inputs inputs = std::move(opened_inputs).value();
  const bool page = !line.html.empty();
  auto output = Output::open(line.html);
  if (!output) return say(output.error());
  const auto opened = Engine::open(line.engine);
  if (!opened) return say(opened.error());

  const ExplainTextOptions text{.width = width_of_output(),
                                .colours = wants_colours(line.color),
                                .arithmetic = line.arithmetic};
  std::vector<HtmlSection> sections;
  std::size_t articles = 0, failed = 0;
  bool unreadable = false;
  Status written = Unit{};
  for (std::optional<Item> item = inputs.next(); item && written; item = inputs.next()) {
    const Report report = report_of(std::move(*item), opened.value());
    ++articles;
    if (report.error) {
      ++failed;
      unreadable = unreadable || report.error->code == ErrorCode::io;
    }
    if (page) {
      if (report.error) spdlog::warn("{}", error_in_words(report));
      sections.push_back(html_section(report, {.arithmetic = line.arithmetic}, articles));
    } else {
      const std::string rule = articles > 1 ? "\n" + std::string(40, '=') + "\n\n" : "";
      written = output.value().write(rule + explain_text(report, text));
    }
  }
  if (const int signal = stop_signal(); signal != 0) {
    spdlog::warn("stopped by signal {} after {}{}", signal, counted(articles, "article"),
                 page ? "; " + line.html + " was not written" : "");
    return kSignal + signal;
  }
  if (written && page) written = output.value().write(html_page(sections));
  if (written) written = output.value().commit();
  if (!written && written.error().code == ErrorCode::interrupted)
    return kSignal + SIGPIPE;  // who reads has seen enough: no error
  if (!written) return say(written.error());
  if (failed > 0) spdlog::warn("{} of {} failed", failed, counted(articles, "article"));
  if (unreadable) return kInputOutput;
  return failed > 0 ? kSomeFailed : kAllScored;
}

}  // namespace detente::cli
