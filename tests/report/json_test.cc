// Reports as JSON: valid under the schema, byte for byte what they should be, and readable back.
#include "report/json.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "report/reports.h"
#include "support/schema.h"

namespace detente {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

// The line, once it is known to be valid.
std::string line_of(const Report& report, const JsonOptions& options = {}) {
  std::string line = to_json(report, options);
  EXPECT_EQ(schema_problem(line), "") << line;
  return line;
}

TEST(Json, WritesTheExampleOfTheSpecification) {
  EXPECT_EQ(
      line_of(full_report()),
      R"({"schema":"detente.report/1","id":"a1","status":"ok","language":"en","published_at":"2021-04-16",)"
      R"("source":"agency","url":"https://example.org/a1","title":"Kremlin ready for a summit",)"
      R"("index":{"value":0.25,"low":-0.33,"high":0.75,"level":0.9,"verdict":"mixed","reason":null,"positive":3.8,)"
      R"("unacceptable":1.9,"units":2,"overture":0.52,"measure":-0.4,"frame_gap":0.92,"log_odds":0.58,"formula":1},)"
      R"("tone":{"mean":-0.125,"principal":0.25,"counterpart":null},)"
      R"("sentences":[{"begin":0,"end":42,"text":"Moscow welcomes the proposal, Peskov said.","tone":0.5,)"
      R"("tone_probabilities":[0,0.125,0.25,0.625,0],)"
      R"("speaker":{"side":"principal","actor":"peskov","begin":30,"end":36,"how":"reported","confidence":0.93},)"
      R"("embedded":null,)"
      R"("principal":{"positive":0.95,"unacceptable":0.01,"none":0.04,"object":{"overture":0.97,"measure":0.01,"other":0.02}},)"
      R"("counterpart":{"positive":0,"unacceptable":0,"none":1,"object":{"overture":0,"measure":0,"other":1}},"weight":1},)"
      R"({"begin":43,"end":53,"text":"It rained.","tone":0,"tone_probabilities":[0,0,1,0,0],)"
      R"("speaker":{"side":null,"actor":null,"begin":null,"end":null,"how":"none","confidence":0},"embedded":null,)"
      R"("principal":{"positive":0,"unacceptable":0,"none":1,"object":{"overture":0,"measure":0,"other":1}},)"
      R"("counterpart":{"positive":0,"unacceptable":0,"none":1,"object":{"overture":0,"measure":0,"other":1}},"weight":0},)"
      R"({"begin":54,"end":102,"text":"New sanctions would be \"unacceptable\", he added.","tone":-1,)"
      R"("tone_probabilities":[0.25,0.5,0.25,0,0],)"
      R"("speaker":{"side":"principal","actor":null,"begin":null,"end":null,"how":"carried","confidence":0.5},"embedded":null,)"
      R"("principal":{"positive":0,"unacceptable":0.9,"none":0.1,"object":{"overture":0,"measure":0.75,"other":0.25}},)"
      R"("counterpart":{"positive":0.8,"unacceptable":0.1,"none":0.1,"object":{"overture":0,"measure":1,"other":0}},"weight":0.5}],)"
      R"("coverage":{"bytes":102,"scored":100,"windows":1},"signature":")" +
          std::string(512, '7') +
          R"(","warnings":["language guessed"],"engine":{"version":"0.1.0","weights":")" +
          std::string(64, 'a') + R"(","principal":"kremlin","isa":"avx512-vnni"}})");
}

TEST(Json, AFailedArticleIsOneLineThatSaysWhatAndWhere) {
  EXPECT_EQ(
      line_of(failed_report()),
      R"({"schema":"detente.report/1","id":"bad","status":"error","error":{"code":"invalid_utf8",)"
      R"("message":"byte 0xff is not UTF-8: convert the file","line":3,"byte":17,"path":"in/articles.jsonl"},)"
      R"("language":null,"published_at":null,"source":null,"url":null,"title":null,"engine":{"version":"0.1.0","weights":")" +
          std::string(64, 'a') + R"(","principal":"kremlin","isa":"avx512-vnni"}})");
}

