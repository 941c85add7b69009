#include "support/schema.h"

#include <cmath>
#include <cstdint>
#include <exception>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#ifndef DETENTE_SCHEMA_FILE
#error "DETENTE_SCHEMA_FILE: path of engine/report/report.schema.json"
#endif

namespace detente {
namespace {

using Json = nlohmann::json;

std::unique_ptr<valijson::Schema> load_schema() {
  std::ifstream file(DETENTE_SCHEMA_FILE, std::ios::binary);
  if (!file) throw std::runtime_error(std::string("cannot read ") + DETENTE_SCHEMA_FILE);
  const Json document = Json::parse(file);
  auto schema = std::make_unique<valijson::Schema>();
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), *schema);
  return schema;
}

// Throws what the parser throws, and for a key that stands twice in one object.
Json parse_strictly(std::string_view line) {
  std::vector<std::set<std::string>> keys;  // of the objects that are open
  return Json::parse(line, [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed).second) {
      throw std::runtime_error("key twice: " + parsed.get<std::string>());
    }
    return true;
  });
}

bool sums_to_one(double sum) { return std::abs(sum - 1) < 1e-4; }

double sum_of(const Json& object, std::initializer_list<const char*> keys) {
  double sum = 0;
  for (const char* key : keys) sum += object[key].get<double>();
  return sum;
}

std::string framing_problem(const Json& framing) {
  if (!sums_to_one(sum_of(framing, {"positive", "unacceptable", "none"}))) {
    return "framing probabilities do not sum to 1";
  }
  if (!sums_to_one(sum_of(framing["object"], {"overture", "measure", "other"}))) {
    return "object probabilities do not sum to 1";
  }
  return "";
}

std::string span_problem(const Json& holder) {
  if (!holder.contains("begin") || holder["begin"].is_null()) return "";
  const bool ordered = holder["begin"].get<std::uint64_t>() <= holder["end"].get<std::uint64_t>();
  return ordered ? "" : "begin after end";
}

// What a schema cannot say. The report is valid under the schema.
std::string problem_beyond_schema(const Json& report) {
  if (report["status"] != "ok") return "";
  const Json& index = report["index"];
  if (!index["value"].is_null()) {
    const double value = index["value"];
    if (!(index["low"].get<double>() <= value && value <= index["high"].get<double>())) {
      return "interval without its value";
    }
  }
  const Json& coverage = report["coverage"];
  if (coverage["scored"].get<std::uint64_t>() > coverage["bytes"].get<std::uint64_t>()) {
    return "more bytes scored than there are";
  }
  for (const Json& sentence : report["sentences"]) {
    double sum = 0;
    for (const double probability : sentence["tone_probabilities"]) sum += probability;
    if (!sums_to_one(sum)) return "tone probabilities do not sum to 1";
    for (const std::string& problem :
         {framing_problem(sentence["principal"]), framing_problem(sentence["counterpart"]),
          span_problem(sentence), span_problem(sentence["speaker"])}) {
      if (!problem.empty()) return problem;
    }
  }
  return "";
}

std::string described(valijson::ValidationResults& results) {
  std::string all;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) all += step;
    all += ": " + error.description + "\n";
  }
  return all.empty() ? "not valid" : all;
}

}  // namespace

std::string schema_problem(std::string_view json_line) {
  try {
    static const std::unique_ptr<valijson::Schema> schema = load_schema();
    if (json_line.find_first_of("\r\n") != std::string_view::npos) return "more than one line";
    const Json report = parse_strictly(json_line);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (!validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(report), &results)) {
      return described(results);
    }
    return problem_beyond_schema(report);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace detente
