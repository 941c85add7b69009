// Reports to write: one full of everything, and random ones.
#pragma once

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "detente/report.h"

namespace detente {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// `text` without white space, to look for what may be wrapped.
inline std::string packed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

inline EngineInfo some_engine() {
  return {.version = "0.1.0",
          .weights = std::string(64, 'a'),
          .principal = "kremlin",
          .isa = "avx512-vnni"};
}

// Puts `sentence` at the end of the article's text.
inline void add_sentence(Report& report, SentenceReport sentence) {
  std::string& text = report.article.text;
  if (!text.empty()) text += report.article.presplit ? "\n" : " ";
  sentence.span = {text.size(), text.size() + sentence.text.size()};
  text += sentence.text;
  report.coverage.scored += sentence.text.size();
  report.coverage.bytes = text.size();
  report.sentences.push_back(std::move(sentence));
}

// The example of the specification, with a sentence of each kind.
inline Report full_report() {
  Report r;
  r.article.id = "a1";
  r.article.title = "Kremlin ready for a summit";
  r.article.language = "en";
  r.article.published_at = "2021-04-16";
  r.article.source = "agency";
  r.article.url = "https://example.org/a1";
  r.index = {.value = 0.25,
             .low = -0.33,
             .high = 0.75,
             .level = 0.9,
             .verdict = Verdict::mixed,
             .reason = "",
             .positive = 3.8,
             .unacceptable = 1.9,
             .units = 2,
             .overture = 0.52,
             .measure = -0.4,
             .frame_gap = 0.92,
             .log_odds = 0.58,
             .formula = 1};
  r.tone = {.mean = -0.125, .principal = 0.25, .counterpart = std::nullopt};
  SentenceReport s;
  s.text = "Moscow welcomes the proposal, Peskov said.";
  s.tone = 0.5f;
  s.tone_probabilities = {0, 0.125f, 0.25f, 0.625f, 0};
  s.speaker = {.side = Side::principal,
               .actor = "peskov",
               .span = Span{30, 36},
               .how = "reported",
               .confidence = 0.93f};
  s.principal = {.positive = 0.95f,
                 .unacceptable = 0.01f,
                 .none = 0.04f,
                 .overture = 0.97f,
                 .measure = 0.01f,
                 .other = 0.02f};
  s.weight = 1;
  add_sentence(r, s);
  s = {};
  s.text = "It rained.";
  add_sentence(r, s);
  s = {};
  s.text = "New sanctions would be \"unacceptable\", he added.";
  s.tone = -1;
  s.tone_probabilities = {0.25f, 0.5f, 0.25f, 0, 0};
  s.speaker = {
      .side = Side::principal, .actor = "", .span = {}, .how = "carried", .confidence = 0.5f};
  s.principal = {.positive = 0,
                 .unacceptable = 0.9f,
                 .none = 0.1f,
                 .overture = 0,
                 .measure = 0.75f,
                 .other = 0.25f};
  s.counterpart = {.positive = 0.8f,
                   .unacceptable = 0.1f,
                   .none = 0.1f,
                   .overture = 0,
                   .measure = 1,
                   .other = 0};
  s.weight = 0.5f;
  add_sentence(r, s);
  r.coverage.windows = 1;
  r.signature = std::string(512, '7');
  r.warnings = {"language guessed"};
  r.engine = some_engine();
  return r;
}

inline Report failed_report() {
  Report r;
  r.article.id = "bad";
  r.error = Error{.code = ErrorCode::invalid_utf8,
                  .message = "byte 0xff is not UTF-8: convert the file",
                  .path = "in/articles.jsonl",
                  .line = 3,
                  .byte = 17};
  r.engine = some_engine();
  return r;
}

// Any report that an engine could make, with texts that are hard to write.
class RandomReports {
 public:
  explicit RandomReports(unsigned seed) : engine_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }

