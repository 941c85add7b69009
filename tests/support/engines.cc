#include "support/engines.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "report/json.h"
#include "support/schema.h"

namespace detente::testing {
namespace {

Engine open_or_abort(const Options& options) {
  auto engine = Engine::open(options);
  if (!engine) {
    std::cerr << engine.error().path << ": " << engine.error().message << "\n";
    std::abort();
  }
  return std::move(engine).value();
}

}  // namespace

const Engine& real_engine() {
  static const Engine engine =
      open_or_abort({.weights = DETENTE_WEIGHTS_DIR, .plugin = DETENTE_PLUGIN});
  return engine;
}

const Engine& tiny_engine() {
  static const Engine engine =
      open_or_abort({.weights = DETENTE_WEIGHTS_DIR "/tiny", .plugin = DETENTE_PLUGIN});
  return engine;
}

const Engine& fake_engine() {
  static const Engine engine =
      open_or_abort({.weights = DETENTE_WEIGHTS_DIR "/tiny", .plugin = DETENTE_FAKE_PLUGIN});
  return engine;
}

Article text_article(std::string text, std::string language) {
  Article article;
  article.id = "a";
  article.text = std::move(text);
  article.language = std::move(language);
  return article;
}

Article split_article(const std::vector<std::string>& sentences, std::string language) {
  Article article = text_article("", std::move(language));
  article.presplit = true;
  for (const std::string& sentence : sentences) {
    if (!article.sentence_spans.empty()) article.text += '\n';
    article.sentence_spans.push_back({article.text.size(), article.text.size() + sentence.size()});
    article.text += sentence;
  }
  return article;
}

Report score_one(const Engine& engine, Article article) {
  std::vector<Article> articles;
  articles.push_back(std::move(article));
  Report report = std::move(engine.score(std::move(articles)).front());
  json_of(report);
  return report;
}

std::string json_of(const Report& report) {
  std::string line = to_json(report, {});
  EXPECT_EQ(schema_problem(line).substr(0, 300), "");
  return line;
}

}  // namespace detente::testing
