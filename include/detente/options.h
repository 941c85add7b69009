// How the engine is opened. Plain structs: one comment and one default per field.
#pragma once

#include <string>

namespace detente {

struct Options {
  std::string
      weights;  // folder of the weights bundle; empty: found beside the library or the program
  std::string principal = "kremlin";  // a side of the gazetteer: whose framing is scored
  std::string actors;  // one more gazetteer file (same format as weights/actors.tsv); empty: none
  int formula = 1;     // version of the index formula
  std::string plugin;  // path of libdetente_torch.so; empty: beside the library or the program
  bool scores = true;  // false: for `windows` only; the classifier is not loaded
  int batch_tokens = 1024;  // tokens per forward call; changes speed and memory, never a result
};

}  // namespace detente
