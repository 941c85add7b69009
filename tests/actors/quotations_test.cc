#include "actors/quotations.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/engines.h"

namespace detente {
namespace {

using Texts = std::vector<std::string>;

Texts quoted(const std::string& text, const std::vector<Span>& sentences, bool presplit,
             const std::string& language) {
  Texts out;
  for (const Span& span : find_quotations(text, language, sentences, presplit))
    out.push_back(text.substr(span.begin, span.size()));
  return out;
}

Texts quoted(const std::string& text, const std::string& language = "en") {
  return quoted(text, {{0, text.size()}}, false, language);
}

// Paragraphs of one sentence each.
Texts quoted_in_paragraphs(const Texts& paragraphs) {
  std::string text;
  std::vector<Span> sentences;
  for (const std::string& paragraph : paragraphs) {
    if (!text.empty()) text += "\n\n";
    sentences.push_back({text.size(), text.size() + paragraph.size()});
    text += paragraph;
  }
  return quoted(text, sentences, false, "en");
}

TEST(Quotations, EveryStyle) {
  EXPECT_EQ(quoted("She said \"no\" twice."), Texts{"no"});
  EXPECT_EQ(quoted("She said “no” twice."), Texts{"no"});
  EXPECT_EQ(quoted("She said ‘no’ twice."), Texts{"no"});
  EXPECT_EQ(quoted("Она сказала «нет» дважды.", "ru"), Texts{"нет"});
  EXPECT_EQ(quoted("Elle a dit « non » deux fois.", "fr"), Texts{" non "});
  EXPECT_EQ(quoted("Sie sagte „nein“ und ging.", "de"), Texts{"nein"});
  EXPECT_EQ(quoted("Sie sagte »nein« und ging.", "de"), Texts{"nein"});
  EXPECT_EQ(quoted("Powiedziała „nie” i wyszła.", "pl"), Texts{"nie"});
}

TEST(Quotations, TheOutermostHoldsTheInner) {
  EXPECT_EQ(quoted("“He called it ‘a joke’ today,” she said."),
            Texts{"He called it ‘a joke’ today,"});
  EXPECT_EQ(quoted("«Он назвал это \"шуткой\" вчера», - сказала она.", "ru"),
            Texts{"Он назвал это \"шуткой\" вчера"});
}

TEST(Quotations, AnApostropheIsNone) {
  EXPECT_EQ(quoted("The ship's crew didn’t answer the captains' call."), Texts{});
  EXPECT_EQ(quoted("L'accord n’est pas signé.", "fr"), Texts{});
}

TEST(Quotations, SeveralInOneSentence) {
  EXPECT_EQ(quoted("“Yes,” she said, “but not today.”"), (Texts{"Yes,", "but not today."}));
}

TEST(Quotations, OpenedAgainItGoesOnOverParagraphs) {
  EXPECT_EQ(quoted_in_paragraphs({"“We waited.", "“Then we left.”", "Nobody came."}),
            Texts{"We waited.\n\n“Then we left."});
}

TEST(Quotations, NeverClosedItEndsWithItsParagraph) {
  EXPECT_EQ(quoted_in_paragraphs({"She said: “We waited.", "Nobody came."}), Texts{"We waited."});
}

TEST(Quotations, NeverClosedInGivenSentencesItEndsWithTheThird) {
  const Article article =
      testing::split_article({"She said: “One.", "Two.", "Three.", "Four.", "Five."}, "en");
  const Texts got = quoted(article.text, article.sentence_spans, true, "en");
  ASSERT_EQ(got.size(), 1U);
  EXPECT_TRUE(got.front().starts_with("One."));
  EXPECT_TRUE(got.front().ends_with("Three."));
}

TEST(Quotations, AClosingMarkAloneIsNothing) {
  EXPECT_EQ(quoted("That was all,” she said."), Texts{});
  EXPECT_EQ(quoted(""), Texts{});
}

}  // namespace
}  // namespace detente
