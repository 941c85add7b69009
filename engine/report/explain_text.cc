#include "report/explain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "report/arithmetic.h"
#include "report/evidence.h"
#include "report/names.h"
#include "report/styled.h"
#include "report/words.h"

namespace detente {
namespace {

constexpr int kLeastWidth = 40;
constexpr int kMostWidth = 120;
constexpr std::size_t kTwoColumns = 72;     // as wide as the contrast side by side and the
                                            // arithmetic as a table need
constexpr std::size_t kWidestBar = 81;      // odd: 0 is in its middle
constexpr std::size_t kMostContrasted = 8;  // sentences a side; all are marked in the article

constexpr Style kHeading{.bold = true};
constexpr Style kFaint{.faint = true};
constexpr Style kGreen{.colour = Style::Colour::green};
constexpr Style kRed{.colour = Style::Colour::red};
constexpr Style kCyan{.colour = Style::Colour::cyan};
constexpr Style kYellow{.colour = Style::Colour::yellow};

Style bold(Style style) {
  style.bold = true;
  return style;
}

Style style_of(Role role) {
  switch (role) {
    case Role::welcomed: return kGreen;
    case Role::rejected: return kRed;
    case Role::counterpart: return kCyan;
    case Role::title:
    case Role::none: return {};
  }
  return {};
}

std::string_view mark_of(Role role) {
  switch (role) {
    case Role::welcomed: return "+";
    case Role::rejected: return "-";
    case Role::counterpart: return "c";
    case Role::title: return "t";
    case Role::none: return ".";
  }
  return ".";
}

Style style_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::de_escalatory: return bold(kGreen);
    case Verdict::escalatory: return bold(kRed);
    case Verdict::mixed:
    case Verdict::indeterminate: return bold(kYellow);
    case Verdict::none: return kHeading;
  }
  return kHeading;
}

// "Verdict    ", as wide as all labels.
StyledLine label(std::string_view name) { return {{fmt::format("{:<11}", name), kFaint}}; }

StyledLine indent(std::size_t columns) { return {{std::string(columns, ' '), {}}}; }

void heading(StyledPage& page, std::string_view text) {
  page.blank();
  page.paragraph({}, StyledText(text, kHeading));
}

// The sentence with the names of who speaks underlined.
void add_sentence(StyledText& text, const std::vector<SentencePart>& parts, Style style = {}) {
  for (const SentencePart& part : parts) {
    Style own = style;
    own.underlined = part.kind != SentencePart::Kind::words;
    text.add(part.text, own);
  }
  if (parts.empty()) text.add("(no text)", kFaint);
}

// The columns of a bar, -1 at the first and +1 at the last.
std::size_t column_of(double x, std::size_t columns) {
  const double at = std::clamp((x + 1) / 2, 0.0, 1.0) * static_cast<double>(columns - 1);
  return static_cast<std::size_t>(std::lround(at));
}

// ├──────[━━━━━●━━┿━━━]──────┤
StyledLine bar(const IndexReport& index, std::size_t columns) {
  StyledLine line;
  const std::size_t middle = columns / 2;
  const bool known = index.value && index.low && index.high;
  const std::size_t low = known ? column_of(*index.low, columns) : columns;
  const std::size_t high = known ? column_of(*index.high, columns) : 0;
  const std::size_t value = known ? column_of(*index.value, columns) : columns;
  for (std::size_t i = 0; i < columns; ++i) {
    const bool inside = known && i >= low && i <= high;
    std::string_view symbol = inside ? "━" : "─";
    if (i == middle) symbol = inside ? "┿" : "┼";
    if (i == 0 && !inside) symbol = "├";
    if (i + 1 == columns && !inside) symbol = "┤";
    if (inside && i == low) symbol = "[";
    if (inside && i == high) symbol = "]";
    if (known && i == value) symbol = "●";
    const Style style = inside ? style_of(index.verdict) : kFaint;
    if (!line.empty() && line.back().style == style) {
      line.back().text.append(symbol);
    } else {
      line.push_back({std::string(symbol), style});
    }
  }
  return line;
}

// "-1 rejects          0         welcomes +1", as wide as the bar below it.
std::string scale(std::size_t columns) {
  constexpr std::string_view kLeft = "-1 rejects", kRight = "welcomes +1";
  const std::size_t middle = columns / 2;
  std::string line(kLeft);
  line.append(middle - kLeft.size(), ' ').push_back('0');
  return line.append(columns - middle - 1 - kRight.size(), ' ').append(kRight);
}

