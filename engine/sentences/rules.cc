#include "sentences/rules.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace detente {
namespace {

enum class Verdict { pass, join, split };

constexpr Verdict join_if(bool condition) { return condition ? Verdict::join : Verdict::pass; }
constexpr Verdict split_if(bool condition) { return condition ? Verdict::split : Verdict::pass; }

// ---- small questions ----

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// 3. März, 3. března: a number with a point is an ordinal.
bool writes_ordinals(std::string_view language) {
  constexpr std::array<std::string_view, 22> kLanguages = {
      "de", "lb", "cs", "sk", "pl", "sl", "hr", "sr", "bs", "da", "no",
      "nb", "nn", "fi", "et", "hu", "is", "lv", "tr", "eu", "fo", "mk"};
  return among(kLanguages, language);
}

bool capitalises_nouns(std::string_view language) { return language == "de" || language == "lb"; }

bool is_roman(std::string_view word) {
  return !word.empty() && word.find_first_not_of("IVXLCDM") == std::string_view::npos;
}

bool is_one_letter(std::string_view word) {
  return !word.empty() && after_char(word, 0) == word.size();
}

bool is_upper(std::string_view word) { return class_of(char_at(word, 0)) == Class::upper; }
bool is_lower(std::string_view word) { return class_of(char_at(word, 0)) == Class::lower; }

std::string_view digits_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < 16 && class_of(char_before(text, begin)) == Class::digit) {
    begin = before_char(text, begin);
  }
  return text.substr(begin, end - begin);
}

// The next word begins sentences, and is no initial ("В. Путин").
bool next_starts(const Gap& gap) {
  const std::size_t end = gap.next + gap.next_word.size();
  if (is_one_letter(gap.next_word) && char_at(gap.text, end) == '.') return false;
  return (gap.words->kinds(gap.next_word) & WordKind::starts) != 0;
}

bool next_is_number(const Gap& gap) {
  const bool roman = is_roman(gap.next_word) && !next_starts(gap);
  return gap.next_class == Class::digit || roman || char_at(gap.text, gap.next) == 0x2116;
}

bool is_all_upper(std::string_view word) {
  for (std::size_t at = 0; at < word.size(); at = after_char(word, at)) {
    if (class_of(char_at(word, at)) != Class::upper) return false;
  }
  return word.size() > 1;
}

std::string_view sentence_so_far(const Gap& gap) {
  return gap.text.substr(gap.progress->begin(), gap.left - gap.progress->begin());
}

// "Układ wszedł w życie w 1997 r. | Strony": the year ends the sentence, unless the sentence began
// with it ("W 1997 r. Polska ..."): then its first word is a preposition, and short.
bool is_late_date(const Gap& gap) {
  const std::string_view unit = word_before(gap.text, gap.core);
  const std::size_t number = skip_white_back(gap.text, offset_in(gap.text, unit));
  if (digits_before(gap.text, number).size() != 4) return false;
  std::string_view head = sentence_so_far(gap).substr(0, 80);
  head = head.substr(0, head.find(' '));
  std::size_t letters = 0;
  for (std::size_t at = 0; at < head.size(); at = after_char(head, at)) ++letters;
  return letters > 3 && sentence_so_far(gap).size() > 24;
}

bool has_point(const Gap& gap) { return gap.ending == Ending::point; }

// Whether the word around the gap, from white to white, is an address.
bool in_address(const Gap& gap) {
  std::size_t begin = gap.left;
  std::size_t end = gap.left;
  for (int steps = 0; steps < 200 && begin > 0 && !is_white(char_before(gap.text, begin));
       ++steps) {
    begin = before_char(gap.text, begin);
  }
  for (int steps = 0; steps < 40 && end < gap.text.size() && !is_white(char_at(gap.text, end));
       ++steps) {
    end = after_char(gap.text, end);
  }
  const std::string_view word = gap.text.substr(begin, end - begin);
  return word.find("://") != std::string_view::npos ||
         word.find("www.") != std::string_view::npos || word.find('@') != std::string_view::npos ||
         word.find('/') != std::string_view::npos || word.find('_') != std::string_view::npos;
}

// The sentence so far, without its point, when that is short enough to be a list marker.
bool is_list_marker(std::string_view sentence) {
  if (sentence.size() > 12) return false;
  std::size_t at = 0;
  std::size_t end = sentence.size();
  if (char_at(sentence, at) == '(') ++at;
  while (end > at && (sentence[end - 1] == '.' || sentence[end - 1] == ')')) --end;
  const std::string_view core = sentence.substr(at, end - at);
  if (core.empty()) return false;
  if (is_roman(core) || (is_one_letter(core) && is_word(class_of(char_at(core, 0))))) return true;
  // "3", "3.1", "2014": a number alone says nothing yet.
  return core.find_first_not_of("0123456789.") == std::string_view::npos;
}

