#include "text/reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace detente {
namespace {

namespace fs = std::filesystem;

class ArticleReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "detente-text-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, std::string_view bytes) {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path.string();
  }

  static std::vector<Item> items(const std::string& path, ReadLimits limits = {}) {
    Result<ArticleReader> reader = ArticleReader::open(path, limits);
    EXPECT_TRUE(reader.ok());
    std::vector<Item> all;
    while (std::optional<Item> item = reader.value().next()) all.push_back(std::move(*item));
    EXPECT_FALSE(reader.value().next().has_value());
    for (const Item& item : all) {
      if (!item.article) {
        EXPECT_EQ(item.article.error().path, path);
      }
    }
    return all;
  }

  void expect_only_error(const std::string& name, std::string_view bytes, ErrorCode code,
                         std::optional<std::uint64_t> byte, ReadLimits limits = {}) {
    const std::vector<Item> all = items(file(name, bytes), limits);
    ASSERT_EQ(all.size(), 1u) << name;
    ASSERT_FALSE(all[0].article.ok()) << name;
    EXPECT_STREQ(code_name(all[0].article.error().code), code_name(code))
        << all[0].article.error().message;
    EXPECT_EQ(all[0].article.error().byte, byte) << all[0].article.error().message;
    EXPECT_EQ(all[0].article.error().line, std::nullopt);
  }

  fs::path folder_;
};

TEST(Sniff, GoesByTheNameWhereItTells) {
  for (const std::string_view name :
       {"a.jsonl", "a.ndjson", "a.json", "A.JSONL", "/x.txt/b.json"}) {
    EXPECT_EQ(sniff("plain", name), InputFormat::json_lines) << name;
  }
  for (const std::string_view name : {"a.txt", "A.TXT", "/x.json/b.txt"}) {
    EXPECT_EQ(sniff("{}", name), InputFormat::plain_text) << name;
  }
}

TEST(Sniff, GoesByTheContentOtherwise) {
  for (const std::string_view name : {"-", "", "a", "a.log", "jsonl", "txt"}) {
    EXPECT_EQ(sniff(" \n\xEF\xBB\xBF{\"text\"", name), InputFormat::json_lines) << name;
    EXPECT_EQ(sniff("The Kremlin", name), InputFormat::plain_text) << name;
    EXPECT_EQ(sniff("", name), InputFormat::plain_text) << name;
  }
}

TEST(PlainText, IsKeptWholeWithItsHeadlineAsTitle) {
  const std::string bytes =
      "\xEF\xBB\xBF\n  Kremlin welcomes talks \r\n \r\nThe Kremlin said so on Friday.\r\n";
  const Result<Article> read = parse_article_text(bytes, {});
  ASSERT_TRUE(read.ok());
  const Article& is = read.value();
  EXPECT_EQ(is.text, bytes);
  EXPECT_EQ(is.title, "Kremlin welcomes talks");
  EXPECT_EQ(is.language, "en");
  EXPECT_TRUE(is.language_guessed);
  const Span title = title_in_text(is);
  EXPECT_EQ(is.text.substr(title.begin, title.size()), is.title);
  EXPECT_EQ(title.begin, 6u);
}

TEST(PlainText, HasNoTitleWithoutAHeadline) {
  for (const std::string& bytes : {
           std::string("The Kremlin said so.\n\nMore."),
           std::string("He asked: «Why?»\n\nMore."),
           std::string("Headline\nright above the text."),
           std::string("Headline alone"),
           std::string("Headline alone\n\n"),
           std::string(200, 'x') + "\n\nMore.",
       }) {
    const Result<Article> read = parse_article_text(bytes, {});
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().title, "") << bytes;
    EXPECT_EQ(title_in_text(read.value()), Span{}) << bytes;
  }
}

TEST(PlainText, CountsAHeadlineInCharacters) {
  std::string headline;
  for (int i = 0; i < 199; ++i) headline += "я";
  EXPECT_EQ(parse_article_text(headline + "\n\nТекст.", {}).value().title, headline);
}

TEST(PlainText, TakesTheLanguageItIsGiven) {
  const Result<Article> read = parse_article_text("The Kremlin said so on Friday.", {}, "uk");
  EXPECT_EQ(read.value().language, "uk");
  EXPECT_FALSE(read.value().language_guessed);
}

