#include "report/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "report/names.h"
#include "report/words.h"

namespace detente {
namespace {

constexpr std::size_t kFew = 3;       // an index from fewer sentences is said to rest on few
constexpr float kSure = 0.5F;         // a speaker is doubtful below this confidence
constexpr double kClearRatio = 1.25;  // less is "about as much"
constexpr double kClearGap = 0.5;
constexpr float kFramed = 0.5F;

bool about_a_measure(const Framing& f) { return f.measure > f.overture && f.measure > f.other; }

bool is_welcome(const Framing& f) { return f.positive >= f.unacceptable && !about_a_measure(f); }

std::vector<IndexUnit> units_of(const std::vector<Evidence>& evidence) {
  std::vector<IndexUnit> units;
  units.reserve(evidence.size());
  for (const Evidence& e : evidence) units.push_back(e.unit);
  return units;
}

// "welcomed 2.9 times as much as they are rejected".
std::string ratio_in_words(double log_odds) {
  const double ratio = std::exp(std::abs(log_odds));
  if (ratio < kClearRatio) return "welcomed about as much as rejected";
  return log_odds > 0 ? fmt::format("welcomed {:.1f} times as much as rejected", ratio)
                      : fmt::format("rejected {:.1f} times as much as welcomed", ratio);
}

// Where speakers are named, in bytes of the article's text, in order.
struct Name {
  Span span;
  SentencePart::Kind kind;
};

bool begins_character(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

std::vector<Name> names_in(const Report& report) {
  std::vector<Name> names;
  const std::string_view text = report.article.text;
  for (const SentenceReport& s : report.sentences) {
    const std::size_t offset = report.article.presplit ? s.span.begin : 0;
    const auto add = [&](const std::optional<Span>& span, SentencePart::Kind kind) {
      if (!span || span->begin >= span->end ||
          span->end > text.size() - std::min(offset, text.size()))
        return;
      const Span in_text{span->begin + offset, span->end + offset};
      if (begins_character(text, in_text.begin) && begins_character(text, in_text.end))
        names.push_back({in_text, kind});
    };
    add(s.speaker.span, SentencePart::Kind::speaker);
    if (s.embedded) add(s.embedded->span, SentencePart::Kind::inner);
  }
  std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) {
    return std::pair(a.span.begin, a.kind) < std::pair(b.span.begin, b.kind);
  });
  return names;
}

}  // namespace

Formula formula_of(const IndexReport& index) {
  const auto& p = index.parameters;
  return {.version = index.formula,
          .a = p.a,
          .tau = p.tau,
          .lambda = p.lambda,
          .mixed_mass = p.mixed_mass,
          .none_mass = p.none_mass};
}

bool is_framed(const Framing& framing) {
  return framing.positive + framing.unacceptable >= kFramed;
}

std::vector<Evidence> evidence_of(const Report& report) {
  const Formula formula = formula_of(report.index);
  std::vector<Evidence> evidence;
  for (std::size_t i = 0; i < report.sentences.size(); ++i) {
    const SentenceReport& s = report.sentences[i];
    if (!(s.weight > 0)) continue;
    const Framing& f = s.principal;
    const IndexUnit unit{.positive = f.positive,
                         .unacceptable = f.unacceptable,
                         .overture = f.overture,
                         .measure = f.measure,
                         .other = f.other,
                         .weight = s.weight};
    evidence.push_back({.number = i,
                        .sentence = &s,
                        .unit = unit,
                        .adds = contribution(unit, formula),
                        .welcomed = is_welcome(f)});
  }
  return evidence;
}

std::vector<Evidence> strongest(const std::vector<Evidence>& evidence, bool welcomed) {
  std::vector<Evidence> side;
  std::copy_if(evidence.begin(), evidence.end(), std::back_inserter(side),
               [&](const Evidence& e) { return e.welcomed == welcomed; });
  const auto strength = [&](const Evidence& e) {
    return welcomed ? e.adds.positive : e.adds.unacceptable;
  };
  std::stable_sort(side.begin(), side.end(),
                   [&](const Evidence& a, const Evidence& b) { return strength(a) > strength(b); });
  return side;
}