// ---- rules, in the order in which they are asked ----

Verdict blank_line(const Gap& gap) { return split_if(gap.line == LineEnd::blank); }

// "Dr.\nSmith": not even a line end lets a title stand alone.
Verdict title(const Gap& gap) {
  const bool bare = gap.ending == Ending::point && !gap.closes_quote && !gap.closes_bracket;
  if (!bare || !gap.spaced()) return Verdict::pass;
  const bool never = (gap.kinds & (WordKind::inside | WordKind::before_name)) != 0 &&
                     (gap.kinds & (WordKind::may_end | WordKind::seldom_ends)) == 0;
  return join_if(gap.word_goes_on || never);
}

// "1. Item", "a) Item", "… And": the mark belongs to what follows.
Verdict nothing_said_yet(const Gap& gap) {
  if (gap.line == LineEnd::hard && gap.ending != Ending::point) return Verdict::pass;
  if (!gap.progress->has_word()) return join_if(gap.line != LineEnd::hard);
  if (gap.ending == Ending::strong || gap.ending == Ending::ellipsis) return Verdict::pass;
  return join_if(is_list_marker(sentence_so_far(gap)));
}

// A headline, a byline, an item; but "etc.\nand so on" is judged by its words.
Verdict own_line(const Gap& gap) {
  const bool goes_on = gap.next_class == Class::lower && gap.ending != Ending::none && gap.has_case;
  return split_if(gap.line == LineEnd::hard && !goes_on);
}

Verdict no_terminator(const Gap& gap) { return join_if(gap.ending == Ending::none); }

// "example.com", "3.14", "U.S.-led", "x?y=Z" go on.
Verdict no_space(const Gap& gap) {
  if (gap.spaced() || gap.next_class == Class::none) return Verdict::pass;
  const bool own_script = class_of(gap.terminator) == Class::strong && gap.terminator >= 0x80;
  if (own_script) return Verdict::pass;  // "。" and its kin need no space
  if (gap.next_class == Class::dash) {
    return join_if(gap.ending == Ending::point || char_at(gap.text, gap.next) == '-');
  }
  const bool starts = gap.next_class == Class::upper || gap.next_class == Class::letter;
  return join_if(!starts || in_address(gap));
}

// "He left.He", "end?Next" end even so, since a space was lost; "Gazeta.Ru", "a.B" do not. Marks
// between are as good as a space: "end.”Next", "end.[1]Next", "好！”他".
Verdict lost_space(const Gap& gap) {
  if (gap.spaced() || gap.closes_quote || gap.opens || gap.has_note) return Verdict::pass;
  const UChar32 last = char_before(gap.text, gap.core);
  if (is_ideographic(last) && is_ideographic(char_at(gap.text, gap.next))) return Verdict::pass;
  const std::string_view before = word_before(gap.text, gap.core);
  if (gap.ending != Ending::point) return join_if(before.empty());
  const UChar32 second = char_at(gap.next_word, after_char(gap.next_word, 0));
  return join_if(!is_lower(before) || is_one_letter(before) || class_of(second) != Class::lower);
}

// "(he said so! And how)": a bracket opened within a sentence ends none.
Verdict inside_bracket(const Gap& gap) {
  if (gap.closes_bracket && gap.progress->closed_bracket()) return Verdict::join;
  if (!gap.progress->in_bracket()) return Verdict::pass;
  const std::string_view ahead = gap.text.substr(gap.left, 400);
  const std::size_t bracket = ahead.find_first_of("()[]");
  return join_if(bracket != std::string_view::npos &&
                 (ahead[bracket] == ')' || ahead[bracket] == ']'));
}

// "?», сказал", ". /ТАСС/": these never begin a sentence.
Verdict runs_on(const Gap& gap) {
  const UChar32 c = char_at(gap.text, gap.next);
  return join_if(gap.next_class == Class::pause || c == '/' || c == '%');
}

Verdict lower_case_follows(const Gap& gap) {
  if (!gap.has_case || gap.next_class != Class::lower) return Verdict::pass;
  // "'s Avonds": a Dutch sentence may begin with half a word.
  const std::size_t after = gap.next + gap.next_word.size();
  const bool half = gap.language == "nl" && gap.opens && is_one_letter(gap.next_word) &&
                    char_at(gap.text, after) == ' ' &&
                    class_of(char_at(gap.text, after + 1)) == Class::upper;
  return join_if(!half);
}

