#include "sentences/splitter.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace detente {
namespace {

namespace fs = std::filesystem;

const char kGolden[] = DETENTE_GOLDEN_DIR "/sentences";
const char kAbbreviations[] = DETENTE_GOLDEN_DIR "/../../weights/abbreviations.tsv";

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

const Splitter& splitter() {
  static const Result<Splitter> opened = Splitter::open(read_file(kAbbreviations));
  return opened.value();
}

std::vector<std::string> sentences_of(std::string_view text, std::string_view language) {
  std::vector<std::string> sentences;
  for (const Span span : splitter().split(text, language)) {
    sentences.emplace_back(text.substr(span.begin, span.size()));
  }
  return sentences;
}

using Sentences = std::vector<std::string>;

// ---- golden cases ----

struct Case {
  std::string language;
  std::string name;
  std::string why;
  std::string text;
  Sentences expected;
  std::string known_failure;  // the reason; empty: must pass
  friend void PrintTo(const Case& c, std::ostream* out) {
    *out << c.language << "/" << c.name << ": " << c.why;
  }
};

// tests/golden/sentences/known_failures.txt: `file/name<TAB>reason` lines, # comments.
std::map<std::string, std::string> known_failures() {
  std::map<std::string, std::string> reasons;
  std::istringstream lines(read_file(fs::path(kGolden) / "known_failures.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    reasons[line.substr(0, tab)] = tab == std::string::npos ? "" : line.substr(tab + 1);
  }
  return reasons;
}

// A line that is no case becomes a case without a name, which fails.
Case read_case(const std::string& line, const std::string& stem) {
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  Case read;
  if (!json.is_object() || !json.contains("expected")) return read;
  read.language = json.value("language", stem == "other" ? std::string() : stem);
  read.name = json.value("name", "");
  read.why = json.value("why", "");
  read.text = json.value("text", "");
  for (const auto& sentence : json["expected"]) {
    if (sentence.is_string()) read.expected.push_back(sentence.get<std::string>());
  }
  return read;
}

std::vector<Case> golden_cases() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kGolden)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  const std::map<std::string, std::string> failures = known_failures();
  std::vector<Case> cases;
  for (const fs::path& file : files) {
    std::istringstream lines(read_file(file));
    for (std::string line; std::getline(lines, line);) {
      if (line.empty()) continue;
      Case read = read_case(line, file.stem().string());
      const auto known = failures.find(file.stem().string() + "/" + read.name);
      if (known != failures.end()) read.known_failure = known->second;
      cases.push_back(std::move(read));
    }
  }
  return cases;
}

class GoldenSentences : public testing::TestWithParam<Case> {};

