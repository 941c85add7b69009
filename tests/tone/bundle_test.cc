#include "tone/bundle.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace detente {
namespace {

namespace fs = std::filesystem;

// A copy of the tiny bundle that a test may damage.
class BundleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("detente-bundle-" + std::to_string(::getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::copy(DETENTE_WEIGHTS_DIR "/tiny", folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  nlohmann::json manifest() const {
    std::ifstream stream(folder_ / "manifest.json");
    return nlohmann::json::parse(stream);
  }
  void write(const nlohmann::json& manifest) const {
    std::ofstream(folder_ / "manifest.json") << manifest.dump();
  }
  std::string problem() const {
    const auto bundle = Bundle::open(folder_.string());
    if (bundle) return "";
    EXPECT_EQ(bundle.error().code, ErrorCode::weights);
    EXPECT_NE(bundle.error().path.find("manifest.json"), std::string::npos);
    return bundle.error().message;
  }

  fs::path folder_;
};

TEST_F(BundleTest, OpensAndReadsEveryFile) {
  const auto bundle = Bundle::open(folder_.string());
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(bundle.value().manifest().sha256.size(), 64U);
  EXPECT_EQ(bundle.value().manifest().windows.tokens, 224U);
  for (const auto& [name, file] : bundle.value().manifest().files) {
    const auto bytes = bundle.value().read(name);
    ASSERT_TRUE(bytes) << bytes.error().message;
    EXPECT_EQ(bytes.value().size(), file.bytes);
  }
}

TEST_F(BundleTest, NoticesOneFlippedBitInAnyFile) {
  const auto bundle = Bundle::open(folder_.string());
  ASSERT_TRUE(bundle);
  for (const auto& [name, file] : bundle.value().manifest().files) {
    std::fstream stream(folder_ / name, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(file.bytes / 2);
    stream.seekg(middle);
    const char byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(middle);
    stream.put(byte);
    stream.close();
    const auto bytes = bundle.value().read(name);
    ASSERT_FALSE(bytes) << name;
    EXPECT_NE(bytes.error().path.find(name), std::string::npos);
    EXPECT_NE(bytes.error().message.find("SHA-256"), std::string::npos);
  }
}

TEST_F(BundleTest, NoticesACutFile) {
  fs::resize_file(folder_ / "actors.tsv", 100);
  const auto bundle = Bundle::open(folder_.string());
  ASSERT_TRUE(bundle);
  const auto bytes = bundle.value().read("actors.tsv");
  ASSERT_FALSE(bytes);
  EXPECT_NE(bytes.error().message.find("has 100 bytes"), std::string::npos)
      << bytes.error().message;
}

TEST_F(BundleTest, TakesAManifestThatSaysNothingOfLeastTokens) {
  nlohmann::json older = manifest();
  older["windows"].erase("least_tokens");
  write(older);
  auto bundle = Bundle::open(folder_.string());
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(bundle.value().manifest().windows.least_tokens, 0U);
}

TEST_F(BundleTest, SaysWhichFieldOfTheManifestIsWrong) {
  const nlohmann::json good = manifest();
  const auto with = [&](const std::string& pointer, nlohmann::json value) {
    nlohmann::json changed = good;
    changed[nlohmann::json::json_pointer(pointer)] = std::move(value);
    write(changed);
    return problem();
  };
  EXPECT_NE(with("/schema", "detente.weights/9").find("detente.weights/9"), std::string::npos);
  EXPECT_EQ(with("/vocabulary", "many"), "vocabulary is missing or not an integer");
  EXPECT_EQ(with("/temperatures/tone", nullptr), "temperatures.tone is missing or not a number");
  EXPECT_EQ(with("/temperatures/tone", 0), "temperatures must be above 0");
  EXPECT_NE(with("/windows/context_tokens", 223).find("windows.tokens"), std::string::npos);
  EXPECT_NE(with("/windows/least_tokens", 225).find("least_tokens"), std::string::npos);
  EXPECT_NE(with("/windows/least_tokens", "many").find("least_tokens"), std::string::npos);
  EXPECT_NE(with("/formula/a", 0).find("formula"), std::string::npos);
  EXPECT_NE(with("/labels/tone", nlohmann::json::array({2, 1, 0, -1, -2})).find("labels"),
            std::string::npos);
  EXPECT_EQ(with("/files/..~1other", {{"sha256", ""}, {"bytes", 1}}),
            "files must lie beside the manifest");
  EXPECT_EQ(with("/files/model.pt/bytes", -1), "files.model.pt.bytes is missing or not an integer");
}

TEST_F(BundleTest, RefusesAFolderWithoutAManifest) {
  fs::remove(folder_ / "manifest.json");
  EXPECT_NE(problem().find("--weights"), std::string::npos);
  std::ofstream(folder_ / "manifest.json") << "{";
  EXPECT_NE(problem().find("not valid JSON"), std::string::npos);
}

}  // namespace
}  // namespace detente
