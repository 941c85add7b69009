// What each sentence of a report does for the index: what every report for a person shows.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws. What they
// return refers to the report, which must outlive it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/report.h"
#include "framing/index.h"
#include "tone/formula.h"

namespace detente {

// Whether a side voices a framing more likely than not.
[[nodiscard]] bool is_framed(const Framing& framing);

// The formula that made the index.
[[nodiscard]] Formula formula_of(const IndexReport& index);

// A sentence that counts, and what it adds to P and U.
struct Evidence {
  std::size_t number = 0;  // of the sentence in the report, from 0
  const SentenceReport* sentence = nullptr;
  IndexUnit unit;
  Contribution adds;
  bool welcomed = false;  // as its likeliest reading has it; else it is rejected or endorses a
                          // measure
};

// All sentences that count, in the order of the article.
[[nodiscard]] std::vector<Evidence> evidence_of(const Report& report);

// Those on one side, by what they add there, the strongest first.
[[nodiscard]] std::vector<Evidence> strongest(const std::vector<Evidence>& evidence, bool welcomed);

// The framing of a sentence that counts, and how it counts where that is no matter of course.
[[nodiscard]] std::string evidence_in_words(const SentenceReport& sentence);

// How a sentence counts.
enum class Role {
  welcomed,
  rejected,
  counterpart,  // not for the index: the counterpart frames something
  title,        // would count, but repeats the title
  none,
};
[[nodiscard]] Role role_of(const SentenceReport& sentence, const Formula& formula);

// What there is to say about a sentence: who speaks, what is framed, who speaks inside, whether
// engine and speaker agree. One string a line; none for most sentences that do not count.
[[nodiscard]] std::vector<std::string> notes_on(const SentenceReport& sentence, Role role);

// The index computed again from the sentences, for what the report leaves out.
struct Recount {
  IndexReport all;                   // as in the report
  IndexReport between_states;        // lambda = 0: only overtures and measures count
  double mass = 0;                   // sum c (pos + una) (ov + me), which must reach none_mass
  std::optional<std::size_t> pivot;  // number of the sentence whose absence would move the index
                                     // most; none when fewer than two count
  IndexReport without_pivot;
};
[[nodiscard]] Recount recount(const Report& report, const std::vector<Evidence>& evidence);

// What the frame gap says, as sentences for a person.
[[nodiscard]] std::string frame_gap_in_words(const IndexReport& index);

// What a reader should know before believing the index; sentences are numbered from 1.
[[nodiscard]] std::vector<std::string> doubts_about(const Report& report,
                                                    const std::vector<Evidence>& evidence,
                                                    const Recount& recount);

// Part of a sentence: its text, and whether it names who speaks.
struct SentencePart {
  enum class Kind { words, speaker, inner };
  std::string_view text;
  Kind kind = Kind::words;
};

// The sentences cut where speakers are named: one list of parts per sentence. A name stands in the
// sentence that has it, also when it is the speaker of a later one.
[[nodiscard]] std::vector<std::vector<SentencePart>> sentences_in_parts(const Report& report);

// Whether a paragraph of the article's text begins with this sentence.
[[nodiscard]] bool begins_paragraph(const Report& report, std::size_t number);

}  // namespace detente
