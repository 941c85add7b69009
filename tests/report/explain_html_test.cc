// What the index rests on, as a page.
#include "report/explain_html.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "report/reports.h"

namespace detente {
namespace {

std::string page_of(const Report& report, bool arithmetic = false) {
  const std::array<HtmlSection, 1> sections{html_section(report, {.arithmetic = arithmetic}, 1)};
  return html_page(sections);
}

// Whether every tag is closed in order, every attribute quoted, and every & the start of an entity.
// The style, which is ours, is left out.
::testing::AssertionResult well_formed(std::string page) {
  const std::size_t style = page.find("<style>"), end = page.find("</style>");
  page.erase(style + 7, end - style - 7);
  std::vector<std::string> open;
  for (std::size_t i = page.find('\n'); i < page.size(); ++i) {
    if (page[i] == '&') {
      const std::string entity = page.substr(i, page.find(';', i) - i + 1);
      if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;" && entity != "&quot;" &&
          entity != "&#39;")
        return ::testing::AssertionFailure() << "a bare & at " << page.substr(i, 40);
    }
    if (page[i] != '<') continue;
    const std::size_t close = page.find('>', i);
    std::string tag = page.substr(i + 1, close - i - 1);
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0)
      return ::testing::AssertionFailure() << "quotes in <" << tag << ">";
    i = close;
    if (tag.ends_with('/')) continue;
    const std::string name = tag.substr(0, tag.find(' '));
    if (!name.starts_with('/')) {
      open.push_back(name);
      continue;
    }
    if (open.empty() || "/" + open.back() != name)
      return ::testing::AssertionFailure() << "<" << name << "> closes nothing";
    open.pop_back();
  }
  if (!open.empty()) return ::testing::AssertionFailure() << "<" << open.back() << "> stays open";
  return ::testing::AssertionSuccess();
}

TEST(ExplainHtml, SaysWhatTheReportSays) {
  const std::string page = page_of(full_report());
  for (const char* part :
       {"<html lang=\"en\">", "Kremlin ready for a summit", "+0.25", "90% interval -0.33 to +0.75",
        "mixed: much is welcomed", "peskov, in reported speech (93% sure)",
        "positive (95%) about an overture (97%)", "Between states only", "Frame gap",
        "Warning: language guessed", R"(lang="en" dir="auto")",
        "aria-label=\"All framings, on a scale from -1 to +1: +0.25, 90% interval",
        "left:33.50%;width:54.00%", "left:62.50%"}) {
    EXPECT_TRUE(contains(page, part)) << part;
  }
  EXPECT_FALSE(contains(page, "The arithmetic"));
  EXPECT_TRUE(well_formed(page));
}

TEST(ExplainHtml, TheArithmeticIsATable) {
  const std::string page = page_of(full_report(), true);
  EXPECT_TRUE(contains(page, "<th scope=\"col\">pos</th>"));
  EXPECT_TRUE(contains(page, "<td>0.9500</td>"));
  EXPECT_TRUE(contains(page, "theta ~ Beta(a + P, a + U)"));
  EXPECT_TRUE(well_formed(page));
}

TEST(ExplainHtml, TextsOfTheArticleAreEscapedEverywhere) {
  const std::string evil = "<script>alert('x')</script> & \"q\" \u202eback \x1b[31m \x01 ]]>";
  Report r = full_report();
  Article& a = r.article;
  for (std::string* field : {&a.id, &a.title, &a.language, &a.published_at, &a.source, &a.url})
    *field = evil;
  a.text.clear();
  std::vector<SentenceReport> sentences = std::move(r.sentences);
  r.sentences.clear();
  for (SentenceReport& s : sentences) {
    s.text = evil;
    s.speaker.actor = evil;
    s.speaker.how = evil;
    s.speaker.span = Span{3, 20};
    s.embedded = Inner{.side = Side::principal, .actor = evil, .span = Span{40, 44}};
    add_sentence(r, s);
  }
  r.warnings = {evil};
  r.index.reason = evil;
  for (std::string* field :
       {&r.engine.version, &r.engine.weights, &r.engine.principal, &r.engine.isa})
    *field = evil;
  for (const Verdict verdict : {Verdict::mixed, Verdict::none}) {
    r.index.verdict = verdict;
    const std::string page = page_of(r, true);
    for (const char* bad : {"<script", "alert('", "\x1b", "\x01", "\u202e", " \"q\""})
      EXPECT_FALSE(contains(page, bad)) << bad;
    EXPECT_TRUE(contains(page, "&lt;script&gt;alert(&#39;x&#39;)"));
    EXPECT_TRUE(contains(page, "lang=\"und\""));
    EXPECT_TRUE(well_formed(page));
  }
  r.error = Error{.code = ErrorCode::io, .message = evil, .path = evil, .line = {}, .byte = {}};
  EXPECT_FALSE(contains(page_of(r), "<script"));
  EXPECT_TRUE(well_formed(page_of(r)));
}

TEST(ExplainHtml, NothingIsLoadedAndNothingRuns) {
  const std::string page = page_of(full_report(), true);
  for (const char* bad : {"<script", "<link", "src=", "url(", "@import", "javascript:"})
    EXPECT_FALSE(contains(page, bad)) << bad;
  EXPECT_TRUE(contains(page, "default-src 'none'"));
  EXPECT_TRUE(contains(page, "prefers-color-scheme:dark"));
}

TEST(ExplainHtml, NamesOfSpeakersAndSentencesAreMarked) {
  Report r = full_report();
  r.sentences[0].speaker.span = Span{30, 36};
  r.article.language = "ru";
  r.sentences[0].speaker_agrees = false;
  const std::string page = page_of(r);
  const std::string name = r.article.text.substr(30, 6);
  EXPECT_TRUE(contains(page, "<b class=\"name\">" + name.substr(name.front() == ' ' ? 1 : 0)));
  EXPECT_TRUE(contains(page, "<mark>It rained.</mark>"));
  EXPECT_TRUE(contains(page, "lang=\"ru\" dir=\"auto\""));
  EXPECT_TRUE(
      contains(page, "<span class=\"mark doubt\">! disagree</span>\n<span class=\"tone\">"));
}

TEST(ExplainHtml, SeveralArticlesShareAPageWithContents) {
  const std::vector<HtmlSection> sections{html_section(full_report(), {}, 1),
                                          html_section(failed_report(), {}, 2)};
  const std::string page = html_page(sections);
  EXPECT_TRUE(contains(page, "<nav"));
  EXPECT_TRUE(contains(page, "<a href=\"#a1\""));
  EXPECT_TRUE(contains(page, "<article id=\"a2\""));
  EXPECT_TRUE(contains(page, "bad: not scored, invalid_utf8"));
  EXPECT_TRUE(well_formed(page));
  EXPECT_FALSE(contains(page_of(full_report()), "<nav"));
  EXPECT_TRUE(well_formed(html_page({})));
}

TEST(ExplainHtmlLaw, AnyReportMakesAWellFormedPage) {
  RandomReports random(7);
  for (int round = 0; round < 300; ++round) ASSERT_TRUE(well_formed(page_of(random.next(), true)));
}

}  // namespace
}  // namespace detente
