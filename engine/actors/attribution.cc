#include "actors/attribution.h"

#include <algorithm>
#include <unordered_set>

#include "actors/phrases.h"
#include "actors/quotations.h"
#include "sentences/characters.h"

namespace detente {
namespace {

constexpr std::size_t kMostNamed = 1000;      // persons and bodies kept in mind
constexpr std::size_t kMostBytes = 8192;      // of a sentence; what is longer is no sentence
constexpr std::size_t kSubjectWithin = 25;    // words before a verb
constexpr std::size_t kInvertedWithin = 4;    // words behind a verb
constexpr std::size_t kAfterQuoteWithin = 8;  // ... that follows a quotation
constexpr std::size_t kSourceWithin = 5;      // words behind "according to"
constexpr std::size_t kTailWords = 10;        // of "..., Washington said" at the end of a sentence
constexpr std::size_t kClauseWithin = 3;      // ... from "that" to the subject behind it
constexpr std::size_t kAuxiliaryWithin = 4;   // ... from "was" to its participle
constexpr std::size_t kAppositionWithin = 5;  // words from a name to what introduces it
constexpr std::size_t kTitleGap = 3;          // ... from a title and its institution to the name
constexpr std::size_t kInstitutionGap = 8;    // ... from a title alone to the name in apposition
constexpr std::size_t kLabelWithin = 4;       // ... from a name to the colon behind it
constexpr std::size_t kUnknownWithin = 2;     // words between a verb and a name that no list has
constexpr std::size_t kUnlistedWords = 8;     // of a subject that is no phrase
constexpr std::size_t kDirectWords = 4;       // fewer quoted words are a partial quotation
constexpr std::size_t kHeadlineWords = 14;    // and no full stop
constexpr double kDirectShare = 0.4;          // of the sentence's words
constexpr double kQuotationShare = 0.6;       // a sentence without a verb of speech is a quotation
constexpr std::size_t kSpeakerReach = 3;      // sentences over which "he" goes back to a speaker
constexpr std::size_t kMentionReach = 2;      // ... to a person who was only named
constexpr std::size_t kTitleReach = 8;  // ... "the spokesman" to one who was introduced as one
constexpr double kOuterBy = 5;          // by which a verb outranks another one for certain
constexpr std::size_t kStem = 5;        // letters by which inflected titles are compared

// Confidence by kind of evidence.
constexpr float kByName = 0.95F, kByStance = 0.9F, kByAct = 0.7F, kByUnknownName = 0.6F,
                kByCrowd = 0.8F, kByPronoun = 0.75F, kByTitle = 0.75F, kByQuotation = 0.8F,
                kByDroppedSubject = 0.6F, kByHeadline = 0.5F, kByNameOnly = 0.5F, kLater = 0.6F;

// What a phrase turned out to stand for.
struct Resolved {
  Side side = Side::none;
  std::uint32_t actor = Mention::kUnknownActor;
  std::optional<Span> span;  // bytes of the text; none: of the title
  float confidence = 0;
  bool elsewhere = false;  // named outside this sentence
  bool in_title = false;
};

// Somebody who was named, in the order of the text.
struct Named {
  std::size_t sentence = 0;
  std::optional<Span> span;  // none: of a speaker who is named in the title alone
  Side side = Side::none;
  std::uint32_t actor = Mention::kUnknownActor;
  bool person = false;
  bool subject = false;            // not after a preposition, no possessive
  std::vector<std::string> words;  // around the name, folded: how it was introduced
};

struct Verb {
  std::size_t at = 0;      // word
  std::size_t length = 1;  // words
  Cue cue = Cue::say;
  bool quoted = false;
  int subject = -1;  // phrase
  double rank = 0;
};

struct Known {  // of a name that no list has
  Side side;
  std::uint32_t actor;
};

std::string stem(std::string_view word) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < kStem && end < word.size(); ++i) end = after_char(word, end);
  return std::string(word.substr(0, end));
}

class ArticleReader {
 public:
  ArticleReader(const Article& article, const std::vector<Span>& sentences,
                const std::vector<SentenceMentions>& mentions,
                const SentenceMentions& title_mentions, const Gazetteer& gazetteer,
                const SpeechWords& lexicon)
      : article_(article),
        sentences_(sentences),
        mentions_(mentions),
        gazetteer_(gazetteer),
        lexicon_(lexicon),
        quotations_(find_quotations(article.text, article.language, sentences, article.presplit)),
        out_(sentences.size()),
        rest_of_quotation_(sentences.size(), false) {
    read_title(title_mentions);
  }

