#include "report/windows_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

#include "report/json_string.h"

namespace detente {
namespace {

template <class Numbers>
void append_numbers(std::string& out, const char* name, const Numbers& numbers) {
  fmt::format_to(std::back_inserter(out), R"("{}":[{}],)", name, fmt::join(numbers, ","));
}

}  // namespace

std::string windows_json(const WindowsHeader& header, const std::vector<Window>& windows) {
  std::string out = R"({"schema":"detente.windows/1","id":)";
  append_json_string(out, header.id);
  out += R"(,"status":"ok","language":)";
  append_json_string(out, header.language);
  out += R"(,"principal":)";
  append_json_string(out, header.principal);
  fmt::format_to(std::back_inserter(out), R"(,"gazetteer":"{}","sentence_count":{},"windows":[)",
                 header.gazetteer, header.sentences);
  for (const Window& window : windows) {
    if (&window != windows.data()) out += ',';
    out += '{';
    append_numbers(out, "ids", window.ids);
    append_numbers(out, "roles", window.roles);
    append_numbers(out, "positions", window.positions);
    append_numbers(out, "bytes", window.bytes);
    out += R"("sentences":[)";
    for (const WindowSentence& part : window.sentences) {
      if (&part != window.sentences.data()) out += ',';
      fmt::format_to(std::back_inserter(out), "[{},{},{},{}]", part.begin, part.end, part.close,
                     part.sentence);
    }
    out += "]}";
  }
  out += "]}";
  return out;
}

std::string windows_error_json(const std::string& id, const Error& error) {
  std::string out = R"({"schema":"detente.windows/1","id":)";
  append_json_string(out, id);
  fmt::format_to(std::back_inserter(out), R"(,"status":"error","code":"{}","message":)",
                 code_name(error.code));
  append_json_string(out, error.message);
  const auto place = [](const auto& number) { return number ? std::to_string(*number) : "null"; };
  fmt::format_to(std::back_inserter(out), R"(,"line":{},"byte":{}}})", place(error.line),
                 place(error.byte));
  return out;
}

}  // namespace detente
