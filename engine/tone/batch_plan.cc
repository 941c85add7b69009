#include "tone/batch_plan.h"

#include <optional>
#include <span>
#include <utility>

namespace detente {
namespace {

Tone silence() {
  Tone tone;
  tone.tone = {0, 0, 1, 0, 0};
  tone.principal = Framing{};
  tone.counterpart = Framing{};
  return tone;
}

// Which window of which article a piece of a batch is.
struct Place {
  std::size_t article;
  std::size_t window;
};

// Collects the answers of one article until all its windows have been read.
struct Collected {
  std::vector<Tone> tones;
  std::vector<std::size_t> tokens;  // of each sentence, over its parts
  std::optional<Error> error;
};

Collected start(const Reading& article) {
  Collected collected{std::vector<Tone>(article.sentences),
                      std::vector<std::size_t>(article.sentences), std::nullopt};
  for (const Window& window : article.windows) {
    for (const WindowSentence& part : window.sentences) {
      collected.tokens[part.sentence] += static_cast<std::size_t>(part.end - part.begin);
    }
  }
  for (std::size_t i = 0; i < article.sentences; ++i) {
    if (collected.tokens[i] == 0) collected.tones[i] = silence();
  }
  return collected;
}

// `tokens`: those of the window, or none.
void collect(Collected& collected, const Window& window, std::span<const Logits> answers,
             std::span<const Pointers> tokens, const Temperatures& temperatures) {
  for (std::size_t i = 0; i < window.sentences.size() && !collected.error; ++i) {
    const WindowSentence& part = window.sentences[i];
    Result<Tone> tone = calibrate(answers[i], temperatures);
    if (!tone) {
      collected.error = tone.error();
      return;
    }
    if (!tokens.empty()) {
      const auto begin = static_cast<std::size_t>(part.begin);
      const std::size_t count = static_cast<std::size_t>(part.close) - begin + 1;
      for (std::size_t side = 0; side < tone.value().speakers.size(); ++side) {
        tone.value().speakers[side] = pointed(tokens.subspan(begin, count),
                                              std::span(window.bytes).subspan(begin, count), side);
      }
    }
    const auto share = static_cast<float>(part.end - part.begin) /
                       static_cast<float>(collected.tokens[part.sentence]);
    collected.tones[part.sentence].add(tone.value(), share);
  }
}

}  // namespace

void append_window(Batch& batch, const Window& window) {
  const auto offset = static_cast<std::int32_t>(batch.ids.size());
  batch.ids.insert(batch.ids.end(), window.ids.begin(), window.ids.end());
  batch.roles.insert(batch.roles.end(), window.roles.begin(), window.roles.end());
  batch.positions.insert(batch.positions.end(), window.positions.begin(), window.positions.end());
  if (batch.windows.empty()) batch.windows.push_back(0);
  batch.windows.push_back(static_cast<std::int32_t>(batch.ids.size()));
  for (const WindowSentence& part : window.sentences) {
    batch.sentences.insert(batch.sentences.end(),
                           {part.begin + offset, part.end + offset, part.close + offset});
  }
}

std::vector<Result<Tones>> read_tones(const std::vector<Reading>& articles,
                                      const Classifier& classifier,
                                      const Temperatures& temperatures, std::size_t batch_tokens) {
  std::vector<Collected> collected;
  collected.reserve(articles.size());
  for (const Reading& article : articles) collected.push_back(start(article));

  const auto window_at = [&](const Place& place) -> const Window& {
    return articles[place.article].windows[place.window];
  };
  const auto read = [&](const Batch& batch, std::span<const Place> places) -> Status {
    const auto answers = classifier.classify(batch);
    if (!answers) return answers.error();
    std::span<const Logits> rest(answers.value().sentences);
    std::span<const Pointers> tokens(answers.value().tokens);
    for (const Place& place : places) {
      const Window& window = window_at(place);
      const std::size_t pointing = tokens.empty() ? 0 : window.ids.size();
      collect(collected[place.article], window, rest.first(window.sentences.size()),
              tokens.first(pointing), temperatures);
      rest = rest.subspan(window.sentences.size());
      tokens = tokens.subspan(pointing);
    }
    return Unit{};
  };
  Batch batch;
  std::vector<Place> places;
  const auto flush = [&] {
    if (places.empty()) return;
    if (!read(batch, places)) {
      for (const Place& place : places) {
        if (collected[place.article].error) continue;
        Batch alone;
        append_window(alone, window_at(place));
        const Status again = read(alone, std::span(&place, 1));
        if (!again) collected[place.article].error = again.error();
      }
    }
    batch = {};
    places.clear();
  };
  for (std::size_t article = 0; article < articles.size(); ++article) {
    for (std::size_t number = 0; number < articles[article].windows.size(); ++number) {
      const Window& window = articles[article].windows[number];
      if (batch.ids.size() + window.ids.size() > batch_tokens) flush();
      append_window(batch, window);
      places.push_back({article, number});
    }
  }
  flush();

  std::vector<Result<Tones>> results;
  results.reserve(articles.size());
  for (Collected& article : collected) {
    if (article.error) {
      results.emplace_back(std::move(*article.error));
    } else {
      results.emplace_back(std::move(article.tones));
    }
  }
  return results;
}

}  // namespace detente
