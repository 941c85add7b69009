#include "framing/copies.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace detente {
namespace {

// ---------------------------------------------------------------------------- normalised words

// The words of a text, joined by single spaces, with the place of each and whether it is a number.
struct Words {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // bytes of `text`, half-open
  std::vector<bool> numeric;                                // holds a digit

  [[nodiscard]] std::size_t size() const { return places.size(); }
  // `n` words from `first` on, as one string with single spaces between them.
  [[nodiscard]] std::string_view run(std::size_t first, std::size_t n) const {
    const std::size_t begin = places[first].first;
    return std::string_view(text).substr(begin, places[first + n - 1].second - begin);
  }
};

// A script without spaces between words: its characters are words of their own.
bool stands_alone(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_COMPLEX_CONTEXT: return true;
    default: return false;
  }
}

void append_utf8(std::string& out, UChar32 c) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t n = 0;
  U8_APPEND_UNSAFE(bytes.data(), n, c);
  out.append(bytes.data(), static_cast<std::size_t>(n));
}

class WordBuilder {
 public:
  explicit WordBuilder(std::size_t bytes) { words_.text.reserve(bytes + 1); }

  void add(UChar32 c) {
    if (c < 0x80) {  // most of most texts
      const bool digit = c >= '0' && c <= '9';
      if (digit || (c >= 'a' && c <= 'z')) {
        extend(c, digit);
      } else {
        close();
      }
      return;
    }
    const bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (mark) {
      if (open_) extend(c, false);  // a mark without a letter before it is not a word
    } else if (!u_isalnum(c)) {
      close();
    } else if (const std::int32_t digit = u_charDigitValue(c); digit >= 0) {
      extend('0' + digit, true);  // digits of every script are the same digits
    } else if (stands_alone(c)) {
      close();
      extend(c, false);
      alone_ = true;  // takes marks, but no letters
    } else {
      extend(c, false);
    }
  }

  void close() {
    if (!open_) return;
    words_.places.emplace_back(begin_, words_.text.size());
    words_.numeric.push_back(numeric_);
    open_ = numeric_ = alone_ = false;
  }

  Words take() {
    close();
    return std::move(words_);
  }

 private:
  void extend(UChar32 c, bool digit) {
    const bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (alone_ && !mark) close();
    if (!open_) {
      if (!words_.text.empty()) words_.text.push_back(' ');
      begin_ = words_.text.size();
      open_ = true;
    }
    append_utf8(words_.text, c);
    numeric_ = numeric_ || digit;
  }

  Words words_;
  std::size_t begin_ = 0;
  bool open_ = false;
  bool numeric_ = false;
  bool alone_ = false;
};

// ASCII needs no tables: NFKC case folding is lower case there.
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

Words words_of(std::string_view text) {
  WordBuilder builder(text.size());
  if (is_ascii(text)) {
    for (const char c : text) builder.add(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return builder.take();
  }
  constexpr std::size_t kLargest =
      std::numeric_limits<std::int32_t>::max() / 4;  // ICU counts in int32
  while (!text.empty()) {
    std::string_view part = text.substr(0, kLargest);
    text.remove_prefix(part.size());
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString folded = icu::UnicodeString::fromUTF8(
        icu::StringPiece(part.data(), static_cast<std::int32_t>(part.size())));
    if (U_SUCCESS(status)) {
      icu::UnicodeString result = fold->normalize(folded, status);
      if (U_SUCCESS(status)) folded = std::move(result);
    }
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      const UChar32 c = folded.char32At(i);
      if (U_IS_SURROGATE(c)) {
        builder.close();
      } else {
        builder.add(c);
      }
    }
  }
  return builder.take();
}

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

// ----------------------------------------------------------------------- copies in one article

constexpr std::size_t kMostCandidates = 4096;  // per rare bigram, see copies.h

// The smallest set that can be similar to a set of n, and the least that they share then: ceil(0.8
// n).
std::size_t least_partner(std::size_t n) { return (4 * n + 4) / 5; }

// One distinct normalised sentence.
struct Distinct {
  std::string_view key;                // its normalised text
  std::string numbers;                 // its numbers, in order
  std::vector<std::uint64_t> bigrams;  // a set; ranks, rarest first, once the join starts
};