  std::vector<Attribution> read() {
    for (number_ = 0; number_ < sentences_.size(); ++number_) read_sentence();
    give_quotations_to_later_speakers();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view text() const { return article_.text; }

  // ---- the title

  void read_title(const SentenceMentions& title_mentions) {
    if (article_.title.size() > kMostBytes) return;
    sentence_ =
        read_words(article_.title, {0, article_.title.size()}, {}, lexicon_, article_.language);
    phrases_ = find_phrases(sentence_, title_mentions, gazetteer_, article_.language,
                            article_.mentions.has_value());
    learn_names();
    find_verbs();
    for (const Phrase& phrase : phrases_) {
      if (phrase.kind == PhraseKind::name) title_.push_back(named(phrase, sentence_));
    }
    const Verb* outer = outer_verb();
    if (outer != nullptr && outer->subject >= 0) {
      const Phrase& phrase = phrases_[static_cast<std::size_t>(outer->subject)];
      if (phrase.kind == PhraseKind::name) title_speaker_ = named(phrase, sentence_);
    }
    known_.clear();  // in a headline any word may have a capital
  }

  [[nodiscard]] Named named(const Phrase& phrase, const SentenceWords& sentence) const {
    const Side side = phrase.kind == PhraseKind::unknown ? Side::counterpart : phrase.side;
    Named out{number_,
              phrase.span,
              side,
              phrase.actor,
              phrase.person,
              !phrase.governed && !phrase.possessive,
              {}};
    std::size_t begin = phrase.begin;  // with the titles right before it
    while (begin > 0 && sentence.words[begin].before == 0 &&
           sentence.tags[begin - 1].is(Cue::title))
      --begin;
    std::size_t end = phrase.end;  // and those of an apposition behind it
    if (end < sentence.words.size() &&
        (sentence.words[end].before & (Gap::comma | Gap::bracket)) != 0)
      end = std::min(end + kAppositionWithin, sentence.words.size());
    for (std::size_t i = begin; i < end; ++i) {
      if (i > phrase.end && sentence.words[i].before != 0) break;
      if (sentence.tags[i].is(Cue::title) || (i >= phrase.begin && i < phrase.end))
        out.words.push_back(stem(sentence.words[i].folded));
    }
    return out;
  }

  // ---- one sentence

  void read_sentence() {
    const Span& span = sentences_[number_];
    sentence_ = span.size() > kMostBytes
                    ? SentenceWords{}
                    : read_words(text(), span, quotations_, lexicon_, article_.language);
    phrases_ = find_phrases(sentence_, mentions_[number_], gazetteer_, article_.language,
                            article_.mentions.has_value());
    drop_dateline();
    learn_names();
    find_verbs();
    Attribution& out = out_[number_];
    const std::size_t quoted = count_quoted();
    const double share = sentence_.words.empty() ? 0
                                                 : static_cast<double>(quoted) /
                                                       static_cast<double>(sentence_.words.size());
    const Verb* outer = outer_verb();
    const Verb* unlisted = outer_unlisted();
    if (unlisted != nullptr &&
        (outer == nullptr || outer->subject < 0 || encloses(*unlisted, *outer))) {
      out.unlisted = Unlisted{*unlisted_subject(*unlisted), how_said(quoted, share)};
      last_.reset();  // "he added" behind it is not who spoke before
    } else if (outer != nullptr) {
      speak(out, *outer, quoted, share);
    } else if (share >= kQuotationShare) {
      carry_quotation(out);
    } else if (quoted > 0 && !relayed_ && !silent_ && article_.title.empty() && number_ == 0) {
      by_name_only(out);
    }
    find_embedded(out, outer);
    std::sort(out.stand_ins.begin(), out.stand_ins.end(),
              [](const Mention& a, const Mention& b) { return a.span.begin < b.span.begin; });
    list_named(out);
    remember();
  }

  [[nodiscard]] std::size_t count_quoted() const {
    return static_cast<std::size_t>(std::ranges::count_if(sentence_.words, &Word::quoted));
  }

  // "BERLIN (dpa) - Russia's gas monopoly said": a place that nobody speaks from.
  void drop_dateline() {
    while (!phrases_.empty() && phrases_.front().begin <= 2 && !phrases_.front().person) {
      const std::size_t end = phrases_.front().end;
      bool dash = false;
      for (std::size_t w = end - 1; w < std::min(end + 2, sentence_.words.size()) && !dash; ++w)
        dash = (sentence_.gap_after(w) & Gap::dash) != 0 && w + 1 < sentence_.words.size();
      if (!dash || number_ > 1 || sentence_.words.front().quoted) return;
      const std::size_t begin = phrases_.front().span.begin;
      const std::string_view name = text().substr(begin, phrases_.front().span.size());
      if (class_of(char_before(name, name.size())) != Class::upper) return;
      phrases_.erase(phrases_.begin());
    }
  }

  // Names that no list has get the side they are introduced with: "US envoy John Smith", "John
  // Smith, a spokesman for the Kremlin".
  void learn_names() {
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
      Phrase& phrase = phrases_[i];
      if (phrase.surname.empty()) continue;
      if (phrase.kind == PhraseKind::unknown && i + 1 < phrases_.size()) {
        const Phrase& next = phrases_[i + 1];
        if (next.kind == PhraseKind::name && next.begin <= phrase.end + kAppositionWithin &&
            (next.introduced || next.governed) && !verb_between(phrase.end, next.begin) &&
            (sentence_.words[phrase.end].before & (Gap::comma | Gap::bracket)) != 0) {
          introduce(phrase, next);
        }
      }
      if (phrase.kind == PhraseKind::unknown && i > 0) {
        std::size_t b = i - 1;  // "the ambassador to London, Andrei Kelin"
        while (b > 0 && phrases_[b].governed && !phrases_[b].introduced) --b;
        const Phrase& before = phrases_[b];
        const bool set_off = (sentence_.words[phrase.begin].before & Gap::comma) != 0;
        const bool speaks = !sentence_.tags.empty() && phrase.end < sentence_.tags.size() &&
                            sentence_.tags[phrase.end].is(Cue::say);
        const bool office = before.introduced || (before.marked && before.end - before.begin > 1 &&
                                                  !is_named_person(before.actor));
        if (before.kind == PhraseKind::name && office && before.surname.empty() &&
            phrase.begin <= before.end + kTitleGap && !before.governed &&
            !verb_between(before.end, phrase.begin) && !(set_off && speaks)) {
          introduce(phrase, before);
        }
      }
      if (phrase.kind == PhraseKind::name) {
        known_[phrase.surname] = {phrase.side, phrase.actor};
      } else if (const auto found = known_.find(phrase.surname); found != known_.end()) {
        phrase.kind = PhraseKind::name;
        phrase.side = found->second.side;
        phrase.actor = found->second.actor;
      }
    }
  }

  [[nodiscard]] bool is_named_person(std::uint32_t actor) const {
    if (actor == Mention::kUnknownActor) return false;
    return gazetteer_.actors()[actor].man || gazetteer_.actors()[actor].woman;
  }

  static void introduce(Phrase& phrase, const Phrase& by) {
    phrase.side = by.side;
    phrase.actor = by.actor;
    phrase.kind = PhraseKind::name;
  }

  [[nodiscard]] bool verb_between(std::size_t begin, std::size_t end) const {
    for (std::size_t w = begin; w < end; ++w) {
      const WordTags& tags = sentence_.tags[w];
      if (tags.is(Cue::say) || tags.is(Cue::stance) || tags.is(Cue::act)) return true;
    }
    return false;
  }

  void find_verbs() {
    verbs_.clear();
    relayed_ = silent_ = false;
    relayed_by_.reset();
    for (std::size_t i = 0; i < sentence_.words.size(); ++i) {
      if (inside_phrase(i)) continue;
      const WordTags& tags = sentence_.tags[i];
      std::size_t longest = tags.length(Cue::silent);
      if (longest > 0) {  // "declined to comment"
        silent_ = true;
        i += longest - 1;
        continue;
      }
      Cue cue = Cue::count;
      for (Cue one : {Cue::say, Cue::stance, Cue::act, Cue::according, Cue::after, Cue::passive}) {
        if (tags.length(one) > longest) {
          longest = tags.length(one);
          cue = one;
        }
      }
      if (longest == 0 || tags.length(Cue::preposition) > longest) continue;
      add_verb({i, longest, cue, sentence_.words[i].quoted});
      i += longest - 1;
    }
    if (!sentence_.tags.empty() && sentence_.tags.front().is(Cue::viewpoint) && !phrases_.empty() &&
        phrases_.front().begin <= kUnknownWithin) {  // "Pour Moscou, ..."
      verbs_.push_back({0, 1, Cue::according, false, 0, 50});
    }
    for (std::size_t i = 0; i < phrases_.size(); ++i) {  // "по его словам"
      const Phrase& phrase = phrases_[i];
      if (sentence_.tags[phrase.begin].is(Cue::own_words) && phrase.kind == PhraseKind::pronoun)
        verbs_.push_back(
            {phrase.begin, 1, Cue::according, phrase.quoted, static_cast<int>(i), 100});
    }
    add_label();
  }

