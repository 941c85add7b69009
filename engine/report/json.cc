#include "report/json.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "report/json_string.h"
#include "report/names.h"

namespace detente {
namespace {

constexpr std::string_view kSchema = "detente.report/1";

// Appends JSON to a string: commas are its business, the order of keys is the caller's.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open(char bracket) {
    separate();
    out_.push_back(bracket);
    first_ = true;
  }
  void close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
  }
  void key(std::string_view name) {
    string(name);
    out_.push_back(':');
    first_ = true;
  }
  void null() {
    separate();
    out_.append("null");
  }
  void number(std::uint64_t value) {
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value);
  }
  template <class Float>
  void real(Float value) {
    if (!std::isfinite(value)) return null();
    separate();
    if (value == 0) value = 0;  // no "-0"
    fmt::format_to(std::back_inserter(out_), "{}", value);
  }
  void string(std::string_view text) {
    separate();
    append_json_string(out_, text);
  }

  // The same with their keys.
  void string(std::string_view name, std::string_view text) {
    key(name);
    string(text);
  }
  void string_or_null(std::string_view name, std::string_view text) {
    key(name);
    text.empty() ? null() : string(text);
  }
  void number(std::string_view name, std::uint64_t value) {
    key(name);
    number(value);
  }
  void number_or_null(std::string_view name, std::optional<std::uint64_t> value) {
    key(name);
    value ? number(*value) : null();
  }
  template <class Float>
  void real(std::string_view name, Float value) {
    key(name);
    real(value);
  }
  void real_or_null(std::string_view name, std::optional<double> value) {
    key(name);
    value ? real(*value) : null();
  }

 private:
  void separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void write_particulars(JsonWriter& json, const Article& article) {
  json.string_or_null("language", article.language);
  json.string_or_null("published_at", article.published_at);
  json.string_or_null("source", article.source);
  json.string_or_null("url", article.url);
  json.string_or_null("title", article.title);
}

void write_error(JsonWriter& json, const Error& error) {
  json.key("error");
  json.open('{');
  json.string("code", code_name(error.code));
  json.string("message", error.message);
  json.number_or_null("line", error.line);
  json.number_or_null("byte", error.byte);
  json.string_or_null("path", error.path);
  json.close('}');
}

void write_index(JsonWriter& json, const IndexReport& index) {
  json.key("index");
  json.open('{');
  json.real_or_null("value", index.value);
  json.real_or_null("low", index.low);
  json.real_or_null("high", index.high);
  json.real("level", index.level);
  json.string("verdict", verdict_name(index.verdict));
  json.string_or_null("reason", index.reason);
  json.real("positive", index.positive);
  json.real("unacceptable", index.unacceptable);
  json.number("units", index.units);
  json.real("overture", index.overture);
  json.real("measure", index.measure);
  json.real("frame_gap", index.frame_gap);
  json.real("log_odds", index.log_odds);
  json.key("formula");
  json.number(static_cast<std::uint64_t>(index.formula < 0 ? 0 : index.formula));
  json.close('}');
}

void write_tone(JsonWriter& json, const ToneReport& tone) {
  json.key("tone");
  json.open('{');
  json.real_or_null("mean", tone.mean);
  json.real_or_null("principal", tone.principal);
  json.real_or_null("counterpart", tone.counterpart);
  json.close('}');
}

// Side, actor and bytes: members that a speaker and an embedded one share.
template <class Who>
void write_who(JsonWriter& json, const Who& who) {
  json.string_or_null("side", side_name(who.side));
  json.string_or_null("actor", who.actor);
  std::optional<std::uint64_t> begin, end;
  if (who.span) {
    begin = who.span->begin;
    end = who.span->end;
  }
  json.number_or_null("begin", begin);
  json.number_or_null("end", end);
}

void write_speaker(JsonWriter& json, const Speaker& speaker) {
  json.key("speaker");
  json.open('{');
  write_who(json, speaker);
  json.string("how", speaker.how.empty() ? "none" : std::string_view(speaker.how));
  json.real("confidence", speaker.confidence);
  json.close('}');
}

void write_framing(JsonWriter& json, std::string_view side, const Framing& framing) {
  json.key(side);
  json.open('{');
  json.real("positive", framing.positive);
  json.real("unacceptable", framing.unacceptable);
  json.real("none", framing.none);
  json.key("object");
  json.open('{');
  json.real("overture", framing.overture);
  json.real("measure", framing.measure);
  json.real("other", framing.other);
  json.close('}');
  json.close('}');
}

void write_sentences(JsonWriter& json, const Report& report, const JsonOptions& options) {
  json.key("sentences");
  json.open('[');
  for (std::size_t i = 0; i < report.sentences.size(); ++i) {
    const SentenceReport& sentence = report.sentences[i];
    json.open('{');
    if (report.article.presplit) {
      json.number("index_in_input", i);
    } else {
      json.number("begin", sentence.span.begin);
      json.number("end", sentence.span.end);
    }
    if (options.text) json.string("text", sentence.text);
    json.real("tone", sentence.tone);
    json.key("tone_probabilities");
    json.open('[');
    for (const float probability : sentence.tone_probabilities) json.real(probability);
    json.close(']');
    write_speaker(json, sentence.speaker);
    json.key("embedded");
    if (sentence.embedded) {
      json.open('{');
      write_who(json, *sentence.embedded);
      json.close('}');
    } else {
      json.null();
    }
    write_framing(json, "principal", sentence.principal);
    write_framing(json, "counterpart", sentence.counterpart);
    json.real("weight", sentence.weight);
    json.close('}');
  }
  json.close(']');
}

void write_coverage(JsonWriter& json, const Coverage& coverage) {
  json.key("coverage");
  json.open('{');
  json.number("bytes", coverage.bytes);
  json.number("scored", coverage.scored);
  json.number("windows", coverage.windows);
  json.close('}');
}

void write_warnings(JsonWriter& json, const std::vector<std::string>& warnings) {
  json.key("warnings");
  json.open('[');
  for (const std::string& warning : warnings) json.string(warning);
  json.close(']');
}

void write_engine(JsonWriter& json, const EngineInfo& engine) {
  json.key("engine");
  json.open('{');
  json.string_or_null("version", engine.version);
  json.string_or_null("weights", engine.weights);
  json.string_or_null("principal", engine.principal);
  json.string_or_null("isa", engine.isa);
  json.close('}');
}

}  // namespace

std::string to_json(const Report& report, const JsonOptions& options) {
  std::string out;
  out.reserve(1024 + report.sentences.size() * 640 +
              (options.text ? report.article.text.size() : 0));
  JsonWriter json(out);
  json.open('{');
  json.string("schema", kSchema);
  json.string("id", report.article.id);
  json.string("status", report.error ? "error" : "ok");
  if (report.error) write_error(json, *report.error);
  write_particulars(json, report.article);
  if (!report.error) {
    write_index(json, report.index);
    write_tone(json, report.tone);
    write_sentences(json, report, options);
    write_coverage(json, report.coverage);
    json.string_or_null("signature", report.signature);
    write_warnings(json, report.warnings);
  }
  write_engine(json, report.engine);
  json.close('}');
  return out;
}

}  // namespace detente
