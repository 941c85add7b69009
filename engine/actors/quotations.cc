#include "actors/quotations.h"

#include <algorithm>
#include <array>

#include "sentences/characters.h"

namespace detente {
namespace {

constexpr std::size_t kMostSentencesOpen = 3;  // of presplit input
constexpr std::size_t kDeepest = 8;            // quotations inside quotations

bool is_single(UChar32 c) {
  constexpr std::array<UChar32, 6> kSingle{'\'', 0x2018, 0x2019, 0x201A, 0x2039, 0x203A};
  return std::ranges::find(kSingle, c) != kSingle.end();
}

struct Open {
  std::size_t begin;  // of the content
  UChar32 mark;
};

class Finder {
 public:
  Finder(std::string_view text, std::string_view language, const std::vector<Span>& sentences,
         bool presplit)
      : text_(text), language_(language), sentences_(sentences), presplit_(presplit) {}

  std::vector<Span> find() {
    for (number_ = 0; number_ < sentences_.size(); ++number_) {
      const Span& sentence = sentences_[number_];
      if (number_ > 0 && !open_.empty() && ended_before(sentence))
        close_all(sentences_[number_ - 1].end);
      for (std::size_t at = sentence.begin; at < sentence.end; at = after_char(text_, at)) {
        const UChar32 c = char_at(text_, at);
        if (is_quote(c)) take(at, c, at == sentence.begin);
      }
    }
    if (!open_.empty()) close_all(sentences_.back().end);
    return std::move(found_);
  }

 private:
  // Whether a quotation that was never closed cannot go on in this sentence.
  [[nodiscard]] bool ended_before(const Span& sentence) const {
    if (presplit_) return number_ - opened_in_ >= kMostSentencesOpen;
    const std::size_t end = sentences_[number_ - 1].end;
    const std::string_view gap = text_.substr(end, sentence.begin - end);
    return gap.find('\n') != std::string_view::npos && !is_quote(char_at(text_, sentence.begin));
  }
  void take(std::size_t at, UChar32 c, bool begins_sentence) {
    Role role = role_at(text_, at, language_);
    if (role == Role::neither) {
      if (is_single(c)) return;  // an apostrophe
      role = open_.empty() ? Role::opens : Role::closes;
    }
    if (role == Role::opens) {
      if (!open_.empty() && is_single(open_.back().mark) == is_single(c)) {
        if (begins_sentence) return;  // the quotation goes on
        if (c == open_.front().mark && c == '"') close_all(at);
      }
      if (open_.empty()) opened_in_ = number_;
      if (open_.size() < kDeepest) open_.push_back({after_char(text_, at), c});
      return;
    }
    const auto fits = [c](const Open& open) { return is_single(open.mark) == is_single(c); };
    const auto match = std::find_if(open_.rbegin(), open_.rend(), fits);
    if (match == open_.rend()) return;
    const std::size_t begin = match->begin;
    open_.erase(match.base() - 1, open_.end());
    if (open_.empty()) found_.push_back({begin, at});
  }

  void close_all(std::size_t end) {
    found_.push_back({open_.front().begin, std::max(end, open_.front().begin)});
    open_.clear();
  }

  std::string_view text_;
  std::string_view language_;
  const std::vector<Span>& sentences_;
  bool presplit_;
  std::size_t number_ = 0;
  std::size_t opened_in_ = 0;
  std::vector<Open> open_;
  std::vector<Span> found_;
};

}  // namespace

std::vector<Span> find_quotations(std::string_view text, std::string_view language,
                                  const std::vector<Span>& sentences, bool presplit) {
  return Finder(text, language, sentences, presplit).find();
}

}  // namespace detente
