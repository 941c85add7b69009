// Near-identical sentences and stories.
#include "framing/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace detente {
namespace {

std::vector<double> weights(const std::vector<std::string>& sentences) {
  return copy_weights(std::vector<std::string_view>(sentences.begin(), sentences.end()));
}

bool are_copies(const std::string& a, const std::string& b) {
  const std::vector<double> w = weights({a, b});
  EXPECT_EQ(w[0], w[1]);  // symmetric
  return w[0] == 0.5;
}

TEST(Copies, NothingInNothingOut) { EXPECT_TRUE(weights({}).empty()); }

TEST(Copies, AnIdenticalSentenceSharesItsWeight) {
  EXPECT_EQ(weights({"Moscow is ready.", "It rained.", "Moscow is ready.", "Moscow is ready."}),
            (std::vector<double>{1.0 / 3, 1, 1.0 / 3, 1.0 / 3}));
}

TEST(Copies, CasePunctuationQuotesAndSpacesDoNotMatter) {
  EXPECT_TRUE(are_copies("\"We are ready\", Peskov said.", "“We are ready” – Peskov  said"));
  EXPECT_TRUE(are_copies("«Мы готовы», сказал Песков.", "МЫ ГОТОВЫ - сказал\u00a0Песков"));
  EXPECT_TRUE(are_copies("Russia's offer", "RUSSIA’S OFFER"));
  EXPECT_TRUE(are_copies("Die Straße ist frei", "DIE STRASSE IST FREI"));
  EXPECT_TRUE(are_copies("a soft\u00adhyphen", "A softhyphen"));
  EXPECT_TRUE(are_copies("caf\u00e9 talks", "cafe\u0301 talks"));  // composed and decomposed
}

TEST(Copies, AChangedWordInALongSentenceIsACopyAndInAShortOneIsNot) {
  const std::string tail =
      " Tuesday that his country would take part in the talks about security guarantees in Geneva "
      "as soon as the other side is ready";
  EXPECT_TRUE(
      are_copies("The foreign minister said on" + tail, "The foreign minister told on" + tail));
  EXPECT_FALSE(are_copies("Moscow welcomes the talks", "Moscow rejects the talks"));
}

TEST(Copies, AnotherNumberIsAnotherSentence) {
  const std::string head =
      "The ministry of defence said that the troops would leave the region near the border within ";
  EXPECT_TRUE(are_copies(head + "3 days", head + "3 days."));
  EXPECT_FALSE(are_copies(head + "3 days", head + "4 days"));
  EXPECT_FALSE(are_copies(head + "1.5 days", head + "15 days"));
  EXPECT_TRUE(are_copies(head + "3 days", head + "\uff13 days"));  // full width
  EXPECT_TRUE(are_copies(head + "3 days", head + "\u0663 days"));  // Arabic-Indic
  EXPECT_FALSE(are_copies(head + "3 days", head + "three days"));  // cautious
  EXPECT_FALSE(are_copies("from 5 to 10 per cent", "from 10 to 5 per cent"));
}

TEST(Copies, LanguagesWithoutSpacesAreComparedByCharacters) {
  const std::string chinese =
      "俄罗斯外交部发言人表示俄方愿意在平等基础上与美方就安全保障问题继续举行谈判";
  EXPECT_TRUE(are_copies(chinese + "。", "“" + chinese + "”"));
  EXPECT_TRUE(are_copies(chinese, "昨天" + chinese));
  EXPECT_FALSE(are_copies(chinese, "克里姆林宫对制裁表示强烈不满"));
  EXPECT_FALSE(are_copies("俄方愿意谈判", "俄方拒绝谈判"));
  EXPECT_TRUE(are_copies("รัสเซียพร้อมเจรจากับสหรัฐเรื่องความมั่นคง", "รัสเซียพร้อมเจรจากับสหรัฐเรื่องความมั่นคง!"));
  EXPECT_FALSE(are_copies("รัสเซียพร้อมเจรจา", "สหรัฐคว่ำบาตรรัสเซีย"));
}

TEST(Copies, SentencesWithoutWordsAreCopiesOnlyOfThemselves) {
  EXPECT_EQ(weights({"***", "***", "---", "", ""}), (std::vector<double>{0.5, 0.5, 1, 0.5, 0.5}));
  EXPECT_EQ(weights({"Да", "да!", "Нет"}), (std::vector<double>{0.5, 0.5, 1}));
}

TEST(Copies, CopiesOfCopiesAreCopies) {
  // Each step drops one word at the front; the ends alone are too far apart.
  std::vector<std::string> words;
  for (char c = 'a'; c <= 'z'; ++c) words.push_back(std::string(3, c));
  const auto from = [&](std::size_t first) {
    std::string s;
    for (std::size_t i = first; i < words.size(); ++i) s += words[i] + " ";
    return s;
  };
  EXPECT_TRUE(are_copies(from(0), from(4)));
  EXPECT_TRUE(are_copies(from(4), from(8)));
  EXPECT_FALSE(are_copies(from(0), from(8)));
  EXPECT_EQ(weights({from(0), from(8), from(4)}), (std::vector<double>(3, 1.0 / 3)));
}

TEST(Copies, BrokenUtf8DoesNoHarm) {
  EXPECT_EQ(weights({"\xff\xfe", "caf\xc3", "caf", "\xf0\x9f", std::string("a\0b", 3)}).size(), 5u);
}

// ------------------------------------------------------------------------------ laws on random
// text

struct RandomText {
  std::mt19937 engine;