std::string evidence_in_words(const SentenceReport& sentence) {
  const Framing& f = sentence.principal;
  std::string words = framing_in_words(f);
  if (!is_welcome(f) && f.positive >= f.unacceptable) words += ": endorsed, counts against";
  if (sentence.weight < 1) {
    join(words, fmt::format("one of {:.0f} near-identical sentences", 1 / sentence.weight));
  }
  return words;
}

Role role_of(const SentenceReport& sentence, const Formula& formula) {
  if (sentence.weight > 0) return is_welcome(sentence.principal) ? Role::welcomed : Role::rejected;
  if (is_unit(sentence.principal, formula)) return Role::title;
  return is_framed(sentence.counterpart) ? Role::counterpart : Role::none;
}

std::vector<std::string> notes_on(const SentenceReport& sentence, Role role) {
  std::vector<std::string> notes;
  const bool counts = role == Role::welcomed || role == Role::rejected;
  std::string line;
  if (role != Role::none || sentence.speaker.side != Side::none) {
    line = speaker_in_words(sentence.speaker);
  }
  if (counts) join(line, evidence_in_words(sentence));
  if (role == Role::title) join(line, framing_in_words(sentence.principal));
  if (!line.empty()) notes.push_back(std::move(line));
  const bool inner_counterpart = sentence.embedded && sentence.embedded->side == Side::counterpart;
  if (is_framed(sentence.counterpart) && !inner_counterpart) {
    notes.push_back("the counterpart: " + framing_in_words(sentence.counterpart));
  }
  if (sentence.embedded) {
    const Inner& inner = *sentence.embedded;
    const Framing& stance = inner_counterpart ? sentence.counterpart : sentence.principal;
    std::string who = inner.actor;
    join(who, side_name(inner.side));
    const bool said = !inner_counterpart && (counts || role == Role::title);
    if (is_framed(stance) && !said) join(who, framing_in_words(stance));
    notes.push_back("speaks, too: " + who);
  }
  if (!sentence.speaker_agrees) notes.emplace_back("! engine and speaker disagree");
  return notes;
}

Recount recount(const Report& report, const std::vector<Evidence>& evidence) {
  const Formula formula = formula_of(report.index);
  Formula between_states = formula;
  between_states.lambda = 0;
  std::vector<IndexUnit> units = units_of(evidence);
  Recount recount;
  recount.all = compute_index(units, formula);
  recount.between_states = compute_index(units, between_states);
  for (const IndexUnit& u : units) {
    recount.mass += u.weight * (u.positive + u.unacceptable) * (u.overture + u.measure);
  }
  if (!recount.all.value || evidence.size() < 2) return recount;
  const double welcomed = recount.all.positive, rejected = recount.all.unacceptable;
  double most = -1;
  std::size_t which = 0;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const double p = welcomed - evidence[i].adds.positive;
    const double u = rejected - evidence[i].adds.unacceptable;
    const double moved = std::abs((p - u) / (2 * formula.a + p + u) - *recount.all.value);
    if (moved > most) {
      most = moved;
      which = i;
    }
  }
  units.erase(units.begin() + static_cast<std::ptrdiff_t>(which));
  recount.pivot = evidence[which].number;
  recount.without_pivot = compute_index(units, formula);
  return recount;
}

std::string frame_gap_in_words(const IndexReport& index) {
  std::string words = fmt::format(
      "{}: overtures {} less measures {}. Overtures (talks, offers, truces) are {}, measures "
      "(sanctions, expulsions, attacks) {}. ",
      signed_number(index.frame_gap), signed_number(index.overture), signed_number(index.measure),
      ratio_in_words(index.overture), ratio_in_words(index.measure));
  if (index.frame_gap >= kClearGap)
    return words + "It speaks better of steps towards each other than of hostile ones.";
  if (index.frame_gap <= -kClearGap)
    return words + "It speaks better of hostile steps than of steps towards each other.";
  return words + "It makes little difference between the two.";
}

