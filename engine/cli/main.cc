// The program: process-wide settings once, then one subcommand.
#include <fcntl.h>
#include <signal.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/options.h"
#include "report/json_string.h"

namespace detente::cli {
namespace {

volatile sig_atomic_t stopped_by = 0;

void remember_signal(int number) { stopped_by = number; }

void handle_signals() {
  struct sigaction action {};
  action.sa_handler = &remember_signal;
  // no SA_RESTART: a read that waits must end; a second Ctrl-C ends at once
  action.sa_flags = SA_RESETHAND;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);  // nohup stays nohup
  }
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);  // a write that fails says so
}

// The message as a JSON string.
class JsonMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    std::string literal;
    append_json_string(literal, {message.payload.data(), message.payload.size()});
    out.append(literal.data(), literal.data() + literal.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonMessage>();
  }
};

void set_up_words(const CommandLine& line) {
  spdlog::set_default_logger(spdlog::stderr_logger_st("detente"));
  spdlog::set_level(spdlog::level::from_str(line.log_level));
  if (line.log_format == "text") {
    spdlog::set_pattern("detente: %l: %v");
    return;
  }
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<JsonMessage>('*').set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":%*})");
  spdlog::set_formatter(std::move(formatter));
}

// Threads are ours: one article block each. libtorch and its BLAS must not start more below them.
void keep_libraries_single_threaded() {
  ::setenv("OMP_NUM_THREADS", "1", 1);       // NOLINT(concurrency-mt-unsafe): no thread runs yet
  ::setenv("OPENBLAS_NUM_THREADS", "1", 1);  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

int stop_signal() { return stopped_by; }

int say(const Error& error) {
  std::string where = error.path;
  if (error.line) where += (where.empty() ? "line " : ":") + std::to_string(*error.line);
  if (error.byte) where += (where.empty() ? "byte " : ", byte ") + std::to_string(*error.byte);
  spdlog::error("{}{}{}", where, where.empty() ? "" : ": ", error.message);
  switch (error.code) {
    case ErrorCode::invalid_argument: return kUsage;
    case ErrorCode::weights:
    case ErrorCode::model: return kWeights;
    default: return kInputOutput;
  }
}

namespace {

// So that no file we open becomes standard output or error by taking the number of one that was
// closed.
void fill_standard_descriptors() {
  for (int descriptor = ::open("/dev/null", O_RDWR); descriptor >= 0;
       descriptor = ::open("/dev/null", O_RDWR)) {
    if (descriptor > STDERR_FILENO) {
      ::close(descriptor);
      return;
    }
  }
}

int run(int argc, char** argv) {
  fill_standard_descriptors();
  const auto parsed = parse_command_line(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const CommandLine& line = *std::get_if<CommandLine>(&parsed);
  set_up_words(line);
  handle_signals();
  keep_libraries_single_threaded();
  switch (line.command) {
    case Command::score: return run_score(line);
    case Command::explain: return run_explain(line);
    case Command::windows: return run_windows(line);
    case Command::verify: return run_verify(line);
  }
  return kUsage;
}

}  // namespace
}  // namespace detente::cli

int main(int argc, char** argv) {
  try {
    return detente::cli::run(argc, argv);
  } catch (const std::exception& failure) {  // out of memory, out of threads
    spdlog::error("stopped: {}", failure.what());
    return detente::cli::kInputOutput;
  }
}