  void add_verb(Verb verb) {
    switch (verb.cue) {
      case Cue::according: verb.subject = source_behind(verb); break;
      case Cue::after: verb.subject = source_before(verb); break;
      case Cue::passive: verb.subject = subject_behind(verb, 1); break;
      default: verb.subject = subject(verb);
    }
    if (verb.quoted && is_interjection(verb)) verb.quoted = false;
    verb.rank = rank(verb);
    verbs_.push_back(verb);
  }

  // «We shall see, said Peskov, what comes»: the narrator's words inside the quotation marks.
  [[nodiscard]] bool is_interjection(const Verb& verb) const {
    if (verb.cue != Cue::say || verb.subject < 0 || verb.at == 0) return false;
    const Phrase& phrase = phrases_[static_cast<std::size_t>(verb.subject)];
    const std::size_t begin = group_begin(verb.at);
    return phrase.begin >= verb.at && phrase.quoted && begin > 0 &&
           (sentence_.words[begin].before & (Gap::comma | Gap::dash)) != 0;
  }

  // Where the verb begins, with its auxiliaries ("a déclaré").
  [[nodiscard]] std::size_t group_begin(std::size_t verb) const {
    while (verb > 0 && sentence_.words[verb].before == 0 &&
           sentence_.tags[verb - 1].is(Cue::auxiliary))
      --verb;
    return verb;
  }

  // A phrase of names also covers words that look like verbs.
  [[nodiscard]] bool inside_phrase(std::size_t word) const {
    return std::ranges::any_of(phrases_, [word](const Phrase& phrase) {
      return phrase.kind != PhraseKind::unknown && phrase.begin <= word && word < phrase.end;
    });
  }

  // "Peskov: we are ready" and "We are ready - Peskov"
  void add_label() {
    if (phrases_.empty() || sentence_.words.empty()) return;
    const Phrase& first = phrases_.front();
    if (first.kind != PhraseKind::media && first.begin <= 3 && !first.quoted && !first.governed &&
        !verb_between(0, first.begin)) {
      for (std::size_t w = first.end;
           w <= std::min(first.end + kLabelWithin, sentence_.words.size()); ++w) {
        const std::uint8_t gap = sentence_.gap_after(w - 1);
        if ((gap & Gap::colon) != 0) {
          if (w < sentence_.words.size())
            verbs_.push_back({first.begin, 1, Cue::say, false, 0, 95});
          return;
        }
        if (gap != 0 || w >= sentence_.words.size() || verb_between(w, w + 1)) break;
      }
    }
    const Phrase& last = phrases_.back();
    if (last.end == sentence_.words.size() && last.begin > 0 && !last.quoted && !last.governed &&
        last.kind == PhraseKind::name &&
        (sentence_.words[last.begin].before & (Gap::dash | Gap::colon)) != 0) {
      verbs_.push_back({last.begin, 1, Cue::say, false, static_cast<int>(phrases_.size()) - 1, 95});
    }
  }

  [[nodiscard]] bool can_speak(const Phrase& phrase) const {
    return !phrase.possessive && phrase.kind != PhraseKind::media;
  }

