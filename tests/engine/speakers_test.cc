// Word lists say who speaks; the classifier hears of them by roles alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/engines.h"
#include "support/file.h"
#include "support/hash.h"

namespace detente {
namespace {

namespace fs = std::filesystem;
using testing::score_one;
using testing::split_article;

// The toy bundle with another list of English cue words.
class Bundles : public ::testing::Test {
 protected:
  Bundles() {
    fs::remove_all(folder_);
    fs::copy(std::string(DETENTE_WEIGHTS_DIR) + "/tiny", folder_, fs::copy_options::recursive);
  }
  ~Bundles() override { fs::remove_all(folder_); }

  Engine open(const char* plugin, const std::string& list, bool speaker_roles) {
    std::ofstream(folder_ / "speech-en.tsv", std::ios::binary) << list;
    const fs::path path = folder_ / "manifest.json";
    auto manifest = nlohmann::json::parse(read_file(path).value());
    manifest["windows"]["speaker_roles"] = speaker_roles;
    manifest["files"]["speech-en.tsv"] = {{"sha256", sha256_hex(list)}, {"bytes", list.size()}};
    std::ofstream(path, std::ios::binary) << manifest.dump();
    auto engine = Engine::open({.weights = folder_.string(), .plugin = plugin});
    if (!engine) throw std::runtime_error(engine.error().path + ": " + engine.error().message);
    return std::move(engine).value();
  }

  fs::path folder_ =
      fs::temp_directory_path() /
      ("detente-speakers-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
       ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

const std::string kMasked = "say\t-\tqqqqq\n";  // all cue words but one that no text has

std::string shipped() {
  return read_file(std::string(DETENTE_WEIGHTS_DIR) + "/speech-en.tsv").value();
}

Article article() {
  return split_article({"Peskov said the talks were positive.", "Washington rejected the offer.",
                        "“We are ready,” Lavrov told reporters.",
                        "He added that Moscow would wait.", "The spokesman denied it."});
}

void expect_same_probabilities(const Report& a, const Report& b) {
  ASSERT_EQ(a.sentences.size(), b.sentences.size());
  for (std::size_t i = 0; i < a.sentences.size(); ++i) {
    const SentenceReport &x = a.sentences[i], &y = b.sentences[i];
    EXPECT_EQ(x.tone_probabilities, y.tone_probabilities) << i;
    for (const auto& [f, g] :
         {std::pair{x.principal, y.principal}, std::pair{x.counterpart, y.counterpart}}) {
      EXPECT_EQ(f.positive, g.positive) << i;
      EXPECT_EQ(f.unacceptable, g.unacceptable) << i;
      EXPECT_EQ(f.none, g.none) << i;
      EXPECT_EQ(f.overture, g.overture) << i;
    }
  }
  EXPECT_EQ(a.index.value, b.index.value);
}

bool finds_speech(const Report& report) {
  return std::ranges::any_of(report.sentences, [](const SentenceReport& sentence) {
    return sentence.speaker.how == "reported" || sentence.speaker.how == "direct";
  });
}

// The classifier sees the words of speech by roles alone. Without those, masking every cue word
// leaves each number as it was, and only the speakers are gone.
TEST_F(Bundles, MaskedCueWordsChangeNoProbability) {
  const Report with = score_one(open(DETENTE_PLUGIN, shipped(), false), article());
  const Report without = score_one(open(DETENTE_PLUGIN, kMasked, false), article());
  EXPECT_TRUE(finds_speech(with));
  EXPECT_FALSE(finds_speech(without));
  expect_same_probabilities(with, without);
}

// Names that stand in the text are marked by the gazetteer, with and without lists: between a
// sentence and its </s>, where alone this classifier looks, the lists change nothing.
TEST_F(Bundles, ANamedSpeakerIsReadAlikeWithAndWithoutCueWords) {
  const Article named =
      split_article({"Peskov said the talks were positive.", "Washington rejected the offer."});
  expect_same_probabilities(score_one(open(DETENTE_FAKE_PLUGIN, shipped(), true), named),
                            score_one(open(DETENTE_FAKE_PLUGIN, kMasked, true), named));
}

TEST_F(Bundles, WordsThatStandForAnActorCarryItsRole) {
  const Article pronoun = split_article({"Peskov spoke to reporters.", "He rejected the offer."});
  const Report with = score_one(open(DETENTE_FAKE_PLUGIN, shipped(), true), pronoun);
  const Report without = score_one(open(DETENTE_FAKE_PLUGIN, shipped(), false), pronoun);
  EXPECT_LT(with.sentences[1].principal.none, 0.1);  // the fake one voices where a side is marked
  EXPECT_GT(without.sentences[1].principal.none, 0.9);
}

}  // namespace
}  // namespace detente