std::vector<std::string> doubts_about(const Report& report, const std::vector<Evidence>& evidence,
                                      const Recount& recount) {
  std::vector<std::string> doubts;
  const std::size_t n = evidence.size();
  if (n > 0 && n < kFew)
    doubts.push_back(fmt::format("It rests on {} only.", counted(n, "sentence")));
  if (recount.pivot) {
    const IndexReport& without = recount.without_pivot;
    std::string line = fmt::format("Sentence {} moves it most: without it ", *recount.pivot + 1);
    line += without.value ? "the index would be " + signed_number(*without.value)
                          : "there would be no value";
    if (without.value && without.verdict != report.index.verdict) {
      line += fmt::format(" and the verdict \"{}\"", verdict_name(without.verdict));
    }
    doubts.push_back(line + ".");
  }
  if (n > 0 && recount.between_states.verdict != report.index.verdict) {
    doubts.push_back(fmt::format("Between states only, the verdict would be \"{}\".",
                                 verdict_name(recount.between_states.verdict)));
  }
  const auto unsure = std::count_if(evidence.begin(), evidence.end(), [](const Evidence& e) {
    return !(e.sentence->speaker.confidence >= kSure);
  });
  if (unsure > 0) {
    doubts.push_back(fmt::format("Who speaks is less than {} sure in {} of {} that {}.",
                                 percent(kSure), unsure, counted(n, "sentence"),
                                 n == 1 ? "counts" : "count"));
  }
  std::string shared;
  for (const Evidence& e : evidence) {
    if (!is_framed(e.sentence->counterpart)) continue;
    shared += fmt::format("{}{}", shared.empty() ? "" : ", ", e.number + 1);
  }
  if (!shared.empty()) {
    doubts.push_back("Counted, but perhaps the counterpart's words: " + shared + ".");
  }
  const auto disagree = std::count_if(report.sentences.begin(), report.sentences.end(),
                                      [](const SentenceReport& s) { return !s.speaker_agrees; });
  if (disagree > 0) {
    doubts.push_back(fmt::format("Engine and speaker disagree in {}, marked \"!\" below.",
                                 counted(static_cast<std::size_t>(disagree), "sentence")));
  }
  for (const std::string& warning : report.warnings) doubts.push_back("Warning: " + warning);
  return doubts;
}

std::vector<std::vector<SentencePart>> sentences_in_parts(const Report& report) {
  const std::vector<Name> names = names_in(report);
  std::vector<std::vector<SentencePart>> sentences;
  sentences.reserve(report.sentences.size());
  for (const SentenceReport& s : report.sentences) {
    std::vector<SentencePart> parts;
    const std::string_view text = s.text;
    std::size_t at = 0;
    auto name = text.size() == s.span.size()
                    ? std::lower_bound(
                          names.begin(), names.end(), s.span.begin,
                          [](const Name& n, std::size_t begin) { return n.span.begin < begin; })
                    : names.end();
    for (; name != names.end() && name->span.begin < s.span.end; ++name) {
      const std::size_t begin = name->span.begin - s.span.begin;
      if (begin < at || name->span.end > s.span.end) continue;
      if (begin > at) parts.push_back({text.substr(at, begin - at), SentencePart::Kind::words});
      parts.push_back({text.substr(begin, name->span.size()), name->kind});
      at = begin + name->span.size();
    }
    if (at < text.size()) parts.push_back({text.substr(at), SentencePart::Kind::words});
    sentences.push_back(std::move(parts));
  }
  return sentences;
}

bool begins_paragraph(const Report& report, std::size_t number) {
  if (number == 0 || report.article.presplit) return false;
  const std::size_t from = report.sentences[number - 1].span.end;
  const std::size_t to = report.sentences[number].span.begin;
  const std::string_view text = report.article.text;
  if (from > to || to > text.size()) return false;
  return text.substr(from, to - from).find('\n') != std::string_view::npos;
}

}  // namespace detente
