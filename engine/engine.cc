#include "detente/engine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

#include "actors/attribution.h"
#include "actors/gazetteer.h"
#include "actors/speaker.h"
#include "detente/version.h"
#include "framing/copies.h"
#include "framing/index.h"
#include "framing/tones.h"
#include "plugin_loader.h"
#include "report/windows_json.h"
#include "sentences/splitter.h"
#include "support/file.h"
#include "support/hash.h"
#include "text/reader.h"
#include "text/utf8.h"
#include "tokens/windows.h"
#include "tone/batch_plan.h"
#include "tone/bundle.h"

namespace detente {
namespace {

// An article on its way: sentences, names and windows, before it is read.
struct Prepared {
  std::vector<Span> sentences;
  std::vector<SentenceMentions> mentions;  // bytes of the article's text
  std::vector<Attribution> attributions;
  Reading reading;
};

Error article_error(ErrorCode code, std::string message, std::optional<std::uint64_t> byte = {}) {
  return {.code = code, .message = std::move(message), .path = {}, .line = {}, .byte = byte};
}

// Says which file of the weights an error is about.
Error in_file(Error error, const std::string& folder, const char* name) {
  error.path = folder + "/" + name;
  return error;
}

// An embedding host may hand over anything.
Status check(const Article& article) {
  if (const auto byte = first_invalid_utf8(article.text))
    return article_error(ErrorCode::invalid_utf8, "the text is not valid UTF-8", *byte);
  if (const auto byte = first_invalid_utf8(article.title))
    return article_error(ErrorCode::invalid_utf8, "the title is not valid UTF-8", *byte);
  if (article.presplit) {
    std::size_t at = 0;
    for (const Span& span : article.sentence_spans) {
      if (span.begin < at || span.end < span.begin || span.end > article.text.size()) {
        return article_error(ErrorCode::invalid_field,
                             "sentence spans must be in order and inside the text");
      }
      at = span.end;
    }
  } else if (blank(article.text)) {
    return article_error(ErrorCode::empty_text, "the text is empty");
  }
  return Unit{};
}

bool repeats(std::string_view sentence, std::string_view title) {
  // texts of very different length are no copies; a title may be of any length
  if (title.size() > 2 * sentence.size() || sentence.size() > 2 * title.size()) return false;
  return copy_weights({sentence, title}).front() < 1;
}

SentenceMentions shifted(SentenceMentions mentions, std::size_t offset) {
  for (Mention& mention : mentions) {
    mention.span.begin += offset;
    mention.span.end += offset;
  }
  return mentions;
}

// What carries a role in one sentence, in order: the words that stand for an actor come before a
// mention that they overlap.
SentenceMentions with_roles(const SentenceMentions& mentions, const SentenceMentions& stand_ins) {
  SentenceMentions all = stand_ins;
  for (const Mention& mention : mentions) {
    const bool taken = std::ranges::any_of(stand_ins, [&](const Mention& other) {
      return other.span.begin < mention.span.end && mention.span.begin < other.span.end;
    });
    if (!taken) all.push_back(mention);
  }
  std::ranges::sort(all, {}, [](const Mention& mention) { return mention.span.begin; });
  return all;
}

// Of everything that decides which words carry a role.
std::string roles_sha256(const Manifest& manifest) {
  std::string all;
  for (const auto& [name, file] : manifest.files) {
    if (name == kActorsFile || name.starts_with(kSpeechPrefix))
      all += name + " " + file.sha256 + "\n";
  }
  return sha256_hex(all);
}

// Bytes of the text to bytes of a given sentence; nothing for words of another one.
void keep_inside(std::optional<Span>& span, const Span& sentence) {
  if (!span) return;
  if (span->begin < sentence.begin || span->end > sentence.end) {
    span.reset();
    return;
  }
  *span = {span->begin - sentence.begin, span->end - sentence.begin};
}

}  // namespace

struct Engine::Parts {
  Manifest manifest;
  Gazetteer gazetteer;
  Attributor attributor;
  std::string gazetteer_sha256;
  Splitter splitter;
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Classifier> classifier;  // none when opened for windows only
  EngineInfo info;
  std::vector<std::string> warnings;  // that hold for every article
  std::size_t batch_tokens;

