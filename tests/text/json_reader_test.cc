#include "text/json_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace detente {
namespace {

constexpr std::uint64_t kLine = 7;

Item read(std::string_view line) {
  // Exactly as large as the line, so that AddressSanitizer sees one byte too far.
  const std::unique_ptr<char[]> exact(new char[line.size()]);
  std::copy(line.begin(), line.end(), exact.get());
  return parse_article_json({exact.get(), line.size()}, kLine, {});
}

Article article(std::string_view line) {
  Item item = read(line);
  EXPECT_TRUE(item.article.ok()) << line << ": " << item.article.error().message;
  return item.article.ok() ? std::move(item.article).value() : Article{};
}

Error error(std::string_view line) {
  const Item item = read(line);
  EXPECT_FALSE(item.article.ok()) << line;
  if (item.article.ok()) return {};
  EXPECT_EQ(item.article.error().line, kLine);
  EXPECT_FALSE(item.article.error().message.empty());
  EXPECT_EQ(first_invalid_utf8(item.article.error().message), std::nullopt);
  EXPECT_EQ(item.article.error().message.find('\n'), std::string::npos);
  return item.article.error();
}

void expect_error(std::string_view line, ErrorCode code, std::optional<std::uint64_t> byte,
                  std::string_view word = "") {
  const Error is = error(line);
  EXPECT_STREQ(code_name(is.code), code_name(code)) << line << ": " << is.message;
  EXPECT_EQ(is.byte, byte) << line << ": " << is.message;
  EXPECT_NE(is.message.find(word), std::string::npos) << is.message;
}

TEST(JsonReader, ReadsEveryFieldOfItsOwnFormat) {
  const Article is = article(
      R"({"id":"a1","title":"T é","text":"Кремль said.","language":"en","published_at":"2021-04-16","source":"S","url":"https://x/y","extra":[1,{"a":null}]})");
  EXPECT_EQ(is.id, "a1");
  EXPECT_EQ(is.title, "T é");
  EXPECT_EQ(is.text, "Кремль said.");
  EXPECT_EQ(is.language, "en");
  EXPECT_FALSE(is.language_guessed);
  EXPECT_EQ(is.published_at, "2021-04-16");
  EXPECT_EQ(is.source, "S");
  EXPECT_EQ(is.url, "https://x/y");
  EXPECT_FALSE(is.presplit);
  EXPECT_TRUE(is.sentence_spans.empty());
  EXPECT_FALSE(is.mentions.has_value());
}

TEST(JsonReader, UnderstandsNewsPlease) {
  const Article is = article(
      R"({"authors":["A"],"date_publish":"2017-07-17 17:03:00","language":"en","source_domain":"nyt.com","maintext":"Body.","text":null,"title":"T","url":"http://u","image_url":null})");
  EXPECT_EQ(is.text, "Body.");
  EXPECT_EQ(is.published_at, "2017-07-17 17:03:00");
  EXPECT_EQ(is.source, "nyt.com");
  EXPECT_EQ(is.url, "http://u");
}

TEST(JsonReader, UnderstandsTrafilatura) {
  const Article own = article(
      R"({"title":"T","hostname":"ap.org","date":"2022-01-02","source":"https://ap.org/a","source-hostname":"AP","text":"Body.","language":null,"comments":""})");
  EXPECT_EQ(own.text, "Body.");
  EXPECT_EQ(own.published_at, "2022-01-02");
  EXPECT_EQ(own.url, "https://ap.org/a");
  EXPECT_EQ(own.source, "ap.org");
  const Article flat =
      article(R"({"sitename":"AP","hostname":"ap.org","url":"https://ap.org/a","text":"Body."})");
  EXPECT_EQ(flat.source, "AP");
  EXPECT_EQ(flat.url, "https://ap.org/a");
}

TEST(JsonReader, UnderstandsNgec) {
  const Article is =
      article(R"({"id":"20190801-2227-8b13212ac6f6","date":"2019-08-01","event_text":"Body."})");
  EXPECT_EQ(is.id, "20190801-2227-8b13212ac6f6");
  EXPECT_EQ(is.text, "Body.");
  EXPECT_EQ(is.published_at, "2019-08-01");
}

TEST(JsonReader, PrefersSentencesThenTextThenMaintextThenEventText) {
  EXPECT_EQ(article(R"({"event_text":"e","maintext":"m","text":"t","sentences":["s"]})").text, "s");
  EXPECT_EQ(article(R"({"event_text":"e","maintext":"m","text":"t"})").text, "t");
  EXPECT_EQ(article(R"({"event_text":"e","maintext":"m","text":" "})").text, "m");
  EXPECT_EQ(article(R"({"event_text":"e","maintext":null,"text":""})").text, "e");
}

TEST(JsonReader, TakesTheLastOfARepeatedField) {
  EXPECT_EQ(article(R"({"text":"a","text":"b"})").text, "b");
}

TEST(JsonReader, TreatsNullAsAbsent) {
  const Article is = article(
      R"({"text":"a","sentences":null,"id":null,"title":null,"language":null,"published_at":null,"source":null,"url":null,"mentions":null})");
  EXPECT_EQ(is.id, "");
  EXPECT_EQ(is.title, "");
  EXPECT_FALSE(is.mentions.has_value());
}

TEST(JsonReader, WritesANumberedIdAsItStands) {
  EXPECT_EQ(article(R"({"text":"a","id":42})").id, "42");
  EXPECT_EQ(article(R"({"text":"a","id":-7})").id, "-7");
  EXPECT_EQ(article(R"({"text":"a","id":18446744073709551615})").id, "18446744073709551615");
  EXPECT_EQ(article(R"({"text":"a","id":1.5})").id, "1.5");
}

TEST(JsonReader, KeepsTheIdOfAnArticleItRefuses) {
  EXPECT_EQ(read(R"({"id":"x","text":""})").id, "x");
  EXPECT_EQ(read(R"({"id":12,"title":3,"text":"t"})").id, "12");
  EXPECT_EQ(read(R"({"id":"x","text":"cut)").id, "x");
  EXPECT_EQ(read("{\"id\":\"x\",\"text\":\"\xFF\"}").id, "x");
  EXPECT_EQ(read(std::string_view("{\"id\":\"x\",\"text\":\"\0\"}", 21)).id, "x");
  EXPECT_EQ(read(R"({"text":"cut)").id, "");
  EXPECT_EQ(parse_article_json(R"({"id":"x","text":"long"})", 1, {10}).id, "x");
}

TEST(JsonReader, KeepsTextByteForByte) {
  const Article is = article(R"({"text":"\u041a\u0440\n\t\"q\" \\ \/ \ud83d\ude00\u00a0\r\n"})");
  EXPECT_EQ(is.text, "Кр\n\t\"q\" \\ / 😀\xC2\xA0\r\n");
}

TEST(JsonReader, JoinsSentencesAndSaysWhereEachStands) {
  const Article is = article(R"({"sentences":["Первое.","", " two \n lines ","last"]})");
  EXPECT_TRUE(is.presplit);
  const std::vector<std::string> expected{"Первое.", "", " two \n lines ", "last"};
  ASSERT_EQ(is.sentence_spans.size(), expected.size());
  std::string joined;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Span span = is.sentence_spans[i];
    EXPECT_EQ(is.text.substr(span.begin, span.size()), expected[i]);
    joined += (i > 0 ? "\n" : "") + expected[i];
  }
  EXPECT_EQ(is.text, joined);
}

TEST(JsonReader, AllowsBlankSentences) {
  EXPECT_EQ(article(R"({"sentences":[""]})").sentence_spans, (std::vector<Span>{{0, 0}}));
  EXPECT_EQ(article(R"({"sentences":[""," "]})").text, "\n ");
}

TEST(JsonReader, RoundTripsRandomSentences) {
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::vector<std::pair<std::string, std::string>> pieces{
      {"a", "a"}, {"я", "я"},     {"\\n", "\n"}, {"\\u20ac", "€"},
      {"😀", "😀"}, {"\\\"", "\""}, {" ", " "},    {"\\ud83d\\ude00", "😀"}};
  for (int round = 0; round < 500; ++round) {
    std::string line = R"({"sentences":[)";
    std::vector<std::string> expected(1 + random() % 8);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      line += i > 0 ? ",\"" : "\"";
      for (std::size_t n = random() % 12; n > 0; --n) {
        const auto& [written, meant] = pieces[random() % pieces.size()];
        line += written;
        expected[i] += meant;
      }
      line += '"';
    }
    const Article is = article(line + "]}");
    ASSERT_EQ(is.sentence_spans.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(is.text.substr(is.sentence_spans[i].begin, is.sentence_spans[i].size()),
                expected[i]);
    }
  }
}

TEST(JsonReader, GuessesTheLanguageThatNobodyGives) {
  for (const std::string_view given :
       {R"()", R"("language":null,)", R"("language":"",)", R"("language":"klingonese",)"}) {
    const Article is = article(
        "{" + std::string(given) +
        R"("text":"Кремль заявил, что приветствует предложение и готов продолжить переговоры."})");
    EXPECT_EQ(is.language, "ru");
    EXPECT_TRUE(is.language_guessed);
  }
}

TEST(JsonReader, GuessesFromTheTitleToo) {
  const Article is =
      article(R"({"title":"Кремль приветствует предложение и готов к переговорам","text":"42"})");
  EXPECT_EQ(is.language, "ru");
}

TEST(JsonReader, NormalisesTheLanguageGiven) {
  for (const std::string_view given : {"en-US", "EN", "eng"}) {
    const Article is =
        article(R"({"text":"Кремль заявил.","language":")" + std::string(given) + "\"}");
    EXPECT_EQ(is.language, "en");
    EXPECT_FALSE(is.language_guessed);
  }
}

TEST(JsonReader, LetsTheCallerOverrideTheLanguage) {
  JsonReader reader({}, "uk");
  const Item item = reader.read(R"({"text":"The Kremlin said so on Friday.","language":"en"})", 1);
  EXPECT_EQ(item.article.value().language, "uk");
  EXPECT_FALSE(item.article.value().language_guessed);
}

TEST(JsonReader, SkipsAByteOrderMarkButCountsIt) {
  EXPECT_EQ(article("\xEF\xBB\xBF{\"text\":\"a\"}").text, "a");
  expect_error("\xEF\xBB\xBF{\"text\":x}", ErrorCode::invalid_json, 11);
}

TEST(JsonReader, RefusesWhatIsNotJsonAndPointsAtIt) {
  expect_error("", ErrorCode::invalid_json, 0);
  expect_error("hello", ErrorCode::invalid_json, 0, "hello");
  expect_error(R"({"text":"a",})", ErrorCode::invalid_json, 12);
  expect_error(R"({"text":"a)", ErrorCode::invalid_json, 10);
  expect_error(R"({"text":"a"} {"text":"b"})", ErrorCode::invalid_json, 13);
  expect_error(R"({"text":"a","n":01})", ErrorCode::invalid_json, 17);
  expect_error("{\"text\":\"a\x1B b\"}", ErrorCode::invalid_json, 10, "?");
  expect_error("{\"text\":\"a\tb\"}", ErrorCode::invalid_json, 10);
}

TEST(JsonReader, RefusesLoneSurrogates) {
  for (const std::string_view bad :
       {R"(\ud800)", R"(\udc00)", R"(\ud800\u0041)", R"(\ud800x)", R"(\udbff\ud800)"}) {
    expect_error(R"({"text":"a)" + std::string(bad) + "\"}", ErrorCode::invalid_json, 10);
    expect_error(R"({"sentences":["a)" + std::string(bad) + "\"]}", ErrorCode::invalid_json, 16);
  }
}

TEST(JsonReader, RefusesWhatIsNotAnObject) {
  expect_error("[1]", ErrorCode::invalid_json, 0, "object");
  expect_error("  \"a\"", ErrorCode::invalid_json, 2, "object");
  expect_error("null", ErrorCode::invalid_json, 0, "object");
}

TEST(JsonReader, RefusesNumbersAndDepthsBeyondTheParser) {
  expect_error(R"({"text":"a","n":123456789012345678901234567890})", ErrorCode::invalid_json,
               std::nullopt);
  expect_error(R"({"text":"a","n":)" + std::string(5000, '[') + std::string(5000, ']') + "}",
               ErrorCode::invalid_json, std::nullopt);
}

TEST(JsonReader, RefusesFieldsOfTheWrongTypeByName) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {R"({"text":5})", "`text`"},
      {R"({"text":["a"]})", "`text`"},
      {R"({"maintext":{}})", "`maintext`"},
      {R"({"event_text":true})", "`event_text`"},
      {R"({"sentences":"a"})", "`sentences`"},
      {R"({"sentences":["a",1]})", "`sentences[1]`"},
      {R"({"sentences":[null]})", "`sentences[0]`"},
      {R"({"text":"a","id":true})", "`id`"},
      {R"({"text":"a","id":{}})", "`id`"},
      {R"({"text":"a","title":1})", "`title`"},
      {R"({"text":"a","language":1})", "`language`"},
      {R"({"text":"a","published_at":20210416})", "`published_at`"},
      {R"({"text":"a","date":[]})", "`date`"},
      {R"({"text":"a","source":1})", "`source`"},
      {R"({"text":"a","hostname":1})", "`hostname`"},
      {R"({"text":"a","url":false})", "`url`"},
      {R"({"text":"a","mentions":{}})", "`mentions`"},
  };
  for (const auto& [line, name] : wrong)
    expect_error(line, ErrorCode::invalid_field, std::nullopt, name);
}

