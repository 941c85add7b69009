// Reports for a person.
#include "report/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "report/page.h"
#include "report/reports.h"

namespace detente {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines{""};
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  EXPECT_EQ(lines.back(), "") << "no line feed at the end";
  lines.pop_back();
  return lines;
}

TEST(Text, SaysWhatTheReportSays) {
  EXPECT_EQ(to_text(full_report(), {}), R"(Kremlin ready for a summit
a1 · agency · 2021-04-16 · language en · https://example.org/a1

Principal  kremlin
Index      +0.25, 90% interval -0.33 to +0.75
Verdict    mixed: much is welcomed and much is rejected, and the interval spans 0
Evidence   3.80 welcomed or offered (P), 1.90 rejected or unacceptable (U), from 2 sentences
Framing    overtures +0.52, measures -0.40, frame gap +0.92
           (above 0: more positive than unacceptable; frame gap: overtures less measures)

The principal welcomes or offers
  1. Moscow welcomes the proposal, Peskov said.
     peskov, in reported speech (93% sure) · positive (95%) about an overture (97%)

The principal rejects or calls unacceptable
  1. New sanctions would be "unacceptable", he added.
     the principal, still speaking (50% sure) · unacceptable (90%) about a measure (75%) · one of 2
     near-identical sentences

The counterpart's strongest framings
  1. New sanctions would be "unacceptable", he added.
     the principal, still speaking (50% sure) · positive (80%) about a measure (100%)

Warning    language guessed
Coverage   100 of 102 bytes scored, 3 sentences, 1 window
Engine     detente 0.1.0 · weights aaaaaaaaaaaa · formula 1 · avx512-vnni
)");
}

TEST(Text, AFailedArticleIsOneClearLine) {
  EXPECT_EQ(to_text(failed_report(), {}),
            "bad: not scored, invalid_utf8: byte 0xff is not UTF-8: convert the file "
            "(in/articles.jsonl, line 3, byte 17)\n");
  Report r;
  r.error = Error{.code = ErrorCode::empty_text,
                  .message = "nothing but\nwhite space",
                  .path = "",
                  .line = {},
                  .byte = {}};
  EXPECT_EQ(to_text(r, {}), "article: not scored, empty_text: nothing but white space\n");
}

TEST(Text, SaysWhyThereIsNoValue) {
  Report r;
  r.article.id = "a2";
  r.article.language = "ru";
  r.article.language_guessed = true;
  r.index.reason = "no sentence in which the principal frames something";
  const std::string text = to_text(r, {});
  EXPECT_TRUE(contains(text, "Index      no value\n"));
  EXPECT_TRUE(
      contains(text, "Verdict    none: no sentence in which the principal frames something\n"));
  EXPECT_TRUE(contains(text, "language ru (guessed)"));
  EXPECT_FALSE(contains(text, "welcomes or offers"));
}

TEST(Text, EvidenceIsOrderedByStrengthAndOnlyUnitsAreEvidence) {
  Report r;
  const auto add = [&](std::string text, float positive, float weight) {
    SentenceReport s;
    s.text = std::move(text);
    s.principal = {.positive = positive,
                   .unacceptable = 1 - positive,
                   .none = 0,
                   .overture = 1,
                   .measure = 0,
                   .other = 0};
    s.weight = weight;
    add_sentence(r, s);
  };
  add("weak welcome", 0.7f, 1);
  add("no unit", 1, 0);
  add("strong rejection", 0, 1);
  add("strong welcome", 1, 1);
  add("copied welcome", 0.9f, 0.25f);
  add("weak rejection", 0.3f, 1);
  const std::string text = to_text(r, {});
  std::size_t last = 0;
  for (const char* part :
       {"welcomes or offers", "1. strong welcome", "2. weak welcome", "3. copied welcome",
        "one of 4 near-identical", "rejects or calls unacceptable", "1. strong rejection",
        "2. weak rejection"}) {
    const std::size_t at = text.find(part, last);
    ASSERT_NE(at, std::string::npos) << part << "\n" << text;
    last = at;
  }
  EXPECT_FALSE(contains(text, "no unit"));
}

