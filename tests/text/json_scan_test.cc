#include "text/json_scan.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>
#include <string>
#include <vector>

namespace detente {
namespace {

TEST(JsonScan, FindsNoFaultInJson) {
  for (const std::string_view text :
       {"{}", "[]", " {\"a\" : [1, -0.5e+3, true, false, null, \"\\u00e9\\ud83d\\ude00\\n\"]} ",
        "1", "\"x\"", "[[[]],{}]"}) {
    EXPECT_EQ(scan_json(text).error, std::nullopt) << text;
  }
}

TEST(JsonScan, PointsAtTheFirstByteThatCannotStand) {
  const std::vector<std::pair<std::string_view, std::size_t>> broken{
      {"", 0},
      {"{", 1},
      {"{\"a\"}", 4},
      {"{\"a\":}", 5},
      {"{\"a\":1,}", 7},
      {"{\"a\":1 \"b\":2}", 7},
      {"[1,]", 3},
      {"[1}", 2},
      {"{} x", 3},
      {"\"ab", 3},
      {"\"a\nb\"", 2},
      {"\"\\x\"", 2},
      {"tru", 3},
      {"nul]", 3},
      {"01", 1},
      {"1.", 2},
      {"-", 1},
      {"1e", 2},
      {"\"\\ud800\"", 1},
      {"\"\\udc00\"", 1},
      {"\"\\ud800\\u0041\"", 1},
      {"\"\\u12g4\"", 5},
      {"{'a':1}", 1},
      {"{a:1}", 1},
      {"\"\\", 2},
      {"\"\\u", 3},
      {"\"\\ud800\\u", 9},
      {"NaN", 0},
  };
  for (const auto& [text, byte] : broken) EXPECT_EQ(scan_json(text).error, byte) << text;
}

TEST(JsonScan, SeesTheOutermostIdBeforeTheFault) {
  const std::string_view text = R"({"x":{"id":1},"id":"a1","text":"cut of)";
  const JsonScan scan = scan_json(text);
  ASSERT_TRUE(scan.id.has_value());
  EXPECT_EQ(text.substr(scan.id->begin, scan.id->size()), "\"a1\"");
  EXPECT_EQ(scan.error, text.size());
  EXPECT_EQ(scan_json(R"([{"id":1}])").id, std::nullopt);
  EXPECT_EQ(scan_json(R"({"id":{"a":1}})").id, std::nullopt);
  EXPECT_EQ(scan_json(R"({"id":[1]})").id, std::nullopt);
  EXPECT_EQ(scan_json(R"({"id":"cut)").id, std::nullopt);
}

TEST(JsonScan, NeedsNoStackForDeepNesting) {
  EXPECT_EQ(scan_json(std::string(1000000, '[')).error, 1000000u);
}

TEST(JsonScan, AgreesWithTheParserOnMutatedJson) {
  std::mt19937 random(3);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::string whole =
      R"({"id":"a","n":[1,-2.5e3,true,null],"o":{"k":"\u0434\ud83d\ude00\\"},"t":"x"})";
  const std::string_view alphabet = "{}[]\",:\\u0d8eE+-.tn 1";
  simdjson::dom::parser parser;
  for (int round = 0; round < 50000; ++round) {
    std::string text = whole;
    for (std::size_t change = 0; change <= random() % 3; ++change) {
      const std::size_t at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      if (random() % 3 == 0) {
        text.erase(at, 1);
      } else if (random() % 2 == 0) {
        text.insert(at, 1, c);
      } else {
        text[at] = c;
      }
    }
    const auto verdict = parser.parse(text).error();
    const std::optional<std::size_t> error = scan_json(text).error;
    if (verdict == simdjson::NUMBER_ERROR) continue;  // may be a number that is only too large
    if (verdict != simdjson::SUCCESS) {
      ASSERT_TRUE(error.has_value()) << text << simdjson::error_message(verdict);
    } else if (error) {
      // Some versions of the parser let lone low surrogates pass.
      ASSERT_EQ(text.substr(*error, 3), "\\ud") << text;
    }
  }
}

}  // namespace
}  // namespace detente