TEST(JsonReader, TellsMissingTextFromEmptyText) {
  expect_error(R"({})", ErrorCode::missing_text, std::nullopt);
  expect_error(R"({"id":"a","title":"t","text":null})", ErrorCode::missing_text, std::nullopt);
  expect_error(R"({"text":""})", ErrorCode::empty_text, std::nullopt);
  expect_error(R"({"text":" \n\u00a0\u200b\ufeff"})", ErrorCode::empty_text, std::nullopt);
  expect_error(R"({"text":"","maintext":" "})", ErrorCode::empty_text, std::nullopt);
}

TEST(JsonReader, TakesAnEmptyListOfSentences) {
  const Item item = parse_article_json(R"({"id":"x","sentences":[]})", 1, {});
  ASSERT_TRUE(item.article);
  EXPECT_TRUE(item.article.value().presplit);
  EXPECT_TRUE(item.article.value().sentence_spans.empty());
}

TEST(JsonReader, RefusesInvalidUtf8AtItsByte) {
  expect_error("{\"text\":\"a\xFF\"}", ErrorCode::invalid_utf8, 10);
  expect_error("{\"other\":\"\xED\xA0\x80\",\"text\":\"a\"}", ErrorCode::invalid_utf8, 10);
  const std::string whole = "{\"text\":\"a😀";
  for (std::size_t keep = 1; keep < 4; ++keep) {
    expect_error(whole.substr(0, 10 + keep), ErrorCode::invalid_utf8, 10);
    expect_error(whole.substr(0, 10 + keep) + "\"}", ErrorCode::invalid_utf8, 10);
  }
}

