#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/names.h"
#include "report/page.h"

namespace detente {
namespace {

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

std::string object_in_words(const Framing& framing) {
  const double largest = std::max({framing.overture, framing.measure, framing.other});
  const std::string_view name = framing.overture == largest  ? "an overture"
                                : framing.measure == largest ? "a measure"
                                                             : "something else";
  return fmt::format("{} ({})", name, percent(largest));
}

}  // namespace

std::string percent(double probability) { return fmt::format("{:.0f}%", 100 * probability); }

std::string signed_number(double x) {
  const double rounded = std::round(100 * x) / 100;
  return fmt::format("{:+.2f}", rounded == 0 ? 0.0 : rounded);
}

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

void join(std::string& line, std::string_view part) {
  if (part.empty()) return;
  if (!line.empty()) line.append(" · ");
  line.append(part);
}

std::string particulars_in_words(const Article& article) {
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
  return line;
}

std::string index_in_words(const IndexReport& index) {
  if (!index.value || !index.low || !index.high) return "no value";
  return fmt::format("{}, {} interval {} to {}", signed_number(*index.value), percent(index.level),
                     signed_number(*index.low), signed_number(*index.high));
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

std::string speaker_in_words(const Speaker& speaker) {
  if (speaker.side == Side::none && speaker.actor.empty()) return "speaker not known";
  std::string line =
      speaker.actor.empty() ? std::string("the ") + side_name(speaker.side) : speaker.actor;
  if (const std::string_view how = how_in_words(speaker.how); !how.empty()) {
    line.append(", ").append(how);
  }
  return line.append(" (").append(percent(speaker.confidence)).append(" sure)");
}

std::string framing_in_words(const Framing& framing) {
  const bool positive = framing.positive >= framing.unacceptable;
  return fmt::format("{} ({}) about {}", positive ? "positive" : "unacceptable",
                     percent(positive ? framing.positive : framing.unacceptable),
                     object_in_words(framing));
}

std::string coverage_in_words(const Report& report) {
  const Coverage& coverage = report.coverage;
  return fmt::format("{} of {} bytes scored, {}, {}", coverage.scored, coverage.bytes,
                     counted(report.sentences.size(), "sentence"),
                     counted(coverage.windows, "window"));
}

std::string engine_in_words(const Report& report) {
  const EngineInfo& engine = report.engine;
  if (engine.version.empty()) return {};
  std::string line = "detente " + engine.version;
  if (!engine.weights.empty()) join(line, "weights " + engine.weights.substr(0, 12));
  join(line, fmt::format("formula {}", report.index.formula));
  join(line, engine.isa);
  return line;
}

std::string error_in_words(const Report& report) {
  const Error& error = *report.error;
  std::string where;
  const auto add = [&](const std::string& part) {
    where.append(where.empty() ? "" : ", ").append(part);
  };
  if (!error.path.empty()) add(plain(error.path));
  if (error.line) add(fmt::format("line {}", *error.line));
  if (error.byte) add(fmt::format("byte {}", *error.byte));
  const std::string id = report.article.id.empty() ? "article" : plain(report.article.id);
  return fmt::format("{}: not scored, {}: {}{}", id, code_name(error.code), plain(error.message),
                     where.empty() ? "" : " (" + where + ")");
}

}  // namespace detente