void write_bar(StyledPage& page, std::string_view name, const IndexReport& index,
               std::size_t columns, const std::string& words) {
  StyledLine line = label(name);
  for (StyledPiece& piece : bar(index, columns)) line.push_back(std::move(piece));
  page.line(std::move(line));
  page.paragraph(indent(11), StyledText(words));
}

void write_bars(StyledPage& page, const IndexReport& index, const IndexReport& states) {
  page.blank();
  const std::size_t columns = std::min((page.width() - 12) | 1U, kWidestBar);
  page.line({{std::string(11, ' ') + scale(columns), kFaint}});
  write_bar(page, "All", index, columns, "every framing counts");
  write_bar(page, "States", states, columns,
            fmt::format("{}, {}: between states only; what is neither overture nor measure does "
                        "not count (lambda 0 instead of {}; P {:.2f}, U {:.2f})",
                        index_in_words(states), verdict_name(states.verdict),
                        index.parameters.lambda, states.positive, states.unacceptable));
}

void write_index(StyledPage& page, const Report& report, const Recount& recount) {
  const IndexReport& index = report.index;
  if (!report.engine.principal.empty())
    page.paragraph(label("Principal"), StyledText(report.engine.principal));
  page.paragraph(label("Index"), StyledText(index_in_words(index), kHeading));
  page.paragraph(label("Verdict"), StyledText(verdict_in_words(index), style_of(index.verdict)));
  page.paragraph(label("Evidence"),
                 StyledText(fmt::format("{:.2f} welcomed or offered (P), {:.2f} rejected or "
                                        "unacceptable (U), from {}",
                                        index.positive, index.unacceptable,
                                        counted(index.units, "sentence"))));
  if (index.units == 0) return;
  if (index.value) write_bars(page, index, recount.between_states);
  page.blank();
  page.paragraph(label("Frame gap"), StyledText(frame_gap_in_words(index)));
}

// One side of the contrast, strongest first.
void write_side(StyledPage& page, std::string_view title, Style style,
                const std::vector<Evidence>& side,
                const std::vector<std::vector<SentencePart>>& sentences) {
  page.paragraph({}, StyledText(title, bold(style)));
  if (side.empty()) page.paragraph(indent(2), StyledText("nothing", kFaint));
  for (std::size_t i = 0; i < std::min(side.size(), kMostContrasted); ++i) {
    const Evidence& e = side[i];
    if (i > 0) page.blank();
    StyledText text;
    add_sentence(text, sentences[e.number]);
    page.paragraph({{fmt::format("{:>4} ", fmt::format("[{}]", e.number + 1)), style}}, text);
    page.paragraph(indent(5), StyledText(speaker_in_words(e.sentence->speaker), kFaint));
    page.paragraph(indent(5), StyledText(evidence_in_words(*e.sentence), kFaint));
    page.paragraph(indent(5), StyledText(fmt::format("adds {:.2f} to P, {:.2f} to U",
                                                     e.adds.positive, e.adds.unacceptable),
                                         kFaint));
  }
  if (side.size() > kMostContrasted) {
    page.paragraph(indent(5), StyledText(fmt::format("and {} more, marked in the article below",
                                                     side.size() - kMostContrasted),
                                         kFaint));
  }
}

void write_contrast(StyledPage& page, const std::vector<Evidence>& evidence,
                    const IndexReport& index,
                    const std::vector<std::vector<SentencePart>>& sentences) {
  heading(page, "The contrast, strongest first");
  const auto write = [&](StyledPage& to, bool welcomed) {
    write_side(to,
               welcomed ? fmt::format("+ Welcomed or offered, P {:.2f}", index.positive)
                        : fmt::format("- Rejected or unacceptable, U {:.2f}", index.unacceptable),
               welcomed ? kGreen : kRed, strongest(evidence, welcomed), sentences);
  };
  if (page.width() < kTwoColumns) {
    write(page, true);
    page.blank();
    write(page, false);
    return;
  }
  StyledPage left((page.width() - 3) / 2), right((page.width() - 3) / 2);
  write(left, true);
  write(right, false);
  page.beside(left, right);
}

void write_doubts(StyledPage& page, const std::vector<std::string>& doubts) {
  if (doubts.empty()) return;
  heading(page, "Before you believe it");
  for (const std::string& doubt : doubts) {
    page.paragraph({{" ! ", kYellow}}, StyledText(doubt));
  }
}