// Disjoint sets with path halving.
class Clusters {
 public:
  explicit Clusters(std::size_t n) : parent_(n) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

std::vector<std::uint64_t> bigrams_of(const Words& words) {
  std::vector<std::uint64_t> set;
  if (words.size() == 1) set.push_back(hash_of(words.run(0, 1)));
  for (std::size_t i = 0; i + 1 < words.size(); ++i) set.push_back(hash_of(words.run(i, 2)));
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set;
}

std::string numbers_of(const Words& words) {
  std::string numbers;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words.numeric[i]) numbers.append(words.run(i, 1)).push_back(' ');
  }
  return numbers;
}

// Joins all near-identical pairs of `distinct`. Its order must not come from the order of the
// input: the cap on candidates would let it through.
class SimilarityJoin {
 public:
  SimilarityJoin(std::vector<Distinct>& distinct, Clusters& clusters)
      : distinct_(distinct), clusters_(clusters) {}

  void run() {
    rank_bigrams_by_rarity();
    // Numbers must agree, so each sequence of numbers is a join of its own; within it, small sets
    // come first, so that every candidate is at most as large as the set that looks for it.
    std::vector<std::size_t> order(distinct_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Distinct& x = distinct_[a];
      const Distinct& y = distinct_[b];
      if (x.numbers != y.numbers) return x.numbers < y.numbers;
      if (x.bigrams.size() != y.bigrams.size()) return x.bigrams.size() < y.bigrams.size();
      return x.key < y.key;
    });
    for (std::size_t first = 0; first < order.size();) {
      std::size_t last = first;
      while (last < order.size() &&
             distinct_[order[last]].numbers == distinct_[order[first]].numbers)
        ++last;
      if (last - first > 1) join(order, first, last);
      first = last;
    }
  }

 private:
  // Replaces each bigram by its rank among all bigrams of the article, rarest first: the sets are
  // then sorted both for the prefix filter and for comparing two of them.
  void rank_bigrams_by_rarity() {
    std::unordered_map<std::uint64_t, std::uint64_t> rank;  // first the frequency
    for (const Distinct& d : distinct_) {
      for (const std::uint64_t bigram : d.bigrams) ++rank[bigram];
    }
    std::vector<std::pair<std::uint64_t, std::uint64_t>> rarest_first;
    rarest_first.reserve(rank.size());
    for (const auto& [bigram, frequency] : rank) rarest_first.emplace_back(frequency, bigram);
    std::sort(rarest_first.begin(), rarest_first.end());
    for (std::size_t i = 0; i < rarest_first.size(); ++i) rank[rarest_first[i].second] = i;
    for (Distinct& d : distinct_) {
      for (std::uint64_t& bigram : d.bigrams) bigram = rank[bigram];
      std::sort(d.bigrams.begin(), d.bigrams.end());
    }
  }

  // Stops as soon as the two sets cannot be similar any more.
  static bool near_identical(const Distinct& a, const Distinct& b) {
    const std::size_t total = a.bigrams.size() + b.bigrams.size();
    const std::size_t needed = (4 * total + 8) / 9;  // 5 c >= 4 (total - c)
    const std::size_t allowed = total > 2 * needed ? total - 2 * needed : 0;
    std::size_t i = 0, j = 0, common = 0, unmatched = 0;
    while (i < a.bigrams.size() && j < b.bigrams.size() && unmatched <= allowed) {
      const std::uint64_t x = a.bigrams[i];
      const std::uint64_t y = b.bigrams[j];
      if (x == y) ++common;
      if (x != y) ++unmatched;
      if (x <= y) ++i;
      if (y <= x) ++j;
    }
    return common >= needed;
  }

  // Sets that are similar share one of their rarest |A| - ceil(0.8 |A|) + 1 bigrams.
  void join(const std::vector<std::size_t>& order, std::size_t first, std::size_t last) {
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> index;
    for (std::size_t k = first; k < last; ++k) {
      const std::size_t id = order[k];
      const Distinct& d = distinct_[id];
      const std::size_t n = d.bigrams.size();
      const std::size_t smallest = least_partner(n);
      for (std::size_t i = 0; i < n - smallest + 1; ++i) {
        std::vector<std::size_t>& others = index[d.bigrams[i]];
        std::size_t compared = 0;
        for (auto other = others.rbegin(); other != others.rend() && compared < kMostCandidates;
             ++other, ++compared) {
          if (distinct_[*other].bigrams.size() < smallest) break;  // the rest is smaller still
          if (clusters_.find(*other) == clusters_.find(id)) continue;
          if (near_identical(distinct_[*other], d)) clusters_.join(*other, id);
        }
        others.push_back(id);
      }
    }
  }

  std::vector<Distinct>& distinct_;
  Clusters& clusters_;
};

