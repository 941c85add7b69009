#include "report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

#include "framing/index.h"
#include "report/names.h"
#include "report/page.h"

namespace detente {
namespace {

constexpr int kLeastWidth = 40;
constexpr std::size_t kMostCounterpart = 5;
constexpr double kFramed = 0.5;  // a counterpart's framing is shown from this probability on
constexpr std::string_view kDot = " · ";

std::string percent(double probability) { return fmt::format("{:.0f}%", 100 * probability); }

// With its sign, and never "-0.00".
std::string signed_number(double x) {
  const double rounded = std::round(100 * x) / 100;
  return fmt::format("{:+.2f}", rounded == 0 ? 0.0 : rounded);
}

// "3 windows", "1 window".
std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

void join(std::string& line, std::string_view part) {
  if (part.empty()) return;
  if (!line.empty()) line.append(kDot);
  line.append(part);
}

std::string error_line(const Report& report) {
  const Error& error = *report.error;
  std::string where;
  const auto add = [&](const std::string& part) {
    where.append(where.empty() ? "" : ", ").append(part);
  };
  if (!error.path.empty()) add(plain(error.path));
  if (error.line) add(fmt::format("line {}", *error.line));
  if (error.byte) add(fmt::format("byte {}", *error.byte));
  const std::string id = report.article.id.empty() ? "article" : plain(report.article.id);
  return fmt::format("{}: not scored, {}: {}{}\n", id, code_name(error.code), plain(error.message),
                     where.empty() ? "" : " (" + where + ")");
}

std::string verdict_in_words(const IndexReport& index) {
  switch (index.verdict) {
    case Verdict::de_escalatory: return "de-escalatory: the whole interval is above 0";
    case Verdict::escalatory: return "escalatory: the whole interval is below 0";
    case Verdict::mixed:
      return "mixed: much is welcomed and much is rejected, and the interval spans 0";
    case Verdict::indeterminate: return "indeterminate: too little to tell, the interval spans 0";
    case Verdict::none: return index.reason.empty() ? "none" : "none: " + index.reason;
  }
  return "none";
}

void write_heading(Page& page, const Report& report) {
  const Article& article = report.article;
  if (!article.title.empty()) page.paragraph("", article.title);
  std::string line;
  join(line, article.id);
  join(line, article.source);
  join(line, article.published_at);
  if (article.language.empty()) {
    join(line, "language not known");
  } else {
    join(line, "language " + article.language + (article.language_guessed ? " (guessed)" : ""));
  }
  join(line, article.url);
  page.paragraph("", line);
}

void write_index(Page& page, const Report& report) {
  const IndexReport& index = report.index;
  const std::string& principal = report.engine.principal;
  if (!principal.empty()) page.paragraph("Principal  ", principal);
  if (index.value && index.low && index.high) {
    page.paragraph(
        "Index      ",
        fmt::format("{}, {} interval {} to {}", signed_number(*index.value), percent(index.level),
                    signed_number(*index.low), signed_number(*index.high)));
  } else {
    page.paragraph("Index      ", "no value");
  }
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

std::string_view how_in_words(std::string_view how) {
  if (how == "direct") return "quoted";
  if (how == "reported") return "in reported speech";
  if (how == "partial") return "quoted in part";
  if (how == "carried") return "still speaking";
  if (how == "title") return "named in the title";
  if (how == "mentioned") return "mentioned";
  if (how == "context") return "named shortly before";
  return "";
}

std::string speaker_in_words(const Speaker& speaker) {
  if (speaker.side == Side::none && speaker.actor.empty()) return "speaker not known";
  std::string line =
      speaker.actor.empty() ? std::string("the ") + side_name(speaker.side) : speaker.actor;
  if (const std::string_view how = how_in_words(speaker.how); !how.empty()) {
    line.append(", ").append(how);
  }
  return line.append(" (").append(percent(speaker.confidence)).append(" sure)");
}

std::string object_in_words(const Framing& framing) {
  const double largest = std::max({framing.overture, framing.measure, framing.other});
  const std::string_view name = framing.overture == largest  ? "an overture"
                                : framing.measure == largest ? "a measure"
                                                             : "something else";
  return fmt::format("{} ({})", name, percent(largest));
}

std::string framing_in_words(const Framing& framing) {
  const bool positive = framing.positive >= framing.unacceptable;
  return fmt::format("{} ({}) about {}", positive ? "positive" : "unacceptable",
                     percent(positive ? framing.positive : framing.unacceptable),
                     object_in_words(framing));
}

// A sentence to show, and what it is sorted by.
struct Shown {
  const SentenceReport* sentence;
  double strength;
};

void sort_by_strength(std::vector<Shown>& shown) {
  std::stable_sort(shown.begin(), shown.end(),
                   [](const Shown& a, const Shown& b) { return a.strength > b.strength; });
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

bool about_a_measure(const Framing& f) { return f.measure > f.overture && f.measure > f.other; }

void write_evidence(Page& page, const Report& report) {
  // What a unit adds decides where it stands. The report does not say which lambda was in force:
  // the default orders sentences well enough.
  std::vector<Shown> welcomed, rejected;
  for (const SentenceReport& s : report.sentences) {
    if (!(s.weight > 0)) continue;
    const Framing& f = s.principal;
    const Contribution adds = contribution({.positive = f.positive,
                                            .unacceptable = f.unacceptable,
                                            .overture = f.overture,
                                            .measure = f.measure,
                                            .other = f.other,
                                            .weight = s.weight},
                                           Formula{});
    // as its likeliest reading has it; how strongly it counts is what it adds there
    if (f.positive >= f.unacceptable && !about_a_measure(f)) {
      welcomed.push_back({&s, adds.positive});
    } else {
      rejected.push_back({&s, adds.unacceptable});
    }
  }
  const auto write = [&](std::string_view heading, std::vector<Shown>& shown) {
    if (shown.empty()) return;
    sort_by_strength(shown);
    page.blank();
    page.paragraph("", heading);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const SentenceReport& s = *shown[i].sentence;
      std::string framing = framing_in_words(s.principal);
      const bool against = &shown == &rejected;
      if (against && s.principal.positive >= s.principal.unacceptable) {
        framing += ": endorsed, counts against";
      }
      if (s.weight < 1) {
        join(framing, fmt::format("one of {:.0f} near-identical sentences", 1 / s.weight));
      }
      write_sentence(page, i + 1, s, framing);
    }
  };
  write("The principal welcomes or offers", welcomed);
  write("The principal rejects or calls unacceptable", rejected);
}

void write_counterpart(Page& page, const Report& report) {
  std::vector<Shown> shown;
  for (const SentenceReport& s : report.sentences) {
    const double framed = s.counterpart.positive + s.counterpart.unacceptable;
    if (framed >= kFramed) {
      shown.push_back({&s, std::max(s.counterpart.positive, s.counterpart.unacceptable)});
    }
  }
  if (shown.empty()) return;
  sort_by_strength(shown);
  page.blank();
  page.paragraph("", shown.size() > kMostCounterpart
                         ? fmt::format("The counterpart's strongest framings ({} of {})",
                                       kMostCounterpart, shown.size())
                         : "The counterpart's strongest framings");
  for (std::size_t i = 0; i < std::min(kMostCounterpart, shown.size()); ++i) {
    const SentenceReport& s = *shown[i].sentence;
    write_sentence(page, i + 1, s, framing_in_words(s.counterpart));
  }
}

void write_footing(Page& page, const Report& report) {
  page.blank();
  for (const std::string& warning : report.warnings) page.paragraph("Warning    ", warning);
  const Coverage& coverage = report.coverage;
  page.paragraph("Coverage   ",
                 fmt::format("{} of {} bytes scored, {}, {}", coverage.scored, coverage.bytes,
                             counted(report.sentences.size(), "sentence"),
                             counted(coverage.windows, "window")));
  const EngineInfo& engine = report.engine;
  if (engine.version.empty()) return;
  std::string line = "detente " + engine.version;
  if (!engine.weights.empty()) join(line, "weights " + engine.weights.substr(0, 12));
  join(line, fmt::format("formula {}", report.index.formula));
  join(line, engine.isa);
  page.paragraph("Engine     ", line);
}

}  // namespace

std::string to_text(const Report& report, const TextOptions& options) {
  if (report.error) return error_line(report);
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