TEST_P(GoldenSentences, AreFound) {
  const Case& golden = GetParam();
  ASSERT_FALSE(golden.name.empty()) << "a line of a golden file is no case";
  const Sentences found = sentences_of(golden.text, golden.language);
  if (golden.known_failure.empty()) {
    EXPECT_EQ(found, golden.expected)
        << golden.language << "/" << golden.name << ": " << golden.why;
  } else {
    EXPECT_NE(found, golden.expected)
        << golden.name << " passes now: strike it from known_failures.txt";
  }
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.language + "_" + info.param.name + "_" + std::to_string(info.index);
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z'); },
      '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenSentences, testing::ValuesIn(golden_cases()), test_name);

TEST(KnownFailures, NameExistingCasesAndAReason) {
  std::size_t matched = 0;
  for (const Case& golden : golden_cases()) matched += golden.known_failure.empty() ? 0U : 1U;
  EXPECT_EQ(matched, known_failures().size());
}

// ---- what the golden cases do not ask; ¦ marks the boundaries ----

struct Marked {
  const char* why;
  const char* language;
  const char* text;
};

TEST(Splitter, EndsSentencesWhereMarked) {
  const std::vector<Marked> cases = {
      {"a sign that points is no tail", "uk",
       "Серед них є жінки.¦ ◻️ Київ чекає.¦ ◻️ Львів "
       "теж."},
      {"a tail after a shout", "en", "We won! 🎉¦ They lost."},
      {"a lost space", "en", "He was sad.¦Then he left?¦Nobody knows."},
      {"a name with a point", "ru", "Об этом пишет Газета.Ру вчера."},
      {"an hour and a bracket", "en", "It began at 9 p.m. (local time) in Moscow."},
      {"no capital letter anywhere", "en", "the talks failed.¦ nobody came.¦ why?¦ unclear."},
      {"a dateline with points", "ru", "Москва. 16 апреля. INTERFAX.RU - Путин ждёт.¦ Он один."},
      {"a speaker by name", "en", "“What next?” Peskov asked.¦ “Wait!”¦ Peskov left."},
      {"a quotation with a particle", "ja", "「行きます。」と彼は言った。¦そうですか？"},
      {"footnotes belong to their sentence", "en", "It fell.[1][2]¦ It rose.¹¦ So what."},
      {"a bracket within", "en",
       "“I know (he laughed! Really!) that,” she said.¦ (Is it so?)¦ Yes."},
      {"a number after a year", "en", "He left in 2021.¦ 12 soldiers came."},
      {"a range of numbers", "ru", "Ждали 5 ... 10 дней."},
      {"a Greek semicolon elsewhere", "en", "Will it hold; nobody knew."},
      {"unknown language, safe repairs", "xx",
       "Mr. Smith met Hr. Müller, e.g. there.¦ Он, т. е. она, ушёл."},
      {"lines wrapped at 70 columns", "en",
       "The plan, which had been under discussion for many months by the\n"
       "United States and the Russian Federation, was rejected by the whole\n"
       "Kremlin on Tuesday.¦ The spokesman said that it was up to\nWashington now."},
      {"a headline", "en", "Talks fail in Geneva\n¦The minister left.¦\n- one\n¦- two\n¦3) three"},
      {"Windows line ends", "en", "One line\r\n\r\n¦Two\r\n¦Three"},
      {"Devanagari, Arabic, Ethiopic", "", "यह है।¦ वह है।¦ هل هذا؟¦ نعم.¦ ይህ።¦ ያ።"},
  };
  for (const Marked& marked : cases) {
    std::string text;
    Sentences expected;
    std::string sentence;
    for (const char* at = marked.text; *at != 0; ++at) {
      if (std::string_view(at).starts_with("¦")) {
        expected.push_back(sentence);
        sentence.clear();
        ++at;
      } else {
        sentence += *at;
        text += *at;
      }
    }
    expected.push_back(sentence);
    for (std::string& trimmed : expected) {
      trimmed.erase(0, trimmed.find_first_not_of(" \r\n"));
      trimmed.erase(trimmed.find_last_not_of(" \r\n") + 1);
    }
    EXPECT_EQ(sentences_of(text, marked.language), expected) << marked.why;
  }
}

// ---- the law ----

bool is_blank(UChar32 c) { return u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF; }

UChar32 decode(std::string_view text, std::size_t& at) {
  UChar32 c = 0;
  int used = static_cast<int>(at);
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), used, static_cast<int>(text.size()),
          c);
  at = static_cast<std::size_t>(used);
  return c;
}

// Spans in order, apart, none empty, on character boundaries, trimmed, and nothing but white space
// between them.
testing::AssertionResult obeys_the_law(std::string_view text, const std::vector<Span>& spans) {
  std::vector<int> owner(text.size() + 1, -1);
  std::size_t last_end = 0;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const Span span = spans[i];
    if (span.begin >= span.end || span.end > text.size())
      return testing::AssertionFailure() << "bad span " << i;
    if (span.begin < last_end)
      return testing::AssertionFailure() << "span " << i << " overlaps the last";
    if (span.begin < text.size() && U8_IS_TRAIL(static_cast<std::uint8_t>(text[span.begin]))) {
      return testing::AssertionFailure() << "span " << i << " begins within a character";
    }
    if (span.end < text.size() && U8_IS_TRAIL(static_cast<std::uint8_t>(text[span.end]))) {
      return testing::AssertionFailure() << "span " << i << " ends within a character";
    }
    for (std::size_t at = span.begin; at < span.end; ++at) owner[at] = static_cast<int>(i);
    last_end = span.end;
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const bool blank = is_blank(decode(text, at));
    if (!blank && owner[begin] < 0)
      return testing::AssertionFailure() << "byte " << begin << " is in no sentence";
    const bool edge =
        owner[begin] >= 0 && (begin == spans[static_cast<std::size_t>(owner[begin])].begin ||
                              at == spans[static_cast<std::size_t>(owner[begin])].end);
    if (blank && edge)
      return testing::AssertionFailure() << "white space at the edge of a sentence, byte " << begin;
  }
  return testing::AssertionSuccess();
}

