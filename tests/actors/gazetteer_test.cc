#include "actors/gazetteer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/file.h"
#include "support/golden.h"

namespace detente {
namespace {

constexpr const char* kRows =
    "# side\tactor\tkind\tlanguages\taliases\n"
    "kremlin\tkremlin\tbody\ten\tKremlin|Russian Foreign Ministry\n"
    "kremlin\tpeskov\tperson\tru\tПесков{,а,у,ым,е}|Дмитри{й,я} Песков{,а}\n"
    "kremlin\tmoscow\tcity\ten,de\tMoscow|Moskau{,s}\n"
    "white-house\tbiden\tperson\t*\tBiden|Joe Biden\n"
    "white-house\tus\tstate\ten\tUS|U.S.\n"
    "brussels\teu\torganisation\tde\tEU\n"
    "paris\tfrance\tstate\tfr\tUkraine|Côte d'Ivoire\n"
    "-\t-\tbefore\t*\t{pro,anti}\n"
    "-\t-\tafter\ten\tbacked\n"
    "-\t-\tafter\tde\t*\n"
    "-\t-\t-\t*\tMoscow, Idaho|Moscow Mule\n";

Gazetteer open_rows(const std::string& rows, const std::string& principal = "kremlin") {
  auto opened = Gazetteer::open({{"actors.tsv", rows}}, principal);
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(opened).value();
}

std::string found(const Gazetteer& gazetteer, const std::string& text,
                  const std::string& language = "en") {
  std::string out;
  for (const Mention& mention : gazetteer.find(text, language)) {
    if (!out.empty()) out += " ";
    out += "[" + text.substr(mention.span.begin, mention.span.size()) + "]" +
           (mention.side == Side::principal ? "p" : "c");
  }
  return out;
}

TEST(Gazetteer, FindsTheLongestAlias) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Joe Biden called the Russian Foreign Ministry."),
            "[Joe Biden]c [Russian Foreign Ministry]p");
}

TEST(Gazetteer, FindsWholeWordsOnly) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Moscowitz, Bidens and Kremlinology"), "");
  EXPECT_EQ(found(gazetteer, "Песковатый", "ru"), "");
  EXPECT_EQ(found(gazetteer, "Moscow's answer, (Moscow) “Moscow”"),
            "[Moscow]p [Moscow]p [Moscow]p");
}

TEST(Gazetteer, ExpandsInflectedForms) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Слова Дмитрия Пескова передали Пескову", "ru"),
            "[Дмитрия Пескова]p [Пескову]p");
}

TEST(Gazetteer, FindsCapitalsOfLongNamesOnly) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "KREMLIN WARNS BIDEN"), "[KREMLIN]p [BIDEN]c");
  EXPECT_EQ(found(gazetteer, "they told us"), "");
}

TEST(Gazetteer, AcceptsEitherApostrophe) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "la Côte d’Ivoire, la Côte d'Ivoire et l’Ukraine", "fr"),
            "[Côte d’Ivoire]c [Côte d'Ivoire]c [Ukraine]c");
}

TEST(Gazetteer, LeavesOutNamesThatOnlyQualify) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Kremlin-backed forces, pro-Kremlin voices, Moscow-US talks"),
            "[Moscow]p [US]c");
  EXPECT_EQ(found(gazetteer, "Neue EU-Sanktionen; die EU berät.", "de"), "[EU]c");
  EXPECT_EQ(found(gazetteer, "Kremlin-US", "xx"), "[Kremlin]p [US]c")
      << "what holds in German holds in no language without rows";
}

TEST(Gazetteer, LeavesOutNamesThatOnlyQualifyInHeadlinesToo) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Pro-Kremlin Media Praise Moscow-Backed Rebels, ANTI-MOSCOW MOOD"),
            "");
}

TEST(Gazetteer, FindsNamesAcrossAnyWhiteSpace) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Joe\u00a0Biden, Joe\r\nBiden and Joe  Biden"),
            "[Joe\u00a0Biden]c [Joe\r\nBiden]c [Joe  Biden]c");
}

TEST(Gazetteer, ReadsAFileWithAByteOrderMark) {
  EXPECT_EQ(found(open_rows("\xEF\xBB\xBF"
                            "kremlin\tkremlin\tbody\ten\tKremlin\n"),
                  "Kremlin"),
            "[Kremlin]p");
}

TEST(Gazetteer, LeavesOutBlockedNames) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "He moved from Moscow, Idaho, to Moscow."), "[Moscow]p");
}

TEST(Gazetteer, LooksAtTheLanguage) {
  const Gazetteer gazetteer = open_rows(kRows);
  EXPECT_EQ(found(gazetteer, "Moskaus Antwort", "de"), "[Moskaus]p");
  EXPECT_EQ(found(gazetteer, "Kremlin", "de"), "");
  EXPECT_EQ(found(gazetteer, "Kremlin", "xx"), "[Kremlin]p")
      << "in a language without rows, names of all languages count";
}

