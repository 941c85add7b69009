#include "sentences/gap.h"

#include <unicode/uchar.h>

#include <string>

namespace detente {
namespace {

constexpr int kFarthest = 32;  // marks looked at in a row; more of them tell nothing new

bool is_superior_digit(UChar32 c) {
  return c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0x2070 && c <= 0x2079);
}

// The end of "[1]" that begins at `at`; `at` when there is none.
std::size_t skip_note(std::string_view text, std::size_t at) {
  if (is_superior_digit(char_at(text, at))) return after_char(text, at);
  if (char_at(text, at) != '[') return at;
  std::size_t end = at + 1;
  while (end < at + 5 && class_of(char_at(text, end)) == Class::digit) ++end;
  return end > at + 1 && char_at(text, end) == ']' ? end + 1 : at;
}

bool is_note(std::string_view text, std::size_t at) { return skip_note(text, at) != at; }

std::size_t skip_note_back(std::string_view text, std::size_t at) {
  if (is_superior_digit(char_before(text, at))) return before_char(text, at);
  for (std::size_t back = 3; back <= 6 && back <= at; ++back) {
    if (text[at - back] == '[' && skip_note(text, at - back) == at) return at - back;
  }
  return at;
}

bool is_greek_question_mark(UChar32 c, std::string_view language) {
  return language == "el" && (c == ';' || c == 0x37E);
}

bool opens_next(UChar32 c) { return c == 0xBF || c == 0xA1; }

// Signs that point at the text behind them: squares, triangles, arrows, ⚡ ❗ ✅ 💬 📌 👉 and the like.
bool is_bullet(std::string_view text, std::size_t at) {
  const UChar32 c = char_at(text, at);
  const bool points = (c >= 0x25A0 && c <= 0x25FF) || (c >= 0x1F534 && c <= 0x1F53D) ||
                      (c >= 0x1F7E0 && c <= 0x1F7EB) || (c >= 0x2190 && c <= 0x21FF) ||
                      (c >= 0x2B00 && c <= 0x2B5F) || (c >= 0x2753 && c <= 0x2757) || c == 0x26A1 ||
                      c == 0x2705 || c == 0x2714 || c == 0x27A1 || c == 0x1F4AC || c == 0x1F4CC ||
                      c == 0x1F4CD || c == 0x1F449 || c == 0x1F4E2;
  return points && is_word(class_of(char_at(text, skip_white(text, skip_emoji(text, at)))));
}

bool has_line_end(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; at = after_char(text, at)) {
    if (is_line_end(char_at(text, at))) return true;
  }
  return false;
}

// A closing mark or an emoji that a space keeps from its sentence ("Viens ! »") is drawn to it; an
// opening one that ICU took for a part of the sentence before is handed on.
void settle(Gap& gap) {
  if (has_line_end(gap.text, gap.left, gap.right)) return;
  for (;;) {
    std::size_t closed = skip_closing(gap.text, gap.right, gap.language);
    if (!is_bullet(gap.text, closed)) closed = skip_emoji(gap.text, closed);
    if (closed == gap.right || is_note(gap.text, gap.right)) break;
    gap.left = closed;
    gap.right = skip_white(gap.text, gap.left);
    if (has_line_end(gap.text, gap.left, gap.right)) return;
  }
  while (gap.left > 0) {
    const std::size_t mark = before_char(gap.text, gap.left);
    if (role_at(gap.text, mark, gap.language) != Role::opens) break;
    gap.right = mark;
    gap.left = skip_white_back(gap.text, mark);
  }
}

bool is_emoji(UChar32 c) {
  return c >= 0x203C && (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
                         u_hasBinaryProperty(c, UCHAR_EMOJI_COMPONENT));
}

