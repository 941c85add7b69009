// One function per subcommand; each gives the exit code.
#pragma once

#include "cli/options.h"
#include "detente/result.h"

namespace detente::cli {

int run_score(const CommandLine& line);
int run_explain(const CommandLine& line);
int run_windows(const CommandLine& line);
int run_verify(const CommandLine& line);

// Says an error on stderr with its path, line and byte, and gives the exit code that belongs to it.
int say(const Error& error);

// The number of the signal that asked us to stop; 0: none yet.
int stop_signal();

}  // namespace detente::cli