  [[nodiscard]] Result<Tokens> tokens(std::string_view text,
                                      const SentenceMentions& mentions) const;
  [[nodiscard]] std::vector<SentenceMentions> find_mentions(
      const Article& article, const std::vector<Span>& sentences) const;
  [[nodiscard]] SentenceMentions title_mentions(const Article& article) const;
  [[nodiscard]] Result<Prepared> prepare(const Article& article) const;
  void report(Report& report, const Prepared& prepared, const Tones& tones) const;
};

Result<Tokens> Engine::Parts::tokens(std::string_view text,
                                     const SentenceMentions& mentions) const {
  const auto pieces = tokenizer->encode(text);
  if (!pieces) return pieces.error();
  Tokens tokens;
  tokens.reserve(pieces.value().size());
  auto mention = mentions.begin();  // both in order
  for (const Piece& piece : pieces.value()) {
    while (mention != mentions.end() && mention->span.end <= piece.begin) ++mention;
    const bool inside = mention != mentions.end() && mention->span.begin < piece.end;
    tokens.push_back({piece.id, inside ? static_cast<std::int32_t>(mention->side) : 0,
                      static_cast<std::int32_t>(piece.begin)});
  }
  return tokens;
}

std::vector<SentenceMentions> Engine::Parts::find_mentions(
    const Article& article, const std::vector<Span>& sentences) const {
  std::vector<SentenceMentions> mentions(sentences.size());
  if (!article.mentions) {
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      const auto sentence =
          std::string_view(article.text).substr(sentences[i].begin, sentences[i].size());
      mentions[i] = shifted(gazetteer.find(sentence, article.language), sentences[i].begin);
    }
    return mentions;
  }
  SentenceMentions given;  // bytes of the text
  for (const GivenMention& mention : *article.mentions) {
    if (!article.presplit) {
      given.push_back({mention.span, Mention::kUnknownActor, mention.side});
    } else if (mention.sentence && *mention.sentence < sentences.size()) {  // else the title's
      const std::size_t begin = sentences[*mention.sentence].begin;
      given.push_back({{begin + mention.span.begin, begin + mention.span.end},
                       Mention::kUnknownActor,
                       mention.side});
    }
  }
  std::ranges::stable_sort(given, {}, [](const Mention& mention) { return mention.span.begin; });
  std::size_t covered = 0;  // each byte belongs to one mention
  for (const Mention& mention : given) {
    const Span span{std::max(mention.span.begin, covered), mention.span.end};
    covered = std::max(covered, span.end);
    // one that runs over several sentences marks its part of each
    auto number = static_cast<std::size_t>(
        std::upper_bound(sentences.begin(), sentences.end(), span.begin,
                         [](std::size_t at, const Span& sentence) { return at < sentence.end; }) -
        sentences.begin());
    for (; number < sentences.size() && sentences[number].begin < span.end; ++number) {
      const Span part{std::max(span.begin, sentences[number].begin),
                      std::min(span.end, sentences[number].end)};
      if (part.begin < part.end) mentions[number].push_back({part, mention.actor, mention.side});
    }
  }
  return mentions;
}

SentenceMentions Engine::Parts::title_mentions(const Article& article) const {
  if (!article.mentions) return gazetteer.find(article.title, article.language);
  SentenceMentions mentions;
  for (const GivenMention& given : *article.mentions) {
    if (article.presplit && !given.sentence)
      mentions.push_back({given.span, Mention::kUnknownActor, given.side});
  }
  return mentions;
}

