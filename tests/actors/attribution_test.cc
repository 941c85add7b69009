#include "actors/attribution.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "report/names.h"
#include "support/engines.h"
#include "support/file.h"
#include "support/golden.h"

namespace detente {
namespace {

constexpr double kSideRight = 0.95, kHowRight = 0.90;
constexpr double kInnerRight = 0.60;  // a floor: 27 of 40 are

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
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : std::filesystem::directory_iterator(DETENTE_WEIGHTS_DIR)) {
      const std::string name = entry.path().filename();
      if (name.starts_with("speech-")) files.emplace_back(name, read_file(entry.path()).value());
    }
    auto opened = Attributor::open(files);
    if (!opened) throw std::runtime_error(opened.error().path + ": " + opened.error().message);
    return std::move(opened).value();
  }();
  return attributor;
}

std::vector<Attribution> attribute(const Article& article,
                                   const Gazetteer& gazetteer = shipped_gazetteer()) {
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
    int all = 0, side = 0, how = 0, named = 0, spans = 0, embedded = 0, inner = 0;
  };
  std::map<std::string, Count> counts;
  std::string wrong;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(DETENTE_GOLDEN_DIR) + "/speakers")) {
    const std::string language = file.path().stem();
    for (const auto& item : testing::golden_cases("speakers/" + language + ".jsonl")) {
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
      if (item["embedded"].is_string()) {
        const bool inner = got.embedded && item["embedded"] == side_name(got.embedded->side);
        for (Count* count : {&counts[language], &counts["all"]}) {
          ++count->embedded;
          count->inner += inner ? 1 : 0;
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
    table += fmt::format(
        "{}: {} cases, side {:.3f}, how {:.3f}, words that name {:.3f}; {} of {} inner speakers\n",
        name, count.all, 1.0 * count.side / count.all, 1.0 * count.how / count.all,
        1.0 * count.spans / std::max(count.named, 1), count.inner, count.embedded);
  }
  const Count& all = counts["all"];
  EXPECT_GE(all.side, kSideRight * all.all) << wrong << table;
  EXPECT_GE(all.how, kHowRight * all.all) << table;
  EXPECT_GE(all.inner, kInnerRight * all.embedded) << table;
}

Article text_of(std::string text, std::vector<Span> sentences, std::string language = "en") {
  Article article = testing::text_article(std::move(text), std::move(language));
  article.sentence_spans = std::move(sentences);
  return article;
}

std::string words_of(const Article& article, const Attribution& attribution) {
  return attribution.span ? article.text.substr(attribution.span->begin, attribution.span->size())
                          : "";
}

TEST(Attribution, AQuotationRunsOverParagraphsUntilItIsClosed) {
  const std::string first = "“We are ready to talk,” Peskov said.";
  const std::string second = "“Nobody has called us since March.";
  const std::string third = "“But the door is open.”";
  const std::string text = first + "\n\n" + second + "\n\n" + third;
  const std::size_t b = first.size() + 2, c = b + second.size() + 2;
  const Article article =
      text_of(text, {{0, first.size()}, {b, b + second.size()}, {c, text.size()}});
  const auto got = attribute(article);
  EXPECT_EQ(got[0].how, "direct");
  for (std::size_t i : {1U, 2U}) {
    EXPECT_EQ(side_of(got[i]), "principal");
    EXPECT_EQ(got[i].how, "carried");
    EXPECT_EQ(words_of(article, got[i]), "Peskov");
  }
}

TEST(Attribution, AnUnclosedQuotationEndsWithItsParagraph) {
  const std::string first = "\"We are ready, said Peskov.";
  const std::string second = "Blinken flew to Geneva.";
  const std::string text = first + "\n\n" + second;
  const auto got = attribute(text_of(text, {{0, first.size()}, {first.size() + 2, text.size()}}));
  EXPECT_EQ(side_of(got[0]), "principal");
  EXPECT_EQ(side_of(got[1]), "none");
}

TEST(Attribution, KnowsTheInnerSpeaker) {
  const Article article =
      testing::split_article({"Washington said that Moscow had rejected the plan."}, "en");
  const Attribution got = attribute(article).front();
  EXPECT_EQ(side_of(got), "counterpart");
  ASSERT_TRUE(got.embedded.has_value());
  EXPECT_EQ(got.embedded->side, Side::principal);
  EXPECT_EQ(got.embedded->actor, "moscow");
}

TEST(Attribution, APrepositionBeforeAParticipleLeavesTheSpeaker) {
  for (const auto& [language, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"en", "The idea found friends in Vienna, with Mr. Peskov even claiming it was his."},
           {"en", "With Lavrov calling the paper useful, hopes rose."},
           {"es", "La cita terminó mal, con Peskov afirmando que nadie había cedido."}}) {
    const Attribution got = attribute(testing::split_article({sentence}, language)).front();
    EXPECT_EQ(side_of(got), "principal") << sentence;
    EXPECT_EQ(got.how, "reported") << sentence;
  }
  for (const char* sentence : {"Vienna met with Peskov before announcing a date.",
                               "Vienna held talks with Peskov urging patience."}) {
    const Attribution other = attribute(testing::split_article({sentence}, "en")).front();
    EXPECT_NE(side_of(other), "principal") << sentence;
  }
}

TEST(Attribution, StandInsCarryTheSideOfWhomTheyStandFor) {
  const Article article = testing::split_article(
      {"Peskov spoke to reporters.", "He said the talks were useful."}, "en");
  const auto got = attribute(article);
  ASSERT_EQ(got[1].stand_ins.size(), 1U);
  EXPECT_EQ(got[1].stand_ins[0].side, Side::principal);
  EXPECT_EQ(words_of(article, got[1]), "He");
}

TEST(Attribution, FindsTheWordsOfASpeakerWhomNoListHas) {
  const std::vector<std::tuple<std::string, std::string, std::string, std::string>> cases = {
      {"en", "Dairy farmers welcomed the move.", "Dairy farmers", "reported"},
      {"en", "Dairy farmers are demanding an answer.", "Dairy farmers", "reported"},
      {"en", "Marta Quill of the Heron Trust said the bridge would reopen.",
       "Marta Quill of the Heron Trust", "reported"},
      {"en", "“Nobody asked us,” the ferry's cook complained.", "the ferry's cook", "direct"},
      {"en", "The island, which has no port, said it would wait.", "The island", "reported"},
      {"en", "The road is safe, according to the bus company.", "the bus company", "reported"},
      {"en", "The road is safe, said the bus company.", "the bus company", "reported"},
      {"fr", "La route est sûre, a indiqué la compagnie.", "la compagnie", "reported"},
      {"ru", "Участники похода также отметили, что дорога свободна.", "Участники похода",
       "reported"},
      {"fr", "« C'est un beau pont », soulignait le dépliant.", "le dépliant", "direct"},
      {"en", "Quill has repeatedly rejected the offer.", "Quill", "reported"},
      {"en", "“We know how bad it is,” said the bus driver.", "the bus driver", "direct"},
      {"de", "„Wir wissen, dass die Straße gesperrt ist“, sagte der Busfahrer.", "der Busfahrer",
       "direct"},
      {"ru", "«Мы не знаем, что это было», — сказал водитель.", "водитель", "direct"},
      {"en", "The bus company said that Moscow had rejected its licence.", "The bus company",
       "reported"},
      {"en", "The bus company said the minister was wrong.", "The bus company", "reported"},
      {"en", "The company said: “The Telegraph is proud of its reporting.”", "The company",
       "direct"},
      {"en", "“Nobody asked us,” it complained.", "it", "direct"}};
  for (const auto& [language, sentence, words, how] : cases) {
    const Article article = testing::split_article({sentence}, language);
    const Attribution got = attribute(article).front();
    EXPECT_EQ(side_of(got), "none") << sentence;
    ASSERT_TRUE(got.unlisted.has_value()) << sentence;
    EXPECT_EQ(article.text.substr(got.unlisted->span.begin, got.unlisted->span.size()), words);
    EXPECT_EQ(got.unlisted->how, how) << sentence;
  }
}

TEST(Attribution, WordsThatAreNoSubjectNameNobody) {
  for (const char* sentence :
       {"After the storm rejected ballots lay on the floor.", "Nobody was there, TASS reported.",
        "In spring welcomed guests came.", "The road that locals praised is closed.",
        "The plan was rejected.", "The plan was widely criticised.",
        "The plans are being criticised.", "The island, which rejected the plan, is small."}) {
    EXPECT_FALSE(attribute(testing::split_article({sentence}, "en")).front().unlisted) << sentence;
  }
  const auto got = attribute(testing::split_article(
      {"Песков заявил, что переговоры полезны.", "Затем заявил, что дорога закрыта."}, "ru"));
  EXPECT_FALSE(got[1].unlisted);
  EXPECT_EQ(side_of(got[1]), "principal");
}

TEST(Attribution, AGuessedSideStillNamesTheWordsThatSpeak) {
  const auto words = [](std::vector<std::string> sentences) {
    const Article article = testing::split_article(sentences, "en");
    const Attribution got = attribute(article).back();
    return got.unlisted ? article.text.substr(got.unlisted->span.begin, got.unlisted->span.size())
                        : "";
  };
  EXPECT_EQ(words({"Ambassador Pavel Undset said that Russia keeps its word."}), "Pavel Undset");
  EXPECT_EQ(words({"Peskov welcomed the talks.", "He said more would follow."}), "He");
  EXPECT_EQ(words({"Nereid said the engines supplied by Siemens Energy were late."}), "Nereid");
  EXPECT_EQ(words({"Peskov welcomed the talks."}), "");
}

TEST(Attribution, AFirstWordIsANameWhereItStoodInsideASentence) {
  const auto second = [](const char* language, std::vector<std::string> sentences) {
    const Article article = testing::split_article(sentences, language);
    const Attribution got = attribute(article)[1];
    return got.unlisted ? article.text.substr(got.unlisted->span.begin, got.unlisted->span.size())
                        : "";
  };
  EXPECT_EQ(
      second("ru", {"Мы говорили с инженером Барышевым.", "Барышев отметил, что мост готов."}),
      "Барышев");
  EXPECT_EQ(second("ru", {"Мост строили долго.", "Барышев отметил, что мост готов."}), "");
  EXPECT_EQ(second("uk", {"Міст будував інженер Лук'янов.", "Лук'янов повідомив, що все готово."}),
            "Лук'янов");
  EXPECT_EQ(second("es", {"El puente es de la ingeniera Quiroga.", "Quiroga dijo que sí."}),
            "Quiroga");
  EXPECT_EQ(second("es", {"Peskov llegó el lunes.", "El lunes dijo que sí."}), "");
  EXPECT_EQ(second("es", {"El puerto de Gijón", "Nunca dijo que cerraría."}), "");
}

TEST(Attribution, TheSubjectIsTheOneOfItsClause) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {"en", "The EU is due to stage a second Syria conference and still hopes to help.", "EU"},
      {"en", "The bus company said the road was open; Moscow rejected the plan.", "Moscow"},
      {"en", "Peskov said the plan backed by Washington was dead.", "Peskov"},
      {"es", "Rusia atacó el puerto y Ucrania no aceptó la tregua.", "Ucrania"},
      {"ru", "Россия обстреляла порт, а Украина не поддержала план.", "Украина"}};
  for (const auto& [language, sentence, words] : cases) {
    const Article article = testing::split_article({sentence}, language);
    EXPECT_EQ(words_of(article, attribute(article).front()), words) << sentence;
  }
}

