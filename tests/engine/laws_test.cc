// Laws over text, exact with a classifier that answers a sentence from its own tokens alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "support/engines.h"

namespace detente {
namespace {

using testing::fake_engine;
using testing::json_of;
using testing::score_one;
using testing::split_article;
using testing::text_article;

const std::vector<std::string> kSentences = {
    "The Kremlin called the talks positive.",
    "Moscow rejected the new sanctions.",
    "Washington offered a summit in June.",
    "Putin and Biden spoke for an hour.",
    "The Kremlin said that it was ready for dialogue.",
    "Kyiv expects a clear answer from Russia.",
    "Russia expelled ten diplomats.",
    "Lavrov welcomed the offer of mediation.",
};
const std::vector<std::string> kWeather = {"Rain fell over the hills.", "The sun came out at noon.",
                                           "It was cold by the sea."};

std::vector<std::string> drawn(std::mt19937& random, std::size_t count) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < count; ++i)
    sentences.push_back(kSentences[random() % kSentences.size()]);
  return sentences;
}

void expect_same_index(const Report& a, const Report& b) {
  EXPECT_EQ(a.index.value, b.index.value);
  EXPECT_EQ(a.index.low, b.index.low);
  EXPECT_EQ(a.index.high, b.index.high);
  EXPECT_EQ(a.index.verdict, b.index.verdict);
  EXPECT_EQ(a.index.units, b.index.units);
}

TEST(LawsOverText, ASentenceAboutTheWeatherChangesNothing) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    const auto before = drawn(random, 1 + random() % 30);
    auto after = before;
    after.insert(after.begin() + static_cast<std::ptrdiff_t>(random() % (after.size() + 1)),
                 kWeather[random() % kWeather.size()]);
    expect_same_index(score_one(fake_engine(), split_article(before)),
                      score_one(fake_engine(), split_article(after)));
  }
}

TEST(LawsOverText, AnUnrelatedArticleAppendedKeepsTheUnits) {
  std::mt19937 random(2);
  for (int round = 0; round < 50; ++round) {
    const auto before = drawn(random, 1 + random() % 30);
    auto after = before;
    after.insert(after.end(), kWeather.begin(), kWeather.end());
    expect_same_index(score_one(fake_engine(), split_article(before)),
                      score_one(fake_engine(), split_article(after)));
  }
}

TEST(LawsOverText, TheOrderOfSentencesDoesNotMatter) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    auto sentences = drawn(random, 2 + random() % 30);
    const Report before = score_one(fake_engine(), split_article(sentences));
    std::shuffle(sentences.begin(), sentences.end(), random);
    expect_same_index(before, score_one(fake_engine(), split_article(sentences)));
  }
}

TEST(LawsOverText, CopiesOfASentenceAddNoCertainty) {
  const std::vector<std::string> once = {kSentences[0], kSentences[1]};
  std::vector<std::string> often = once;
  for (int i = 0; i < 9; ++i) often.push_back(kSentences[0]);
  const Report a = score_one(fake_engine(), split_article(once));
  const Report b = score_one(fake_engine(), split_article(often));
  ASSERT_TRUE(a.index.value && b.index.value);
  EXPECT_NEAR(*a.index.value, *b.index.value, 1e-6);
  EXPECT_NEAR(*a.index.low, *b.index.low, 1e-6);
}

TEST(LawsOverText, TheTitleIsContextAndNoUnit) {
  Article plain = split_article({kSentences[4], kSentences[6]});
  Article titled = plain;
  titled.title = kSentences[0];
  expect_same_index(score_one(fake_engine(), plain), score_one(fake_engine(), titled));

  const std::string body = kSentences[4] + " " + kSentences[6];
  Article repeated = text_article("The Kremlin called the talks positive\n\n" + body);
  repeated.title = "The Kremlin called the talks positive";
  const Report report = score_one(fake_engine(), repeated);
  ASSERT_EQ(report.sentences.size(), 3U);
  EXPECT_EQ(report.sentences[0].weight, 0);
  expect_same_index(report, score_one(fake_engine(), text_article(body)));
}

TEST(Engine, AnswersEverySentenceGivenInOrder) {
  const std::vector<std::string> sentences = {
      "", "Moscow.", "  ", "\n\n", "One. Two. Three.", "🙂", "\u200b", std::string(30000, 'a')};
  const Report report = score_one(fake_engine(), split_article(sentences));
  ASSERT_FALSE(report.error);
  ASSERT_EQ(report.sentences.size(), sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i)
    EXPECT_EQ(report.sentences[i].text, sentences[i]);
  EXPECT_EQ(report.sentences[0].principal.none, 1);
  json_of(report);
}

TEST(Engine, CoversEveryNonBlankByteOfAText) {
  const Report report = score_one(
      fake_engine(),
      text_article("The Kremlin agreed.  Moscow, by\nthe river, slept.\n\n“Good,” he said. "));
  std::string joined;
  std::size_t at = 0;
  for (const SentenceReport& sentence : report.sentences) {
    EXPECT_EQ(report.article.text.substr(sentence.span.begin, sentence.span.size()), sentence.text);
    for (std::size_t i = at; i < sentence.span.begin; ++i)
      EXPECT_TRUE(std::isspace(report.article.text[i]) != 0);
    at = sentence.span.end;
  }
  EXPECT_EQ(report.coverage.bytes, report.article.text.size());
  json_of(report);
}