// ----------------------------------------------------------------------------- story signature

constexpr std::size_t kSlots = 64;
constexpr std::size_t kDigits = 8;  // of one slot
constexpr std::size_t kShingle = 5;
constexpr std::string_view kHex = "0123456789abcdef";

// The next number of SplitMix64 (Steele, Lea, Flood 2014): fixed, well mixed constants.
constexpr std::uint64_t next_constant(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// Hash i of a shingle is the upper half of multiplier[i] x + offset[i] modulo 2^64
// (Dietzfelbinger's multiply-shift), x being the XXH3 hash of its words.
struct HashFamily {
  std::array<std::uint64_t, kSlots> multiplier{};
  std::array<std::uint64_t, kSlots> offset{};
};

constexpr HashFamily make_family() {
  HashFamily family;
  std::uint64_t state = 0;
  for (std::size_t i = 0; i < kSlots; ++i) {
    family.multiplier[i] = next_constant(state) | 1;
    family.offset[i] = next_constant(state);
  }
  return family;
}

constexpr HashFamily kFamily = make_family();

}  // namespace

std::vector<double> copy_weights(const std::vector<std::string_view>& sentences) {
  // Identical sentences first. A sentence without words is known by its bytes, behind a byte that
  // no normalised text starts with.
  std::map<std::string, std::size_t>
      known;  // sorted: its order is that of the texts, not of the input
  std::vector<std::map<std::string, std::size_t>::iterator> place(sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    Words words = words_of(sentences[i]);
    std::string key = words.size() == 0 ? " " + std::string(sentences[i]) : std::move(words.text);
    place[i] = known.try_emplace(std::move(key), 0).first;
  }
  std::vector<Distinct> distinct;
  distinct.reserve(known.size());
  for (auto& [key, id] : known) {
    id = distinct.size();
    const Words words = words_of(key);
    Distinct d{.key = key, .numbers = numbers_of(words), .bigrams = bigrams_of(words)};
    if (d.bigrams.empty()) d.bigrams.push_back(hash_of(key));
    distinct.push_back(std::move(d));
  }

  Clusters clusters(distinct.size());
  SimilarityJoin(distinct, clusters).run();

  std::vector<std::size_t> members(distinct.size(), 0);
  for (const auto& at : place) ++members[clusters.find(at->second)];
  std::vector<double> weights(sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    weights[i] = 1.0 / static_cast<double>(members[clusters.find(place[i]->second)]);
  }
  return weights;
}

std::string story_signature(std::string_view text) {
  const Words words = words_of(text);
  std::array<std::uint32_t, kSlots> slots{};
  slots.fill(std::numeric_limits<std::uint32_t>::max());
  const std::size_t length = std::min(kShingle, words.size());
  for (std::size_t first = 0; length > 0 && first + length <= words.size(); ++first) {
    const std::uint64_t x = hash_of(words.run(first, length));
    for (std::size_t i = 0; i < kSlots; ++i) {
      const auto hash =
          static_cast<std::uint32_t>((kFamily.multiplier[i] * x + kFamily.offset[i]) >> 32);
      slots[i] = std::min(slots[i], hash);
    }
  }
  std::string signature;
  signature.reserve(kSlots * kDigits);
  for (const std::uint32_t slot : slots) {
    for (int shift = 28; shift >= 0; shift -= 4) signature.push_back(kHex[(slot >> shift) & 0xf]);
  }
  return signature;
}

double signature_similarity(std::string_view a, std::string_view b) {
  const auto is_signature = [](std::string_view s) {
    return s.size() == kSlots * kDigits && s.find_first_not_of(kHex) == std::string_view::npos &&
           s.find_first_not_of('f') != std::string_view::npos;
  };
  if (!is_signature(a) || !is_signature(b)) return 0;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kSlots; ++i) {
    if (a.substr(i * kDigits, kDigits) == b.substr(i * kDigits, kDigits)) ++equal;
  }
  return static_cast<double>(equal) / static_cast<double>(kSlots);
}

}  // namespace detente
