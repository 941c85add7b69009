// Who speaks each sentence, as far as the words of the article tell.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/gazetteer.h"
#include "actors/speech_words.h"
#include "detente/article.h"
#include "detente/report.h"
#include "detente/result.h"

namespace detente {

// Mentions of one sentence; spans are bytes of the article's text.
using SentenceMentions = std::vector<Mention>;

// Words that speak and do not tell whose side they are: a speaker whom no list has ("Industry
// bosses welcomed the move"), a name of that kind, "he", "the ministry".
struct Unlisted {
  Span span;        // bytes of the text, in this sentence
  std::string how;  // direct, partial, reported
};

// The speaker of one sentence, from its words alone: the classifier has no part in it.
struct Attribution {
  Side side = Side::none;  // none: nobody speaks, or it is not known who
  std::uint32_t actor = Mention::kUnknownActor;
  std::optional<Span> span;  // bytes of the text: the words that name the speaker, in this sentence
                             // ("he") or, when it has none, in another one
  std::string how = "none";  // direct, partial, reported, mentioned, carried, title, none
  float confidence = 0;      // 0..1, by the kind of evidence
  std::optional<Unlisted> unlisted;  // where side is none or a guess
  std::optional<Inner> embedded;     // another side's speech or stance inside the speech
  // Words of this sentence that stand for an actor whom the gazetteer does not mark there ("he",
  // "the spokesman", "Russian officials"), in order: the classifier reads them with that actor's
  // role.
  SentenceMentions stand_ins;
  // Everybody whom the sentence names, likely subjects first: for a framing of one of the next
  // sentences that names nobody.
  SentenceMentions named;
};

// Finds speakers by the word lists of a language. Immutable; any number of threads may use it.
class Attributor {
 public:
  // Word lists: name (speech-<language>.tsv) and content of each file. Errors name file, line and
  // remedy.
  static Result<Attributor> open(const std::vector<std::pair<std::string, std::string>>& files);

  // One attribution per sentence. `title_mentions` are bytes of the title. Linear in the length of
  // the article. In a language without a word list only quotations and names are used.
  [[nodiscard]] std::vector<Attribution> attribute(const Article& article,
                                                   const std::vector<Span>& sentences,
                                                   const std::vector<SentenceMentions>& mentions,
                                                   const SentenceMentions& title_mentions,
                                                   const Gazetteer& gazetteer) const;

 private:
  std::map<std::string, SpeechWords, std::less<>> languages_;
  SpeechWords none_;
};

}  // namespace detente
