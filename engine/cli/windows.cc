#include <utility>

#include "cli/batch.h"
#include "cli/commands.h"
#include "detente/engine.h"
#include "report/windows_json.h"

namespace detente::cli {

int run_windows(const CommandLine& line) {
  auto streams = Streams::open(line);
  if (!streams) return say(streams.error());
  auto opened = Engine::open(line.engine);
  if (!opened) return say(opened.error());
  const Engine& engine = opened.value();
  return run_batch(line, std::move(streams).value(), [&](std::vector<Item> items) {
    std::vector<Row> rows;
    rows.reserve(items.size());
    for (Item& item : items) {
      Row row;
      const Result<std::string> windows = item.article ? engine.windows(item.article.value())
                                                       : Result<std::string>(item.article.error());
      row.failed = !windows;
      row.unreadable = row.failed && windows.error().code == ErrorCode::io;
      row.bytes = windows ? windows.value() : windows_error_json(item.id, windows.error());
      row.bytes += '\n';
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

}  // namespace detente::cli
