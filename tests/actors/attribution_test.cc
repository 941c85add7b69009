#include "actors/attribution.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/engines.h"
#include "support/file.h"
#include "support/golden.h"

namespace detente {
namespace {

constexpr double kSideRight = 0.95, kHowRight = 0.90;

const Gazetteer& shipped_gazetteer() {
  static const Gazetteer gazetteer = [] {
    const std::string path = std::string(DETENTE_WEIGHTS_DIR) + "/actors.tsv";
    auto opened = Gazetteer::open({{path, read_file(path).value()}}, "kremlin");
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(opened).value();
  }();
  return gazetteer;
}

const Attributor& shipped_attributor() {
  static const Attributor attributor = [] {
    std::vector<std::pair<std::string, std::string>> lists;
    for (const auto& entry : std::filesystem::directory_iterator(DETENTE_WEIGHTS_DIR)) {
      const std::string name = entry.path().filename();
      if (name.starts_with("speech-"))
        lists.emplace_back(name.substr(7, name.size() - 11), read_file(entry.path()).value());
    }
    auto opened = Attributor::open(lists);
    if (!opened) throw std::runtime_error(opened.error().path + ": " + opened.error().message);
    return std::move(opened).value();
  }();
  return attributor;
}

std::vector<Attribution> attribute(const Article& article) {
  const Gazetteer& gazetteer = shipped_gazetteer();
  std::vector<SentenceMentions> mentions;
  for (const Span& span : article.sentence_spans) {
    mentions.push_back(gazetteer.find(
        std::string_view(article.text).substr(span.begin, span.size()), article.language));
    for (Mention& mention : mentions.back()) {
      mention.span.begin += span.begin;
      mention.span.end += span.begin;
    }
  }
  return shipped_attributor().attribute(article, article.sentence_spans, mentions,
                                        gazetteer.find(article.title, article.language), gazetteer);
}

std::string side_of(const Attribution& attribution) {
  return attribution.side == Side::principal     ? "principal"
         : attribution.side == Side::counterpart ? "counterpart"
                                                 : "none";
}

TEST(Attribution, GoldenCases) {
  struct Count {
    int all = 0, side = 0, how = 0, named = 0, spans = 0;
  };
  std::map<std::string, Count> counts;
  std::string wrong;
  for (const char* language : {"de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk"}) {
    for (const auto& item : testing::golden_cases(std::string("speakers/") + language + ".jsonl")) {
      Article article = testing::split_article(item["sentences"], item["language"]);
      article.title = item["title"];
      const Attribution got = attribute(article)[item["asked"].get<std::size_t>()];
      const bool side = side_of(got) == item["side"];
      const bool how = got.how == item["how"];
      for (Count* count : {&counts[language], &counts["all"]}) {
        ++count->all;
        count->side += side ? 1 : 0;
        count->how += how ? 1 : 0;
      }
      const std::string span =
          got.span ? article.text.substr(got.span->begin, got.span->size()) : "";
      if (item["speaker"].is_string() && side && got.side != Side::none) {
        const std::string wanted = item["speaker"];
        const bool hit = span.find(wanted) != std::string::npos ||
                         (!span.empty() && wanted.find(span) != std::string::npos);
        for (Count* count : {&counts[language], &counts["all"]}) {
          ++count->named;
          count->spans += hit ? 1 : 0;
        }
      }
      if (!side || !how) {
        wrong += fmt::format("{}: want {} {}, got {} {} \"{}\"\n", item["name"].get<std::string>(),
                             item["side"].get<std::string>(), item["how"].get<std::string>(),
                             side_of(got), got.how, span);
      }
    }
  }
  std::string table;
  for (const auto& [name, count] : counts) {
    table += fmt::format("{}: {} cases, side {:.3f}, how {:.3f}, words that name {:.3f}\n", name,
                         count.all, 1.0 * count.side / count.all, 1.0 * count.how / count.all,
                         1.0 * count.spans / std::max(count.named, 1));
  }
  const Count& all = counts["all"];
  EXPECT_GE(all.side, kSideRight * all.all) << wrong << table;
  EXPECT_GE(all.how, kHowRight * all.all) << table;
}

}  // namespace
}  // namespace detente
