#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "support/file.h"

namespace detente::cli {
namespace {

constexpr std::size_t kBarWidth = 30;
constexpr auto kRedraw = std::chrono::milliseconds(100);

std::string clock_time(double seconds) {
  const auto whole = std::lround(seconds);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

void draw(const std::string& line) {
  // a bar that cannot be drawn is no reason to stop
  (void)write_all(STDERR_FILENO, "\r\033[K" + line, "standard error");
}

}  // namespace

Progress::Progress(When when, bool to_terminal)
    : on_(when == When::always ||
          (when == When::automatic && ::isatty(STDERR_FILENO) == 1 && !to_terminal)) {}

Progress::~Progress() {
  if (drawn_) draw("");
}

void Progress::show(const State& state) {
  const Clock::time_point now = Clock::now();
  if (!on_ || now - last_ < kRedraw) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::max(1e-3, std::chrono::duration<double>(now - start_).count());
  std::string line;
  if (state.bytes_in_all && *state.bytes_in_all > 0) {
    const double share =
        std::min(1.0, static_cast<double>(state.bytes) / static_cast<double>(*state.bytes_in_all));
    const auto filled = static_cast<std::size_t>(share * kBarWidth);
    line = fmt::format("[{}{}] {:3.0f} %  ", std::string(filled, '#'),
                       std::string(kBarWidth - filled, '.'), share * 100);
    if (share > 0) line += fmt::format("{} left  ", clock_time(seconds * (1 - share) / share));
  }
  draw(line + fmt::format("{} articles, {:.0f} sentences/s", state.articles,
                          static_cast<double>(state.sentences) / seconds));
}

}  // namespace detente::cli