  std::string sentence(int vocabulary) {
    std::string s;
    const int n = std::uniform_int_distribution<int>(0, 30)(engine);
    for (int i = 0; i < n; ++i) s += word(vocabulary) + " ";
    return s;
  }

  std::string word(int vocabulary) {
    const int k = std::uniform_int_distribution<int>(0, vocabulary)(engine);
    return k % 11 == 0
               ? std::to_string(k)
               : "w" + std::string(1, char('a' + k % 26)) + std::string(1, char('a' + k / 26 % 26));
  }

  std::string edited(const std::string& s) {
    std::string out = s;
    const int kind = std::uniform_int_distribution<int>(0, 4)(engine);
    if (kind == 0) out += word(300);
    if (kind == 1) out = word(300) + " " + out;
    if (kind == 2) out = "“" + out + "”!";
    if (kind == 3 && out.size() > 8) out.erase(0, 4);
    if (kind == 4)
      std::transform(out.begin(), out.end(), out.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return out;
  }

  std::vector<std::string> article(int n) {
    std::vector<std::string> sentences;
    for (int i = 0; i < n; ++i) {
      const bool fresh = sentences.empty() || std::uniform_int_distribution<int>(0, 1)(engine) == 0;
      sentences.push_back(fresh ? sentence(300) : edited(sentences[engine() % sentences.size()]));
    }
    return sentences;
  }
};

// The definition, word for word: all pairs, for text of ASCII words.
std::vector<double> by_definition(const std::vector<std::string>& sentences) {
  const std::size_t n = sentences.size();
  std::vector<std::string> normal(n);
  std::vector<std::vector<std::string>> numbers(n);
  std::vector<std::set<std::string>> bigrams(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::string> words{""};
    for (const char c : sentences[i] + " ") {
      const char lower = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
      if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
        words.back().push_back(lower);
      } else if (!words.back().empty()) {
        words.emplace_back();
      }
    }
    words.pop_back();
    for (std::size_t k = 0; k < words.size(); ++k) {
      normal[i] += words[k] + " ";
      if (words[k].find_first_of("0123456789") != std::string::npos) numbers[i].push_back(words[k]);
      if (k > 0) bigrams[i].insert(words[k - 1] + " " + words[k]);
    }
    if (words.size() == 1) bigrams[i].insert(words[0]);
    if (words.empty()) normal[i] = sentences[i];
  }
  std::vector<std::size_t> root(n);
  std::iota(root.begin(), root.end(), std::size_t{0});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      std::vector<std::string> both;
      std::set_intersection(bigrams[i].begin(), bigrams[i].end(), bigrams[j].begin(),
                            bigrams[j].end(), std::back_inserter(both));
      const std::size_t all = bigrams[i].size() + bigrams[j].size() - both.size();
      const bool near = all > 0 && numbers[i] == numbers[j] && 5 * both.size() >= 4 * all;
      if (!near && normal[i] != normal[j]) continue;
      const std::size_t from = root[i], to = root[j];
      for (std::size_t& r : root) {
        if (r == from) r = to;
      }
    }
  }
  std::vector<double> result(n);
  for (std::size_t i = 0; i < n; ++i) {
    result[i] = 1.0 / static_cast<double>(std::count(root.begin(), root.end(), root[i]));
  }
  return result;
}

TEST(CopiesLaw, FastAnswerIsTheDefinition) {
  RandomText random{std::mt19937(11)};
  for (int round = 0; round < 150; ++round) {
    const std::vector<std::string> article = random.article(round % 40 + 1);
    ASSERT_EQ(weights(article), by_definition(article)) << "round " << round;
  }
}

TEST(CopiesLaw, TheOrderOfSentencesDoesNotMatter) {
  RandomText random{std::mt19937(12)};
  for (int round = 0; round < 100; ++round) {
    std::vector<std::string> article = random.article(60);
    std::multimap<std::string, double> before, after;
    std::vector<double> w = weights(article);
    for (std::size_t i = 0; i < article.size(); ++i) before.emplace(article[i], w[i]);
    std::shuffle(article.begin(), article.end(), random.engine);
    w = weights(article);
    for (std::size_t i = 0; i < article.size(); ++i) after.emplace(article[i], w[i]);
    ASSERT_EQ(before, after);
  }
}