Result<Prepared> Engine::Parts::prepare(const Article& article) const {
  if (const Status fit = check(article); !fit) return fit.error();
  Prepared prepared;
  prepared.sentences =
      article.presplit ? article.sentence_spans : splitter.split(article.text, article.language);
  prepared.mentions = find_mentions(article, prepared.sentences);
  const SentenceMentions title_names = title_mentions(article);
  prepared.attributions =
      attributor.attribute(article, prepared.sentences, prepared.mentions, title_names, gazetteer);
  auto title = tokens(article.title, title_names);
  if (!title) return title.error();
  Tokens& heading = title.value();
  if (heading.size() > manifest.windows.context_tokens) {  // the context is cut on the left
    heading.erase(heading.begin(),
                  heading.end() - static_cast<std::ptrdiff_t>(manifest.windows.context_tokens));
  }
  const bool speaker_roles = manifest.windows.speaker_roles;
  std::vector<SentenceTokens> sentences;
  sentences.reserve(prepared.sentences.size());
  for (std::size_t i = 0; i < prepared.sentences.size(); ++i) {
    const Span& span = prepared.sentences[i];
    const Attribution& attribution = prepared.attributions[i];
    SentenceMentions relative = with_roles(
        prepared.mentions[i], speaker_roles ? attribution.stand_ins : SentenceMentions{});
    for (Mention& mention : relative) {
      mention.span.begin -= span.begin;
      mention.span.end -= span.begin;
    }
    auto sentence =
        tokens(std::string_view(article.text).substr(span.begin, span.size()), relative);
    if (!sentence) return sentence.error();
    sentences.push_back({std::move(sentence).value(),
                         speaker_roles ? static_cast<std::int32_t>(attribution.side) : 0});
  }
  prepared.reading = {pack_windows(title.value(), sentences, manifest.windows), sentences.size()};
  return prepared;
}

void Engine::Parts::report(Report& report, const Prepared& prepared, const Tones& tones) const {
  const Article& article = report.article;
  std::vector<std::string_view> texts;
  for (std::size_t i = 0; i < prepared.sentences.size(); ++i) {
    const Span& span = prepared.sentences[i];
    texts.push_back(std::string_view(article.text).substr(span.begin, span.size()));
    SentenceReport sentence;
    sentence.span = span;
    sentence.text = std::string(texts.back());
    sentence.tone_probabilities = tones[i].tone;
    sentence.tone = expected_tone(tones[i].tone);
    sentence.principal = tones[i].principal;
    sentence.counterpart = tones[i].counterpart;
    report.sentences.push_back(std::move(sentence));
    report.coverage.scored += span.size();
  }
  std::vector<std::size_t> disagree;  // counted from 1
  for (std::size_t i = 0; i < report.sentences.size(); ++i) {
    Speaker& speaker = report.sentences[i].speaker;
    const Attribution& attribution = prepared.attributions[i];
    report.sentences[i].speaker_agrees = agrees(attribution, report.sentences[i]);
    Pointed pointed;
    for (std::size_t side = 0; side < pointed.size(); ++side) {
      const auto& words = tones[i].speakers[side];
      if (!words) continue;
      const auto span = whole_words(article.text, prepared.sentences[i], words->begin, words->end);
      if (span) pointed[side] = {*span, words->probability};
    }
    speaker = name_speaker(prepared.attributions, i, report.sentences[i], pointed,
                           prepared.mentions[i], gazetteer.actors());
    report.sentences[i].embedded = other_speaker(attribution, speaker, gazetteer.actors());
    if (!report.sentences[i].speaker_agrees) disagree.push_back(i + 1);
    if (article.presplit) {
      keep_inside(speaker.span, prepared.sentences[i]);
      if (report.sentences[i].embedded)
        keep_inside(report.sentences[i].embedded->span, prepared.sentences[i]);
    }
  }
  const std::vector<double> copies = copy_weights(texts);
  const Span title = title_in_text(article);
  std::vector<IndexUnit> units;
  for (std::size_t i = 0; i < report.sentences.size(); ++i) {
    SentenceReport& sentence = report.sentences[i];
    // the title is context, not a unit, also where the text repeats it
    if (!is_unit(sentence.principal, manifest.formula) || sentence.span.end <= title.end ||
        repeats(sentence.text, article.title))
      continue;
    sentence.weight = static_cast<float>(copies[i]);
    const Framing& f = sentence.principal;
    units.push_back({f.positive, f.unacceptable, f.overture, f.measure, f.other, copies[i]});
  }
  const Formula& formula = manifest.formula;
  report.index = compute_index(units, formula);
  report.index.parameters = {formula.a, formula.tau, formula.lambda, formula.mixed_mass,
                             formula.none_mass};
  report.tone = mean_tones(report.sentences);
  report.coverage.bytes = article.text.size();
  report.signature = story_signature(article.text);
  report.warnings = warnings;
  if (!disagree.empty()) {
    report.warnings.push_back(
        fmt::format("engine and speaker disagree in sentence {}", fmt::join(disagree, ", ")));
  }
  if (article.language.empty()) {
    report.warnings.emplace_back(
        "language unknown: split and read by rules that hold in all languages");
  } else {
    if (article.language_guessed)
      report.warnings.push_back("language guessed: " + article.language);
    if (std::find(manifest.languages.begin(), manifest.languages.end(), article.language) ==
        manifest.languages.end()) {
      report.warnings.push_back("language not validated: " + article.language);
    }
  }
}

