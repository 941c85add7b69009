// Near-identical sentences of one article, and near-identical stories across articles.
//
// Both look at *normalised words*: NFKC case folding by ICU, then maximal runs of letters, digits
// and marks; everything else (punctuation, quote style, symbols, white space) only separates. In
// scripts written without spaces (UAX 14 classes ID, CJ and SA: Chinese, Japanese, Thai, Lao,
// Khmer, Burmese) every character is a word, so that word n-grams are character n-grams there. No
// dictionary and no locale is involved: the same text gives the same answer on every machine.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws. Text that
// is not valid UTF-8 does no harm: a malformed byte separates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace detente {

// c of formula 1 per sentence: 1 / number of near-identical sentences of the article, itself
// included; one value per entry of `sentences`.
//
// Two sentences are near-identical when their numbers are the same in the same order ("3 dead" is
// no copy of "4 dead") and the sets of their word bigrams have a Jaccard similarity of 0.8 or more;
// copies of copies are copies (transitive closure). A sentence of one word is its own bigram; one
// without any word is a copy only of the same bytes. The order of the sentences does not matter.
//
// Time: identical sentences are merged by their normalised text; the rest is an exact similarity
// join with prefix filtering (Bayardo, Ma, Srikant: "Scaling up all pairs similarity search", WWW
// 2007), so 20,000 sentences of ordinary text take a fraction of a second. Against articles written
// to be slow, a sentence is compared with at most 4,096 others that share one rare bigram; only
// there may a near-identical pair be missed, and then too independently of the order.
[[nodiscard]] std::vector<double> copy_weights(const std::vector<std::string_view>& sentences);

// MinHash of the story for `track`: 64 minima of 32 bits over the 5-shingles of normalised words
// (all words as one shingle when there are fewer than five), as 512 lower-case hexadecimal digits.
// The share of equal slots estimates the Jaccard similarity of the shingle sets (Broder 1997) with
// a standard error of at most 0.0625. A text without words has every bit set. The value is part of
// the report schema: changing anything here makes old reports incomparable.
[[nodiscard]] std::string story_signature(std::string_view text);

// Share of equal slots of two signatures, 0..1. A string that is no signature, and the signature of
// a text without words, resemble nothing (0).
[[nodiscard]] double signature_similarity(std::string_view a, std::string_view b);

}  // namespace detente