// Copies the text into a buffer of its exact size, so that a sanitizer sees one byte too far.
std::vector<Span> split_exact(std::string_view text, std::string_view language) {
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  std::copy(text.begin(), text.end(), exact.get());
  return splitter().split(std::string_view(exact.get(), text.size()), language);
}

void append(std::string& text, UChar32 c) {
  char buffer[U8_MAX_LENGTH];
  int used = 0;
  U8_APPEND_UNSAFE(buffer, used, c);
  text.append(buffer, static_cast<std::size_t>(used));
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "He",       "said",     "No",     "U.S",     "Dr",
      "J",        "e.g",      "etc",    "i",       "www.a.org/?q=X",
      "a@b.c",    "3",        "12",     "1997",    "IV",
      "Он",       "сказал",   "г",      "т",       "д",
      "В",        "Путин",    "ул",     "Її",      "März",
      "z",        "B",        "Straße", "Ça",      "été",
      "ł",        "μ",        "東京",   "です",    "他说",
      "ไทย",      "हिन्दी",    "مرحبا",  "שלום",    "ა",
      "🎉",        "👍🏽", "🇺🇦",     "e\u0301", ".",
      ".",        ".",        "...",    "…",       "!",
      "?",        "?!",       "。",     "！",      "।",
      "؟",        ";",        ":",      ",",       "、",
      "\"",       "'",        "’",      "‘",       "“",
      "”",        "„",        "‟",      "«",       "»",
      "‹",        "›",        "(",      ")",       "[",
      "]",        "[1]",      "{",      "}",       "「",
      "」",       "¿",        "-",      "–",       "—",
      "•",        "*",        "/",      "%",       "№",
      "§",        "1.",       "a)",     "¹",       " ",
      " ",        " ",        " ",      " ",       "  ",
      "\t",       "\u00A0",   "\u202F", "\u200B",  "\uFEFF",
      "\u3000",   "\n",       "\n",     "\n\n",    "\r\n",
      "\r\n\r\n", "\r",       "\v",     "\f",      "\u0085",
      "\u2028",   "\u2029",   "\u00AD", "\u200D"};
  std::string text;
  const std::size_t pieces = random() % 60;
  for (std::size_t i = 0; i < pieces; ++i) {
    if (random() % 40 != 0) {
      text += kPieces[random() % kPieces.size()];
      continue;
    }
    const UChar32 c = static_cast<UChar32>(1 + random() % 0x10FFFE);
    if (!U_IS_SURROGATE(static_cast<std::uint32_t>(c))) append(text, c);
  }
  return text;
}

const std::vector<std::string> kLanguages = {"en", "ru", "uk", "fr", "de",    "es", "it", "pl",
                                             "pt", "nl", "sv", "cs", "ja",    "zh", "el", "th",
                                             "hi", "ar", "",   "xx", "en-GB", "?!"};

TEST(Splitter, ObeysTheLawOnRandomText) {
  std::mt19937 random(20210416);
  for (int round = 0; round < 40000; ++round) {
    const std::string text = random_text(random);
    const std::string& language = kLanguages[random() % kLanguages.size()];
    ASSERT_TRUE(obeys_the_law(text, split_exact(text, language)))
        << "language `" << language << "`, text " << testing::PrintToString(text);
  }
}

TEST(Splitter, ObeysTheLawOnGoldenText) {
  for (const Case& golden : golden_cases()) {
    for (const std::string& language : kLanguages) {
      ASSERT_TRUE(obeys_the_law(golden.text, split_exact(golden.text, language)))
          << golden.name << " as " << language;
    }
  }
}

TEST(Splitter, FindsNothingInWhiteSpace) {
  for (const char* text : {"", " ", "\n\n", "\r\n \t", "\uFEFF", "\u200B\u00A0\u2029"}) {
    EXPECT_EQ(sentences_of(text, "en"), Sentences{}) << testing::PrintToString(text);
  }
}

