#include "actors/phrases.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

#include "sentences/characters.h"

namespace detente {
namespace {

constexpr UChar32 kSoftHyphen = 0xAD;
constexpr std::size_t kTitleWithin = 3;        // words between an adjective and its title
constexpr std::size_t kInstitutionWithin = 6;  // ... between a title and its institution
constexpr std::size_t kArticleBytes =
    3;  // "the", "der", "los": may stand between preposition and name
constexpr double kMostlyCapitals = 0.8;

bool in_word(UChar32 c) { return c == kSoftHyphen || is_word(class_of(c)); }

bool is_apostrophe(UChar32 c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }

bool joins(UChar32 c) { return is_apostrophe(c) || c == '-' || c == 0x2010 || c == 0x2011; }

std::uint8_t gap_bit(std::string_view text, std::size_t at, UChar32 c, std::string_view language) {
  if (is_quote(c)) {
    switch (role_at(text, at, language)) {
      case Role::opens: return Gap::opens;
      case Role::closes: return Gap::closes;
      case Role::neither: return 0;
    }
  }
  switch (class_of(c)) {
    case Class::dash: return Gap::dash;
    case Class::point:
    case Class::strong: return Gap::stop;
    case Class::close: return Gap::bracket;
    case Class::pause: return c == ':' ? Gap::colon : c == ';' ? Gap::stop : Gap::comma;
    default: return 0;
  }
}

}  // namespace

SentenceWords read_words(std::string_view text, const Span& sentence,
                         const std::vector<Span>& quotations, const SpeechWords& lexicon,
                         std::string_view language) {
  SentenceWords out;
  std::uint8_t gap = 0;
  auto quotation =
      std::lower_bound(quotations.begin(), quotations.end(), sentence.begin,
                       [](const Span& span, std::size_t at) { return span.end <= at; });
  std::size_t capitals = 0;
  const auto add = [&](Span span) {
    Word word{span, fold(text.substr(span.begin, span.size())), gap};
    word.capital = class_of(char_at(text, span.begin)) == Class::upper;
    for (std::size_t i = span.begin; i < span.end && !word.lower; i = after_char(text, i))
      word.lower = class_of(char_at(text, i)) == Class::lower;
    while (quotation != quotations.end() && quotation->end <= span.begin) ++quotation;
    word.quoted = quotation != quotations.end() && quotation->begin <= span.begin;
    capitals += word.capital ? 1 : 0;
    gap = 0;
    out.words.push_back(std::move(word));
  };
  for (std::size_t at = sentence.begin; at < sentence.end;) {
    const UChar32 c = char_at(text, at);
    if (!in_word(c)) {
      gap |= gap_bit(text, at, c, language);
      at = after_char(text, at);
      continue;
    }
    Span span{at, at};
    while (span.end < sentence.end) {
      const UChar32 next = char_at(text, span.end);
      const std::size_t behind = after_char(text, span.end);
      if (!in_word(next) &&
          !(joins(next) && behind < sentence.end && in_word(char_at(text, behind))))
        break;
      span.end = behind;
    }
    at = span.end;
    const std::string folded = fold(text.substr(span.begin, span.size()));
    if (const std::size_t split = lexicon.elision(folded); split > 0) {
      // bytes up to and with the apostrophe, which may be a longer character than its folded form
      std::size_t cut_at = span.begin;
      while (cut_at < span.end && !is_apostrophe(char_at(text, cut_at)))
        cut_at = after_char(text, cut_at);
      cut_at = after_char(text, cut_at);
      if (cut_at < span.end) {
        add({span.begin, cut_at});
        span.begin = cut_at;
      }
    }
    add(span);
  }
  out.after = gap;
  out.capitals =
      out.words.size() >= 3 &&
      static_cast<double>(capitals) >= kMostlyCapitals * static_cast<double>(out.words.size());
  std::vector<std::string> folded;
  folded.reserve(out.words.size());
  for (const Word& word : out.words) folded.push_back(word.folded);
  out.tags = lexicon.tag(folded);
  for (std::size_t i = 1; i < out.words.size(); ++i) {  // "Mr. Smith", "J. Smith": no stop
    const Word& before = out.words[i - 1];
    const bool initial = before.capital && after_char(before.folded, 0) >= before.folded.size();
    if (initial || out.tags[i - 1].is(Cue::honorific))
      out.words[i].before = static_cast<std::uint8_t>(out.words[i].before & ~Gap::stop);
  }
  return out;
}

namespace {

class PhraseFinder {
 public:
  PhraseFinder(const SentenceWords& sentence, const std::vector<Mention>& mentions,
               const Gazetteer& gazetteer, std::string_view language, bool given)
      : words_(sentence.words),
        tags_(sentence.tags),
        sentence_(sentence),
        gazetteer_(gazetteer),
        given_(given),
        german_(language == "de"),
        mention_of_(words_.size(), nullptr) {
    std::size_t at = 0;
    for (const Mention& mention : mentions) {
      while (at < words_.size() && words_[at].span.end <= mention.span.begin) ++at;
      for (std::size_t i = at; i < words_.size() && words_[i].span.begin < mention.span.end; ++i)
        mention_of_[i] = &mention;
    }
  }

