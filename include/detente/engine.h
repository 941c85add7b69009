// The engine: articles in, reports out.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "detente/article.h"
#include "detente/export.h"
#include "detente/options.h"
#include "detente/report.h"
#include "detente/result.h"

namespace detente {

// Scores articles. Immutable after `open`: one engine may be shared by any number of threads, each
// calling `score` or `windows` at the same time. Owns the weights and the classifier; the plugin
// stays loaded for good.
class DETENTE_API Engine {
 public:
  static Result<Engine> open(const Options& options);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // One report per article, in the order given. An article that cannot be scored gives a report
  // with `error`; the others are not touched by it. The same article gives the same report whatever
  // else is in the call.
  [[nodiscard]] std::vector<Report> score(std::vector<Article> articles) const;

  // What the classifier would read for an article, as one JSON object (`detente.windows/1`, see
  // HACKING.md).
  [[nodiscard]] Result<std::string> windows(const Article& article) const;

  [[nodiscard]] const EngineInfo& info() const;

 private:
  struct Parts;
  explicit Engine(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace detente
