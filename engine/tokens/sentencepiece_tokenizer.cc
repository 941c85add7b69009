#include "tokens/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <string>
#include <utility>

namespace detente {
namespace {

class SentencePieceTokenizer final : public Tokenizer {
 public:
  explicit SentencePieceTokenizer(std::unique_ptr<sentencepiece::SentencePieceProcessor> processor)
      : processor_(std::move(processor)) {}

  [[nodiscard]] Result<std::vector<Piece>> encode(std::string_view text) const override {
    sentencepiece::ImmutableSentencePieceText encoded;
    if (const auto status = processor_->Encode(text, encoded.mutable_proto()); !status.ok()) {
      return Error{.code = ErrorCode::model,
                   .message = std::string("cannot be tokenized: ") + status.message()};
    }
    std::vector<Piece> pieces;
    pieces.reserve(encoded.pieces_size());
    for (std::size_t i = 0; i < encoded.pieces_size(); ++i) {
      const auto piece = encoded.pieces(static_cast<int>(i));
      pieces.push_back({static_cast<std::int32_t>(piece.id()), piece.begin(), piece.end()});
    }
    return pieces;
  }

  [[nodiscard]] std::int32_t vocabulary() const override { return processor_->GetPieceSize(); }

 private:
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
};

}  // namespace

Result<std::unique_ptr<Tokenizer>> open_sentencepiece(std::string_view model) {
  auto processor = std::make_unique<sentencepiece::SentencePieceProcessor>();
  const auto status = processor->LoadFromSerializedProto(model);
  if (!status.ok()) {
    return Error{.code = ErrorCode::weights,
                 .message = std::string("not a SentencePiece model: ") + status.message()};
  }
  return std::unique_ptr<Tokenizer>(std::make_unique<SentencePieceTokenizer>(std::move(processor)));
}

}  // namespace detente
