// The version of the engine, as it stands in every report.
#pragma once

namespace detente {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace detente