  // The phrase behind "according to". Media only relay.
  int source_behind(const Verb& verb) {
    const std::size_t end = verb.at + verb.length;
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
      const Phrase& phrase = phrases_[i];
      if (phrase.begin < end) continue;
      if (phrase.begin > end + kSourceWithin) break;
      if (phrase.kind == PhraseKind::media) {
        relayed_ = true;
        return -1;
      }
      return static_cast<int>(i);
    }
    return -1;
  }

  [[nodiscard]] int source_before(const Verb& verb) const {
    for (std::size_t i = phrases_.size(); i-- > 0;) {
      if (phrases_[i].end <= verb.at)
        return phrases_[i].end + kSourceWithin >= verb.at && can_speak(phrases_[i])
                   ? static_cast<int>(i)
                   : -1;
    }
    return -1;
  }

  int subject(const Verb& verb) {
    const std::size_t begin = group_begin(verb.at);
    const std::uint8_t gap = sentence_.words[begin].before;
    if (relays_behind(verb) && !speaks_right_before(begin)) {
      relayed_ = true;
      return -1;
    }
    const bool after_quote = (gap & Gap::closes) != 0 ||
                             (begin > 0 && sentence_.words[begin - 1].quoted && !verb.quoted);
    int behind = subject_behind(verb, after_quote ? kAfterQuoteWithin : kInvertedWithin);
    if (behind >= 0 && phrases_[static_cast<std::size_t>(behind)].agent) {
      // "was rejected by Moscow", "a plan, rejected by Moscow,", but not "militias backed by
      // Moscow"
      bool passive = (gap & Gap::comma) != 0;
      for (std::size_t w = verb.at; w > 0 && verb.at - w < kAuxiliaryWithin && !passive; --w)
        passive = sentence_.tags[w - 1].is(Cue::auxiliary);
      if (passive) return behind;
      if (verb.cue != Cue::say) return -1;
      behind = -1;  // "said the plan backed by Moscow was dead"
    }
    if (behind >= 0 && (after_quote || (begin == 0 && !takes_object(verb)))) return behind;
    if ((gap & (Gap::comma | Gap::dash)) != 0) {
      const int apart = subject_before_commas(verb);
      if (apart >= 0) return apart;
      if (behind >= 0 &&
          (verb.cue == Cue::say || is_set_off(phrases_[static_cast<std::size_t>(behind)])))
        return behind;
    }
    const int before = first_of_coordinates(subject_before(verb));
    if (before >= 0) return before;
    if (relayed_by_ == verb.at || (begin == 0 && takes_object(verb))) return -1;
    // "The bus company said the minister was wrong": not inverted
    if (behind >= 0 && !lexicon_.drops_subjects() && !lexicon_.verb_last() &&
        unlisted_subject(verb))
      return -1;
    return behind;
  }

  // Followed by a comma, a dash or the end of the sentence.
  [[nodiscard]] bool is_set_off(const Phrase& phrase) const {
    return phrase.end == sentence_.words.size() ||
           (sentence_.gap_after(phrase.end - 1) & (Gap::comma | Gap::dash)) != 0;
  }

  // "Ringraziò il Vaticano": in a language that leaves subjects out, what follows is an object.
  [[nodiscard]] bool takes_object(const Verb& verb) const {
    return lexicon_.drops_subjects() && verb.cue != Cue::say;
  }

  [[nodiscard]] bool speaks_right_before(std::size_t verb) const {
    return std::ranges::any_of(phrases_, [&](const Phrase& phrase) {
      return can_speak(phrase) && phrase.end <= verb && phrase.end + 1 >= verb &&
             sentence_.words[verb].before == 0;
    });
  }

  // "reports TASS"
  [[nodiscard]] bool relays_behind(const Verb& verb) const {
    const std::size_t end = verb.at + verb.length;
    return std::ranges::any_of(phrases_, [&](const Phrase& phrase) {
      return phrase.kind == PhraseKind::media && phrase.begin >= end && phrase.begin <= end + 2 &&
             !phrase.governed && verb.cue == Cue::say && !opens_quotation(end, phrase);
    });
  }

  // "said: “The Times is wrong”": what a verb of speech is followed by is the quotation. An
  // agency's name may stand in quotation marks of its own.
  [[nodiscard]] bool opens_quotation(std::size_t word, const Phrase& phrase) const {
    const std::uint8_t gap = sentence_.gap_after(word - 1);
    if ((gap & Gap::colon) != 0) return true;
    return (gap & Gap::opens) != 0 && (sentence_.gap_after(phrase.end - 1) & Gap::closes) == 0;
  }

  // "Putin and Xi said": the first of them.
  [[nodiscard]] int first_of_coordinates(int subject) const {
    while (subject > 0) {
      const Phrase& phrase = phrases_[static_cast<std::size_t>(subject)];
      const Phrase& before = phrases_[static_cast<std::size_t>(subject) - 1];
      const bool joined = before.end + 2 >= phrase.begin && before.end < phrase.begin &&
                          sentence_.tags[before.end].is(Cue::conjunction);  // "and", "and the"
      if (phrase.kind == PhraseKind::pronoun || !joined || before.governed || !can_speak(before))
        break;
      --subject;
    }
    return subject;
  }

  // Inverted order: "said Peskov", "заявили в Кремле", "was rejected by Moscow".
  [[nodiscard]] int subject_behind(const Verb& verb, std::size_t within) const {
    const std::size_t end = verb.at + verb.length;
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
      const Phrase& phrase = phrases_[i];
      if (phrase.begin < end) continue;
      if (phrase.begin > end + within) break;
      for (std::size_t w = end; w <= phrase.begin; ++w) {
        const bool apposed = w == phrase.begin && w > end && within == kAfterQuoteWithin &&
                             phrase.person && sentence_.words[w].before == Gap::comma;
        if (((sentence_.words[w].before & ~Gap::dash) != 0 && !apposed) ||
            sentence_.tags[w].is(Cue::clause))
          return -1;
      }
      if (phrase.kind == PhraseKind::media) continue;
      if (phrase.kind == PhraseKind::crowd && i + 1 < phrases_.size() &&
          phrases_[i + 1].begin == phrase.end && sentence_.words[phrase.end].before == 0)
        continue;  // "заявил журналистам Песков"
      if (!can_speak(phrase)) return -1;
      if (phrase.kind == PhraseKind::pronoun && phrase.begin > end) return -1;
      if (phrase.governed && !phrase.agent && !phrase.locative) continue;
      if (phrase.kind == PhraseKind::unknown && phrase.begin > end && !phrase.agent &&
          (within != kAfterQuoteWithin || phrase.end - phrase.begin < 2))
        continue;
      return static_cast<int>(i);
    }
    return -1;
  }

  // "Peskov, speaking in Moscow, said": the first phrase of the clause that is set off by commas.
  [[nodiscard]] int subject_before_commas(const Verb& verb) const {
    bool first = true;
    for (std::size_t i = 0; i < phrases_.size() && phrases_[i].end < verb.at; ++i) {
      const Phrase& phrase = phrases_[i];
      if (phrase.quoted != verb.quoted || !can_speak(phrase) || phrase.governed) continue;
      const bool near =
          verb.at - phrase.end <= kSubjectWithin && !stop_between(phrase.end, verb.at);
      const bool set_off = (sentence_.gap_after(phrase.end - 1) & (Gap::comma | Gap::bracket)) != 0;
      const bool likely = first || phrase.introduced || phrase.person;
      if (near && set_off && likely &&
          !verb_between(first_word_of_clause(phrase.begin), phrase.begin))
        return static_cast<int>(i);
      first = false;
    }
    return -1;
  }

  [[nodiscard]] bool stop_between(std::size_t begin, std::size_t end) const {
    for (std::size_t w = begin; w < end; ++w) {
      if ((sentence_.words[w].before & (Gap::stop | Gap::colon | Gap::closes)) != 0) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t first_word_of_clause(std::size_t word) const {
    while (word > 0 && sentence_.words[word].before == 0) --word;
    return word;
  }

  int subject_before(const Verb& verb) {
    // "welcomed the call and said": the subject of the verb before
    if (verb.at > 0 && sentence_.tags[verb.at - 1].is(Cue::conjunction) && !verbs_.empty() &&
        verbs_.back().subject >= 0 && verbs_.back().cue != Cue::according) {
      return verbs_.back().subject;
    }
    int at_place = -1;  // "в Кремле заявили"
    int found = -1;
    for (std::size_t i = phrases_.size(); i-- > 0;) {
      const Phrase& phrase = phrases_[i];
      if (phrase.end > verb.at) continue;
      if (verb.at - phrase.end > kSubjectWithin || barrier(phrase.end, verb.at)) break;
      if (phrase.quoted && !verb.quoted) continue;
      if (phrase.kind == PhraseKind::media && !phrase.governed) {
        if (verb.at - phrase.end <= kUnknownWithin && verb.cue == Cue::say) {
          relayed_ = true;
          relayed_by_ = verb.at;
          return -1;
        }
        continue;
      }
      if (!can_speak(phrase)) continue;
      if (phrase.kind == PhraseKind::unknown &&
          (verb.at - phrase.end > kUnknownWithin || verb.cue == Cue::act ||
           (phrase.first && lexicon_.drops_subjects())))
        continue;
      if (phrase.locative && at_place < 0 && verb.at - phrase.end <= kInvertedWithin)
        at_place = static_cast<int>(i);
      if (phrase.governed && !phrase.agent) continue;
      if (lexicon_.verb_last() || found < 0 || is_subject_of_same_clause(phrase, found)) {
        found = static_cast<int>(i);
      }
      const bool close = phrase.end == group_begin(verb.at);
      if (phrase.agent || (!lexicon_.verb_last() && close)) return found;
    }
    return found >= 0 ? found : at_place;
  }

  // "The EU plans a Syria conference and hopes": a name at the beginning against a place or body
  // named later in the same clause.
  [[nodiscard]] bool is_subject_of_same_clause(const Phrase& phrase, int later) const {
    const Phrase& other = phrases_[static_cast<std::size_t>(later)];
    if (!begins_sentence(phrase) || other.person || other.introduced) return false;
    for (std::size_t w = phrase.end; w < other.begin; ++w) {
      if (sentence_.words[w].before != 0 || sentence_.tags[w].is(Cue::conjunction) ||
          verb_between(w, w + 1))
        return false;
    }
    return sentence_.words[other.begin].before == 0;
  }

  [[nodiscard]] static bool begins_sentence(const Phrase& phrase) { return phrase.begin <= 1; }

  // What a subject does not reach over: "that", a full stop, a colon.
  [[nodiscard]] bool barrier(std::size_t begin, std::size_t end) const {
    for (std::size_t w = begin; w < end; ++w) {
      if ((sentence_.words[w].before & (Gap::stop | Gap::colon)) != 0 ||
          sentence_.tags[w].is(Cue::clause))
        return true;
    }
    return false;
  }

  [[nodiscard]] double rank(const Verb& verb) const {
    const double early = -0.1 * static_cast<double>(verb.at);
    if (verb.cue == Cue::according || verb.cue == Cue::after) return 100 + early;
    const double subordinate = is_subordinate(verb) ? -20 : 0;
    if (verb.cue == Cue::act) return 66 + early + subordinate;
    if (verb.cue == Cue::stance || verb.cue == Cue::passive) return 69 + early + subordinate;
    const std::size_t end = verb.at + verb.length;
    const bool next_to_quote =
        (sentence_.words[verb.at].before & Gap::closes) != 0 ||
        (verb.at > 0 && sentence_.words[verb.at - 1].quoted) ||
        (end < sentence_.words.size() && sentence_.words[end].quoted) ||
        (verb.subject >= 0 && touches_quote(phrases_[static_cast<std::size_t>(verb.subject)]));
    if (next_to_quote) return 105 + early;
    if (is_tail(verb)) return 85 + early;
    return 70 + early + subordinate;
  }

  // "measures that Washington announced"
  [[nodiscard]] bool is_subordinate(const Verb& verb) const {
    if (verb.subject < 0) return false;
    const std::size_t begin = phrases_[static_cast<std::size_t>(verb.subject)].begin;
    for (std::size_t w = begin; w > 0 && begin - w < kClauseWithin; --w) {
      if (sentence_.tags[w - 1].is(Cue::clause)) return begin < verb.at;
      if (sentence_.words[w].before != 0) return false;
    }
    return false;
  }

  [[nodiscard]] bool touches_quote(const Phrase& phrase) const {
    return (phrase.begin > 0 && sentence_.words[phrase.begin - 1].quoted) ||
           (phrase.end < sentence_.words.size() && sentence_.words[phrase.end].quoted);
  }

  // "Moscow had rejected the plan, Washington said."
  [[nodiscard]] bool is_tail(const Verb& verb) const {
    if (verb.subject < 0 || sentence_.words.size() - verb.at > kTailWords) return false;
    const Phrase& phrase = phrases_[static_cast<std::size_t>(verb.subject)];
    const std::size_t begin = std::min(phrase.begin, verb.at);
    for (std::size_t w = begin + 1; w-- > 0 && begin - w <= 2;) {
      if (w > 3 && (sentence_.words[w].before & (Gap::comma | Gap::dash)) != 0) return true;
    }
    return false;
  }

  [[nodiscard]] const Verb* outer_verb() const {
    const Verb* best = nullptr;
    for (const Verb& verb : verbs_) {
      if (verb.quoted || (verb.cue == Cue::act && relayed_)) continue;
      const bool dropped = verb.subject < 0 && lexicon_.drops_subjects() &&
                           (verb.cue == Cue::say || verb.cue == Cue::stance) && !relayed_ &&
                           (number_ > 0 || title_speaker_) && !unlisted_subject(verb);
      if (verb.subject < 0 && !dropped) continue;
      if (best == nullptr || weight(verb) > weight(*best)) best = &verb;
    }
    return best;
  }

  // A verb with a subject before one that has dropped it.
  [[nodiscard]] static double weight(const Verb& verb) {
    return verb.subject < 0 ? verb.rank - 50 : verb.rank;
  }

  // The words right before a verb, or behind one that follows a quotation, that are no phrase:
  // "Industry bosses welcomed", "the embassy's press attaché stressed".
  [[nodiscard]] std::optional<Span> unlisted_subject(const Verb& verb) const {
    if (verb.subject >= 0 || verb.quoted) return std::nullopt;
    const auto& words = sentence_.words;
    const auto ends_subject = [&](std::size_t w) {
      const WordTags& tags = sentence_.tags[w];
      return words[w].quoted || tags.is(Cue::clause) || tags.is(Cue::conjunction) ||
             verb_between(w, w + 1);
    };
    const auto behind = [&] {
      const std::size_t begin = verb.at + verb.length;
      std::size_t end = begin;
      while (end < words.size() && words[end].before == 0 && !ends_subject(end) &&
             (!sentence_.tags[end].is(Cue::preposition) || sentence_.tags[end].is(Cue::of)))
        ++end;
      return unlisted_words(begin, end);
    };
    if (verb.cue == Cue::according) return behind();
    if (verb.cue != Cue::say && verb.cue != Cue::stance) return std::nullopt;
    const std::size_t group = group_begin(verb.at);
    for (std::size_t w = verb.at; w > 0 && verb.at - w < kAuxiliaryWithin; --w) {
      if (words[w].before != 0) break;
      if (sentence_.tags[w - 1].is(Cue::be) && !sentence_.tags[verb.at].is(Cue::participle))
        return std::nullopt;  // "was widely rejected", but "are demanding"
    }
    std::size_t begin = group;
    while (begin > 0 && words[begin].before == 0 && !ends_subject(begin - 1)) --begin;
    if (begin < group) {
      const bool opens_clause = begin == 0 || words[begin].before != 0;
      // one word is a name, no "which"; as the first one it may also be "then"
      const bool name = (!lexicon_.drops_subjects() &&
                         (words[begin].before & Gap::closes) != 0) ||  // "...", it said
                        (words[begin].capital && (begin > 0 || !lexicon_.drops_subjects() ||
                                                  capitals_.contains(stem(words[begin].folded))));
      return opens_clause && (group - begin > 1 || name) ? unlisted_words(begin, group)
                                                         : std::nullopt;
    }
    const std::uint8_t gap = words[group].before;
    if ((gap & (Gap::closes | Gap::dash)) != 0) return behind();
    if (gap != Gap::comma || verb.cue != Cue::say) return std::nullopt;
    std::size_t end = 0;  // "The country, which ..., said"
    while (end < group && (end == 0 || words[end].before == 0) && !ends_subject(end)) ++end;
    if (end == group) return behind();  // "The road is safe, said the bus company."
    if (words[end].before != Gap::comma || verb_between(0, end)) return std::nullopt;
    return unlisted_words(0, end);
  }

  [[nodiscard]] std::optional<Span> unlisted_words(std::size_t begin, std::size_t end) const {
    if (begin == end || end - begin > kUnlistedWords) return std::nullopt;
    const WordTags& first = sentence_.tags[begin];
    if (first.is(Cue::preposition) || first.is(Cue::auxiliary) || first.is(Cue::according))
      return std::nullopt;
    return Span{sentence_.words[begin].span.begin, sentence_.words[end - 1].span.end};
  }

  [[nodiscard]] const Verb* outer_unlisted() const {
    if (relayed_ || silent_) return nullptr;
    const Verb* best = nullptr;
    for (const Verb& verb : verbs_) {
      if ((best == nullptr || verb.rank > best->rank) && unlisted_subject(verb)) best = &verb;
    }
    return best;
  }

  // "The body said that it had withdrawn Moscow's licence": a verb of speech and what it reports.
  [[nodiscard]] bool encloses(const Verb& speech, const Verb& inner) const {
    if (speech.cue != Cue::say || speech.rank < inner.rank || inner.cue == Cue::according ||
        inner.cue == Cue::after)
      return false;
    if (speech.rank > inner.rank + kOuterBy) return true;
    const std::size_t begin = speech.at + speech.length;
    return begin <= inner.at && !stop_between(begin, inner.at) && barrier(begin, inner.at);
  }

  [[nodiscard]] std::string how_said(std::size_t quoted, double share) const {
    if (is_direct(quoted, share)) return "direct";
    return quoted > 0 ? "partial" : "reported";
  }

  // ---- whom a phrase stands for

  [[nodiscard]] Resolved resolve(const Phrase& phrase, float by_name) const {
    switch (phrase.kind) {
      case PhraseKind::name:
        return {phrase.side, phrase.actor, phrase.span,
                phrase.surname.empty() ? by_name : by_name * 0.9F};
      case PhraseKind::unknown:
        return {Side::counterpart, Mention::kUnknownActor, phrase.span, kByUnknownName};
      case PhraseKind::crowd:
        return {Side::counterpart, Mention::kUnknownActor, phrase.span, kByCrowd};
      case PhraseKind::pronoun: return resolve_pronoun(phrase);
      case PhraseKind::title: return resolve_title(phrase);
      case PhraseKind::media: break;
    }
    return {};
  }

  [[nodiscard]] Resolved resolve_pronoun(const Phrase& phrase) const {
    if (phrase.they) {  // nobody but who spoke last is likely enough
      if (last_ && number_ - last_->sentence <= kMentionReach)
        return {last_->side, last_->actor, phrase.span, kByPronoun * 0.8F, true};
      return {};
    }
    // somebody named before in this sentence, as its subject
    for (const Phrase& other : phrases_) {
      if (other.begin >= phrase.begin) break;
      if (other.kind == PhraseKind::name && other.person && !other.governed && !other.possessive &&
          !other.quoted && fits(&phrase, other.actor)) {
        return {other.side, other.actor, other.span, kByPronoun};
      }
    }
    return person_before(phrase.span, kByPronoun, &phrase);
  }

  // Whether an actor can be a she, as far as that is known.
  [[nodiscard]] bool fits(const Phrase* pronoun, std::uint32_t actor) const {
    if (pronoun == nullptr || actor == Mention::kUnknownActor) return true;
    const Actor& who = gazetteer_.actors()[actor];
    return !(pronoun->she && who.man) && !(pronoun->he && who.woman);
  }

  // The person who was last heard, or last named.
  [[nodiscard]] Resolved person_before(std::optional<Span> span, float confidence,
                                       const Phrase* pronoun = nullptr) const {
    if (last_ && number_ - last_->sentence <= kSpeakerReach && !named_after_last() &&
        fits(pronoun, last_->actor))
      return {last_->side, last_->actor, span ? span : last_->span, confidence, true};
    const Named* found = nullptr;
    for (auto name = history_.rbegin(); name != history_.rend(); ++name) {
      if (number_ - name->sentence > kMentionReach) break;
      if (!name->person || !fits(pronoun, name->actor)) continue;
      if (found != nullptr && found->sentence != name->sentence) break;
      if (found == nullptr || name->subject) found = &*name;  // the first subject of that sentence
    }
    if (found != nullptr)
      return {found->side, found->actor, span ? span : found->span, confidence * 0.8F, true};
    if (last_ && number_ - last_->sentence <= kSpeakerReach && fits(pronoun, last_->actor))
      return {last_->side, last_->actor, span ? span : last_->span, confidence * 0.8F, true};
    return number_ <= 1 ? from_title(span, true) : Resolved{};
  }

  // Whether another person was the subject of a sentence since the last speech.
  [[nodiscard]] bool named_after_last() const {
    for (auto name = history_.rbegin(); name != history_.rend(); ++name) {
      if (name->sentence <= last_->sentence) break;
      const bool same = name->side == last_->side && name->actor == last_->actor;
      if (name->person && name->subject && !same) return true;
    }
    return false;
  }

  [[nodiscard]] Resolved from_title(std::optional<Span> span, bool person) const {
    if (title_speaker_ && (title_speaker_->person || !person))
      return {title_speaker_->side, title_speaker_->actor, span, kByHeadline, true, true};
    const Named* found = nullptr;
    for (const Named& name : title_) {
      if (person && !name.person) continue;
      if (found != nullptr && found->side != name.side && found->subject >= name.subject) {
        if (article_.presplit || !name.subject) continue;
        return {};  // two sides: a wrong guess is worse than none
      }
      if (found == nullptr || name.subject) found = &name;
    }
    if (found == nullptr) return person ? from_title(span, false) : Resolved{};
    return {found->side, found->actor, span, kByHeadline, true, true};
  }

  // "the spokesman": who was introduced with the same word, else who spoke last.
  [[nodiscard]] Resolved resolve_title(const Phrase& phrase) const {
    std::vector<std::string> wanted;
    for (std::size_t i = phrase.begin; i < phrase.end; ++i)
      wanted.push_back(stem(sentence_.words[i].folded));
    const auto introduced = [&](const Named& name) {
      return std::ranges::any_of(wanted, [&](const std::string& word) {
        return word.size() > 3 && std::ranges::find(name.words, word) != name.words.end();
      });
    };
    for (auto name = history_.rbegin(); name != history_.rend(); ++name) {
      if (number_ - name->sentence > kTitleReach) break;
      if (introduced(*name)) return {name->side, name->actor, phrase.span, kByTitle, true};
    }
    if (last_ && number_ - last_->sentence <= kMentionReach)
      return {last_->side, last_->actor, phrase.span, kByTitle * 0.8F, true};
    for (const Named& name : title_) {
      if (introduced(name)) return {name.side, name.actor, phrase.span, kByHeadline, true, true};
    }
    const Named* only = nullptr;
    for (auto name = history_.rbegin(); name != history_.rend(); ++name) {
      if (number_ - name->sentence > kMentionReach) break;
      if (only != nullptr && only->side != name->side) return {};
      only = &*name;
    }
    if (only != nullptr) return {only->side, only->actor, phrase.span, kByTitle * 0.6F, true};
    return from_title(phrase.span, false);
  }

  // ---- what becomes of it

  void speak(Attribution& out, const Verb& verb, std::size_t quoted, double share) {
    const float by_name = verb.cue == Cue::act      ? kByAct
                          : verb.cue == Cue::stance ? kByStance
                                                    : kByName;
    Resolved who;
    if (verb.subject >= 0) {
      const Phrase& phrase = name_apposed(verb.subject);
      who = resolve(phrase, by_name);
      if (who.side != Side::none) stand_in(out, phrase, who);
      const bool guess =
          who.side == Side::none || who.elsewhere || phrase.kind == PhraseKind::unknown;
      if (guess) out.unlisted = Unlisted{phrase.span, how_said(quoted, share)};
    } else {
      who = person_before(std::nullopt, kByDroppedSubject);
    }
    if (who.side == Side::none) {
      if (share >= kQuotationShare) carry_quotation(out);
      return;
    }
    take(out, who);
    if (who.in_title) {
      out.how = "title";
    } else if (who.elsewhere) {
      out.how = "carried";
    } else {
      out.how = how_said(quoted, share);
      if (out.how == "reported" && verb.cue == Cue::act) out.how = "mentioned";
    }
  }

  // "the ambassador, Andrei Kelin, told": the name rather than the office.
  [[nodiscard]] const Phrase& name_apposed(int subject) const {
    const auto i = static_cast<std::size_t>(subject);
    const Phrase& phrase = phrases_[i];
    const bool office =
        phrase.marked && phrase.end - phrase.begin > 1 && !is_named_person(phrase.actor);
    if (phrase.kind == PhraseKind::title || phrase.introduced || office) {
      for (std::size_t next = i + 1; next < std::min(i + 3, phrases_.size()); ++next) {
        const Phrase& other = phrases_[next];
        if (other.begin > phrase.end + kInstitutionGap) break;
        const bool fits_in =
            other.kind == PhraseKind::name
                ? phrase.kind == PhraseKind::title || other.side == phrase.side
                : other.kind == PhraseKind::unknown && phrase.kind == PhraseKind::title;
        if (fits_in && other.person && !other.governed && !other.possessive &&
            !verb_between(phrase.end, other.begin))
          return other;
      }
    }
    return phrase;
  }

  // A whole statement in quotation marks, or after the dash of a dialogue, against some words of
  // it.
  [[nodiscard]] bool is_direct(std::size_t quoted, double share) const {
    const auto& words = sentence_.words;
    if (quoted == 0) return (words.front().before & Gap::dash) != 0 && has_inner_dash();
    if (quoted >= kDirectWords && share >= kDirectShare) return true;
    const auto first = std::ranges::find_if(words, &Word::quoted);
    const bool stands_alone =
        first == words.begin() || (first->before & (Gap::colon | Gap::comma)) != 0;
    return stands_alone && quoted >= 2;
  }

  [[nodiscard]] bool has_inner_dash() const {
    return std::any_of(sentence_.words.begin() + 1, sentence_.words.end(),
                       [](const Word& word) { return (word.before & Gap::dash) != 0; });
  }

  static void take(Attribution& out, const Resolved& who) {
    out.side = who.side;
    out.actor = who.actor;
    out.span = who.span;
    out.confidence = who.confidence;
  }

  static void stand_in(Attribution& out, const Phrase& phrase, const Resolved& who) {
    if (phrase.marked && phrase.side == who.side) return;
    if (std::ranges::any_of(out.stand_ins,
                            [&](const Mention& mention) { return mention.span == phrase.span; }))
      return;
    out.stand_ins.push_back({phrase.span, who.actor, who.side});
  }

  // A quotation without a verb of speech: its speaker was named before, or comes later.
  void carry_quotation(Attribution& out) {
    const Span& span = sentences_[number_];
    const auto quotation =
        std::lower_bound(quotations_.begin(), quotations_.end(), span.begin,
                         [](const Span& q, std::size_t at) { return q.end <= at; });
    // one that runs on belongs to who was heard right before it was opened
    std::size_t opened = number_;
    if (quotation != quotations_.end() && quotation->begin < span.begin) {
      const auto first = std::ranges::lower_bound(
          sentences_, quotation->begin, {}, [](const Span& sentence) { return sentence.end; });
      opened = static_cast<std::size_t>(first - sentences_.begin());
    }
    if (last_ && opened - std::min(opened, last_->sentence) <= 1) {
      take(out, {last_->side, last_->actor, last_->span, kByQuotation, true});
      out.how = "carried";
      last_->sentence = number_;
      return;
    }
    if (const Named* name = subject_of_sentence_before(); name != nullptr) {
      take(out, {name->side, name->actor, name->span, kByNameOnly, true});
      out.how = "carried";
      return;
    }
    const Resolved who = number_ > 0 ? Resolved{} : from_title(std::nullopt, false);
    rest_of_quotation_[number_] = who.side == Side::none;  // perhaps the next sentence tells
    if (who.side == Side::none) return;
    take(out, who);
    out.how = "title";
  }

  // Who alone is the subject of the sentence before, in whatever it does.
  [[nodiscard]] const Named* subject_of_sentence_before() const {
    const Named* found = nullptr;
    for (auto name = history_.rbegin(); name != history_.rend(); ++name) {
      if (name->sentence + 1 != number_) break;
      if (!name->subject || name->side == Side::none) continue;
      if (found != nullptr && found->side != name->side) return nullptr;
      found = &*name;
    }
    return found;
  }

  // A headline without a verb: Kremlin "positive" about call.
  void by_name_only(Attribution& out) {
    if (sentence_.words.size() > kHeadlineWords || (sentence_.after & Gap::stop) != 0) return;
    for (const Phrase& phrase : phrases_) {
      if (phrase.kind != PhraseKind::name || phrase.side == Side::none || phrase.quoted ||
          phrase.possessive || phrase.governed || phrase.introduced)
        continue;
      take(out, {phrase.side, phrase.actor, phrase.span, kByNameOnly});
      out.how = "partial";
      stand_in(out, phrase, {phrase.side, phrase.actor});
      return;
    }
  }

  void find_embedded(Attribution& out, const Verb* outer) {
    if (out.side == Side::none) return;
    for (const Verb& verb : verbs_) {
      if (&verb == outer || verb.subject < 0) continue;
      const Phrase& phrase = phrases_[static_cast<std::size_t>(verb.subject)];
      if (outer != nullptr && verb.subject == outer->subject) continue;
      const Resolved who = resolve(phrase, kByName);
      if (who.side == Side::none) continue;
      stand_in(out, phrase, who);
      if (who.side != out.side && !out.embedded)
        out.embedded = Inner{
            who.side, who.actor == Mention::kUnknownActor ? "" : gazetteer_.actors()[who.actor].id,
            phrase.span};
    }
  }

  void list_named(Attribution& out) const {
    SentenceMentions others;
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
      const Phrase& phrase = phrases_[i];
      const bool unknown = phrase.kind == PhraseKind::unknown && phrase.end - phrase.begin > 1;
      if (phrase.kind != PhraseKind::name && phrase.kind != PhraseKind::crowd && !unknown) continue;
      if (&name_apposed(static_cast<int>(i)) != &phrase) continue;  // its name comes next
      const bool in_brackets = (sentence_.words[phrase.begin].before & Gap::bracket) != 0 &&
                               (sentence_.gap_after(phrase.end - 1) & Gap::bracket) != 0;
      const bool subject =
          !phrase.governed && !phrase.possessive && !phrase.quoted && !unknown && !in_brackets;
      (subject ? out.named : others)
          .push_back({phrase.span, phrase.actor, unknown ? Side::counterpart : phrase.side});
    }
    out.named.insert(out.named.end(), others.begin(), others.end());
  }

  void remember() {
    for (const Phrase& phrase : phrases_) {
      if (phrase.kind == PhraseKind::name ||
          (phrase.kind == PhraseKind::unknown && phrase.end - phrase.begin > 1))
        history_.push_back(named(phrase, sentence_));
    }
    for (std::size_t w = 1; lexicon_.drops_subjects() && w < sentence_.words.size(); ++w) {
      const Word& word = sentence_.words[w];
      if (word.capital && word.lower && word.before == 0 && !sentence_.words[w - 1].capital &&
          capitals_.size() < kMostNamed)
        capitals_.insert(stem(word.folded));
    }
    if (history_.size() > 2 * kMostNamed)
      history_.erase(history_.begin(), history_.end() - static_cast<std::ptrdiff_t>(kMostNamed));
    const Attribution& out = out_[number_];
    if (out.side == Side::none || out.how == "mentioned") return;
    if (out.how == "carried" || out.how == "title") {
      if (last_ && last_->side == out.side && last_->actor == out.actor) {
        last_->sentence = number_;
        return;
      }
    }
    last_ = Named{number_, out.span, out.side, out.actor, true, true, {}};
  }

  // Quotations whose speaker is named only behind them: "... Peskov told reporters."
  void give_quotations_to_later_speakers() {
    for (std::size_t i = sentences_.size(); i-- > 0;) {
      if (!rest_of_quotation_[i] || i + 1 >= sentences_.size()) continue;
      const Attribution& next = out_[i + 1];
      if (next.side == Side::none || next.how == "mentioned") continue;
      out_[i].side = next.side;
      out_[i].actor = next.actor;
      out_[i].span = next.span;
      out_[i].how = next.how == "title" ? "title" : "carried";
      out_[i].confidence = kLater;
    }
  }

  const Article& article_;
  const std::vector<Span>& sentences_;
  const std::vector<SentenceMentions>& mentions_;
  const Gazetteer& gazetteer_;
  const SpeechWords& lexicon_;
  std::vector<Span> quotations_;
  std::vector<Attribution> out_;
  std::vector<bool> rest_of_quotation_;  // quotations that wait for a speaker

  std::size_t number_ = 0;
  SentenceWords sentence_;
  std::vector<Phrase> phrases_;
  std::vector<Verb> verbs_;
  bool silent_ = false;   // the sentence says that somebody says nothing
  bool relayed_ = false;  // the sentence's verb of speech belongs to a news agency
  std::optional<std::size_t> relayed_by_;

  std::vector<Named> title_;
  std::vector<Named> history_;
  std::optional<Named> title_speaker_;
  std::optional<Named> last_;  // speaker
  std::map<std::string, Known, std::less<>> known_;
  std::unordered_set<std::string> capitals_;  // stems of names that stood inside a sentence
};

}  // namespace

Result<Attributor> Attributor::open(const std::vector<std::pair<std::string, std::string>>& files) {
  Attributor made;
  for (const auto& [name, bytes] : files) {
    auto words = SpeechWords::parse(bytes);
    if (!words) {
      Error error = words.error();
      error.path = name;
      return error;
    }
    const std::size_t begin = name.rfind('-') + 1;
    made.languages_.emplace(name.substr(begin, name.find('.', begin) - begin),
                            std::move(words).value());
  }
  return made;
}

std::vector<Attribution> Attributor::attribute(const Article& article,
                                               const std::vector<Span>& sentences,
                                               const std::vector<SentenceMentions>& mentions,
                                               const SentenceMentions& title_mentions,
                                               const Gazetteer& gazetteer) const {
  const auto lexicon = languages_.find(article.language);
  return ArticleReader(article, sentences, mentions, title_mentions, gazetteer,
                       lexicon == languages_.end() ? none_ : lexicon->second)
      .read();
}

}  // namespace detente