TEST(Gazetteer, TakesAnyCampAsPrincipal) {
  const Gazetteer gazetteer = open_rows(kRows, "white-house");
  EXPECT_EQ(found(gazetteer, "Biden told Moscow"), "[Biden]p [Moscow]c");
}

TEST(Gazetteer, LetsLaterSourcesReplaceEarlierOnes) {
  auto opened =
      Gazetteer::open({{"a", kRows}, {"b", "minsk\tmoscow-house\tbody\ten\tMoscow\n"}}, "kremlin");
  ASSERT_TRUE(opened);
  EXPECT_EQ(found(opened.value(), "Moscow"), "[Moscow]c");
}

TEST(Gazetteer, NamesLineAndRemedyOfABadRow) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"kremlin\tputin\tperson\ten\n", "columns"},
      {"kremlin\tputin\tperson\ten\tPutin||Vladimir\n", "empty"},
      {"kremlin\tputin\tperson\t\tPutin\n", "empty"},
      {"kremlin\tputin\tbefore\ten\tpro\n", "belong to nobody"},
      {"-\t-\tafter\ten\tbacked||led\n", "empty"},
      {"kremlin\tputin\tperson\ten\tPutin{a,b\n", "braces"},
      {"kremlin\tputin\tperson\ten\tPutin}a\n", "braces"},
      {"kremlin\tputin\tperson\ten\tPut\xFF\n", "UTF-8"},
      {"kremlin\tputin\tperson\ten\tPutin\nparis\tputin\tperson\tfr\tPoutine\n", "choose one side"},
  };
  for (const auto& [rows, word] : bad) {
    const auto opened = Gazetteer::open({{"mine.tsv", rows}}, "kremlin");
    ASSERT_FALSE(opened) << rows;
    EXPECT_EQ(opened.error().code, ErrorCode::weights);
    const auto added = Gazetteer::open({{"actors.tsv", kRows}, {"mine.tsv", rows}}, "kremlin");
    ASSERT_FALSE(added) << rows;
    EXPECT_EQ(added.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(added.error().path, "mine.tsv");
    EXPECT_EQ(opened.error().path, "mine.tsv");
    EXPECT_TRUE(opened.error().line.has_value());
    EXPECT_NE(opened.error().message.find(word), std::string::npos) << opened.error().message;
  }
}

TEST(Gazetteer, NamesThePrincipalsItKnows) {
  const auto opened = Gazetteer::open({{"actors.tsv", kRows}}, "atlantis");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::invalid_argument);
  EXPECT_NE(opened.error().message.find("brussels, kremlin, paris, white-house"), std::string::npos)
      << opened.error().message;
}

TEST(Gazetteer, GivesOrderedMentionsInsideAnyText) {
  const Gazetteer gazetteer = open_rows(kRows);
  const std::vector<std::string> words = {
      "Moscow", "Moscow, Idaho", "Joe", "Biden", "-",       "’", " ", "\n", "Кремль", "é", "𝕏",
      "US",     "U.S",           ".",   "pro-",  "\xC2\xAD"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = random() % 12; i > 0; --i) text += words[random() % words.size()];
    std::size_t at = 0;
    for (const Mention& mention : gazetteer.find(text, "en")) {
      ASSERT_GE(mention.span.begin, at);
      ASSERT_GT(mention.span.end, mention.span.begin);
      ASSERT_LE(mention.span.end, text.size());
      at = mention.span.end;
    }
  }
}

// The shipped gazetteer on cases that were written without knowledge of it.
class ShippedGazetteer : public ::testing::TestWithParam<nlohmann::json> {
 protected:
  static const Gazetteer& gazetteer() {
    static const Gazetteer shipped = [] {
      auto bytes = read_file(DETENTE_WEIGHTS_DIR "/actors.tsv");
      auto opened = Gazetteer::open({{"actors.tsv", std::move(bytes).value()}}, "kremlin");
      if (!opened) throw std::runtime_error(opened.error().message);
      return std::move(opened).value();
    }();
    return shipped;
  }
};

TEST_P(ShippedGazetteer, FindsWhatAReaderFinds) {
  const nlohmann::json& golden = GetParam();
  std::string expected;
  for (const auto& mention : golden["expected"]) {
    if (!expected.empty()) expected += " ";
    expected += "[" + mention[0].get<std::string>() + "]" + (mention[1] == "principal" ? "p" : "c");
  }
  EXPECT_EQ(found(gazetteer(), golden["text"], golden["language"]), expected)
      << golden["why"] << "\n"
      << golden["text"];
}

INSTANTIATE_TEST_SUITE_P(Golden, ShippedGazetteer,
                         ::testing::ValuesIn(testing::golden_cases("actors/cases.jsonl")),
                         [](const auto& golden) {
                           std::string name = golden.param["name"];
                           for (char& c : name)
                             c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace detente