TEST(JsonReader, RefusesNulBytesRawAndEscaped) {
  expect_error(std::string_view("{\"text\":\"a\0\"}", 13), ErrorCode::binary_input, 10);
  expect_error(R"({"text":"a\u0000"})", ErrorCode::binary_input, 10);
  expect_error(R"({"text":"a\\\u0000"})", ErrorCode::binary_input, 12, "`text`");
  expect_error(R"({"text":"a\u0000\u0000"})", ErrorCode::binary_input, std::nullopt);
  expect_error(R"({"text":"a","title":"\u0000"})", ErrorCode::binary_input, 21, "`title`");
  expect_error(R"({"text":"a","id":"\u0000"})", ErrorCode::binary_input, 18, "`id`");
  expect_error(R"({"sentences":["a","\u0000"]})", ErrorCode::binary_input, 19, "`sentences`");
  EXPECT_EQ(article(R"({"text":"a\\u0000"})").text, "a\\u0000");
  EXPECT_EQ(article(R"({"text":"a","unknown":"\u0000"})").text, "a");
}

TEST(JsonReader, ToleratesAStrayControlCharacter) {
  EXPECT_EQ(
      article(R"({"text":"A long enough sentence with one \u0002 in it."})").text.find('\x02'),
      32u);
}

TEST(JsonReader, RefusesALineBeyondTheLimit) {
  const std::string line = R"({"id":"big","text":"aaaa"})";
  EXPECT_TRUE(parse_article_json(line, 1, {line.size()}).article.ok());
  const Item over = parse_article_json(line, 1, {line.size() - 1});
  ASSERT_FALSE(over.article.ok());
  EXPECT_EQ(over.article.error().code, ErrorCode::too_large);
  EXPECT_EQ(over.article.error().line, 1u);
  EXPECT_EQ(over.id, "big");
}