TEST(Json, EveryErrorCodeIsInTheSchema) {
  for (int code = 0; std::string(code_name(static_cast<ErrorCode>(code))) != "unknown"; ++code) {
    Report r;
    r.error = Error{
        .code = static_cast<ErrorCode>(code), .message = "", .path = "", .line = {}, .byte = {}};
    const Json json = Json::parse(line_of(r));
    EXPECT_EQ(json["error"]["line"], nullptr);
    EXPECT_EQ(json["error"]["byte"], nullptr);
    EXPECT_EQ(json["error"]["path"], nullptr);
    EXPECT_EQ(json["engine"]["version"], nullptr);
  }
}

TEST(Json, WhatIsNotKnownIsNull) {
  Report r;
  r.index.reason = "no sentence";
  r.engine = some_engine();
  const Json json = Json::parse(line_of(r));
  EXPECT_EQ(json["id"], "");
  for (const char* key : {"language", "published_at", "source", "url", "title", "signature"}) {
    EXPECT_EQ(json[key], nullptr) << key;
  }
  for (const char* key : {"value", "low", "high"}) EXPECT_EQ(json["index"][key], nullptr);
  EXPECT_EQ(json["index"]["reason"], "no sentence");
  EXPECT_EQ(json["tone"]["mean"], nullptr);
  EXPECT_TRUE(json["sentences"].empty());
}

TEST(Json, WithoutTextOnlyTheSentenceTextsGo) {
  OrderedJson with = OrderedJson::parse(line_of(full_report()));
  const OrderedJson without = OrderedJson::parse(line_of(full_report(), {.text = false}));
  EXPECT_NE(with, without);
  for (OrderedJson& sentence : with["sentences"]) sentence.erase("text");
  EXPECT_EQ(with, without);
  EXPECT_EQ(without["title"], "Kremlin ready for a summit");
}

TEST(Json, SentencesOfPresplitArticlesHaveTheirIndexInTheInput) {
  Report r = full_report();
  r.article.presplit = true;
  const Json json = Json::parse(line_of(r));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(json["sentences"][i]["index_in_input"], i);
    EXPECT_FALSE(json["sentences"][i].contains("begin"));
    EXPECT_FALSE(json["sentences"][i].contains("end"));
  }
}

TEST(Json, EscapesWhatMustBeAndNothingElse) {
  Report r = full_report();
  r.article.title = std::string("\"\\/\b\f\n\r\t\x01\x1f\x7f\0", 12) + "é\u2028\U0001f54a";
  const std::string line = line_of(r);
  EXPECT_NE(
      line.find("\"title\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000é\u2028\U0001f54a\""),
      std::string::npos);
  EXPECT_EQ(Json::parse(line)["title"], r.article.title);
}

TEST(Json, BytesThatAreNotUtf8BecomeVisible) {
  Report r = failed_report();
  r.error->path = "in/\xff\xe2\x82.txt";
  const std::string line = line_of(r);
  EXPECT_EQ(Json::parse(line)["error"]["path"], "in/\\xFF\\xE2\\x82.txt");
  EXPECT_EQ(line.find("\ufffd"), std::string::npos);
}

TEST(Json, NumbersAreShortestAndReadBackExactly) {
  Report r = full_report();
  SentenceReport& s = r.sentences[0];
  s.speaker.confidence = 0.1f;
  s.weight = 1.0f / 3;
  s.principal.positive = 1e-20f;
  s.principal.none = 0.99f;
  s.tone = -0.0f;
  r.index.frame_gap = 0.1 + 0.2;
  const std::string line = line_of(r);
  EXPECT_NE(line.find("\"confidence\":0.1}"), std::string::npos);
  EXPECT_NE(line.find("\"weight\":0.33333334}"), std::string::npos);
  EXPECT_NE(line.find("\"positive\":1e-20,"), std::string::npos);
  EXPECT_NE(line.find("\"frame_gap\":0.30000000000000004,"), std::string::npos);
  EXPECT_NE(line.find("\"tone\":0,\"tone_prob"), std::string::npos);
}

TEST(Json, NumbersThatAreNoneAreNullAndCaughtByTheSchema) {
  Report r = full_report();
  r.sentences[0].tone = std::numeric_limits<float>::quiet_NaN();
  r.index.log_odds = std::numeric_limits<double>::infinity();
  const std::string line = to_json(r, {});
  EXPECT_NE(line.find("\"tone\":null"), std::string::npos);
  EXPECT_NE(line.find("\"log_odds\":null"), std::string::npos);
  EXPECT_TRUE(Json::accept(line));
  EXPECT_NE(schema_problem(line), "");
}