Result<Engine> Engine::open(const Options& options) {
  const std::string folder = options.weights.empty() ? find_weights() : options.weights;
  if (folder.empty()) {
    return Error{
        .code = ErrorCode::weights,
        .message =
            "no weights folder beside the program; give one with --weights or DETENTE_WEIGHTS"};
  }
  auto bundle = Bundle::open(folder);
  if (!bundle) return bundle.error();
  const Manifest& manifest = bundle.value().manifest();
  if (options.formula != manifest.formula.version) {
    return article_error(ErrorCode::invalid_argument, "no formula " +
                                                          std::to_string(options.formula) +
                                                          "; these weights have formula " +
                                                          std::to_string(manifest.formula.version));
  }

  const auto abbreviations = bundle.value().read(kAbbreviationsFile);
  if (!abbreviations) return abbreviations.error();
  auto splitter = Splitter::open(abbreviations.value());
  if (!splitter) return in_file(splitter.error(), folder, kAbbreviationsFile);

  const auto lists = bundle.value().read_all(kSpeechPrefix);
  if (!lists) return lists.error();
  auto attributor = Attributor::open(lists.value());
  if (!attributor) return in_file(attributor.error(), folder, attributor.error().path.c_str());

  auto actors = bundle.value().read(kActorsFile);
  if (!actors) return actors.error();
  const std::string roles = roles_sha256(manifest);
  std::vector<Gazetteer::Source> sources{{folder + "/" + kActorsFile, std::move(actors).value()}};
  std::string gazetteer_sha256 = roles;  // of all sources
  if (!options.actors.empty()) {
    auto more = read_file(options.actors);
    if (!more) return more.error();
    sources.push_back({options.actors, std::move(more).value()});
    gazetteer_sha256 = sha256_hex(gazetteer_sha256 + sha256_hex(sources.back().bytes));
  }
  if (!Gazetteer::check_principal(sources, options.principal)) {
    return Gazetteer::open(sources, options.principal).error();  // a bad row may be the reason
  }
  // the trie is built while libtorch is loaded: each takes about half a second
  auto building = std::async(std::launch::async | std::launch::deferred,
                             [&] { return Gazetteer::open(sources, options.principal); });

  const auto plugin = load_plugin(options.plugin);
  if (!plugin) return plugin.error();
  const auto model_bytes = bundle.value().read(kTokenizerFile);
  if (!model_bytes) return model_bytes.error();
  auto tokenizer = plugin.value()->open_tokenizer(model_bytes.value());
  if (!tokenizer) return in_file(tokenizer.error(), folder, kTokenizerFile);
  if (tokenizer.value()->vocabulary() != manifest.vocabulary) {
    return in_file(
        article_error(ErrorCode::weights, "has " + std::to_string(tokenizer.value()->vocabulary()) +
                                              " pieces, the manifest says " +
                                              std::to_string(manifest.vocabulary)),
        folder, kTokenizerFile);
  }
  std::unique_ptr<Classifier> classifier;
  if (options.scores) {
    const auto file = bundle.value().read(kModelFile);
    if (!file) return file.error();
    auto opened = plugin.value()->open_classifier(file.value());
    if (!opened) return in_file(opened.error(), folder, kModelFile);
    classifier = std::move(opened).value();
  }

  auto gazetteer = building.get();
  if (!gazetteer) return gazetteer.error();

  EngineInfo info{.version = kVersion,
                  .weights = manifest.sha256,
                  .principal = options.principal,
                  .isa = classifier ? classifier->isa() : ""};
  std::vector<std::string> warnings;
  if (std::find(manifest.principals.begin(), manifest.principals.end(), options.principal) ==
      manifest.principals.end()) {
    warnings.push_back("principal unvalidated: no labelled set has measured these weights for " +
                       options.principal);
  }
  if (roles != manifest.gazetteer) {
    warnings.emplace_back(
        "gazetteer newer than the weights: the classifier was trained with another actors.tsv or "
        "other word lists of speech");
  }
  return Engine(std::unique_ptr<Parts>(new Parts{
      .manifest = manifest,
      .gazetteer = std::move(gazetteer).value(),
      .attributor = std::move(attributor).value(),
      .gazetteer_sha256 = gazetteer_sha256,
      .splitter = std::move(splitter).value(),
      .tokenizer = std::move(tokenizer).value(),
      .classifier = std::move(classifier),
      .info = std::move(info),
      .warnings = std::move(warnings),
      .batch_tokens = static_cast<std::size_t>(std::max(options.batch_tokens, 1)),
  }));
}

