#include "report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/evidence.h"
#include "report/page.h"
#include "report/words.h"

namespace detente {
namespace {

constexpr int kLeastWidth = 40;
constexpr std::size_t kMostCounterpart = 5;

void write_heading(Page& page, const Report& report) {
  const Article& article = report.article;
  if (!article.title.empty()) page.paragraph("", article.title);
  page.paragraph("", particulars_in_words(article));
}

void write_index(Page& page, const Report& report) {
  const IndexReport& index = report.index;
  const std::string& principal = report.engine.principal;
  if (!principal.empty()) page.paragraph("Principal  ", principal);
  page.paragraph("Index      ", index_in_words(index));
  page.paragraph("Verdict    ", verdict_in_words(index));
  page.paragraph(
      "Evidence   ",
      fmt::format("{:.2f} welcomed or offered (P), {:.2f} rejected or unacceptable (U), from {}",
                  index.positive, index.unacceptable, counted(index.units, "sentence")));
  if (index.units > 0) {
    page.paragraph(
        "Framing    ",
        fmt::format("overtures {}, measures {}, frame gap {}", signed_number(index.overture),
                    signed_number(index.measure), signed_number(index.frame_gap)));
    page.paragraph(
        "           ",
        "(above 0: more positive than unacceptable; frame gap: overtures less measures)");
  }
}

void write_sentence(Page& page, std::size_t number, const SentenceReport& sentence,
                    const std::string& framing) {
  page.paragraph(fmt::format("{:>3}. ", number),
                 sentence.text.empty() ? "(no text)" : sentence.text);
  std::string line;
  join(line, speaker_in_words(sentence.speaker));
  join(line, framing);
  page.paragraph("     ", line);
}

void write_evidence(Page& page, const Report& report) {
  const std::vector<Evidence> evidence = evidence_of(report);
  const auto write = [&](std::string_view heading, const std::vector<Evidence>& side) {
    if (side.empty()) return;
    page.blank();
    page.paragraph("", heading);
    for (std::size_t i = 0; i < side.size(); ++i) {
      write_sentence(page, i + 1, *side[i].sentence, evidence_in_words(*side[i].sentence));
    }
  };
  write("The principal welcomes or offers", strongest(evidence, true));
  write("The principal rejects or calls unacceptable", strongest(evidence, false));
}

void write_counterpart(Page& page, const Report& report) {
  std::vector<const SentenceReport*> shown;
  for (const SentenceReport& s : report.sentences) {
    if (is_framed(s.counterpart)) shown.push_back(&s);
  }
  if (shown.empty()) return;
  const auto strength = [](const SentenceReport* s) {
    return std::max(s->counterpart.positive, s->counterpart.unacceptable);
  };
  std::stable_sort(shown.begin(), shown.end(),
                   [&](const auto* a, const auto* b) { return strength(a) > strength(b); });
  page.blank();
  page.paragraph("", shown.size() > kMostCounterpart
                         ? fmt::format("The counterpart's strongest framings ({} of {})",
                                       kMostCounterpart, shown.size())
                         : "The counterpart's strongest framings");
  for (std::size_t i = 0; i < std::min(kMostCounterpart, shown.size()); ++i) {
    write_sentence(page, i + 1, *shown[i], framing_in_words(shown[i]->counterpart));
  }
}

void write_footing(Page& page, const Report& report) {
  page.blank();
  for (const std::string& warning : report.warnings) page.paragraph("Warning    ", warning);
  page.paragraph("Coverage   ", coverage_in_words(report));
  const std::string engine = engine_in_words(report);
  if (!engine.empty()) page.paragraph("Engine     ", engine);
}

}  // namespace

std::string to_text(const Report& report, const TextOptions& options) {
  if (report.error) return error_in_words(report) + "\n";
  Page page(static_cast<std::size_t>(std::max(options.width, kLeastWidth)));
  write_heading(page, report);
  page.blank();
  write_index(page, report);
  write_evidence(page, report);
  write_counterpart(page, report);
  write_footing(page, report);
  return page.take();
}

}  // namespace detente
