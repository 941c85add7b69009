// Each stage alone, and the whole way, on one plain text article.
//   stage_bench ARTICLE WEIGHTS [flags of Google Benchmark]
// Every figure is of one thread; items are sentences, bytes are of the article.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "actors/attribution.h"
#include "actors/gazetteer.h"
#include "detente/engine.h"
#include "framing/copies.h"
#include "plugin_loader.h"
#include "report/json.h"
#include "sentences/splitter.h"
#include "support/file.h"
#include "text/reader.h"
#include "tone/batch_plan.h"
#include "tone/bundle.h"

namespace {

using namespace detente;

template <class T>
T need(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "stage_bench: %s: %s\n", result.error().path.c_str(),
               result.error().message.c_str());
  std::exit(1);
}

struct Fixture {
  Article article;
  Splitter splitter;
  Gazetteer gazetteer;
  Attributor attributor;
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Classifier> classifier;
  Manifest manifest;
  Engine engine;
  std::vector<Span> sentences;
  std::vector<SentenceMentions> mentions;
  std::vector<std::string_view> texts;
  Reading reading;
  std::size_t tokens = 0;
};

Fixture open_fixture(const std::string& path, const std::string& weights) {
  // OpenBLAS and OpenMP read these when the plugin is loaded
  ::setenv("OMP_NUM_THREADS", "1", 1);
  ::setenv("OPENBLAS_NUM_THREADS", "1", 1);
  const Bundle bundle = need(Bundle::open(weights));
  const Plugin* plugin = need(load_plugin(""));
  Fixture f{.article = need(parse_article_text(need(read_file(path)), {})),
            .splitter = need(Splitter::open(need(bundle.read(kAbbreviationsFile)))),
            .gazetteer =
                need(Gazetteer::open({{kActorsFile, need(bundle.read(kActorsFile))}}, "kremlin")),
            .attributor = need(Attributor::open(need(bundle.read_all(kSpeechPrefix)))),
            .tokenizer = need(plugin->open_tokenizer(need(bundle.read(kTokenizerFile)))),
            .classifier = need(plugin->open_classifier(need(bundle.read(kModelFile)))),
            .manifest = bundle.manifest(),
            .engine = need(Engine::open({.weights = weights})),
            .sentences = {},
            .mentions = {},
            .texts = {},
            .reading = {}};
  f.sentences = f.splitter.split(f.article.text, f.article.language);
  f.mentions.resize(f.sentences.size());
  for (std::size_t i = 0; i < f.sentences.size(); ++i) {
    const Span& span = f.sentences[i];
    f.mentions[i] = f.gazetteer.find(
        std::string_view(f.article.text).substr(span.begin, span.size()), f.article.language);
    for (Mention& mention : f.mentions[i])
      mention.span = {mention.span.begin + span.begin, mention.span.end + span.begin};
  }
  std::vector<SentenceTokens> all;
  for (const Span& span : f.sentences) {
    f.texts.push_back(std::string_view(f.article.text).substr(span.begin, span.size()));
    Tokens tokens;
    for (const Piece& piece : need(f.tokenizer->encode(f.texts.back()))) {
      tokens.push_back({piece.id, 0});
    }
    all.push_back({std::move(tokens), 0});
  }
  f.reading = {pack_windows({}, all, f.manifest.windows), all.size()};
  for (const Window& window : f.reading.windows) f.tokens += window.ids.size();
  return f;
}

template <class Work>
void add(const char* name, const Fixture& f, Work work) {
  benchmark::RegisterBenchmark(name, [&f, work](benchmark::State& state) {
    for (auto step : state) {
      (void)step;
      work();
    }
    const auto rounds = static_cast<std::int64_t>(state.iterations());
    state.SetItemsProcessed(rounds * static_cast<std::int64_t>(f.sentences.size()));
    state.SetBytesProcessed(rounds * static_cast<std::int64_t>(f.article.text.size()));
    state.counters["tokens/s"] = benchmark::Counter(static_cast<double>(f.tokens),
                                                    benchmark::Counter::kIsIterationInvariantRate);
  })->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  if (std::strcmp(DETENTE_BUILD_TYPE, "Release") != 0 || std::strlen(DETENTE_SANITIZED) > 0) {
    std::fprintf(stderr,
                 "stage_bench: figures of a %s build mean nothing; use the release preset\n",
                 DETENTE_BUILD_TYPE);
    return 1;
  }
  benchmark::Initialize(&argc, argv);
  if (argc != 3) {
    std::fprintf(stderr, "usage: stage_bench ARTICLE WEIGHTS [--benchmark_...]\n");
    return 2;
  }
  const Fixture f = open_fixture(argv[1], argv[2]);
  std::printf("%zu bytes, %zu sentences, %zu windows, %zu tokens, %s\n", f.article.text.size(),
              f.sentences.size(), f.reading.windows.size(), f.tokens, f.classifier->isa().c_str());
  const Report report = f.engine.score({f.article}).front();

  add("sentences", f,
      [&f] { benchmark::DoNotOptimize(f.splitter.split(f.article.text, f.article.language)); });
  add("actors", f, [&f] {
    for (std::string_view text : f.texts) {
      benchmark::DoNotOptimize(f.gazetteer.find(text, f.article.language));
    }
  });
  add("speakers", f, [&f] {
    benchmark::DoNotOptimize(
        f.attributor.attribute(f.article, f.sentences, f.mentions, {}, f.gazetteer));
  });
  add("tokens", f, [&f] {
    for (std::string_view text : f.texts) benchmark::DoNotOptimize(f.tokenizer->encode(text));
  });
  add("tone", f, [&f] {
    benchmark::DoNotOptimize(read_tones({f.reading}, *f.classifier, f.manifest.temperatures, 1024));
  });
  add("copies and signature", f, [&f] {
    benchmark::DoNotOptimize(copy_weights(f.texts));
    benchmark::DoNotOptimize(story_signature(f.article.text));
  });
  add("report", f, [&report] { benchmark::DoNotOptimize(to_json(report, {})); });
  add("whole article", f, [&f] { benchmark::DoNotOptimize(f.engine.score({f.article})); });
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