void describe_before(Gap& gap) {
  std::size_t at = gap.left;
  for (int steps = 0; steps < kFarthest; ++steps) {
    if (const std::size_t note = skip_note_back(gap.text, at); note != at) {
      gap.has_note = true;
      at = note;
      continue;
    }
    const UChar32 c = char_before(gap.text, at);
    const Class kind = is_greek_question_mark(c, gap.language) ? Class::strong : class_of(c);
    const std::size_t mark = before_char(gap.text, at);
    if (is_terminator(kind)) {
      const bool run = gap.ending != Ending::none && gap.core == at;
      if (gap.ending == Ending::none) gap.terminator = c;
      if (kind == Class::strong) {
        gap.ending = Ending::strong;
      } else if (kind == Class::ellipsis || (run && gap.ending == Ending::point)) {
        if (gap.ending != Ending::strong) gap.ending = Ending::ellipsis;
      } else if (gap.ending == Ending::none) {
        gap.ending = Ending::point;
      }
      gap.core = mark;
      at = mark;
    } else if (kind == Class::close && role_at(gap.text, mark, gap.language) != Role::opens) {
      if (gap.ending == Ending::none) {
        (is_quote(c) ? gap.closes_quote : gap.closes_bracket) = true;
      }
      at = mark;
    } else if (kind == Class::white && gap.ending == Ending::none && gap.closes_quote &&
               at != gap.left) {
      at = skip_white_back(gap.text, at);
    } else if (gap.ending == Ending::none && is_emoji(c)) {
      at = skip_white_back(gap.text, mark);
    } else {
      break;
    }
  }
  if (gap.ending == Ending::none) {
    gap.core = gap.left;
    gap.has_note = false;
  }
}

void describe_after(Gap& gap) {
  std::size_t at = gap.right;
  for (int steps = 0; steps < kFarthest; ++steps) {
    const UChar32 c = char_at(gap.text, at);
    const Class kind = class_of(c);
    if (kind == Class::close || opens_next(c)) {
      gap.opens = true;
    } else if (!(kind == Class::white && gap.opens && !is_line_end(c))) {
      break;
    }
    at = after_char(gap.text, at);
  }
  gap.next = at;
  gap.next_class = class_of(char_at(gap.text, at));
  std::size_t end = at;
  for (int steps = 0; steps < kFarthest; ++steps) {
    const Class kind = class_of(char_at(gap.text, end));
    if (!is_word(kind) || kind == Class::digit) break;
    end = after_char(gap.text, end);
  }
  gap.next_word = gap.text.substr(at, end - at);
}

// The kinds of the word before the point, or of the words: "т. д", "z. B", "et al". The longest
// known counts.
void read_words(Gap& gap) {
  const bool pointed = char_at(gap.text, gap.next + gap.next_word.size()) == '.';
  std::string key;
  std::size_t end = gap.core;
  for (int words = 0; words < 4; ++words) {
    const std::string_view word = word_before(gap.text, end);
    if (word.empty()) return;
    key.insert(0, word);
    if (const std::uint8_t known = gap.words->kinds(key); known != 0) gap.kinds = known;
    if (pointed && gap.words->begins_word(key + "." + std::string(gap.next_word)))
      gap.word_goes_on = true;
    end = offset_in(gap.text, word);
    const std::size_t before = skip_white_back(gap.text, end);
    if (char_before(gap.text, before) == '.') {
      key.insert(0, ".");
      end = before_char(gap.text, before);
    } else if (before < end && char_before(gap.text, end) == ' ') {
      key.insert(0, " ");
      end = before;
    } else {
      return;
    }
  }
}

}  // namespace

std::string_view word_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < 40) {
    const Class kind = class_of(char_before(text, begin));
    if (!is_word(kind) || kind == Class::digit) break;
    begin = before_char(text, begin);
  }
  return text.substr(begin, end - begin);
}

void Progress::advance(std::size_t to) {
  for (; at_ < to; at_ = has_word_ ? at_ + 1 : after_char(text_, at_)) {
    const char c = text_[at_];
    if (c == '(' || c == '[') {
      if (depth_++ == 0) opened_ = at_;
    } else if ((c == ')' || c == ']') && depth_ > 0) {
      --depth_;
    } else if (!has_word_) {
      has_word_ = is_word(class_of(char_at(text_, at_)));
    }
  }
}

void Progress::start_sentence(std::size_t at) {
  begin_ = at;
  has_word_ = false;
  if (depth_ == 0) opened_ = 0;
}

void Progress::leave_brackets() {
  depth_ = 0;
  opened_ = 0;
}

std::size_t skip_closing(std::string_view text, std::size_t at, std::string_view language) {
  for (;;) {
    if (const std::size_t note = skip_note(text, at); note != at) {
      at = note;
    } else if (role_at(text, at, language) == Role::closes) {
      at = after_char(text, at);
    } else {
      return at;
    }
  }
}

void describe(Gap& gap, std::size_t at) {
  gap.left = skip_white_back(gap.text, at);
  gap.right = skip_white(gap.text, at);
  settle(gap);
  describe_before(gap);
  describe_after(gap);
  if (gap.ending == Ending::point) read_words(gap);
}

}  // namespace detente
