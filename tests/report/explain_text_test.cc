// What the index rests on, at a terminal.
#include "report/explain_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "report/evidence.h"
#include "report/page.h"
#include "report/reports.h"
#include "support/engines.h"

namespace detente {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string without_escapes(const std::string& text) {
  static const std::regex kEscape("\x1b\\[[0-9;]*m");
  return std::regex_replace(text, kEscape, "");
}

// A report whose numbers belong together, as an engine makes it.
Report engine_report() {
  return testing::score_one(
      testing::fake_engine(),
      testing::text_article("Talks\n\nThe Kremlin welcomed the proposal to meet in Vienna. It "
                            "called the new sanctions unacceptable. The Kremlin welcomed the "
                            "proposal to meet in Vienna.\n\nWashington rejected the offer. The "
                            "factory in Tula is a success, Peskov said. It rained in Oslo. "
                            "Moscow proposed a truce and praised the guarantors of the deal."));
}

TEST(ExplainText, SaysWhatTheIndexRestsOn) {
  Report r = full_report();
  r.index.parameters = {.a = 0.5, .tau = 0.3, .lambda = 0.5, .mixed_mass = 1, .none_mass = 0.25};
  EXPECT_EQ(explain_text(r, {.width = 80}), R"(Kremlin ready for a summit
a1 · agency · 2021-04-16 · language en · https://example.org/a1

Principal  kremlin
Index      +0.25, 90% interval -0.33 to +0.75
Verdict    mixed: much is welcomed and much is rejected, and the interval spans
           0
Evidence   3.80 welcomed or offered (P), 1.90 rejected or unacceptable (U), from
           2 sentences

           -1 rejects                        0                       welcomes +1
All        ├──────────────────────[━━━━━━━━━━┿━━━━━━━━●━━━━━━━━━━━━━━━━]───────┤
           every framing counts
States     ├────────[━━━━━━━━━━━━━━━━━━━━━━━━┿━━━━━━━●━━━━━━━━━━━━━━━━━━━━━━━━]┤
           +0.25, 90% interval -0.72 to +0.96, indeterminate: between states
           only; what is neither overture nor measure does not count (lambda 0
           instead of 0.5; P 0.92, U 0.36)

Frame gap  +0.92: overtures +0.52 less measures -0.40. Overtures (talks, offers,
           truces) are welcomed 1.7 times as much as rejected, measures
           (sanctions, expulsions, attacks) rejected 1.5 times as much as
           welcomed. It speaks better of steps towards each other than of
           hostile ones.

The contrast, strongest first
+ Welcomed or offered, P 3.80          │ - Rejected or unacceptable, U 1.90
 [1] Moscow welcomes the proposal,     │  [3] New sanctions would be
     Peskov said.                      │      "unacceptable", he added.
     peskov, in reported speech (93%   │      the principal, still speaking
     sure)                             │      (50% sure)
     positive (95%) about an overture  │      unacceptable (90%) about a
     (97%)                             │      measure (75%) · one of 2 near-
     adds 0.93 to P, 0.02 to U         │      identical sentences
                                       │      adds 0.00 to P, 0.39 to U

Before you believe it
 ! It rests on 2 sentences only.
 ! Sentence 1 moves it most: without it the index would be -0.28 and the verdict
   "indeterminate".
 ! Between states only, the verdict would be "indeterminate".
 ! Counted, but perhaps the counterpart's words: 3.
 ! Warning: language guessed

The article, sentence by sentence
+ welcomed or offered, - rejected or unacceptable, c the counterpart's, t
repeats the title, not counted, . neither, ! engine and speaker disagree.
Number, mark, tone from -2 (hostile) to +2 (conciliatory).

  1 + +0.5  Moscow welcomes the proposal, Peskov said.
            peskov, in reported speech (93% sure) · positive (95%) about an
            overture (97%)
  2 . +0.0  It rained.
  3 - -1.0  New sanctions would be "unacceptable", he added.
            the principal, still speaking (50% sure) · unacceptable (90%) about
            a measure (75%) · one of 2 near-identical sentences
            the counterpart: positive (80%) about a measure (100%)

Coverage   100 of 102 bytes scored, 3 sentences, 1 window
Engine     detente 0.1.0 · weights aaaaaaaaaaaa · formula 1 · avx512-vnni
)");
}

TEST(ExplainText, AFailedArticleIsOneClearLine) {
  EXPECT_EQ(explain_text(failed_report(), {.arithmetic = true}),
            "bad: not scored, invalid_utf8: byte 0xff is not UTF-8: convert the file "
            "(in/articles.jsonl, line 3, byte 17)\n");
}

TEST(ExplainText, WithoutAValueItSaysWhy) {
  Report r;
  r.article.id = "a2";
  r.index.reason = "no sentence in which the principal frames something";
  SentenceReport s;
  s.text = "It rained.";
  add_sentence(r, s);
  const std::string text = explain_text(r, {.arithmetic = true});
  EXPECT_TRUE(contains(text, "Index      no value\n"));
  EXPECT_TRUE(contains(text, "none: no sentence in which the principal frames something\n"));
  EXPECT_TRUE(contains(text, "  1 . +0.0  It rained.\n"));
  EXPECT_TRUE(contains(text, "no sentence counts: there is no value"));
  EXPECT_FALSE(contains(text, "Welcomed or offered"));
}

TEST(ExplainText, TheSidesStandBesideEachOtherOnlyWhereThereIsRoom) {
  const auto together = [](int width) {
    for (const std::string& line : lines_of(explain_text(full_report(), {.width = width}))) {
      if (contains(line, "+ Welcomed or offered")) return contains(line, "- Rejected or unaccep");
    }
    ADD_FAILURE() << "no contrast";
    return false;
  };
  EXPECT_FALSE(together(40));
  EXPECT_FALSE(together(71));
  EXPECT_TRUE(together(72));
  EXPECT_TRUE(together(160));
}

TEST(ExplainText, TheBarShowsValueAndInterval) {
  const auto bar = [](double low, double value, double high) {
    Report r = full_report();
    r.index.low = low;
    r.index.value = value;
    r.index.high = high;
    for (const std::string& line : lines_of(explain_text(r, {.width = 52}))) {
      if (line.starts_with("All")) return line;
    }
    return std::string();
  };
  EXPECT_EQ(bar(-0.5, 0.25, 0.5), "All        ├─────────[━━━━━━━━━┿━━━━●━━━━]─────────┤");
  EXPECT_EQ(bar(-1, -1, -0.9), "All        ●━]─────────────────┼───────────────────┤");
  EXPECT_EQ(bar(0.5, 0.75, 1), "All        ├───────────────────┼─────────[━━━━●━━━━]");
  EXPECT_EQ(bar(0, 0, 0), "All        ├───────────────────●───────────────────┤");
}

TEST(ExplainText, MarksSayHowASentenceCounts) {
  Report r = full_report();
  r.sentences[0].speaker_agrees = false;
  r.sentences[0].embedded = Inner{.side = Side::counterpart, .actor = "biden", .span = {}};
  SentenceReport s;
  s.text = "Washington was pleased.";
  s.counterpart = {.positive = 0.9f, .unacceptable = 0, .none = 0.1f};
  add_sentence(r, s);
  s.text = "Moscow says Washington was pleased.";
  s.embedded = Inner{.side = Side::counterpart, .actor = "washington", .span = {}};
  add_sentence(r, s);
  s = {};
  s.text = "Kremlin ready for a summit";
  s.principal = {.positive = 0.9f, .unacceptable = 0, .none = 0.1f};
  add_sentence(r, s);
  const std::string text = explain_text(r, {});
  for (const char* part :
       {"  1 +!+0.5  Moscow welcomes", "  2 . +0.0  It rained.", "  3 - -1.0  New sanctions",
        "  4 c +0.0  Washington was pleased.", "  6 t +0.0  Kremlin ready for a summit",
        "speaks, too: biden · counterpart",
        "speaks, too: washington · counterpart · positive (90%)", "! engine and speaker disagree",
        "Engine and speaker disagree in 1 sentence", "perhaps the counterpart's words: 3."}) {
    EXPECT_TRUE(contains(text, part)) << part << "\n" << text;
  }
  const std::size_t fifth = text.find("  5 c +0.0  Moscow says"), sixth = text.find("  6 t");
  ASSERT_LT(fifth, sixth);
  EXPECT_FALSE(contains(text.substr(fifth, sixth - fifth), "the counterpart: "))
      << "its other speaker says it";
}

TEST(ExplainText, AtMostEightSentencesASideAndTheRestIsCounted) {
  Report r;
  for (int i = 0; i < 11; ++i) {
    SentenceReport s;
    s.text = "Welcome " + std::to_string(i);
    s.principal = {
        .positive = 0.9f, .unacceptable = 0, .none = 0.1f, .overture = 1, .measure = 0, .other = 0};
    s.weight = 1;
    add_sentence(r, s);
  }
  EXPECT_TRUE(contains(explain_text(r, {.width = 60}), "and 3 more, marked in the article below"));
}

TEST(ExplainText, AnArticleCannotWriteToTheTerminal) {
  Report r = full_report();
  r.article.title = "\x1b[31mred\x1b[0m \u202eback\u2066 \x07 bell\u0085";
  r.sentences[0].text = "one\ntwo\r\n\x1b]0;title\x07three";
  r.warnings = {"\x1b[2J"};
  const std::string text = explain_text(r, {.arithmetic = true});
  for (const char* bad : {"\x1b", "\r", "\x07", "\u202e", "\u2066", "\u0085"})
    EXPECT_FALSE(contains(text, bad));
  EXPECT_TRUE(contains(text, "one two ]0;title three"));
}

TEST(ExplainText, BetweenStatesOnlyIsTheFormulaWithoutOtherObjects) {
  const Report r = engine_report();
  const std::vector<Evidence> evidence = evidence_of(r);
  ASSERT_FALSE(evidence.empty());
  const Recount counted = recount(r, evidence);
  double welcomed = 0, rejected = 0;
  for (const Evidence& e : evidence) {
    const IndexUnit& u = e.unit;
    welcomed += u.weight * u.positive * u.overture;
    rejected += u.weight * (u.unacceptable * (u.overture + u.measure) + u.positive * u.measure);
  }
  EXPECT_NEAR(counted.between_states.positive, welcomed, 1e-9);
  EXPECT_NEAR(counted.between_states.unacceptable, rejected, 1e-9);
}

// Numbers behind the arithmetic's columns, as a reader would add them up.
TEST(ExplainText, TheArithmeticAddsUpToTheReport) {
  const Report r = engine_report();
  ASSERT_TRUE(r.index.value.has_value());
  const std::string text = explain_text(r, {.width = 80, .arithmetic = true});
  const auto& p = r.index.parameters;
  double welcomed = 0, rejected = 0;
  std::size_t rows = 0;
  std::vector<double> sums;
  bool inside = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with(" no.")) {
      inside = true;
      continue;
    }
    if (!inside || line.empty()) {
      if (!sums.empty()) break;
      continue;
    }
    std::istringstream cells(line);
    std::string name;
    cells >> name;
    std::vector<double> x;
    for (double cell = 0; cells >> cell;) x.push_back(cell);
    if (name == "sum") {
      sums = x;
      continue;
    }
    ASSERT_EQ(x.size(), 8u) << line;
    ++rows;
    const double c = x[0], pos = x[1], una = x[2], ov = x[3], me = x[4], ot = x[5];
    EXPECT_NEAR(c * pos * (ov + p.lambda * ot), x[6], 3e-4) << line;
    EXPECT_NEAR(c * (una * (ov + me + p.lambda * ot) + pos * me), x[7], 3e-4) << line;
    welcomed += x[6];
    rejected += x[7];
  }
  EXPECT_EQ(rows, r.index.units);
  const double rounding = 1e-4 * static_cast<double>(rows + 1);
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_NEAR(sums[0], r.index.positive, 1e-4);
  EXPECT_NEAR(sums[1], r.index.unacceptable, 1e-4);
  EXPECT_NEAR(welcomed, r.index.positive, rounding);
  EXPECT_NEAR(rejected, r.index.unacceptable, rounding);
  EXPECT_NEAR((sums[0] - sums[1]) / (2 * p.a + sums[0] + sums[1]), *r.index.value, 1e-4);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(text, found, std::regex("- 1 = ([-+.0-9]+)\n"))) << text;
  EXPECT_NEAR(std::stod(found[1]), *r.index.value, 6e-5);
}