  std::vector<Phrase> find() {
    for (std::size_t i = 0; i < words_.size();) {
      auto phrase = at(i);
      if (!phrase) {
        ++i;
        continue;
      }
      finish(*phrase);
      i = std::max(phrase->end, i + 1);
      found_.push_back(std::move(*phrase));
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool is(std::size_t i, Cue cue) const {
    return i < tags_.size() && tags_[i].is(cue);
  }
  [[nodiscard]] const Mention* mention(std::size_t i) const {
    return i < mention_of_.size() ? mention_of_[i] : nullptr;
  }
  [[nodiscard]] std::size_t mention_end(std::size_t i) const {
    std::size_t end = i;
    while (end < words_.size() && mention_of_[end] == mention_of_[i]) ++end;
    return end;
  }
  // No punctuation from one word to another.
  [[nodiscard]] bool together(std::size_t first, std::size_t last) const {
    for (std::size_t i = first + 1; i <= last && i < words_.size(); ++i) {
      if ((words_[i].before & ~Gap::dash) != 0) return false;
    }
    return last < words_.size();
  }
  [[nodiscard]] bool is_cue(std::size_t i) const {
    return is(i, Cue::say) || is(i, Cue::stance) || is(i, Cue::act) || is(i, Cue::passive);
  }
  // A capital word that no list knows.
  [[nodiscard]] bool is_proper(std::size_t i) const {
    if (i >= words_.size() || !words_[i].capital || mention_of_[i] != nullptr) return false;
    if (sentence_.capitals) return false;
    const WordTags& tags = tags_[i];
    if (!std::ranges::all_of(tags.words, [](std::uint8_t n) { return n == 0; })) return false;
    // letters in capitals are an abbreviation
    return words_[i].lower;
  }
  [[nodiscard]] std::size_t proper_end(std::size_t i) const {
    std::size_t end = i;
    while (is_proper(end) && (end == i || together(end - 1, end))) ++end;
    return end;
  }

  [[nodiscard]] std::optional<Phrase> at(std::size_t i) {
    if (mention(i) != nullptr) return at_mention(i);
    const WordTags& tags = tags_[i];
    if (tags.is(Cue::media) && tags.length(Cue::media) >= tags.length(Cue::title))
      return simple(i, tags.length(Cue::media), PhraseKind::media);
    if (tags.is(Cue::crowd) && tags.length(Cue::crowd) >= tags.length(Cue::title))
      return simple(i, tags.length(Cue::crowd), PhraseKind::crowd);
    if (tags.is(Cue::own_words)) return simple(i, tags.length(Cue::own_words), PhraseKind::pronoun);
    if (tags.is(Cue::apart)) {
      if (auto phrase = at_apart(i)) return phrase;
    }
    if (tags.is(Cue::title)) return at_title(i);
    if (tags.is(Cue::adjective)) return at_adjective(i);
    if (tags.is(Cue::pronoun)) return simple(i, tags.length(Cue::pronoun), PhraseKind::pronoun);
    if (is_proper(i)) return at_proper(i);
    return std::nullopt;
  }

  [[nodiscard]] Phrase simple(std::size_t i, std::size_t length, PhraseKind kind) const {
    Phrase phrase;
    phrase.begin = i;
    phrase.end = i + length;
    phrase.kind = kind;
    phrase.span = {words_[i].span.begin, words_[i + length - 1].span.end};
    if (kind == PhraseKind::crowd) phrase.side = Side::counterpart;
    if (kind == PhraseKind::pronoun) {
      phrase.person = true;
      phrase.she = is(i, Cue::she);
      phrase.they = is(i, Cue::they);
      phrase.he = is(i, Cue::he);
    }
    return phrase;
  }

  void name_after(Phrase& phrase, const Mention& mention) const {
    phrase.kind = PhraseKind::name;
    phrase.side = mention.side;
    phrase.actor = mention.actor;
    phrase.person =
        mention.actor != Mention::kUnknownActor && gazetteer_.actors()[mention.actor].person;
  }

  void name_after(Phrase& phrase, std::string_view actor) const {
    const auto found = gazetteer_.actor(actor);
    if (!found || given_) return;  // sides that came with the input replace the gazetteer's
    phrase.kind = PhraseKind::name;
    phrase.actor = *found;
    phrase.side = gazetteer_.side(*found);
  }

  [[nodiscard]] bool is_person(const Mention& mention) const {
    return mention.actor != Mention::kUnknownActor && gazetteer_.actors()[mention.actor].person;
  }

  [[nodiscard]] bool is_named(const Mention& mention) const {
    if (mention.actor == Mention::kUnknownActor) return false;
    const Actor& actor = gazetteer_.actors()[mention.actor];
    return actor.man || actor.woman;
  }

  // A name that stands right behind a title belongs to it: "spokesman John Kirby".
  void take_name(Phrase& phrase) const {
    std::size_t at = phrase.end;
    if (is(at, Cue::honorific) && together(at - 1, at)) ++at;
    if (at >= words_.size() || !together(at - 1, at)) return;
    if (const Mention* own = mention(at); own != nullptr && is_person(*own)) {
      phrase.end = mention_end(at);
      phrase.span = own->span;
      name_after(phrase, *own);
      phrase.marked = true;
      phrase.introduced = false;
      phrase.possessive = words_[phrase.end - 1].span.end > own->span.end;
      return;
    }
    if (!is_proper(at)) return;
    const std::size_t end = proper_end(at);
    if (mention(end) != nullptr && together(end - 1, end)) {  // a first name that no alias has
      phrase.end = end;
      take_name(phrase);
      return;
    }
    phrase.surname = words_[end - 1].folded;
    phrase.span = {words_[at].span.begin, words_[end - 1].span.end};
    phrase.end = end;
    phrase.person = true;
  }

  // Somebody else of the same surname: "Stan Putin, a beekeeper". A first name that begins with
  // another letter than all that the gazetteer has for the actor tells.
  [[nodiscard]] bool is_namesake(std::size_t i, const Mention& own) const {
    if (i == 0 || !is_person(own) || mention_end(i) != i + 1 || !is_proper(i - 1) ||
        !together(i - 1, i))
      return false;
    if (gazetteer_.has_first_name(own.actor, words_[i - 1].folded)) return false;
    const bool begins = i == 1 || (words_[i - 1].before & Gap::opens) != 0;
    return !begins || (sentence_.gap_after(i) & Gap::comma) != 0;
  }

  [[nodiscard]] Phrase at_mention(std::size_t i) const {
    const Mention& own = *mention(i);
    if (is_namesake(i, own)) {
      Phrase phrase = simple(i, 1, PhraseKind::unknown);
      phrase.surname = words_[i].folded;
      phrase.person = true;
      return phrase;
    }
    Phrase phrase;
    phrase.begin = i;
    phrase.end = mention_end(i);
    phrase.span = own.span;
    name_after(phrase, own);
    phrase.marked = true;
    phrase.possessive = words_[phrase.end - 1].span.end > own.span.end;
    // "Kremlin spokesman", "Russia's deputy foreign minister"
    for (std::size_t t = phrase.end; t < std::min(phrase.end + kTitleWithin, words_.size()); ++t) {
      if (!together(phrase.end - 1, t) || mention(t) != nullptr || is_cue(t)) break;
      const bool crowd = is(t, Cue::crowd);
      if (!crowd && !is(t, Cue::title)) {
        if (is(t, Cue::preposition) || is(t, Cue::of) || is(t, Cue::clause)) break;
        continue;
      }
      if (t > phrase.end && !phrase.possessive) break;
      const std::size_t end = t + tags_[t].length(crowd ? Cue::crowd : Cue::title);
      if (crowd) return simple(i, end - i, PhraseKind::crowd);
      phrase.end = end;
      phrase.span.end = words_[end - 1].span.end;
      phrase.possessive = false;
      phrase.person = false;
      phrase.introduced = true;
      take_name(phrase);
      break;
    }
    if (!phrase.introduced && phrase.marked && !phrase.possessive && !is_named(own))
      take_office_holder(phrase);
    return phrase;
  }

  // "Russian Foreign Minister Sergei Lavrov": the gazetteer marks office and person side by side.
  void take_office_holder(Phrase& phrase) const {
    const std::size_t at = proper_end(phrase.end);
    const Mention* next = mention(at);
    if (next == nullptr || !together(phrase.end - 1, at) || !is_person(*next) ||
        next->side != phrase.side)
      return;
    take_name(phrase);
  }

  [[nodiscard]] std::optional<Phrase> at_adjective(std::size_t i) {
    const std::size_t length = tags_[i].length(Cue::adjective);
    for (std::size_t t = i + length; t < std::min(i + length + kTitleWithin, words_.size()); ++t) {
      if (!together(i, t) || mention(t) != nullptr || is_cue(t)) break;
      if (is(t, Cue::media))
        return simple(i, t + tags_[t].length(Cue::media) - i, PhraseKind::media);
      if (is(t, Cue::crowd))
        return simple(i, t + tags_[t].length(Cue::crowd) - i, PhraseKind::crowd);
      if (is(t, Cue::title)) {
        Phrase phrase = simple(i, t + tags_[t].length(Cue::title) - i, PhraseKind::title);
        name_after(phrase, tags_[i].adjective_of);
        phrase.introduced = true;
        take_name(phrase);
        return phrase;
      }
      if (is(t, Cue::preposition) || is(t, Cue::clause)) break;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Phrase> at_title(std::size_t i) {
    const std::size_t length = tags_[i].length(Cue::title);
    Phrase phrase = simple(i, length, PhraseKind::title);
    const std::size_t limit = std::min(i + length + kInstitutionWithin, words_.size());
    bool linked = false;  // "of"
    for (std::size_t t = i + length; t < limit; ++t) {
      if (!together(i + length - 1, t) || is_cue(t) || is(t, Cue::clause)) break;
      linked = linked || is(t, Cue::of);
      if (mention(t) != nullptr) {
        const Mention& own = *mention(t);
        const bool person = is_person(own);
        if (!person && words_[mention_end(t) - 1].span.end > own.span.end)
          break;  // "ministry Moscow's ..."
        if (person && t > i + length && !linked && !is_proper(t - 1)) break;
        phrase.end = t;
        if (person && (t == i + length || is_proper(t - 1))) {
          take_name(phrase);
          return phrase;
        }
        phrase.end = mention_end(t);
        phrase.span.end = words_[phrase.end - 1].span.end;
        name_after(phrase, own);
        phrase.person = false;
        phrase.introduced = true;
        take_name(phrase);
        return phrase;
      }
      if (is(t, Cue::adjective)) {
        phrase.end = t + tags_[t].length(Cue::adjective);
        phrase.span.end = words_[phrase.end - 1].span.end;
        name_after(phrase, tags_[t].adjective_of);
        phrase.introduced = true;
        take_name(phrase);
        return phrase;
      }
      if (is(t, Cue::title)) continue;
      if (is(t, Cue::preposition) && !is(t, Cue::of)) break;
    }
    take_name(phrase);
    if (!phrase.surname.empty()) phrase.kind = PhraseKind::unknown;
    return phrase;
  }

  // "separatist leaders", "the Russia-backed administration": does not speak for the state.
  [[nodiscard]] std::optional<Phrase> at_apart(std::size_t i) const {
    const std::size_t end = i + tags_[i].length(Cue::apart);
    if (mention(end) != nullptr || !together(i, end)) return std::nullopt;
    if (is(end, Cue::title)) {
      Phrase phrase = simple(i, end + tags_[end].length(Cue::title) - i, PhraseKind::crowd);
      if (mention(phrase.end) != nullptr && together(phrase.end - 1, phrase.end))
        return std::nullopt;
      return phrase;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Phrase> at_proper(std::size_t i) const {
    std::size_t end = proper_end(i);
    const bool begins = i == 0 || (words_[i].before & (Gap::opens | Gap::stop)) != 0;
    if (german_ && begins && end > i + 1) return std::nullopt;  // an article and a noun
    if (const Mention* next = mention(end);
        next != nullptr && together(end - 1, end) && is_namesake(end, *next))
      ++end;
    if (begins && end == i + 1 && !(is(end, Cue::say) && together(i, end)))
      return std::nullopt;  // any first word has a capital
    if (german_ && end == i + 1 && !is_cue(end) && !(i > 0 && is_cue(i - 1))) return std::nullopt;
    Phrase phrase = simple(i, end - i, PhraseKind::unknown);
    phrase.surname = words_[end - 1].folded;
    phrase.person = true;
    phrase.first = begins && end == i + 1;
    return phrase;
  }

  // A phrase that ends right before word `i`.
  [[nodiscard]] bool ends_before(std::size_t i, Cue cue) const {
    for (std::size_t b = i; b > 0 && i - b < 4; --b) {
      if (tags_[b - 1].length(cue) == i - b + 1) return together(b - 1, i);
    }
    return false;
  }

  // "..., with Mr Peskov (even) claiming": a preposition at the beginning of a clause, before a
  // name that speaks all the same. Not "met with Peskov before announcing", "wrote to him urging".
  [[nodiscard]] bool is_absolute(std::size_t begin, std::size_t end) const {
    if (!ends_before(begin, Cue::absolute) || (begin > 1 && words_[begin - 1].before == 0))
      return false;
    const bool skipped = end + 1 < words_.size() && together(end - 1, end) &&
                         std::ranges::all_of(tags_[end].words, [](auto n) { return n == 0; });
    if (skipped) ++end;
    return end < words_.size() && together(end - 1, end) && is(end, Cue::participle);
  }

  // Where a phrase begins when the words that introduce a name are taken with it.
  [[nodiscard]] bool introduces(std::size_t i) const {
    return is(i, Cue::adjective) || is(i, Cue::title) || is(i, Cue::honorific);
  }
  [[nodiscard]] bool is_article(std::size_t i) const {
    return words_[i].folded.size() <= kArticleBytes + (german_ ? 2U : 0U) && !is_cue(i);
  }

  void finish(Phrase& phrase) const {
    std::size_t begin = phrase.begin;
    phrase.quoted = words_[begin].quoted;
    bool article = false;  // one at most
    for (int step = 0; step < 5; ++step) {
      if (ends_before(begin, Cue::apart)) set_apart(phrase);
      phrase.agent = phrase.agent || ends_before(begin, Cue::agent);
      phrase.locative = phrase.locative || ends_before(begin, Cue::locative);
      phrase.governed = phrase.governed ||
                        (ends_before(begin, Cue::preposition) && !is_absolute(begin, phrase.end));
      if (begin == 0 || phrase.governed || phrase.agent || !together(begin - 1, begin) ||
          mention(begin - 1) != nullptr)
        break;
      const bool first_name = phrase.end - phrase.begin == 1 && is_proper(begin - 1);
      if (!introduces(begin - 1) && !first_name) {
        if (article || !is_article(begin - 1)) break;
        article = true;
      }
      --begin;
    }
  }

  static void set_apart(Phrase& phrase) {
    if (phrase.side != Side::principal) return;
    phrase.side = Side::counterpart;
    phrase.actor = Mention::kUnknownActor;
    phrase.marked = false;
  }

  const std::vector<Word>& words_;
  const std::vector<WordTags>& tags_;
  const SentenceWords& sentence_;
  const Gazetteer& gazetteer_;
  bool given_;  // the mentions are the input's
  bool german_;
  std::vector<const Mention*> mention_of_;
  std::vector<Phrase> found_;
};

}  // namespace

std::vector<Phrase> find_phrases(const SentenceWords& sentence,
                                 const std::vector<Mention>& mentions, const Gazetteer& gazetteer,
                                 std::string_view language, bool given) {
  return PhraseFinder(sentence, mentions, gazetteer, language, given).find();
}

}  // namespace detente