// "«...!» — сказал он": a dash after a quotation or before lower case goes on.
Verdict dash_follows(const Gap& gap) {
  if (gap.next_class != Class::dash) return Verdict::pass;
  if (gap.closes_quote) return Verdict::join;
  std::size_t at = gap.next;
  for (int steps = 0; steps < 8; ++steps) {
    const Class kind = class_of(char_at(gap.text, at));
    if (kind != Class::dash && kind != Class::white && kind != Class::close) break;
    at = after_char(gap.text, at);
  }
  const Class after = class_of(char_at(gap.text, at));
  return join_if(after == Class::lower || after == Class::pause || after == Class::none);
}

// 「...。」と述べた: a Japanese quotation goes on with a particle.
Verdict particle_follows(const Gap& gap) {
  constexpr std::u32string_view kParticles = U"とっなのはがをにも";
  if (gap.spaced() || gap.language != "ja") return Verdict::pass;
  if (!gap.closes_quote && !gap.closes_bracket) return Verdict::pass;
  return join_if(kParticles.find(static_cast<char32_t>(char_at(gap.text, gap.next))) !=
                 std::u32string_view::npos);
}

// "pp. 5", "No. 5", "ст. X".
Verdict before_number(const Gap& gap) {
  if (!has_point(gap) || !next_is_number(gap)) return Verdict::pass;
  const int kinds = gap.next_class == Class::digit
                        ? WordKind::before_number | WordKind::may_end | WordKind::seldom_ends
                        : WordKind::before_number;
  return join_if((gap.kinds & kinds) != 0);
}

// "U.S. President": only a word that begins sentences tells an end from a point within.
Verdict seldom_end(const Gap& gap) {
  if (!has_point(gap) || (gap.kinds & WordKind::seldom_ends) == 0) return Verdict::pass;
  const bool quote = gap.opens && is_quote(char_at(gap.text, gap.right));
  if (next_starts(gap) || quote || gap.closes_quote) return Verdict::split;
  return is_late_date(gap) ? Verdict::split : Verdict::join;
}

// "etc. Then"; but "6 p.m. ET", "6 p.m. Moscow time".
Verdict may_end(const Gap& gap) {
  if (!has_point(gap) || (gap.kinds & WordKind::may_end) == 0) return Verdict::pass;
  const bool bracket = gap.opens && !is_quote(char_at(gap.text, gap.right));
  if (bracket) return Verdict::join;  // "6 p.m. (local time)"
  const bool hour =
      gap.core > 0 && (gap.text[gap.core - 1] == 'm' || gap.text[gap.core - 1] == 'M');
  if (hour && !next_starts(gap)) {
    const std::string_view rest = gap.text.substr(gap.next + gap.next_word.size(), 6);
    if (rest.starts_with(" time") || is_all_upper(gap.next_word)) return Verdict::join;
  }
  return Verdict::split;
}

// "J. F. Smith", "А.С. Пушкин"; but "Plan B. The".
Verdict initial(const Gap& gap) {
  if (!has_point(gap) || gap.next_class != Class::upper || gap.closes_quote) return Verdict::pass;
  const std::string_view letter = word_before(gap.text, gap.core);
  if (!is_one_letter(letter) || !is_upper(letter)) return Verdict::pass;
  const std::size_t begin = offset_in(gap.text, letter);
  if (class_of(char_before(gap.text, begin)) == Class::digit) return Verdict::pass;
  if (next_starts(gap)) return Verdict::split;
  const std::string_view previous = word_before(gap.text, skip_white_back(gap.text, begin));
  if ((gap.words->kinds(previous) & WordKind::labels) != 0) return Verdict::split;
  const bool pronoun = letter == "I" && gap.language == "en" && is_lower(previous);
  // "Петра I. Глава": no initial is Latin in a Cyrillic or Greek text
  const bool numeral = is_roman(letter) && char_at(gap.text, gap.next) >= 0x370;
  return join_if(!pronoun && !numeral);
}

// "am 3. März", "16. 4. 2021", "Karel IV. Lucemburský".
Verdict ordinal(const Gap& gap) {
  if (!has_point(gap) || !writes_ordinals(gap.language) || gap.closes_quote) return Verdict::pass;
  const std::string_view digits = digits_before(gap.text, gap.core);
  const bool roman = digits.empty() && is_roman(word_before(gap.text, gap.core));
  if (!roman && (digits.empty() || digits.size() > 2)) return Verdict::pass;
  const Class before = class_of(char_before(gap.text, gap.core - digits.size()));
  if (!roman && is_word(before)) return Verdict::pass;
  if (gap.next_class == Class::digit) return Verdict::join;
  if (next_starts(gap)) return Verdict::split;
  return join_if((roman && gap.language != "pl") || capitalises_nouns(gap.language));
}

