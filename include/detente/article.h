// What goes in: one article. Value type; owns its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace detente {

// Half-open range of UTF-8 bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

enum class Side : std::uint8_t { none, principal, counterpart };

// A mention the caller already knows. Given mentions replace the gazetteer's for the whole article.
struct GivenMention {
  std::optional<std::size_t> sentence;  // index into `sentences`; none: the title (with
                                        // `sentences`) or the text (with `text`)
  Span span;                            // bytes of that sentence, title or text
  Side side = Side::none;
};

// One article, as read. Either `text` alone, or `sentences` (already split; then `text` is those
// sentences joined by a line feed, and `sentence_spans` says where each stands).
struct Article {
  std::string id;
  std::string title;
  std::string text;
  bool presplit = false;
  std::vector<Span> sentence_spans;  // only when presplit; in order; may be empty spans
  std::string language;              // ISO 639-1, empty: unknown
  bool language_guessed = false;
  std::string published_at;
  std::string source;
  std::string url;
  std::optional<std::vector<GivenMention>> mentions;
};

}  // namespace detente
