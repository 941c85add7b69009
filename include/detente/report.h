// What comes out: one report per article (schema `detente.report/1`). Value types.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "detente/article.h"
#include "detente/result.h"

namespace detente {

// Calibrated probabilities of what one side frames in one sentence, and of the object of that
// framing. Each group sums to 1.
struct Framing {
  float positive = 0;
  float unacceptable = 0;
  float none = 1;
  float overture = 0;
  float measure = 0;
  float other = 1;
};

// Who speaks the sentence. `begin` and `end` are bytes of the article's text (of the sentence for
// presplit input).
struct Speaker {
  Side side = Side::none;
  std::string actor;  // gazetteer id, empty: not known
  std::optional<Span> span;
  // By the words of the article: "direct", "partial" (quoted in whole, in part), "reported",
  // "mentioned" (by an act, or only named), "carried" (named in another sentence), "title". By the
  // classifier, where the words tell nothing: "mentioned", "context" (named shortly before). Else
  // "none".
  std::string how;
  float confidence = 0;  // 0..1
};

// Another side's speech or stance inside a speech ("Washington said that Moscow had rejected").
struct Inner {
  Side side = Side::none;
  std::string actor;  // gazetteer id, empty: not known
  std::optional<Span> span;
};

struct SentenceReport {
  Span span;                                               // bytes of the article's text
  std::string text;                                        // the sentence as it stands in the text
  float tone = 0;                                          // expected tone, -2..2
  std::array<float, 5> tone_probabilities{0, 0, 1, 0, 0};  // of -2, -1, 0, 1, 2
  Speaker speaker;
  std::optional<Inner> embedded;  // inside the speech: another side's speech or stance
  bool speaker_agrees = true;     // false: classifier and attributed speaker disagree
  Framing principal;
  Framing counterpart;
  float weight = 0;  // c of formula 1 when the sentence is a unit of the index, else 0
};

enum class Verdict { de_escalatory, escalatory, mixed, indeterminate, none };

struct IndexReport {
  std::optional<double> value;  // in (-1, 1); none when the verdict is none
  std::optional<double> low;    // central interval of `level`
  std::optional<double> high;
  double level = 0.9;
  Verdict verdict = Verdict::none;
  std::string reason;       // why there is no value; empty otherwise
  double positive = 0;      // P of the formula
  double unacceptable = 0;  // U of the formula
  std::size_t units = 0;
  double overture = 0;   // net log-odds of overtures
  double measure = 0;    // net log-odds of measures
  double frame_gap = 0;  // overture - measure
  double log_odds = 0;
  int formula = 1;
  struct Parameters {
    double a = 1, tau = 0.5, lambda = 0.25, mixed_mass = 1, none_mass = 0.5;
  } parameters;  // of the formula; not in the JSON report
};

struct ToneReport {
  std::optional<double> mean;       // over all sentences
  std::optional<double> principal;  // over sentences, weighted by the principal's chance of voicing
                                    // a framing; none without any
  std::optional<double> counterpart;
};

struct Coverage {
  std::size_t bytes = 0;    // of the text
  std::size_t scored = 0;   // bytes inside scored sentences
  std::size_t windows = 0;  // windows the classifier read
};

struct EngineInfo {
  std::string version;
  std::string weights;  // SHA-256 of the manifest
  std::string principal;
  std::string isa;
};

struct Report {
  Article article;  // `text` and `sentence_spans` are moved out of the input
  std::optional<Error> error;
  IndexReport index;
  ToneReport tone;
  std::vector<SentenceReport> sentences;
  Coverage coverage;
  std::string signature;  // MinHash of the story, hexadecimal
  std::vector<std::string> warnings;
  EngineInfo engine;
};

}  // namespace detente