TEST(ExplainText, WithoutTheSentenceThatMovesItMostTheIndexIsAnother) {
  const Report r = engine_report();
  const std::vector<Evidence> evidence = evidence_of(r);
  const Recount counted = recount(r, evidence);
  ASSERT_TRUE(counted.pivot.has_value());
  EXPECT_NEAR(*counted.all.value, *r.index.value, 1e-6);
  const auto moved = [&](double welcomed, double rejected) {
    return std::abs((welcomed - rejected) / (2 * r.index.parameters.a + welcomed + rejected) -
                    *r.index.value);
  };
  double most = 0;
  for (const Evidence& e : evidence) {
    most = std::max(most, moved(r.index.positive - e.adds.positive,
                                r.index.unacceptable - e.adds.unacceptable));
  }
  const IndexReport& without = counted.without_pivot;
  EXPECT_EQ(without.units + 1, r.index.units);
  EXPECT_NEAR(moved(without.positive, without.unacceptable), most, 1e-6);
}

TEST(ExplainTextLaw, EveryLineFitsAndColoursAreOnlyAdded) {
  RandomReports random(5);
  for (int round = 0; round < 200; ++round) {
    const Report r = random.next();
    for (const int width : {20, 40, 71, 72, 80, 160}) {
      const std::string text = explain_text(r, {.width = width, .arithmetic = true});
      const std::string coloured =
          explain_text(r, {.width = width, .colours = true, .arithmetic = true});
      ASSERT_FALSE(contains(text, "\x1b"));
      ASSERT_EQ(text, without_escapes(coloured));
      if (r.error) continue;
      for (const std::string& line : lines_of(text)) {
        ASSERT_LE(display_width(line), static_cast<std::size_t>(std::max(width, 40))) << line;
        ASSERT_TRUE(line.empty() || line.back() != ' ') << line;
      }
      for (const std::string& line : lines_of(coloured)) {  // no escape reaches over a line
        bool open = false;
        for (std::size_t at = line.find('\x1b'); at != std::string::npos;
             at = line.find('\x1b', at + 1)) {
          const bool closes = line.compare(at, 4, "\x1b[0m") == 0;
          ASSERT_EQ(closes, open) << line;
          open = !closes;
        }
        ASSERT_FALSE(open) << line;
      }
      const std::string all = packed(text);
      for (const SentenceReport& s : r.sentences)
        ASSERT_TRUE(contains(all, packed(plain(s.text)))) << s.text << "\n" << text;
    }
  }
}

