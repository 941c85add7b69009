#include <utility>

#include "cli/batch.h"
#include "cli/commands.h"
#include "detente/engine.h"
#include "report/json.h"
#include "report/text.h"

namespace detente::cli {
namespace {

Row row_of(const Report& report, const CommandLine& line) {
  Row row;
  row.failed = report.error.has_value();
  row.unreadable = row.failed && report.error->code == ErrorCode::io;
  row.sentences = report.sentences.size();
  row.bytes =
      (line.format == Format::text ? to_text(report, {}) : to_json(report, {.text = line.text})) +
      "\n";
  return row;
}

}  // namespace

int run_score(const CommandLine& line) {
  auto streams = Streams::open(line);
  if (!streams) return say(streams.error());
  auto opened = Engine::open(line.engine);
  if (!opened) return say(opened.error());
  const Engine& engine = opened.value();
  return run_batch(line, std::move(streams).value(), [&](std::vector<Item> items) {
    std::vector<Report> reports(items.size());
    std::vector<Article> articles;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].article) {
        articles.push_back(std::move(items[i].article).value());
        whose.push_back(i);
      } else {
        reports[i].article.id = std::move(items[i].id);
        reports[i].error = items[i].article.error();
        reports[i].engine = engine.info();
      }
    }
    std::vector<Report> scored = engine.score(std::move(articles));
    for (std::size_t i = 0; i < scored.size(); ++i) reports[whose[i]] = std::move(scored[i]);
    std::vector<Row> rows;
    rows.reserve(reports.size());
    for (const Report& report : reports) rows.push_back(row_of(report, line));
    return rows;
  });
}

}  // namespace detente::cli
