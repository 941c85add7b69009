#include <utility>

#include "cli/batch.h"
#include "cli/commands.h"
#include "detente/engine.h"
#include "report/windows_json.h"

namespace detente::cli {

int run_windows(const CommandLine& line) {
  auto inputs = Inputs::open(line);  // cheap, and the likeliest to fail
  if (!inputs) return say(inputs.error());
  auto opened = Engine::open(line.engine);
  if (!opened) return say(opened.error());
  const Engine& engine = opened.value();
  return run_batch(line, std::move(inputs).value(), [&](std::vector<Item> items) {
    std::vector<Row> rows;
    rows.reserve(items.size());
    for (Item& item : items) {
      Row row;
      if (item.article) {
        row.bytes = engine.windows(std::move(item.article).value());
      } else {
        row.failed = true;
        row.unreadable = item.article.error().code == ErrorCode::io;
        row.bytes = windows_error_json(item.id, item.article.error());
      }
      row.bytes += '\n';
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

}  // namespace detente::cli