TEST(ExplainTextLaw, PartsOfSentencesAreTheSentences) {
  RandomReports random(6);
  for (int round = 0; round < 300; ++round) {
    const Report r = random.next();
    const auto sentences = sentences_in_parts(r);
    ASSERT_EQ(sentences.size(), r.sentences.size());
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      std::string all;
      for (const SentencePart& part : sentences[i]) all += part.text;
      ASSERT_EQ(all, r.sentences[i].text);
    }
  }
}

TEST(SentencesInParts, ANameStandsWhereItIsNamed) {
  Report r = full_report();  // the first sentence names Peskov at 35..41
  r.sentences[0].speaker.span = Span{35, 41};
  r.sentences[2].speaker.span = Span{35, 41};
  r.sentences[2].embedded = Inner{.side = Side::none, .actor = "", .span = Span{0, 6}};
  const auto sentences = sentences_in_parts(r);
  ASSERT_EQ(sentences[0].size(), 4u);
  EXPECT_EQ(sentences[0][0].text, "Moscow");
  EXPECT_EQ(sentences[0][0].kind, SentencePart::Kind::inner);
  EXPECT_EQ(r.article.text.substr(35, 6), sentences[0][2].text);
  EXPECT_EQ(sentences[0][2].kind, SentencePart::Kind::speaker);
  EXPECT_EQ(sentences[2].size(), 1u);
  r.article.presplit = true;  // then bytes of the sentence
  r.sentences[2].speaker.span = Span{0, 3};
  EXPECT_EQ(sentences_in_parts(r)[2][0].text, "New");
}

}  // namespace
}  // namespace detente