TEST(Attribution, AnAgencyInQuotationMarksOnlyRelays) {
  const auto got = attribute(testing::split_article(
      {"Песков приветствовал переговоры.", "Мост закрыт, сообщает «Интерфакс»."}, "ru"));
  EXPECT_EQ(side_of(got[1]), "none");
  EXPECT_FALSE(got[1].unlisted);
}

TEST(Attribution, AnUnlistedSpeakerEndsTheOneBefore) {
  const auto got = attribute(testing::split_article(
      {"Peskov said the talks were useful.", "The ferry crew complained about the noise.",
       "He added that the road was closed."},
      "en"));
  EXPECT_EQ(side_of(got[0]), "principal");
  EXPECT_TRUE(got[1].unlisted.has_value());
  EXPECT_EQ(side_of(got[2]), "principal");
  EXPECT_FLOAT_EQ(got[2].confidence, 0.6F);  // of who was only named, not of who spoke last
}

TEST(Attribution, ALanguageWithoutAListHasNoVerbs) {
  const auto got = attribute(testing::split_article({"Peskov said no."}, "xx"));
  EXPECT_EQ(side_of(got.front()), "none");
}

TEST(Attribution, BothSidesOfTwoActorsExchangeWithThePrincipal) {
  const std::string path = std::string(DETENTE_WEIGHTS_DIR) + "/actors.tsv";
  const auto other = Gazetteer::open({{path, read_file(path).value()}}, "white-house");
  const Article article = testing::split_article(
      {"Peskov said the White House had answered.", "Biden rejected the offer from Moscow.",
       "\"We shall wait,\" he said.", "Lavrov called it \"absurd\"."},
      "en");
  const auto kremlin = attribute(article);
  const auto turned = attribute(article, other.value());
  for (std::size_t i = 0; i < kremlin.size(); ++i) {
    ASSERT_NE(kremlin[i].side, Side::none) << i;
    EXPECT_EQ(turned[i].side,
              kremlin[i].side == Side::principal ? Side::counterpart : Side::principal);
    EXPECT_EQ(turned[i].span, kremlin[i].span);
    EXPECT_EQ(turned[i].how, kremlin[i].how);
  }
}

