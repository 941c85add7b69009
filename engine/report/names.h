// The names of enumerators as they stand in reports (part of the schema: append only).
#pragma once

#include "detente/report.h"

namespace detente {

// "de-escalatory" for Verdict::de_escalatory, and so on.
[[nodiscard]] constexpr const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::de_escalatory: return "de-escalatory";
    case Verdict::escalatory: return "escalatory";
    case Verdict::mixed: return "mixed";
    case Verdict::indeterminate: return "indeterminate";
    case Verdict::none: return "none";
  }
  return "none";
}

// "principal" or "counterpart"; empty, null in a report, for neither.
[[nodiscard]] constexpr const char* side_name(Side side) {
  switch (side) {
    case Side::principal: return "principal";
    case Side::counterpart: return "counterpart";
    case Side::none: return "";
  }
  return "";
}

}  // namespace detente