TEST(Mentions, AreReadForTextSentencesAndTitle) {
  const Article text = article(
      R"({"text":"Кремль and Kyiv","mentions":[{"begin":0,"end":12,"side":"principal"},{"sentence":null,"begin":17.0,"end":21,"side":"counterpart"}]})");
  ASSERT_EQ(text.mentions->size(), 2u);
  EXPECT_EQ((*text.mentions)[0].span, (Span{0, 12}));
  EXPECT_EQ((*text.mentions)[0].side, Side::principal);
  EXPECT_EQ((*text.mentions)[0].sentence, std::nullopt);
  EXPECT_EQ((*text.mentions)[1].span, (Span{17, 21}));
  EXPECT_EQ((*text.mentions)[1].side, Side::counterpart);
  const Article split = article(
      R"({"title":"Moscow","sentences":["a","Kyiv"],"mentions":[{"sentence":1,"begin":0,"end":4,"side":"none"},{"begin":0,"end":6,"side":"principal"}]})");
  ASSERT_EQ(split.mentions->size(), 2u);
  EXPECT_EQ((*split.mentions)[0].sentence, 1u);
  EXPECT_EQ((*split.mentions)[0].side, Side::none);
  EXPECT_EQ((*split.mentions)[1].sentence, std::nullopt);
}