void write_article(StyledPage& page, const Report& report,
                   const std::vector<std::vector<SentencePart>>& sentences) {
  if (report.sentences.empty()) return;
  heading(page, "The article, sentence by sentence");
  StyledText legend;
  for (const auto& [role, words] : {std::pair(Role::welcomed, "welcomed or offered"),
                                    std::pair(Role::rejected, "rejected or unacceptable"),
                                    std::pair(Role::counterpart, "the counterpart's"),
                                    std::pair(Role::title, "repeats the title, not counted"),
                                    std::pair(Role::none, "neither")}) {
    legend.add(mark_of(role), bold(style_of(role))).add(fmt::format(" {}, ", words));
  }
  legend.add("!", bold(kYellow)).add(" engine and speaker disagree. Number, mark, tone from -2 ");
  legend.add("(hostile) to +2 (conciliatory).");
  page.paragraph({}, legend);
  page.blank();
  const Formula formula = formula_of(report.index);
  for (std::size_t i = 0; i < report.sentences.size(); ++i) {
    const SentenceReport& s = report.sentences[i];
    const Role role = role_of(s, formula);
    const Style style = style_of(role);
    if (begins_paragraph(report, i)) page.blank();
    const double tone = std::round(10 * static_cast<double>(s.tone)) / 10;
    const StyledLine first{{fmt::format("{:>3} ", i + 1), kFaint},
                           {std::string(mark_of(role)), bold(style)},
                           {s.speaker_agrees ? " " : "!", bold(kYellow)},
                           {fmt::format("{:+.1f}  ", tone == 0 ? 0.0 : tone), kFaint}};
    StyledText text;
    add_sentence(text, sentences[i], style);
    page.paragraph(first, text);
    std::size_t columns = 0;
    for (const StyledPiece& piece : first) columns += display_width(piece.text);
    for (const std::string& note : notes_on(s, role)) {
      page.paragraph(indent(columns), StyledText(note, kFaint));
    }
  }
}

void write_arithmetic(StyledPage& page, const Report& report, const std::vector<Evidence>& evidence,
                      const Recount& recount) {
  heading(page, "The arithmetic");
  const Arithmetic arithmetic = arithmetic_of(report, evidence, recount);
  for (const std::string& line : arithmetic.formula) page.paragraph(indent(2), StyledText(line));
  page.blank();
  const bool table = page.width() >= kTwoColumns && !arithmetic.rows.empty();
  const auto line = [&](const auto& cells, Style style) {
    std::string words = fmt::format("{:>4}", cells[0]);
    for (std::size_t i = 1; i < cells.size(); ++i) words += fmt::format("{:>8}", cells[i]);
    page.line({{words, style}});
  };
  if (table) line(kArithmeticColumns, kFaint);
  for (const ArithmeticRow& row : arithmetic.rows) {
    if (table) {
      line(row, {});
      continue;
    }
    std::string words;
    for (std::size_t i = 1; i < row.size(); ++i) {
      words += fmt::format("{}{} {}", i == 1 ? "" : ", ", kArithmeticColumns[i], row[i]);
    }
    page.paragraph({{fmt::format("{:>4} ", row[0]), kFaint}}, StyledText(words));
  }
  if (table) {
    line(arithmetic.sums, kHeading);
  } else if (!arithmetic.rows.empty()) {
    const auto& sums = arithmetic.sums;
    page.paragraph({{" sum ", kHeading}},
                   StyledText(fmt::format("to P {}, to U {}", sums[7], sums[8]), kHeading));
  }
  if (!arithmetic.rows.empty()) page.blank();
  for (const std::string& step : arithmetic.steps) page.paragraph(indent(2), StyledText(step));
}

}  // namespace

std::string explain_text(const Report& report, const ExplainTextOptions& options) {
  if (report.error) return error_in_words(report) + "\n";
  StyledPage page(static_cast<std::size_t>(std::clamp(options.width, kLeastWidth, kMostWidth)));
  const std::vector<Evidence> evidence = evidence_of(report);
  const Recount recounted = recount(report, evidence);
  const std::vector<std::vector<SentencePart>> sentences = sentences_in_parts(report);
  if (!report.article.title.empty()) page.paragraph({}, StyledText(report.article.title, kHeading));
  page.paragraph({}, StyledText(particulars_in_words(report.article), kFaint));
  page.blank();
  write_index(page, report, recounted);
  if (!evidence.empty()) write_contrast(page, evidence, report.index, sentences);
  write_doubts(page, doubts_about(report, evidence, recounted));
  write_article(page, report, sentences);
  if (options.arithmetic) write_arithmetic(page, report, evidence, recounted);
  page.blank();
  page.paragraph(label("Coverage"), StyledText(coverage_in_words(report), kFaint));
  const std::string engine = engine_in_words(report);
  if (!engine.empty()) page.paragraph(label("Engine"), StyledText(engine, kFaint));
  return page.take(options.colours);
}

}  // namespace detente
