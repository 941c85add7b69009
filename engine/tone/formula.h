// The parameters of the index formula, as the weights manifest carries them. What they do is said
// in framing/index.h.
#pragma once

namespace detente {

struct Formula {
  int version = 1;         // stands in every report
  double a = 1;            // prior: theta ~ Beta(a, a) before the first unit
  double tau = 0.5;        // a sentence is a unit when positive + unacceptable reaches this
  double lambda = 0.25;    // what a framing of something that is no step between states counts for
  double mixed_mass = 1;   // both P and U at least this: an interval that spans 0 is "mixed"
  double none_mass = 0.5;  // less mass than this on overtures and measures: no value
};

}  // namespace detente