  std::string text(int most) {
    static constexpr std::array<std::string_view, 22> kPieces{
        "Moscow",  "said",
        "\"",      "\\",
        "/",       "\n",
        "\t",      "\r",
        "\b\f",    "\x01\x1f",
        "\x7f",    "мир",
        "“ready”", "\u2028",
        "\u2029",  "\u202e",
        "中文",    "👩‍👩‍👧",
        "e\u0301", "\U0010ffff",
        "\ufeff",  "https://example.org/a/very/long/address/that/has/no/place/to/break"};
    std::string s;
    for (int n = integer(0, most); n > 0; --n) {
      s += kPieces[static_cast<std::size_t>(integer(0, int(kPieces.size()) - 1))];
      if (integer(0, 2) > 0) s += ' ';
    }
    return s;
  }

  Report next() {
    if (integer(0, 5) == 0) return failed();
    Report r;
    fill(r.article);
    r.article.presplit = integer(0, 3) == 0;
    const std::size_t n = static_cast<std::size_t>(integer(0, 12));
    for (std::size_t i = 0; i < n; ++i) add_sentence(r, sentence());
    if (integer(0, 2) > 0) {
      r.index.low = -uniform();
      r.index.value = *r.index.low * uniform();
      r.index.high = uniform();
      r.index.verdict = static_cast<Verdict>(integer(0, 3));
    } else {
      r.index.reason = "no sentence in which the principal frames something";
    }
    r.index.positive = uniform() * 20;
    r.index.unacceptable = uniform() * 1e-7;
    r.index.units = n;
    r.index.overture = uniform() - 0.5;
    r.tone.mean = uniform();
    r.signature = std::string(512, 'c');
    for (int k = integer(0, 2); k > 0; --k) r.warnings.push_back("warning " + text(5));
    r.engine = some_engine();
    return r;
  }

 private:
  double uniform() { return std::uniform_real_distribution<double>(0, 1)(engine_); }
  float probability() {
    return integer(0, 4) == 0 ? 0.0f : static_cast<float>(std::pow(uniform(), integer(1, 30)));
  }

  Framing framing() {
    const float p = probability(), u = (1 - p) * probability();
    const float o = probability(), m = (1 - o) * probability();
    return {.positive = p,
            .unacceptable = u,
            .none = 1 - p - u,
            .overture = o,
            .measure = m,
            .other = 1 - o - m};
  }

  SentenceReport sentence() {
    SentenceReport s;
    s.text = text(40);
    const float a = probability(), b = (1 - a) * probability();
    s.tone_probabilities = {0, a, 1 - a - b, b, 0};
    s.tone = b - a;
    s.speaker.side = static_cast<Side>(integer(0, 2));
    if (integer(0, 1) == 0) s.speaker.actor = "peskov";
    if (integer(0, 1) == 0) s.speaker.span = Span{1, 5};
    static constexpr std::array<const char*, 8> kHow{"mentioned", "direct", "reported", "partial",
                                                     "carried",   "title",  "none",     ""};
    s.speaker.how = kHow[static_cast<std::size_t>(integer(0, 7))];
    s.speaker.confidence = probability();
    s.speaker_agrees = integer(0, 3) > 0;
    if (integer(0, 5) == 0) {
      s.embedded = Inner{.side = static_cast<Side>(integer(1, 2)),
                         .actor = integer(0, 1) == 0 ? "putin" : "",
                         .span = Span{2, 9}};
    }
    s.principal = framing();
    s.counterpart = framing();
    s.weight = integer(0, 1) == 0 ? 0.0f : 1.0f / static_cast<float>(integer(1, 5));
    return s;
  }

  void fill(Article& article) {
    article.id = text(3);
    for (std::string* field : {&article.title, &article.language, &article.published_at,
                               &article.source, &article.url}) {
      *field = text(4);
    }
    article.language_guessed = integer(0, 1) == 0;
  }

  Report failed() {
    Report r;
    fill(r.article);
    r.error = Error{.code = static_cast<ErrorCode>(integer(0, 11)),
                    .message = text(6),
                    .path = text(2),
                    .line = {},
                    .byte = {}};
    if (integer(0, 1) == 0) r.error->line = static_cast<std::uint64_t>(integer(1, 1000));
    if (integer(0, 1) == 0) r.error->byte = 0;
    if (integer(0, 1) == 0) r.engine = some_engine();
    return r;
  }

  std::mt19937 engine_;
};

}  // namespace detente
