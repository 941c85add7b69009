// Names of those who speak and act, found in text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/article.h"
#include "detente/result.h"

namespace detente {

// One entry: a person, office, state, city or organisation, and the camp it belongs to.
struct Actor {
  std::string id;
  std::string side;     // camp: "kremlin", "white-house", ...
  bool person = false;  // a person or an office held by one
  bool woman = false;
  bool man = false;
};

// Where an actor is named in a text. `actor` is an index into `Gazetteer::actors`, or kUnknownActor
// for a mention that came with the input.
struct Mention {
  static constexpr std::uint32_t kUnknownActor = UINT32_MAX;
  Span span;
  std::uint32_t actor = kUnknownActor;
  Side side = Side::none;
};

// The aliases of all actors in one trie. Immutable after `open`; `find` may be called from any
// number of threads.
//
// File format, one row a line: side TAB actor TAB kind TAB languages TAB aliases. Kinds are person,
// woman (a person), office, body, state, city, organisation. Aliases are
// separated by `|`; `{a,b}` expands to both; languages are ISO 639-1 codes separated by commas, or
// `*`. A row with side `-` blocks: its aliases are found like others, longest first, and give no
// mention ("Moscow, Idaho"). One with the kinds `before` or `after` lists words that a hyphen joins
// to a name to make it a mere adjective ("pro-Kremlin", "Russia-backed"; `*`: any word).
class Gazetteer {
 public:
  struct Source {
    std::string name;  // for errors
    std::string
        bytes;  // content of a file; rows of a later source replace equal aliases of an earlier one
  };
  // `principal` is a camp of the sources; all other camps are its counterparts. Errors name line
  // and remedy: ErrorCode::weights for the first source, which came with the weights,
  // ErrorCode::invalid_argument for those that the caller added.
  static Result<Gazetteer> open(const std::vector<Source>& sources, const std::string& principal);
  // Whether the sources have this camp, and which they have: without building anything.
  static Status check_principal(const std::vector<Source>& sources, const std::string& principal);
  Gazetteer(Gazetteer&&) noexcept;
  Gazetteer& operator=(Gazetteer&&) noexcept;
  ~Gazetteer();

  // Mentions in `text` (valid UTF-8), in order, without overlap: one pass, longest alias first,
  // whole words only.
  [[nodiscard]] std::vector<Mention> find(std::string_view text, std::string_view language) const;
  [[nodiscard]] const std::vector<Actor>& actors() const;
  [[nodiscard]] std::optional<std::uint32_t> actor(std::string_view id) const;
  // Whether some alias of several words begins with the same letter as this first name does, or
  // none is known. `first_name` is in lower case.
  [[nodiscard]] bool has_first_name(std::uint32_t actor, std::string_view first_name) const;
  [[nodiscard]] Side side(std::uint32_t actor) const;  // under the principal given to `open`

 private:
  struct Index;
  struct Builder;
  explicit Gazetteer(std::unique_ptr<Index> index);
  std::unique_ptr<Index> index_;
};

}  // namespace detente