std::vector<Report> Engine::score(std::vector<Article> articles) const {
  std::vector<Report> reports(articles.size());
  std::vector<Prepared> prepared;
  std::vector<Reading> readings;
  std::vector<std::size_t> whose;  // prepared[i] is reports[whose[i]]
  for (std::size_t i = 0; i < articles.size(); ++i) {
    reports[i].engine = parts_->info;
    reports[i].article = std::move(articles[i]);
    Result<Prepared> ready =
        parts_->classifier
            ? parts_->prepare(reports[i].article)
            : article_error(ErrorCode::invalid_argument, "the engine was opened for windows only");
    if (!ready) {
      reports[i].error = ready.error();
      continue;
    }
    readings.push_back(std::move(ready.value().reading));
    prepared.push_back(std::move(ready).value());
    whose.push_back(i);
  }
  if (readings.empty()) return reports;
  const auto tones = read_tones(readings, *parts_->classifier, parts_->manifest.temperatures,
                                parts_->batch_tokens);
  for (std::size_t i = 0; i < whose.size(); ++i) {
    Report& report = reports[whose[i]];
    if (tones[i]) {
      report.coverage.windows = readings[i].windows.size();
      parts_->report(report, prepared[i], tones[i].value());
    } else {
      report.error = tones[i].error();
    }
  }
  return reports;
}

Result<std::string> Engine::windows(const Article& article) const {
  const auto prepared = parts_->prepare(article);
  if (!prepared) return prepared.error();
  const WindowsHeader header{article.id, article.language, parts_->info.principal,
                             parts_->gazetteer_sha256, prepared.value().sentences.size()};
  return windows_json(header, prepared.value().reading.windows);
}

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const EngineInfo& Engine::info() const { return parts_->info; }

}  // namespace detente
