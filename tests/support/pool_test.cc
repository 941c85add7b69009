#include "support/pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "support/file.h"
#include "support/hash.h"

namespace detente {
namespace {

using Pool = OrderedPool<int, int>;

TEST(OrderedPool, GivesResultsInTheOrderOfTheWork) {
  for (const std::size_t threads : {1U, 2U, 7U}) {
    int next = 0;
    std::vector<int> got;
    Pool::run(threads,
              {.produce = [&]() -> std::optional<int> {
                 return next < 200 ? std::optional<int>(next++) : std::nullopt;
               },
               .transform =
                   [](int number) {
                     std::this_thread::sleep_for(std::chrono::microseconds((number * 7919) % 300));
                     return number * 2;
                   },
               .consume =
                   [&](int number) {
                     got.push_back(number);
                     return true;
                   }});
    ASSERT_EQ(got.size(), 200U);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], 2 * i);
  }
}

TEST(OrderedPool, HoldsABoundedNumberOfPieces) {
  int produced = 0;
  int consumed = 0;
  int most = 0;
  Pool::run(2, {.produce = [&]() -> std::optional<int> {
                  most = std::max(most, produced - consumed);
                  return produced < 1000 ? std::optional<int>(produced++) : std::nullopt;
                },
                .transform = [](int number) { return number; },
                .consume =
                    [&](int) {
                      ++consumed;
                      return true;
                    }});
  EXPECT_EQ(consumed, 1000);
  EXPECT_LE(most, 5);
}

TEST(OrderedPool, EndsWhenResultsAreNoLongerWanted) {
  int consumed = 0;
  Pool::run(3, {.produce = []() -> std::optional<int> { return 1; },
                .transform = [](int number) { return number; },
                .consume = [&](int) { return ++consumed < 10; }});
  EXPECT_EQ(consumed, 10);
}

TEST(Sha256, AgreesWithThePublishedExample) {
  // FIPS 180-2, appendix B.1
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace detente
