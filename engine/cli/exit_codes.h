// Exit codes of the program: relied on by scripts, append only.
#pragma once

namespace detente::cli {

inline constexpr int kAllScored = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kWeights = 3;
inline constexpr int kInputOutput = 4;
inline constexpr int kSignal = 128;  // plus its number

}  // namespace detente::cli
