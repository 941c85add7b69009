// A progress bar on standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "cli/options.h"

namespace detente::cli {

// Redraws one line at most ten times a second, and takes it away at the end. Draws nothing when it
// is not wanted. Used by one thread.
class Progress {
 public:
  // `to_terminal`: results go to the terminal that the bar would stand on.
  Progress(When when, bool to_terminal);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  struct State {
    std::size_t articles = 0;
    std::size_t sentences = 0;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> bytes_in_all;
  };
  void show(const State& state);

 private:
  using Clock = std::chrono::steady_clock;
  bool on_ = false;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

}  // namespace detente::cli