TEST(Attribution, StaysInsideAnyText) {
  std::mt19937 random(7);
  const std::vector<std::string> parts = {"Peskov ",
                                          "said ",
                                          "\"",
                                          "“",
                                          "”",
                                          "« ",
                                          " »",
                                          "he ",
                                          ", ",
                                          ". ",
                                          "that ",
                                          "by ",
                                          "the ",
                                          "US ",
                                          "— ",
                                          "Moscow's ",
                                          "minister ",
                                          "\n",
                                          "\n\n",
                                          "’",
                                          "\xC2\xAD",
                                          "президент ",
                                          "according to ",
                                          "TASS ",
                                          "of ",
                                          "(",
                                          ")",
                                          ": ",
                                          "added ",
                                          "Smith ",
                                          "former "};
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> sentences(1 + random() % 5);
    for (std::string& sentence : sentences) {
      for (std::size_t n = 1 + random() % 25; n > 0; --n)
        sentence += parts[random() % parts.size()];
    }
    Article article = testing::split_article(sentences, random() % 3 == 0 ? "ru" : "en");
    article.title = sentences.front();
    const auto got = attribute(article);
    ASSERT_EQ(got.size(), sentences.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_LE(got[i].span.value_or(Span{}).end, article.text.size());
      ASSERT_EQ(got[i].side == Side::none, got[i].how == "none");
      if (got[i].unlisted) {
        ASSERT_GE(got[i].unlisted->span.begin, article.sentence_spans[i].begin);
        ASSERT_LE(got[i].unlisted->span.end, article.sentence_spans[i].end);
        ASSERT_LT(got[i].unlisted->span.begin, got[i].unlisted->span.end);
      }
      for (const Mention& mention : got[i].stand_ins) {
        ASSERT_GE(mention.span.begin, article.sentence_spans[i].begin);
        ASSERT_LE(mention.span.end, article.sentence_spans[i].end);
        ASSERT_LT(mention.span.begin, mention.span.end);
      }
    }
  }
}

