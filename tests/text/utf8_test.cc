#include "text/utf8.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace detente {
namespace {

// A copy of exactly that size on the heap, so that AddressSanitizer sees one byte too far.
class Exact {
 public:
  explicit Exact(std::string_view bytes) : size_(bytes.size()), bytes_(new char[bytes.size()]) {
    std::copy(bytes.begin(), bytes.end(), bytes_.get());
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

// The definition (Unicode, table 3-7), written as plainly as can be: the law to test against.
std::size_t well_formed_length(std::string_view s, std::size_t i) {
  const auto at = [&](std::size_t k) -> int {
    return k < s.size() ? static_cast<unsigned char>(s[k]) : -1;
  };
  const auto in = [&](std::size_t k, int low, int high) { return at(k) >= low && at(k) <= high; };
  const int a = at(i);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return in(i + 1, 0x80, 0xBF) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const int low = a == 0xE0 ? 0xA0 : 0x80;
    const int high = a == 0xED ? 0x9F : 0xBF;
    return in(i + 1, low, high) && in(i + 2, 0x80, 0xBF) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const int low = a == 0xF0 ? 0x90 : 0x80;
    const int high = a == 0xF4 ? 0x8F : 0xBF;
    return in(i + 1, low, high) && in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

std::optional<std::size_t> plain_first_invalid(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t length = well_formed_length(s, i);
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

TEST(Utf8, AcceptsEveryKindOfCharacter) {
  EXPECT_EQ(first_invalid_utf8(""), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("Кремль: «нет» — 中 😀"), std::nullopt);
}

TEST(Utf8, NamesTheCutCharacterAtEveryTruncation) {
  const std::string text = "aé€😀Я";
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) != 0x80) starts.push_back(i);
  }
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const Exact cut(std::string_view(text).substr(0, size));
    if (on_boundary(text, size)) {
      EXPECT_EQ(first_invalid_utf8(cut.view()), std::nullopt) << size;
    } else {
      std::size_t last = 0;
      for (const std::size_t start : starts) last = start < size ? start : last;
      EXPECT_EQ(first_invalid_utf8(cut.view()), last) << size;
    }
  }
}

TEST(Utf8, NamesTheCutCharacterInTheMiddleOfALongText) {
  for (const std::string_view piece : {"é", "€", "😀"}) {
    for (std::size_t keep = 1; keep < piece.size(); ++keep) {
      const std::string text =
          std::string(1000, 'x') + std::string(piece.substr(0, keep)) + std::string(1000, 'y');
      EXPECT_EQ(first_invalid_utf8(Exact(text).view()), 1000u) << piece << keep;
    }
  }
}

TEST(Utf8, RefusesSurrogatesOverlongFormsAndTooLargeCodePoints) {
  for (const std::string_view bad : {"\xED\xA0\x80", "\xC0\x80", "\xE0\x80\x80", "\xF0\x80\x80\x80",
                                     "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80", "\xFF"}) {
    EXPECT_EQ(first_invalid_utf8("ab" + std::string(bad)), 2u);
  }
}

TEST(Utf8, AgreesWithThePlainDefinitionOnRandomBytes) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const std::vector<std::string> pieces{
      "a", "é", "€", "😀", "\xE2\x82", "\xF0\x9F", "\xED\xA0\x80", "\x80", "\xFF", "\xC0"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::size_t parts = random() % 40;
    for (std::size_t i = 0; i < parts; ++i) {
      const auto pick = random() % (round % 2 == 0 ? 4 : pieces.size());
      text += random() % 8 == 0 && round % 3 == 0 ? std::string(1, static_cast<char>(random()))
                                                  : pieces[pick];
    }
    const Exact exact(text);
    ASSERT_EQ(first_invalid_utf8(exact.view()), plain_first_invalid(exact.view()))
        << printable(text);
  }
}

TEST(BinaryByte, IsTheFirstNul) {
  EXPECT_EQ(first_binary_byte(std::string_view("ab\0c\0", 5)), 2u);
  EXPECT_EQ(first_binary_byte(std::string_view("\0", 1)), 0u);
}

TEST(BinaryByte, IsNotAStrayControlCharacter) {
  EXPECT_EQ(first_binary_byte(""), std::nullopt);
  EXPECT_EQ(first_binary_byte("\t\n\r\f\v\t\n\r\f\v"), std::nullopt);
  EXPECT_EQ(
      first_binary_byte("\x1B[1mThe Kremlin said\x1B[0m it would talk, \x02 again and \x1E again"),
      std::nullopt);
  EXPECT_EQ(first_binary_byte("\x1B"), std::nullopt);
}

TEST(BinaryByte, IsTheFirstControlCharacterWhenTheyCrowd) {
  EXPECT_EQ(first_binary_byte("ab\x01\x02\x03\x04\x05\x06"), 2u);
}

TEST(Blank, IsWhiteSpaceAndInvisibleCharacters) {
  for (const std::string_view text :
       {"", " \t\r\n", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE3\x80\x80\xE2\x80\xA8"}) {
    EXPECT_TRUE(blank(text));
  }
  for (const std::string_view text : {"a", " .", "\xE2\x80\x8Bя", "\xE2\x80", "\xFF"})
    EXPECT_FALSE(blank(text));
  EXPECT_EQ(blank_prefix("\xEF\xBB\xBF \nx"), 5u);
}

TEST(Utf8Prefix, NeverCutsACharacter) {
  const std::string text = "aé€😀Я";
  for (std::size_t size = 0; size <= text.size() + 1; ++size) {
    const std::string_view prefix = utf8_prefix(text, size);
    EXPECT_LE(prefix.size(), size);
    EXPECT_EQ(first_invalid_utf8(prefix), std::nullopt);
    EXPECT_GE(prefix.size() + 4, std::min(size, text.size()));
  }
}

TEST(Printable, IsAlwaysOneLineOfUtf8) {
  EXPECT_EQ(printable("a\nb\x1B\xFFя\xE2\x80\x8B"), "a?b??я?");
}

}  // namespace
}  // namespace detente