TEST(Text, AnEndorsedMeasureStandsWithWhatCountsAgainst) {
  Report r;
  SentenceReport s;
  s.text = "The strikes were right.";
  s.principal = {
      .positive = 1, .unacceptable = 0, .none = 0, .overture = 0, .measure = 1, .other = 0};
  s.weight = 1;
  add_sentence(r, s);
  const std::string text = to_text(r, {});
  EXPECT_FALSE(contains(text, "welcomes or offers"));
  EXPECT_TRUE(contains(text, "positive (100%) about a measure (100%): endorsed, counts against"));
}

TEST(Text, ShowsAtMostFiveFramingsOfTheCounterpart) {
  Report r;
  for (int i = 0; i < 9; ++i) {
    SentenceReport s;
    s.text = "Counter " + std::to_string(i);
    s.counterpart = {.positive = 0.1f,
                     .unacceptable = 0.1f * static_cast<float>(i),
                     .none = 0.9f - 0.1f * static_cast<float>(i),
                     .overture = 0,
                     .measure = 1,
                     .other = 0};
    add_sentence(r, s);
  }
  const std::string text = to_text(r, {});
  EXPECT_TRUE(contains(text, "1. Counter 8"));
  EXPECT_TRUE(contains(text, "5. Counter 4"));
  EXPECT_FALSE(contains(text, "Counter 3"));
}

TEST(Text, AnArticleCannotWriteToTheTerminal) {
  Report r = full_report();
  r.article.title = "\x1b[31mred\x1b[0m \u202eback\u2066 \x07 bell\u0085";
  r.sentences[0].text = "one\ntwo\r\n\x1b]0;title\x07three";
  const std::string text = to_text(r, {});
  for (const char* bad : {"\x1b", "\r", "\x07", "\u202e", "\u2066", "\u0085"})
    EXPECT_FALSE(contains(text, bad));
  EXPECT_TRUE(contains(text, "one two ]0;title three"));
}

TEST(TextLaw, EveryLineFitsAndNoWordIsLost) {
  RandomReports random(2);
  for (int round = 0; round < 300; ++round) {
    const Report r = random.next();
    const int width = random.integer(20, 140);
    const std::string text = to_text(r, {.width = width});
    const std::vector<std::string> lines = lines_of(text);
    if (r.error) {
      ASSERT_EQ(lines.size(), 1u);
      continue;
    }
    for (const std::string& line : lines) {
      ASSERT_LE(display_width(line), static_cast<std::size_t>(std::max(width, 40))) << line;
      ASSERT_TRUE(line.empty() || line.back() != ' ') << line;
    }
    const std::string all = packed(text);
    for (const SentenceReport& s : r.sentences) {
      if (s.weight == 0) continue;
      ASSERT_TRUE(contains(all, packed(plain(s.text)))) << s.text << "\n" << text;
    }
    for (const std::string& warning : r.warnings)
      ASSERT_TRUE(contains(all, packed(plain(warning))));
  }
}

TEST(Page, BreaksBetweenWordsAndHangsTheRest) {
  Page page(20);
  page.paragraph(" 1. ", "Moscow is ready for a summit with Washington");
  EXPECT_EQ(page.take(), " 1. Moscow is ready\n    for a summit\n    with Washington\n");
}

TEST(Page, BreaksWideTextByColumnsAndKeepsPunctuationOffTheStart) {
  Page page(12);
  page.paragraph("", "俄罗斯愿意谈判，美国也愿意。");
  EXPECT_EQ(page.take(), "俄罗斯愿意谈\n判，美国也愿\n意。\n");
}

TEST(Page, CutsAWordThatIsWiderThanALine) {
  Page page(10);
  page.paragraph("", "see abcdefghijklmnopqrstuvwxyz now");
  EXPECT_EQ(page.take(), "see\nabcdefghij\nklmnopqrst\nuvwxyz now\n");
}

TEST(Page, AnEmptyParagraphIsItsFirstLine) {
  Page page(40);
  page.paragraph("  1. ", " \n ");
  EXPECT_EQ(page.take(), "  1.\n");
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("Kreml"), 5u);
  EXPECT_EQ(display_width("Кремль"), 6u);
  EXPECT_EQ(display_width("中文"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
}

}  // namespace
}  // namespace detente