TEST(PlainText, SurvivesRandomBytes) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::string_view alphabet = "a. \n\n\r\t\xD1\x8F\xEF\xBB\xBF{";
  for (int round = 0; round < 20000; ++round) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes)
      c = random() % 50 == 0 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    const Result<Article> read = parse_article_text(bytes, {});
    if (!read) continue;
    ASSERT_EQ(read.value().text, bytes);
    const Span title = title_in_text(read.value());
    ASSERT_EQ(bytes.substr(title.begin, title.size()), read.value().title);
  }
}

TEST(TitleInText, IsFoundWhereAnExtractorKeptTheHeadline) {
  Article is;
  is.title = "A headline";
  is.text = "A headline\nThe body.";
  EXPECT_EQ(title_in_text(is), (Span{0, 10}));
  is.text = "A headline that goes on.\nThe body.";
  EXPECT_EQ(title_in_text(is), Span{});
  is.text = "A headline";
  EXPECT_EQ(title_in_text(is), Span{});
  is.text = "Something else.\nA headline\n";
  EXPECT_EQ(title_in_text(is), Span{});
  is.text = "A headline\nThe body.";
  is.presplit = true;
  EXPECT_EQ(title_in_text(is), Span{});
}

TEST_F(ArticleReaderTest, ReadsJsonLinesOneAfterTheOther) {
  const std::vector<Item> all =
      items(file("a.jsonl",
                 "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"x\"}\r\n\n  "
                 "\n{\"id\":\"b\",\"text\":\"\"}\nbroken\n{\"id\":\"c\",\"text\":\"z\"}"));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].id, "a");
  EXPECT_EQ(all[0].line, 1u);
  EXPECT_EQ(all[0].article.value().text, "x");
  EXPECT_EQ(all[1].id, "b");
  EXPECT_EQ(all[1].article.error().code, ErrorCode::empty_text);
  EXPECT_EQ(all[1].article.error().line, 4u);
  EXPECT_EQ(all[2].article.error().code, ErrorCode::invalid_json);
  EXPECT_EQ(all[2].article.error().line, 5u);
  EXPECT_EQ(all[2].article.error().byte, 0u);
  EXPECT_EQ(all[3].line, 6u);
  EXPECT_EQ(all[3].article.value().id, "c");
}

TEST_F(ArticleReaderTest, ReadsAPlainTextFileAsOneArticle) {
  const std::vector<Item> all = items(file("a.txt", "Headline\n\n{\"not\":\"json\"}\nBody.\n"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].article.value().text, "Headline\n\n{\"not\":\"json\"}\nBody.\n");
  EXPECT_EQ(all[0].article.value().title, "Headline");
}

TEST_F(ArticleReaderTest, ReadsAPrettyPrintedObjectAsOneArticle) {
  for (const char* const name : {"a.json", "a"}) {
    const std::vector<Item> all =
        items(file(name, "{\n  \"id\": \"p\",\n  \"text\": \"The body.\"\n}\n"));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].id, "p");
    EXPECT_EQ(all[0].article.value().text, "The body.");
    expect_only_error(name, "{\n  \"id\": 1,\n  \"text\": oops\n}\n", ErrorCode::invalid_json, 23);
  }
}

TEST_F(ArticleReaderTest, GivesOneErrorForAnArray) {
  for (const char* const name : {"a.json", "a"}) {
    const std::vector<Item> all = items(file(name, "[{\"text\":\"a\"},\n{\"text\":\"b\"}]\n"));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].article.error().code, ErrorCode::invalid_json);
    EXPECT_NE(all[0].article.error().message.find("jq -c .[]"), std::string::npos);
  }
  EXPECT_EQ(items(file("b.jsonl", "[1]\n{\"text\":\"b\"}\n")).size(), 2u);
}

TEST_F(ArticleReaderTest, GivesOneErrorForAFileWithoutAnArticle) {
  expect_only_error("a.jsonl", "", ErrorCode::empty_text, std::nullopt);
  expect_only_error("a.txt", "", ErrorCode::empty_text, std::nullopt);
  expect_only_error("a", "", ErrorCode::empty_text, std::nullopt);
  expect_only_error("b.jsonl", "\n \r\n\n", ErrorCode::empty_text, std::nullopt);
  expect_only_error("b.txt", " \n\n\xC2\xA0", ErrorCode::empty_text, std::nullopt);
}

