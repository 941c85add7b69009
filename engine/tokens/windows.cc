#include "tokens/windows.h"

#include <algorithm>
#include <span>

namespace detente {
namespace {

constexpr std::int32_t kInContext = 3;  // added to a role

// A whole sentence, or one part of a long one.
struct Segment {
  std::span<const Token> tokens;
  std::size_t sentence;
  std::int32_t speaker;
};

// Long sentences are cut into parts of equal length, so that none is left with a few tokens.
std::vector<Segment> cut_into_segments(const std::vector<SentenceTokens>& sentences,
                                       std::size_t capacity) {
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const std::span<const Token> all(sentences[i].tokens);
    const std::size_t parts = (all.size() + capacity - 1) / capacity;
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t begin = all.size() * part / parts;
      const std::size_t end = all.size() * (part + 1) / parts;
      segments.push_back({all.subspan(begin, end - begin), i, sentences[i].speaker});
    }
  }
  return segments;
}

void append(Window& window, std::int32_t id, std::int32_t role, std::int32_t byte = -1) {
  window.positions.push_back(static_cast<std::int32_t>(window.ids.size()));
  window.ids.push_back(id);
  window.roles.push_back(role);
  window.bytes.push_back(byte);
}

// Whether a window that is long enough ends behind this sentence: true for every other one, by its
// tokens alone (FNV-1a), so that windows fall into step again behind words put in or left out.
bool ends_window(const Segment& segment) {
  std::uint64_t hash = 14695981039346656037U;
  for (const Token& token : segment.tokens) {
    hash ^= static_cast<std::uint32_t>(token.id);
    hash *= 1099511628211U;
  }
  return ((hash >> 32) & 1) == 0;
}

// Title and the segments before `next`, the newest tokens when there are too many.
Tokens context_before(const Tokens& title, const std::vector<Segment>& segments, std::size_t next,
                      const WindowLimits& limits) {
  Tokens context = title;
  for (std::size_t i = next - std::min(next, limits.context_sentences); i < next; ++i) {
    context.insert(context.end(), segments[i].tokens.begin(), segments[i].tokens.end());
  }
  if (context.size() > limits.context_tokens) {
    context.erase(context.begin(),
                  context.end() - static_cast<std::ptrdiff_t>(limits.context_tokens));
  }
  return context;
}

}  // namespace

std::vector<Window> pack_windows(const Tokens& title, const std::vector<SentenceTokens>& sentences,
                                 const WindowLimits& limits) {
  // <s>, a full context with its </s>, and the sentence's own </s> always fit
  const std::size_t capacity = limits.tokens - limits.context_tokens - 3;
  const std::vector<Segment> segments = cut_into_segments(sentences, capacity);
  std::vector<Window> windows;
  for (std::size_t next = 0; next < segments.size();) {
    Window window;
    append(window, limits.bos, kInContext);
    const Tokens context = context_before(title, segments, next, limits);
    for (const Token& token : context) append(window, token.id, token.role + kInContext);
    if (!context.empty()) append(window, limits.eos, kInContext);
    bool full = false;
    do {
      const auto begin = static_cast<std::int32_t>(window.ids.size());
      for (const Token& token : segments[next].tokens)
        append(window, token.id, token.role, token.byte);
      const auto end = static_cast<std::int32_t>(window.ids.size());
      append(window, limits.eos, segments[next].speaker);
      window.sentences.push_back({begin, end, end, segments[next].sentence});
      full = limits.least_tokens > 0 && window.ids.size() >= limits.least_tokens &&
             ends_window(segments[next]);
      ++next;
    } while (!full && next < segments.size() &&
             window.ids.size() + segments[next].tokens.size() + 1 <= limits.tokens);
    windows.push_back(std::move(window));
  }
  return windows;
}

}  // namespace detente