TEST(Attribution, CostGrowsWithTheTextAndNoFaster) {
  const std::vector<std::string> paragraph = {
      "“We are ready to talk,” Kremlin spokesman Dmitry Peskov told reporters on Monday.",
      "He added that Washington had not answered, according to a transcript.",
      "The US State Department rejected the claim and called it “absurd”."};
  const auto seconds = [&](std::size_t paragraphs) {
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < paragraphs; ++i)
      sentences.insert(sentences.end(), paragraph.begin(), paragraph.end());
    const Article article = testing::split_article(sentences, "en");
    double best = 1e9;  // of processor time: other programs may be at work
    for (int round = 0; round < 5; ++round) {
      const std::clock_t begin = std::clock();
      attribute(article);
      best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
  };
  EXPECT_LT(seconds(800), 3 * seconds(400));  // twice, and room for a busy machine
}

TEST(Attribution, ASentenceWithoutEndCostsLittle) {
  std::string endless;
  while (endless.size() < 4 << 20) endless += "Peskov said Biden said ";
  const auto got = attribute(testing::split_article({endless, "Peskov said no."}, "en"));
  EXPECT_EQ(side_of(got[0]), "none");
  EXPECT_EQ(side_of(got[1]), "principal");
}

TEST(SpeechWords, AdjectivesBelongToActorsOfTheGazetteer) {
  std::size_t adjectives = 0;
  for (const auto& entry : std::filesystem::directory_iterator(DETENTE_WEIGHTS_DIR)) {
    if (!entry.path().filename().string().starts_with("speech-")) continue;
    std::istringstream lines(read_file(entry.path()).value());
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("adjective\t")) continue;
      const std::size_t begin = line.find('\t') + 1;
      const std::string actor = line.substr(begin, line.find('\t', begin) - begin);
      EXPECT_TRUE(shipped_gazetteer().actor(actor)) << entry.path() << ": " << actor;
      ++adjectives;
    }
  }
  EXPECT_GT(adjectives, 100U);
}

TEST(SpeechWords, NamesLineAndRemedyOfABadRow) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"# a comment\nsay\t-\tsaid|told\nshout\t-\tcried\n", "no kind \"shout\""},
      {"say\t-\tsaid\n\nsay said\n", "1 columns"},
      {"\n\nadjective\t-\tRussian\n", "actor id"},
      {"\n\nsay\trussia\tsaid\n", "actor id"},
      {"\n\nsay\t-\tsa{id\n", "braces"},
      {"\n\nsay\t-\tsaid||told\n", "empty word"},
      {"\n\nsay\t-\t\xFF\n", "UTF-8"}};
  for (const auto& [bytes, words] : bad) {
    const auto opened = Attributor::open({{"speech-en.tsv", bytes}});
    ASSERT_FALSE(opened) << bytes;
    EXPECT_EQ(opened.error().path, "speech-en.tsv");
    EXPECT_EQ(opened.error().line, 3U) << bytes;
    EXPECT_NE(opened.error().message.find(words), std::string::npos) << opened.error().message;
  }
}

}  // namespace
}  // namespace detente