TEST(Splitter, GivesTheSameSentencesOnEveryThread) {
  std::mt19937 random(7);
  std::string text;
  for (int i = 0; i < 200; ++i) text += random_text(random);
  const std::vector<Span> expected = splitter().split(text, "ru");
  std::vector<std::vector<Span>> found(8);
  std::vector<std::thread> threads;
  for (auto& spans : found) threads.emplace_back([&] { spans = splitter().split(text, "ru"); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& spans : found) EXPECT_EQ(spans, expected);
}

// ---- time ----

std::string repeated(std::string_view unit, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + unit.size());
  while (text.size() < bytes) text += unit;
  return text;
}

// Processor time of this thread: a busy machine makes the clock on the wall run away from it.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double seconds_to_split(const std::string& text) {
  const double start = thread_seconds();
  const std::vector<Span> spans = splitter().split(text, "en");
  const double taken = thread_seconds() - start;
  EXPECT_LE(spans.size(), text.size());
  return taken;
}

TEST(Splitter, TakesAHundredTimesLongerForAHundredTimesMore) {
  const std::vector<std::string> units = {
      ".",      ". ",   "\"",  ". \" » “ ", "\n",     "a\n",  "\r\n",  "a ",     "a", "(a. B ",
      "A. B. ", "a.B.", "1. ", ". 🎉 ",      ". ) ] ", "« ! ", "?",     "[1]",    " ", "\u00A0",
      "\u200B", "… ",   "- ",  "a@b.c/",    "。",     "他",   "x. y ", "“A.” – "};
  for (const std::string& unit : units) {
    const std::string small = repeated(unit, 20'000);
    const std::string large = repeated(unit, 2'000'000);
    double fastest = 1;
    for (int i = 0; i < 5; ++i) fastest = std::min(fastest, seconds_to_split(small));
    EXPECT_LT(seconds_to_split(large), 100 * 5 * std::max(fastest, 1e-4))
        << testing::PrintToString(unit);
  }
}

TEST(Splitter, SplitsFiveMegabytesOfMarksAndOneWithoutAnyBoundaryInSeconds) {
  for (const char* unit : {".", "\"", "\n", ".\"\n"}) {
    EXPECT_LT(seconds_to_split(repeated(unit, 5'000'000)), 30) << testing::PrintToString(unit);
  }
  for (const char* unit : {"\n", "\r\n", " ", "\u2028"}) {
    const std::string run = repeated(unit, 2'000'000);
    EXPECT_LT(seconds_to_split(run + "A." + run + "B." + run), 30) << testing::PrintToString(unit);
  }
  const std::string endless = repeated("word ", 1'000'000);
  EXPECT_LT(seconds_to_split(endless), 10);
  EXPECT_EQ(splitter().split(endless, "en").size(), 1U);
}

// ---- the data file ----

TEST(SplitterOpen, ReadsTheShippedAbbreviations) {
  const Result<Splitter> opened = Splitter::open(read_file(kAbbreviations));
  ASSERT_TRUE(opened.ok()) << opened.error().message << ", line "
                           << opened.error().line.value_or(0);
}

TEST(SplitterOpen, TakesCommentsEmptyLinesAndCarriageReturns) {
  const Result<Splitter> opened = Splitter::open("# comment\r\n\r\nen\tinside\tfoo\r\n");
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value().split("A foo. Bar.", "en").size(), 1U);
}

TEST(SplitterOpen, NamesTheLineAndTheRemedy) {
  const std::vector<std::string> bad = {
      "en\tinside",       "en\tsometimes\tfoo",   "English\tinside\tfoo", "\tinside\tfoo",
      "en inside foo",    "en\tinside\tfoo||bar", "en\tinside\tfoo|",     "en\tinside\t.",
      "en\tinside\t\xFF", "en\tinside\tfoo\tbar",
  };
  for (const std::string& line : bad) {
    const Result<Splitter> opened = Splitter::open("# first\nen\tinside\te.g\n" + line + "\n");
    ASSERT_FALSE(opened.ok()) << line;
    EXPECT_EQ(opened.error().code, ErrorCode::weights) << line;
    EXPECT_EQ(opened.error().line, 3U) << line;
    EXPECT_NE(opened.error().message.find("language<TAB>kind<TAB>word"), std::string::npos)
        << opened.error().message;
  }
}

TEST(SplitterOpen, RefusesAFileWithoutWords) {
  for (const char* content : {"", "\n\n", "# nothing\n"}) {
    const Result<Splitter> opened = Splitter::open(content);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::weights);
    EXPECT_NE(opened.error().message.find("restore"), std::string::npos);
  }
}

}  // namespace
}  // namespace detente