TEST_F(ArticleReaderTest, GivesOneErrorForABinaryFile) {
  std::string noise;
  for (int i = 0; i < 100000; ++i) noise += static_cast<char>(i * 7919 % 256);
  for (const char* const name : {"x", "x.jsonl", "x.txt"}) {
    expect_only_error(name, "\x1F\x8B\x08" + noise, ErrorCode::binary_input, 0);
    expect_only_error(name, "%PDF-1.4\n" + noise, ErrorCode::binary_input, 0);
    expect_only_error(name,
                      std::string("\x7F"
                                  "ELF\x02\x01\x01\0\n\n\n",
                                  11) +
                          noise,
                      ErrorCode::binary_input, 7);
    expect_only_error(name, std::string("\xFF\xFEh\0i\0", 6), ErrorCode::binary_input, 0);
  }
}

TEST_F(ArticleReaderTest, BlamesTheLineForANulAmongJsonLines) {
  const std::vector<Item> all = items(file(
      "a.jsonl", std::string_view(
                     "{\"text\":\"a\"}\n{\"id\":\"n\",\"text\":\"\0\"}\n{\"text\":\"b\"}\n", 47)));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_TRUE(all[0].article.ok());
  EXPECT_EQ(all[1].article.error().code, ErrorCode::binary_input);
  EXPECT_EQ(all[1].article.error().line, 2u);
  EXPECT_EQ(all[1].article.error().byte, 18u);
  EXPECT_EQ(all[1].id, "n");
  EXPECT_TRUE(all[2].article.ok());
}

TEST_F(ArticleReaderTest, SaysWhereAPlainTextFileIsNotUtf8) {
  expect_only_error("a.txt", "The Kremlin \xCA\xF0\xE5\xEC\xEB\xFC", ErrorCode::invalid_utf8, 12);
}

TEST_F(ArticleReaderTest, RefusesFilesAndLinesBeyondTheLimit) {
  expect_only_error("a.txt", std::string(1001, 'x'), ErrorCode::too_large, std::nullopt, {1000});
  EXPECT_TRUE(items(file("b.txt", std::string(1000, 'x')), {1000}).at(0).article.ok());
  const std::vector<Item> all =
      items(file("a.jsonl", "{\"id\":\"big\",\"text\":\"" + std::string(300000, 'x') +
                                "\"}\n{\"text\":\"b\"}\n"),
            {1000});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, "big");
  EXPECT_EQ(all[0].article.error().code, ErrorCode::too_large);
  EXPECT_EQ(all[0].article.error().line, 1u);
  EXPECT_EQ(all[1].line, 2u);
  EXPECT_TRUE(all[1].article.ok());
}

TEST_F(ArticleReaderTest, CannotOpenAMissingFileOrADirectory) {
  for (const std::string& path : {(folder_ / "missing").string(), folder_.string()}) {
    const Result<ArticleReader> reader = ArticleReader::open(path);
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().code, ErrorCode::io);
    EXPECT_EQ(reader.error().path, path);
    EXPECT_FALSE(reader.error().message.empty());
  }
}

TEST_F(ArticleReaderTest, ReadsAPipeLineByLine) {
  const std::string path = "/dev/fd/";
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Result<ArticleReader> reader = ArticleReader::open(path + std::to_string(ends[0]));
  ASSERT_TRUE(reader.ok());
  const std::string line = "{\"text\":\"a\"}\n";
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(::write(ends[1], line.data(), line.size()), static_cast<ssize_t>(line.size()));
    EXPECT_TRUE(reader.value().next()->article.ok());
    EXPECT_EQ(reader.value().position(), line.size() * static_cast<std::size_t>(i + 1));
  }
  ::close(ends[1]);
  EXPECT_FALSE(reader.value().next().has_value());
  ::close(ends[0]);
}

TEST_F(ArticleReaderTest, AppliesTheLanguageOverrideToBothFormats) {
  for (const std::string& path : {file("a.txt", "The Kremlin said so."),
                                  file("a.json", "{\"text\":\"a\",\"language\":\"en\"}")}) {
    Result<ArticleReader> reader = ArticleReader::open(path, {}, "uk");
    EXPECT_EQ(reader.value().next()->article.value().language, "uk");
  }
}

TEST_F(ArticleReaderTest, SurvivesFilesOfRandomBytes) {
  std::mt19937 random(8);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::string_view alphabet = "{}[]\",:\\u0 \n\rtexia\xD1\x8F";
  for (int round = 0; round < 1500; ++round) {
    std::string bytes(random() % 400, '\0');
    for (char& c : bytes)
      c = random() % 40 == 0 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    items(file(round % 3 == 0 ? "r.jsonl" : round % 3 == 1 ? "r.txt" : "r", bytes), {200});
  }
}

}  // namespace
}  // namespace detente
