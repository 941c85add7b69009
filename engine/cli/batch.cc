#include "cli/batch.h"

#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "support/pool.h"

namespace detente::cli {
namespace {

// Enough for full batches of the classifier, little enough that both ends of a short input find
// work.
constexpr std::size_t kBlockBytes = 24 << 10;
constexpr std::size_t kBlockArticles = 256;

// What an article holds, near enough.
std::size_t size_of(const Article& article) {
  return article.text.size() + article.title.size() + article.url.size() + article.source.size() +
         article.published_at.size() + article.sentence_spans.size() * sizeof(Span) +
         (article.mentions ? article.mentions->size() * sizeof(GivenMention) : 0);
}

std::optional<std::vector<Item>> read_block(Inputs& inputs) {
  std::vector<Item> block;
  std::size_t bytes = 0;
  while (bytes < kBlockBytes && block.size() < kBlockArticles) {
    std::optional<Item> item = inputs.next();
    if (!item) break;
    if (item->article) bytes += size_of(item->article.value());
    block.push_back(std::move(*item));
  }
  if (block.empty()) return std::nullopt;
  return block;
}

}  // namespace

Result<Streams> Streams::open(const CommandLine& line) {
  auto inputs = Inputs::open(line);
  if (!inputs) return inputs.error();
  auto output = Output::open(line.output);
  if (!output) return output.error();
  Streams streams{std::move(inputs).value(), std::move(output).value(), std::nullopt};
  if (!line.errors.empty()) {
    auto errors = Output::open(line.errors);
    if (!errors) return errors.error();
    streams.errors = std::move(errors).value();
  }
  return streams;
}

int run_batch(const CommandLine& line, Streams streams, const Transform& transform) {
  Inputs& inputs = streams.inputs;
  Output& output = streams.output;
  std::optional<Output>& errors = streams.errors;
  // taken away before anything is said
  std::optional<Progress> progress(std::in_place, line.progress,
                                   line.output.empty() && ::isatty(STDOUT_FILENO) == 1);
  Progress::State state{.bytes_in_all = inputs.bytes_in_all()};
  std::size_t failed = 0;
  bool unreadable = false;
  std::optional<Error> broken;
  const auto keep = [&](const Status& written) {
    if (!written && !broken) broken = written.error();
  };
  using Pool = OrderedPool<std::vector<Item>, std::vector<Row>>;
  const auto write = [&](const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      keep(output.write(row.bytes));
      if (row.failed && errors) keep(errors->write(row.bytes));
      if (broken) break;  // no row after one that is cut off
      failed += row.failed ? 1 : 0;
      unreadable = unreadable || row.unreadable;
      ++state.articles;
      state.sentences += row.sentences;
    }
    state.bytes = inputs.bytes_read();
    progress->show(state);
    return !broken;
  };
  Pool::run(
      line.threads,
      {.produce = [&] { return read_block(inputs); }, .transform = transform, .consume = write});
  progress.reset();
  if (broken && broken->code == ErrorCode::interrupted)
    return kSignal + SIGPIPE;  // who reads has seen enough: no error
  if (broken) return say(*broken);
  if (const int signal = stop_signal(); signal != 0) {
    spdlog::warn("stopped by signal {} after {} articles{}", signal, state.articles,
                 line.output.empty() ? "" : "; " + line.output + " was not written");
    return kSignal + signal;
  }
  keep(output.commit());
  if (errors) keep(errors->commit());
  if (broken) return say(*broken);
  if (failed > 0)
    spdlog::warn("{} of {} articles failed; their rows have \"status\":\"error\" and say why",
                 failed, state.articles);
  spdlog::info("{} articles, {} sentences", state.articles, state.sentences);
  if (unreadable) return kInputOutput;
  return failed > 0 ? kSomeFailed : kAllScored;
}

}  // namespace detente::cli