// "от 5 ... 10": from one number to the other.
Verdict range(const Gap& gap) {
  return join_if(gap.ending == Ending::ellipsis && gap.next_class == Class::digit &&
                 !digits_before(gap.text, skip_white_back(gap.text, gap.core)).empty());
}

// "“Who pays?” Peskov asked.": a name and a verb of speech after a quotation belong to it.
Verdict speaker_follows(const Gap& gap) {
  if (!gap.closes_quote || gap.ending == Ending::point || gap.opens ||
      gap.next_class != Class::upper) {
    return Verdict::pass;
  }
  std::size_t at = gap.next;
  for (int words = 0; words < 5; ++words) {
    std::size_t end = at;
    while (end < at + 40 &&
           (is_word(class_of(char_at(gap.text, end))) || char_at(gap.text, end) == '-' ||
            char_at(gap.text, end) == 0x2019 || char_at(gap.text, end) == '\'')) {
      end = after_char(gap.text, end);
    }
    const std::string_view word = gap.text.substr(at, end - at);
    if (words > 0 && is_lower(word)) return join_if((gap.words->kinds(word) & WordKind::says) != 0);
    if (word.empty() || char_at(gap.text, end) != ' ') return Verdict::pass;
    at = end + 1;
  }
  return Verdict::pass;
}

// "МОСКВА, 16 апреля. /ТАСС/. Кремль": the dateline is no sentence.
Verdict slashed_dateline(const Gap& gap) {
  const std::string_view so_far = sentence_so_far(gap);
  if (so_far.size() > 160 || !so_far.ends_with("/.") ||
      so_far.find(" /") == std::string_view::npos) {
    return Verdict::pass;
  }
  return join_if(so_far.find(',') < 60 && so_far.find(". ") == so_far.find(". /"));
}

// "Moscow. April 16. INTERFAX.RU - Russia": nor is this one. A word, a day and a month, a few words
// and a dash.
Verdict pointed_dateline(const Gap& gap) {
  if (!has_point(gap) || sentence_so_far(gap).size() > 80) return Verdict::pass;
  const std::string_view text = gap.text.substr(gap.progress->begin(), 200);
  const std::size_t place = text.find(". ");
  const bool one_word = place != std::string_view::npos && text.find(' ') > place;
  if (!one_word || !is_upper(text)) return Verdict::pass;
  const std::size_t date = text.find(". ", place + 2);
  if (date == std::string_view::npos) return Verdict::pass;
  if (gap.left > gap.progress->begin() + date + 1) return Verdict::pass;
  const std::string_view day_and_month = text.substr(place + 2, date - place - 2);
  const std::size_t space = day_and_month.find(' ');
  if (space == std::string_view::npos ||
      day_and_month.find(' ', space + 1) != std::string_view::npos) {
    return Verdict::pass;
  }
  const bool day = class_of(char_at(day_and_month, 0)) == Class::digit ||
                   class_of(char_at(day_and_month, space + 1)) == Class::digit;
  const std::string_view agency = text.substr(date + 2, 50);
  return join_if(day && (agency.find(" - ") != std::string_view::npos ||
                         agency.find(" – ") != std::string_view::npos ||
                         agency.find(" — ") != std::string_view::npos));
}

// The order says which sign outweighs which: the page, then punctuation, then words.
using Rule = Verdict (*)(const Gap&);
constexpr Rule kRules[] = {
    // the page
    blank_line,
    title,
    nothing_said_yet,
    own_line,
    // punctuation
    no_terminator,
    no_space,
    runs_on,
    inside_bracket,
    lower_case_follows,
    dash_follows,
    lost_space,
    range,
    // quotations
    particle_follows,
    speaker_follows,
    // datelines
    slashed_dateline,
    pointed_dateline,
    // words, letters and numbers with a point
    before_number,
    seldom_end,
    may_end,
    initial,
    ordinal,
};

}  // namespace

bool ends_sentence(const Gap& gap) {
  for (const Rule rule : kRules) {
    const Verdict verdict = rule(gap);
    if (verdict != Verdict::pass) return verdict == Verdict::split;
  }
  return true;
}

}  // namespace detente