TEST(CopiesLaw, AddingACopyOfASentenceKeepsTheWeightOfItsGroup) {
  RandomText random{std::mt19937(13)};
  for (int round = 0; round < 100; ++round) {
    std::vector<std::string> article = random.article(20);
    const std::vector<double> before = weights(article);
    article.push_back(article[random.engine() % article.size()]);
    const std::vector<double> after = weights(article);
    ASSERT_NEAR(std::accumulate(before.begin(), before.end(), 0.0),
                std::accumulate(after.begin(), after.end(), 0.0), 1e-9);
  }
}

TEST(CopiesLaw, TwentyThousandSentencesTakeSeconds) {
  RandomText random{std::mt19937(14)};
  std::vector<std::string> article = random.article(10'000);
  for (int i = 0; i < 10'000; ++i) {  // and one template that is just no copy of itself
    article.push_back("The temperature in w" + random.word(600) + random.word(600) +
                      " was normal today and nothing else happened there");
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(weights(article).size(), 20'000u);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_LT(took.count(), 60);  // all pairs: minutes; generous for sanitizers
}

// -------------------------------------------------------------------------------------- signatures

const char* const kStory =
    "Russian President Vladimir Putin is ready to meet his American counterpart at any time, the "
    "Kremlin "
    "said on Friday. Spokesman Dmitry Peskov told reporters that Moscow welcomes the proposal to "
    "hold a summit "
    "and would study it carefully. He added that new sanctions would not help such a meeting. The "
    "two leaders "
    "spoke by telephone on Tuesday and discussed the situation around Ukraine, arms control and "
    "the climate.";

TEST(Signature, IsFixedForever) {
  // Reports written years apart are compared: these digits may never change.
  EXPECT_EQ(story_signature("Moscow is ready for talks with Washington").substr(0, 64),
            "0f1491fd23e6df8f80ae1b761f0439ea47db3f141eca6f0b18b7ea09412516ad");
}

TEST(Signature, HasAFixedLengthAndHexadecimalDigits) {
  for (const std::string text : {"", "!!!", "one", "one two three", "俄方愿意谈判", kStory}) {
    const std::string signature = story_signature(text);
    EXPECT_EQ(signature.size(), 512u);
    EXPECT_EQ(signature.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(Signature, TypographyDoesNotChangeIt) {
  EXPECT_EQ(story_signature("“Moscow’s ready,” Peskov said."),
            story_signature("\"MOSCOW'S READY\" - Peskov  said"));
}

TEST(Signature, SyndicatedCopiesShareMostOfItAndOthersNothing) {
  const std::string story = story_signature(kStory);
  EXPECT_EQ(signature_similarity(story, story), 1);
  const std::string syndicated =
      "MOSCOW (Agency) - " + std::string(kStory) + " Reporting by our staff.";
  EXPECT_GT(signature_similarity(story, story_signature(syndicated)), 0.75);
  const std::string other = story_signature(
      "The central bank left its key rate unchanged on Friday, citing inflation that was slower "
      "than expected.");
  EXPECT_LT(signature_similarity(story, other), 0.1);
  EXPECT_EQ(signature_similarity(story, other), signature_similarity(other, story));
}

TEST(Signature, EstimatesTheJaccardSimilarityOfShingles) {
  double bias = 0;
  constexpr int kStories = 60;
  for (int round = 0; round < kStories; ++round) {
    // n unique words, of which the second story has the first m: J = (m - 4) / (n - 4).
    const int n = 200, m = 40 + round * 2;
    std::string whole, part;
    for (int i = 0; i < n; ++i) {
      const std::string word = "w" + std::to_string(round) + "x" + std::to_string(i) + " ";
      whole += word;
      if (i < m) part += word;
    }
    const double j = (m - 4.0) / (n - 4.0);
    const double estimate = signature_similarity(story_signature(whole), story_signature(part));
    EXPECT_NEAR(estimate, j, 4.5 * 0.0625);
    bias += estimate - j;
  }
  EXPECT_NEAR(bias / kStories, 0, 0.03);
}

TEST(Signature, WhatIsNoSignatureResemblesNothing) {
  const std::string story = story_signature(kStory);
  const std::string wordless = story_signature("***");
  EXPECT_EQ(signature_similarity(wordless, wordless), 0);
  EXPECT_EQ(signature_similarity("", ""), 0);
  EXPECT_EQ(signature_similarity(story, story.substr(1)), 0);
  EXPECT_EQ(signature_similarity(story, std::string(512, 'x')), 0);
}

}  // namespace
}  // namespace detente
