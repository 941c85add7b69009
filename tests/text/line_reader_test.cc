#include "text/line_reader.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <thread>
#include <vector>

namespace detente {
namespace {

struct Seen {
  std::string text;
  std::uint64_t number = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool too_long = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> read_all(LineReader& reader) {
  std::vector<Seen> seen;
  for (;;) {
    const Result<std::optional<Line>> line = reader.next();
    if (!line || !line.value()) return seen;
    const Line& is = *line.value();
    seen.push_back({std::string(is.text), is.number, is.offset, is.size, is.too_long});
  }
}

std::vector<Seen> read_all(const std::string& bytes, std::size_t max_line_bytes) {
  std::istringstream stream(bytes);
  LineReader reader(stream, max_line_bytes);
  std::vector<Seen> seen = read_all(reader);
  EXPECT_EQ(reader.position(), bytes.size());
  return seen;
}

// Makes its bytes up as they are read, so that a huge stream needs no memory.
class Generated : public std::streambuf {
 public:
  Generated(std::string head, std::size_t filler, std::string tail)
      : parts_{std::move(head), {}, std::move(tail)}, filler_(filler), block_(8192, 'x') {}

 protected:
  int_type underflow() override {
    while (part_ < 3) {
      if (part_ == 1 && filler_ > 0) {
        const std::size_t size = std::min(filler_, block_.size());
        filler_ -= size;
        setg(block_.data(), block_.data(), block_.data() + size);
        return traits_type::to_int_type(*gptr());
      }
      std::string& part = parts_[part_++];
      if (part.empty()) continue;
      setg(part.data(), part.data(), part.data() + part.size());
      return traits_type::to_int_type(*gptr());
    }
    return traits_type::eof();
  }

