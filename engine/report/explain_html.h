// Report -> what the index rests on, as a self-contained page: `detente explain --html`.
//
// Pure functions; any number of threads may call them at the same time. Nothing throws.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "detente/report.h"

namespace detente {

struct ExplainHtmlOptions {
  bool arithmetic = false;  // every number behind the index, as a table
};

// One article of a page.
struct HtmlSection {
  std::string entry;  // its item in the list of contents
  std::string body;
};

// Renders one report, or why there is none; `number` (from 1) is its place on the page.
//
// Every text of the article is escaped and made plain: white space is single spaces, control and
// bidirectional formatting characters are gone, bytes that are not UTF-8 appear as \xHH.
[[nodiscard]] HtmlSection html_section(const Report& report, const ExplainHtmlOptions& options,
                                       std::size_t number);

// The whole page: HTML that is also well-formed XML, with its style inside, without scripts, and
// with nothing to load. More than one section get a list of contents.
[[nodiscard]] std::string html_page(std::span<const HtmlSection> sections);

}  // namespace detente