TEST(JsonLaw, EveryReportIsValidAndReadsBackAsItWas) {
  RandomReports random(1);
  for (int round = 0; round < 500; ++round) {
    const Report r = random.next();
    const JsonOptions options{.text = random.integer(0, 3) > 0};
    const Json json = Json::parse(line_of(r, options));
    ASSERT_EQ(json["id"], r.article.id);
    ASSERT_EQ(json["title"].is_null() ? "" : json["title"].get<std::string>(), r.article.title);
    ASSERT_EQ(json["status"] == "error", r.error.has_value());
    if (r.error) continue;
    ASSERT_EQ(json["sentences"].size(), r.sentences.size());
    for (std::size_t i = 0; i < r.sentences.size(); ++i) {
      const Json& written = json["sentences"][i];
      const SentenceReport& s = r.sentences[i];
      if (options.text) {
        ASSERT_EQ(written["text"], s.text);
      }
      if (options.text && !r.article.presplit) {
        const std::size_t begin = written["begin"], end = written["end"];
        ASSERT_EQ(r.article.text.substr(begin, end - begin), s.text);
      }
      ASSERT_EQ(written["principal"]["positive"].get<float>(), s.principal.positive);
      ASSERT_EQ(written["counterpart"]["object"]["measure"].get<float>(), s.counterpart.measure);
      ASSERT_EQ(written["weight"].get<float>(), s.weight);
      ASSERT_EQ(written["tone"].get<float>(), s.tone);
    }
  }
}

// ------------------------------------------------------------------------- the schema is strict

std::string problem_after(const std::function<void(Json&)>& change,
                          const Report& report = full_report()) {
  Json json = Json::parse(to_json(report, {}));
  change(json);
  return schema_problem(json.dump());
}

TEST(Schema, RefusesWhatNoReportMayBe) {
  EXPECT_EQ(problem_after([](Json&) {}), "");
  EXPECT_NE(problem_after([](Json& j) { j["schema"] = "detente.report/2"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["status"] = "fine"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["status"] = "error"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["extra"] = 1; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["error"] = nullptr; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["title"] = ""; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["index"]["value"] = nullptr; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["index"]["value"] = 0.9; }), "");  // outside its interval
  EXPECT_NE(problem_after([](Json& j) { j["index"]["value"] = 1.5; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["index"]["verdict"] = "none"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["index"]["units"] = 1.5; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["tone"]["mean"] = -3; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["signature"] = "77"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["engine"]["weights"] = nullptr; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["coverage"]["scored"] = 1000; }), "");
  EXPECT_NE(problem_after([](Json& j) { j.erase("warnings"); }), "");
  for (const char* key :
       {"tone", "speaker", "embedded", "principal", "counterpart", "weight", "begin"}) {
    EXPECT_NE(problem_after([&](Json& j) { j["sentences"][0].erase(key); }), "") << key;
  }
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["index_in_input"] = 0; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["begin"] = 99; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["weight"] = 2; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["speaker"]["how"] = "guessed"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["speaker"]["side"] = "none"; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["speaker"]["end"] = nullptr; }), "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["tone_probabilities"].push_back(0); }),
            "");
  EXPECT_NE(problem_after([](Json& j) { j["sentences"][0]["principal"]["none"] = 0.5; }), "");

  const Report failed = failed_report();
  EXPECT_EQ(problem_after([](Json&) {}, failed), "");
  EXPECT_NE(problem_after([](Json& j) { j["error"]["code"] = "oops"; }, failed), "");
  EXPECT_NE(problem_after([](Json& j) { j["error"]["line"] = 0; }, failed), "");
  EXPECT_NE(problem_after([](Json& j) { j["error"].erase("byte"); }, failed), "");
  EXPECT_NE(problem_after([](Json& j) { j["index"] = Json::object(); }, failed), "");

  EXPECT_NE(schema_problem(R"({"schema":"detente.report/1","id":"a","id":"b"})").find("key twice"),
            std::string::npos);
  EXPECT_NE(schema_problem(""), "");
  EXPECT_NE(schema_problem("{}"), "");
  EXPECT_NE(schema_problem("[]"), "");
  EXPECT_NE(schema_problem(to_json(failed, {}) + "\n"), "");
  EXPECT_NE(schema_problem(to_json(failed, {}) + "{}"), "");
}

}  // namespace
}  // namespace detente
