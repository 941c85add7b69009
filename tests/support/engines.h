// Engines for tests, opened once per process.
#pragma once

#include <string>
#include <vector>

#include "detente/engine.h"

namespace detente::testing {

// The real weights and plugin.
[[nodiscard]] const Engine& real_engine();
// weights/tiny with the real plugin: an untrained model, for everything but accuracy.
[[nodiscard]] const Engine& tiny_engine();
// weights/tiny with the fake plugin: the answer for a sentence depends on its own tokens alone (see
// fake_plugin.cc).
[[nodiscard]] const Engine& fake_engine();

[[nodiscard]] Article text_article(std::string text, std::string language = "en");
[[nodiscard]] Article split_article(const std::vector<std::string>& sentences,
                                    std::string language = "en");

// Scores one article.
// Every report is checked against the schema.
[[nodiscard]] Report score_one(const Engine& engine, Article article);
// The report as a JSON line, checked against the schema.
std::string json_of(const Report& report);

}  // namespace detente::testing