TEST(Mentions, MayBeAnEmptyListWhichIsNotAbsent) {
  const Article is = article(R"({"text":"a","mentions":[]})");
  ASSERT_TRUE(is.mentions.has_value());
  EXPECT_TRUE(is.mentions->empty());
}

TEST(Mentions, OutsideTheTextAreRefusedByName) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {R"({"begin":0,"end":7,"side":"none"})", "`mentions[0].end`"},
      {R"({"begin":9,"end":10,"side":"none"})", "`mentions[0].begin`"},
      {R"({"begin":1,"end":4,"side":"none"})", "inside a character"},
      {R"({"begin":0,"end":3,"side":"none"})", "inside a character"},
      {R"({"begin":2,"end":2,"side":"none"})", "must end after it begins"},
      {R"({"begin":4,"end":2,"side":"none"})", "must end after it begins"},
      {R"({"begin":-1,"end":2,"side":"none"})", "`mentions[0].begin`"},
      {R"({"begin":0.5,"end":2,"side":"none"})", "`mentions[0].begin`"},
      {R"({"begin":"0","end":2,"side":"none"})", "`mentions[0].begin`"},
      {R"({"end":2,"side":"none"})", "`mentions[0].begin`"},
      {R"({"begin":0,"side":"none"})", "`mentions[0].end`"},
      {R"({"begin":0,"end":2})", "`mentions[0].side`"},
      {R"({"begin":0,"end":2,"side":"kremlin"})", "`mentions[0].side`"},
      {R"({"begin":0,"end":2,"side":1})", "`mentions[0].side`"},
      {R"({"sentence":0,"begin":0,"end":2,"side":"none"})", "`mentions[0].sentence`"},
      {R"(5)", "`mentions[0]`"},
  };
  for (const auto& [mention, word] : wrong) {
    expect_error(R"({"text":"яяя","mentions":[)" + mention + "]}", ErrorCode::invalid_field,
                 std::nullopt, word);
  }
  expect_error(
      R"({"sentences":["a","b"],"mentions":[{"sentence":2,"begin":0,"end":1,"side":"none"}]})",
      ErrorCode::invalid_field, std::nullopt, "2 sentences");
  expect_error(
      R"({"sentences":["a","bb"],"mentions":[{"sentence":0,"begin":0,"end":2,"side":"none"}]})",
      ErrorCode::invalid_field, std::nullopt, "beyond the end");
  expect_error(
      R"({"sentences":["aaa"],"title":"t","mentions":[{"begin":0,"end":2,"side":"none"}]})",
      ErrorCode::invalid_field, std::nullopt, "beyond the end");
  expect_error(
      R"({"sentences":["aaa"],"mentions":[{"sentence":"0","begin":0,"end":2,"side":"none"}]})",
      ErrorCode::invalid_field, std::nullopt, "`mentions[0].sentence`");
}

TEST(JsonReader, SurvivesRandomAndMutatedBytes) {
  std::mt19937 random(6);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::string whole =
      R"({"id":1,"title":"Тайтл","sentences":["a","я😀"],"text":"\u0434","language":"en-US","mentions":[{"sentence":1,"begin":0,"end":2,"side":"none"}]})";
  JsonReader reader({});
  int good = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string line = round % 2 == 0 ? whole : std::string(random() % 100, '\0');
    if (round % 2 == 0) {
      for (std::size_t change = 1 + random() % 3; change > 0; --change) {
        const std::size_t at = random() % line.size();
        if (random() % 3 == 0) {
          line.resize(at + 1);
        } else {
          line[at] = static_cast<char>(random());
        }
      }
    } else {
      for (char& c : line) c = static_cast<char>(random());
    }
    const std::unique_ptr<char[]> exact(new char[line.size()]);
    std::copy(line.begin(), line.end(), exact.get());
    const Item item = reader.read({exact.get(), line.size()}, 3);
    if (!item.article.ok()) {
      ASSERT_EQ(item.article.error().line, 3u);
      ASSERT_LE(item.article.error().byte.value_or(0), line.size());
      ASSERT_EQ(first_invalid_utf8(item.article.error().message), std::nullopt);
      ASSERT_EQ(first_invalid_utf8(item.id), std::nullopt);
      continue;
    }
    ++good;
    const Article& is = item.article.value();
    for (const std::string* text : {&is.text, &is.title, &is.id, &is.language}) {
      ASSERT_EQ(first_invalid_utf8(*text), std::nullopt);
      ASSERT_EQ(text->find('\0'), std::string::npos);
    }
  }
  EXPECT_GT(good, 300);
}

}  // namespace
}  // namespace detente
