// What stands in quotation marks.
#pragma once

#include <string_view>
#include <vector>

#include "detente/article.h"

namespace detente {

// The outermost quotations of a text, in order, without their marks: all quote styles, judged by
// what they touch. A quotation that is opened again at the beginning of a sentence goes on; one
// that is never closed ends with its paragraph (of presplit input, where paragraphs are not known,
// with its third sentence). `sentences` are in order.
[[nodiscard]] std::vector<Span> find_quotations(std::string_view text, std::string_view language,
                                                const std::vector<Span>& sentences, bool presplit);

}  // namespace detente
