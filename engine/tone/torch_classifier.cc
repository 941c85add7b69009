#include "tone/torch_classifier.h"

#include <omp.h>
#include <torch/script.h>

#include <exception>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace detente {
namespace {

// int8 products need VNNI: without it u8 x s8 sums saturate in 16 bits, and fp32 is used.
std::string int8_isa() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vnni")) return "avx512-vnni";
#endif
  return {};
}

at::Tensor view(const std::vector<std::int32_t>& values) {
  // from_blob takes no const pointer; the graph only reads
  return torch::from_blob(
      const_cast<std::int32_t*>(values.data()),  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      {static_cast<std::int64_t>(values.size())}, torch::kInt32);
}

// The rows of float32[count, width of Row].
template <typename Row>
std::vector<Row> rows(const at::Tensor& answer, std::size_t count) {
  constexpr std::size_t kWidth = std::tuple_size_v<Row>;
  if (answer.dim() != 2 || answer.size(0) != static_cast<std::int64_t>(count) ||
      answer.size(1) != static_cast<std::int64_t>(kWidth) ||
      answer.scalar_type() != torch::kFloat32) {
    throw std::runtime_error("the model does not answer float32[" + std::to_string(count) + ", " +
                             std::to_string(kWidth) + "]");
  }
  const at::Tensor whole = answer.contiguous();
  const float* value = whole.data_ptr<float>();
  std::vector<Row> result(count);
  for (Row& row : result) {
    std::copy_n(value, kWidth, row.begin());
    value += kWidth;
  }
  return result;
}

// Quantised weights are packed for the engine that is set while they are loaded.
class QuantizedEngine {
 public:
  explicit QuantizedEngine(at::QEngine engine) : before_(at::globalContext().qEngine()) {
    at::globalContext().setQEngine(engine);
  }
  ~QuantizedEngine() { at::globalContext().setQEngine(before_); }
  QuantizedEngine(const QuantizedEngine&) = delete;
  QuantizedEngine& operator=(const QuantizedEngine&) = delete;

 private:
  at::QEngine before_;
};

// One article is read by one thread: the caller's. OpenMP keeps this number per thread, so nobody
// else's changes.
class SingleThreaded {
 public:
  SingleThreaded() : before_(::omp_get_max_threads()) { ::omp_set_num_threads(1); }
  ~SingleThreaded() { ::omp_set_num_threads(before_); }
  SingleThreaded(const SingleThreaded&) = delete;
  SingleThreaded& operator=(const SingleThreaded&) = delete;

 private:
  int before_;
};

class TorchClassifier final : public Classifier {
 public:
  TorchClassifier(torch::jit::Module module, std::string isa)
      : module_(std::move(module)), forward_(module_.get_method("forward")), isa_(std::move(isa)) {}

  [[nodiscard]] Result<Answers> classify(const Batch& batch) const override {
    try {
      const c10::InferenceMode inference;
      const SingleThreaded single_threaded;
      // the profiling executor would run the first calls another way than the later ones
      const torch::jit::GraphOptimizerEnabledGuard as_written(false);
      std::vector<c10::IValue> inputs{view(batch.ids), view(batch.roles), view(batch.positions),
                                      view(batch.windows), view(batch.sentences).view({-1, 3})};
      const c10::IValue answer = forward_(std::move(inputs));
      Answers answers;
      if (answer.isTensor()) {  // weights without pointers
        answers.sentences = rows<Logits>(answer.toTensor(), batch.sentences.size() / 3);
      } else {
        const auto& both = answer.toTupleRef().elements();
        answers.sentences = rows<Logits>(both.at(0).toTensor(), batch.sentences.size() / 3);
        answers.tokens = rows<Pointers>(both.at(1).toTensor(), batch.ids.size());
      }
      return answers;
    } catch (const std::exception& failure) {
      const std::string all = failure.what();
      return Error{.code = ErrorCode::model, .message = all.substr(0, all.find('\n'))};
    }
  }

  [[nodiscard]] std::string isa() const override { return isa_; }

 private:
  torch::jit::Module module_;
  mutable torch::jit::Method forward_;  // calling it changes nothing, but is not const in libtorch
  std::string isa_;
};

}  // namespace

Result<std::unique_ptr<Classifier>> open_torch(std::string_view file) {
  try {
    const std::string isa = int8_isa();
    static std::mutex one_at_a_time;  // the engine is a setting of the whole process
    const std::scoped_lock lock(one_at_a_time);
    const QuantizedEngine engine(at::QEngine::ONEDNN);
    std::istringstream bytes{std::string(file)};
    torch::jit::Module module = torch::jit::load(bytes, torch::kCPU);
    module.eval();
    if (isa.empty()) module.get_method("use_float")({});
    auto classifier =
        std::make_unique<TorchClassifier>(std::move(module), isa.empty() ? "fp32" : isa);
    // a window of one token that is a whole sentence: fails here, not at the first article, when
    // the file takes another call
    const Batch probe{{0, 3, 2}, {3, 0, 0}, {0, 1, 2}, {0, 3}, {1, 2, 2}};
    if (const auto answer = classifier->classify(probe); !answer) {
      return Error{.code = ErrorCode::weights,
                   .message = "the model does not take the packed call: " + answer.error().message};
    }
    return std::unique_ptr<Classifier>(std::move(classifier));
  } catch (const std::exception& failure) {
    const std::string all = failure.what();
    return Error{.code = ErrorCode::weights,
                 .message = "not a TorchScript file that fits: " + all.substr(0, all.find('\n'))};
  }
}

}  // namespace detente