 private:
  std::array<std::string, 3> parts_;
  std::size_t filler_;
  std::string block_;
  std::size_t part_ = 0;
};

class Failing : public std::streambuf {
 protected:
  int_type underflow() override {
    if (given_) throw std::runtime_error("the disk is gone");
    given_ = true;
    setg(bytes_.data(), bytes_.data(), bytes_.data() + bytes_.size());
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string bytes_ = "whole\nhalf";
  bool given_ = false;
};

TEST(LineReader, GivesLinesWithNumbersAndOffsets) {
  EXPECT_EQ(read_all("ab\n\ncd\r\ne", 100), (std::vector<Seen>{{"ab", 1, 0, 2, false},
                                                               {"", 2, 3, 0, false},
                                                               {"cd", 3, 4, 2, false},
                                                               {"e", 4, 8, 1, false}}));
}

TEST(LineReader, GivesNothingForAnEmptyStream) { EXPECT_TRUE(read_all("", 100).empty()); }

TEST(LineReader, GivesNoLineAfterTheLastLineFeed) { EXPECT_EQ(read_all("a\n", 100).size(), 1u); }

TEST(LineReader, KeepsNulBytesAndByteOrderMarks) {
  const std::string bytes(
      "\xEF\xBB\xBF"
      "a\0b\n",
      7);
  EXPECT_EQ(read_all(bytes, 100).at(0).text, bytes.substr(0, 6));
}

TEST(LineReader, AllowsALineOfExactlyTheLimit) {
  for (const std::string_view end : {"", "\n", "\r\n"}) {
    const std::vector<Seen> exact = read_all(std::string(10, 'x') + std::string(end), 10);
    ASSERT_EQ(exact.size(), 1u);
    EXPECT_FALSE(exact[0].too_long);
    EXPECT_EQ(exact[0].size, 10u);
    const std::vector<Seen> over = read_all(std::string(11, 'x') + std::string(end), 10);
    ASSERT_EQ(over.size(), 1u);
    EXPECT_TRUE(over[0].too_long);
  }
}

TEST(LineReader, GoesOnAfterALineThatIsTooLong) {
  const std::string long_line(200000, 'y');
  EXPECT_EQ(read_all("a\n" + long_line + "\nb\n", 1000),
            (std::vector<Seen>{{"a", 1, 0, 1, false},
                               {long_line.substr(0, kLineHead), 2, 2, 200000, true},
                               {"b", 3, 200003, 1, false}}));
}

TEST(LineReader, HoldsAFiftyMegabyteLineInFlatMemory) {
  constexpr std::size_t kHuge = 50'000'000;
  constexpr std::size_t kLimit = 1 << 20;
  Generated source("first\n{\"id\":\"big\",\"text\":\"", kHuge, "\"}\nlast\n");
  std::istream stream(&source);
  LineReader reader(stream, kLimit);
  std::vector<Seen> seen;
  std::size_t most = 0;
  for (;;) {
    const Result<std::optional<Line>> line = reader.next();
    ASSERT_TRUE(line.ok());
    most = std::max(most, reader.capacity());
    if (!line.value()) break;
    seen.push_back({std::string(line.value()->text.substr(0, 20)), line.value()->number, 0,
                    line.value()->size, line.value()->too_long});
  }
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_TRUE(seen[1].too_long);
  EXPECT_EQ(seen[1].size, kHuge + 22);
  EXPECT_EQ(seen[2].text, "last");
  EXPECT_EQ(seen[2].number, 3u);
  EXPECT_LE(most, 2 * kLimit);
}

TEST(LineReader, GivesBackTheMemoryOfALongLine) {
  Generated source("", 8 << 20, "\n");
  std::istream stream(&source);
  LineReader reader(stream, 16 << 20);
  ASSERT_EQ(reader.next().value()->size, std::size_t{8} << 20);
  EXPECT_GT(reader.capacity(), std::size_t{8} << 20);
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_LT(reader.capacity(), std::size_t{1} << 20);
}

TEST(LineReader, SaysAFailedReadAndThenEnds) {
  Failing source;
  std::istream stream(&source);
  LineReader reader(stream, 100);
  EXPECT_EQ(reader.next().value()->text, "whole");
  const Result<std::optional<Line>> failed = reader.next();
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::io);
  EXPECT_NE(failed.error().message.find("the disk is gone"), std::string::npos);
  EXPECT_FALSE(reader.next().value().has_value());
}

TEST(LineReader, SaysABadDescriptor) {
  LineReader reader(-1, 100);
  const Result<std::optional<Line>> failed = reader.next();
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::io);
}

TEST(LineReader, GivesALineOfAPipeBeforeThePipeCloses) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  LineReader reader(ends[0], 100);
  ASSERT_EQ(::write(ends[1], "one\ntw", 6), 6);
  EXPECT_EQ(reader.next().value()->text, "one");
  ASSERT_EQ(::write(ends[1], "o\n", 2), 2);
  EXPECT_EQ(reader.next().value()->text, "two");
  ::close(ends[1]);
  EXPECT_FALSE(reader.next().value().has_value());
  ::close(ends[0]);
}

TEST(LineReader, GoesOnAfterASignalBrokeItsRead) {
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) {};
  ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  for (const std::size_t limit :
       {std::size_t{100}, std::size_t{2}}) {  // inside a line, and inside one that is too long
    LineReader reader(ends[0], limit);
    ASSERT_EQ(::write(ends[1], "half", 4), 4);
    std::atomic<bool> interrupted = false;
    std::thread pest([&interrupted, reading = ::pthread_self()] {
      while (!interrupted) {
        ::pthread_kill(reading, SIGUSR1);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
    const Result<std::optional<Line>> broken = reader.next();
    interrupted = true;
    pest.join();
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.error().code, ErrorCode::interrupted);
    ASSERT_EQ(::write(ends[1], " line\n", 6), 6);
    const Result<std::optional<Line>> whole = reader.next();
    ASSERT_TRUE(whole.ok());
    EXPECT_EQ(whole.value()->size, 9u);
    EXPECT_EQ(whole.value()->too_long, limit < 9);
  }
  ::close(ends[0]);
  ::close(ends[1]);
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST(LineReader, PeeksWithoutConsuming) {
  std::istringstream stream("  \n{\"a\":1}\n");
  LineReader reader(stream, 100);
  EXPECT_EQ(reader.peek().value(), "  \n{\"a\":1}\n");
  EXPECT_EQ(reader.position(), 0u);
  EXPECT_EQ(reader.next().value()->text, "  ");
  EXPECT_EQ(reader.rest(100).value(), "{\"a\":1}\n");
  EXPECT_FALSE(reader.next().value().has_value());
}

TEST(LineReader, GivesTheRestOnlyWithinTheLimit) {
  for (const std::size_t size : {0, 1, 999, 1000, 1001, 300000}) {
    std::istringstream stream(std::string(size, 'z'));
    LineReader reader(stream, 1000);
    const Result<std::optional<std::string>> rest = reader.rest(1000);
    ASSERT_TRUE(rest.ok());
    EXPECT_EQ(rest.value().has_value(), size <= 1000);
    if (rest.value()) {
      EXPECT_EQ(rest.value()->size(), size);
    }
  }
}

TEST(LineReader, CutsRandomBytesAsAPlainSplitDoes) {
  std::mt19937 random(4);  // NOLINT(cert-msc51-cpp): the same bytes every time
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 5000, '\0');
    const auto feeds = 1 + random() % 200;
    for (char& c : bytes)
      c = random() % feeds == 0 ? '\n' : random() % 9 == 0 ? '\r' : static_cast<char>(random());
    const std::size_t limit = random() % 300;
    std::vector<Seen> expected;
    for (std::size_t begin = 0; begin < bytes.size();) {
      const std::size_t feed = std::min(bytes.find('\n', begin), bytes.size());
      std::string text = bytes.substr(begin, feed - begin);
      if (text.ends_with('\r')) text.pop_back();
      expected.push_back({text.substr(0, kLineHead), expected.size() + 1, begin, text.size(),
                          text.size() > limit});
      begin = feed + 1;
    }
    ASSERT_EQ(read_all(bytes, limit), expected);
  }
}

}  // namespace
}  // namespace detente