TEST(Engine, TakesGivenMentionsInsteadOfTheGazetteer) {
  const std::string sentence = "The Kremlin met Bob.";
  Article article = split_article({sentence});
  const Report before = score_one(fake_engine(), article);
  EXPECT_LT(before.sentences[0].principal.none, 0.5F);
  article.mentions = {{0, {16, 19}, Side::counterpart}};
  const Report after = score_one(fake_engine(), article);
  EXPECT_GT(after.sentences[0].principal.none, 0.5F);
  EXPECT_LT(after.sentences[0].counterpart.none, 0.5F);
  EXPECT_EQ(after.sentences[0].speaker.span, (Span{16, 19}));
  json_of(after);
}

TEST(Engine, GivenMentionsHoldForSentencesThatHaveNoneOfThem) {
  Article article = split_article({"Bob spoke.", "Russian officials said no."});
  article.mentions = {{0, {0, 3}, Side::counterpart}};
  const Report report = score_one(fake_engine(), article);
  EXPECT_NE(report.sentences[1].speaker.side, Side::principal);
}

TEST(Engine, GivenMentionsThatOverlapShareNoByte) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "Bob. ";
  Article article = text_article(text);
  article.mentions.emplace();
  for (std::size_t i = 0; i < 2000; ++i)  // each over all of the text that follows
    article.mentions->push_back({{}, {i, text.size()}, Side::counterpart});
  const Report report = score_one(fake_engine(), article);
  EXPECT_EQ(report.error, std::nullopt);
  EXPECT_LT(report.sentences.front().counterpart.none, 0.5F);
}

TEST(Engine, MarksAGivenMentionInEverySentenceItTouches) {
  Article article = text_article("It rained.   Bob said no. He left.");
  article.mentions = {
      {std::nullopt, {11, 29}, Side::principal}};  // from the gap into the third sentence
  const Report report = score_one(fake_engine(), article);
  ASSERT_EQ(report.sentences.size(), 3U);
  EXPECT_GT(report.sentences[0].principal.none, 0.5F);
  EXPECT_EQ(report.sentences[1].speaker.span, (Span{13, 24}));  // all its words
  EXPECT_EQ(report.sentences[2].speaker.span,
            (Span{26, 33}));  // "left" in whole: words are not cut
  json_of(report);
}

TEST(Engine, AnswersAnEmptyListOfSentencesWithAnEmptyList) {
  const Report report = score_one(fake_engine(), split_article({}));
  ASSERT_FALSE(report.error);
  EXPECT_TRUE(report.sentences.empty());
  EXPECT_EQ(report.index.verdict, Verdict::none);
  json_of(report);
}

TEST(Engine, NamesTheSpeakerFromTheSentencesBefore) {
  const Report report = score_one(fake_engine(), text_article("The Kremlin waited. Rain fell."));
  ASSERT_EQ(report.sentences.size(), 2U);
  EXPECT_EQ(report.sentences[0].speaker.actor, "kremlin");
  EXPECT_EQ(report.sentences[0].speaker.how, "mentioned");
  EXPECT_EQ(report.sentences[1].speaker.how, "none");
}

TEST(Engine, LetsABadArticleCostOnlyItself) {
  std::vector<Article> articles{text_article("The Kremlin agreed."), text_article("\xFF broken"),
                                text_article("  \n"), text_article("Moscow refused.")};
  articles[3].id = "last";
  const auto reports = fake_engine().score(articles);
  ASSERT_EQ(reports.size(), 4U);
  EXPECT_FALSE(reports[0].error);
  ASSERT_TRUE(reports[1].error);
  EXPECT_EQ(reports[1].error->code, ErrorCode::invalid_utf8);
  EXPECT_EQ(reports[1].error->byte, 0U);
  ASSERT_TRUE(reports[2].error);
  EXPECT_EQ(reports[2].error->code, ErrorCode::empty_text);
  EXPECT_EQ(reports[3].article.id, "last");
  for (const Report& report : reports) json_of(report);
}

TEST(Engine, WarnsOfWhatWasNotValidated) {
  const auto has = [](const Report& report, const std::string& beginning) {
    return std::any_of(report.warnings.begin(), report.warnings.end(),
                       [&](const std::string& w) { return w.starts_with(beginning); });
  };
  Article article = text_article("O Kremlin aceitou a proposta.", "pt");
  EXPECT_TRUE(has(score_one(fake_engine(), article), "language not validated: pt"));
  article.language = "en";
  article.language_guessed = true;
  EXPECT_TRUE(has(score_one(fake_engine(), article), "language guessed: en"));
  article.language.clear();
  EXPECT_TRUE(has(score_one(fake_engine(), article), "language unknown"));
  const auto other = Engine::open(
      {.weights = DETENTE_WEIGHTS_DIR "/tiny", .principal = "kyiv", .plugin = DETENTE_FAKE_PLUGIN});
  ASSERT_TRUE(other);
  EXPECT_TRUE(has(score_one(other.value(), article), "principal unvalidated"));
}

}  // namespace
}  // namespace detente
