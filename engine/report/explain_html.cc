#include "report/explain_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

#include "report/arithmetic.h"
#include "report/evidence.h"
#include "report/names.h"
#include "report/page.h"
#include "report/words.h"

namespace detente {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;
--page:#f6f7f9;--card:#fff;--text:#1b1f24;--faint:#57606a;--line:#d5dae0;--link:#0a58b0;
--good:#11632a;--good-back:#d9f5e0;--bad:#a1142a;--bad-back:#ffe2df;--other:#0b4a8c;
--other-back:#dceefe;--doubt:#6b4400;--doubt-back:#fff0c4}
@media (prefers-color-scheme:dark){:root{
--page:#0e1217;--card:#161c23;--text:#e4eaf0;--faint:#9ba8b5;--line:#303a45;--link:#84bdff;
--good:#83e3a3;--good-back:#143521;--bad:#ffaaa5;--bad-back:#44191d;--other:#a3cfff;
--other-back:#122f4d;--doubt:#f2cc72;--doubt-back:#3a2c08}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);overflow-wrap:anywhere;
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.25rem}
h1{font-size:.95rem;font-weight:600;color:var(--faint);margin:0}
h2{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .4rem;text-wrap:balance}
h3{font-size:1.15rem;margin:2.2rem 0 .6rem}
h4{font-size:1rem;margin:0 0 .7rem}
p{margin:.3rem 0}
a{color:var(--link)}
a:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
ol,ul{padding:0;margin:0;list-style:none}
article+article{margin-top:3rem;border-top:3px solid var(--line);padding-top:1.5rem}
.faint,.notes{color:var(--faint);font-size:.9rem}
.card{margin-top:.7rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.1rem 1.25rem}
.index{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;align-items:baseline;margin-bottom:.4rem}
.value{font-size:2.6rem;font-weight:700;line-height:1.1;font-variant-numeric:tabular-nums}
.verdict{font-size:1.15rem;font-weight:600;margin:0}
.de-escalatory{color:var(--good)}.escalatory{color:var(--bad)}.mixed,.indeterminate{color:var(--doubt)}
.measure{margin-top:1.1rem}.measure .name{font-weight:600}
.bar{position:relative;height:1.5rem;margin:.3rem 0;border-radius:.3rem;background:
linear-gradient(var(--line),var(--line)) 50% 50%/100% 2px no-repeat}
.bar i{position:absolute;display:block}
.bar .end{width:2px;height:.8rem;top:.35rem;background:var(--line)}
.bar .zero{left:calc(50% - 1px);width:2px;height:1.5rem;background:var(--faint)}
.bar .range{height:.8rem;top:.35rem;border-radius:.25rem;background:currentColor;opacity:.35}
.bar .dot{width:1rem;height:1rem;top:.25rem;margin-left:-.5rem;border-radius:50%;
background:currentColor;border:2px solid var(--card)}
.scale{display:grid;grid-template-columns:1fr auto 1fr;color:var(--faint);font-size:.85rem}
.scale :last-child{text-align:right}
.sides .card{margin:0}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1rem}
.side li{margin-top:1rem;padding-left:.8rem;border-left:3px solid var(--line)}
.side.good h4{color:var(--good)}.side.bad h4{color:var(--bad)}
.side.good li{border-color:var(--good)}.side.bad li{border-color:var(--bad)}
blockquote{margin:0}
.doubts li{padding:.15rem 0 .15rem 1.6rem;position:relative}
.doubts li::before{content:"!";position:absolute;left:.4rem;font-weight:700;color:var(--doubt)}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1rem;margin-bottom:.9rem;font-size:.9rem}
.mark{display:inline-block;padding:0 .45rem;border-radius:.3rem;font-size:.85rem;font-weight:600;
border:1px solid currentColor;white-space:nowrap}
.good .mark,.mark.good{color:var(--good);background:var(--good-back)}
.bad .mark,.mark.bad{color:var(--bad);background:var(--bad-back)}
.other .mark,.mark.other{color:var(--other);background:var(--other-back)}
.mark.doubt{color:var(--doubt);background:var(--doubt-back)}
.none .mark,.title .mark{color:var(--faint)}
.sentences>li{display:grid;grid-template-columns:9.5rem 1fr;gap:0 1rem;padding:.45rem .3rem;
scroll-margin-top:1rem;border-radius:.3rem}
.sentences>li:target{outline:2px solid var(--link)}
.sentences>.paragraph{border-top:1px solid var(--line);margin-top:.6rem;padding-top:.9rem}
.gutter{display:flex;flex-wrap:wrap;gap:.1rem .5rem;align-items:baseline;align-content:start;
font-size:.85rem;color:var(--faint);font-variant-numeric:tabular-nums}
.gutter .tone{flex-basis:100%}
.sentences p{margin:0}
mark{color:inherit;background:none;border-radius:.2rem;padding:.05rem .1rem;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
.good mark{background:var(--good-back)}.bad mark{background:var(--bad-back)}
.other mark{background:var(--other-back)}
b.name{font-weight:700;text-decoration:underline;text-decoration-thickness:2px;
text-underline-offset:.15em}
b.inner{font-weight:600;text-decoration:underline dotted 2px;text-underline-offset:.15em}
.scroll{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;min-width:38rem}
caption{text-align:left;color:var(--faint);padding-bottom:.4rem}
th,td{padding:.25rem .7rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
tfoot th,tfoot td{font-weight:700;border-bottom:0}
code,.steps li{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;font-size:.88rem}
.steps li{padding:.15rem 0}
nav{margin-bottom:2rem}
nav li{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;padding:.2rem 0}
footer{padding-top:2rem;padding-bottom:2rem}
@media (max-width:38rem){main,header,footer{padding-left:.8rem;padding-right:.8rem}
h2{font-size:1.35rem}.card{padding:.9rem}
.sentences>li{grid-template-columns:1fr;gap:.15rem}.gutter .tone{flex-basis:auto}}
@media print{body{background:none}.card,.sentences>li,.side li{break-inside:avoid}}
)";

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out.append("&amp;"); break;
      case '<': out.append("&lt;"); break;
      case '>': out.append("&gt;"); break;
      case '"': out.append("&quot;"); break;
      case '\'': out.append("&#39;"); break;
      default: out.push_back(c);
    }
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, plain(text));
  return out;
}

// ` lang="ru" dir="auto"`: for texts of the article.
std::string language_of(const Article& article) {
  const bool known = !article.language.empty() &&
                     std::all_of(article.language.begin(), article.language.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
                     });
  // a language that is not known must not be read out as English
  return fmt::format(R"( lang="{}" dir="auto")", known ? article.language : "und");
}

// A sentence with the names of who speaks marked.
std::string sentence_in_html(const std::vector<SentencePart>& parts) {
  std::string out;
  PlainPieces pieces;
  for (const SentencePart& part : parts) {
    const std::string text = pieces.next(part.text);
    if (part.kind == SentencePart::Kind::words) {
      append_escaped(out, text);
      continue;
    }
    const std::size_t words = text.starts_with(' ') ? 1 : 0;
    out.append(words, ' ');
    out +=
        part.kind == SentencePart::Kind::speaker ? R"(<b class="name">)" : R"(<b class="inner">)";
    append_escaped(out, std::string_view(text).substr(words));
    out += "</b>";
  }
  return out.empty() ? "(no text)" : out;
}

struct RoleLook {
  std::string_view style;
  std::string_view mark;
};

RoleLook look_of(Role role) {
  switch (role) {
    case Role::welcomed: return {"good", "+ welcomed"};
    case Role::rejected: return {"bad", "- rejected"};
    case Role::counterpart: return {"other", "c counterpart"};
    case Role::title: return {"title", "t title"};
    case Role::none: return {"none", ""};
  }
  return {"none", ""};
}

// Writes one section.
class Section {
 public:
  Section(const Report& report, const ExplainHtmlOptions& options, std::size_t number)
      : report_(report),
        options_(options),
        number_(number),
        language_(language_of(report.article)),
        title_(plain(report.article.title.empty() ? report.article.id : report.article.title)) {
    if (title_.empty()) title_ = fmt::format("article {}", number);
  }

  HtmlSection take() {
    put(R"(<article id="a{0}" aria-labelledby="a{0}-title">)", number_);
    put(R"(<h2 id="a{}-title"{}>{}</h2>)", number_, language_, escaped(title_));
    if (report_.error) {
      put(R"(<p class="card">{}</p>)", escaped(error_in_words(report_)));
    } else {
      put(R"(<p class="faint"><bdi>{}</bdi></p>)", escaped(particulars_in_words(report_.article)));
      write();
    }
    out_ += "</article>\n";
    const std::string summary =
        report_.error ? "not scored"
                      : index_in_words(report_.index) + ", " + verdict_name(report_.index.verdict);
    return {fmt::format(R"(<li><a href="#a{}"{}>{}</a><span class="faint">{}</span></li>)", number_,
                        language_, escaped(title_), escaped(summary)),
            std::move(out_)};
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
    out_.push_back('\n');
  }

  void write() {
    const std::vector<Evidence> evidence = evidence_of(report_);
    const Recount recounted = recount(report_, evidence);
    sentences_ = sentences_in_parts(report_);
    write_index(recounted);
    if (!evidence.empty()) write_contrast(evidence);
    write_doubts(doubts_about(report_, evidence, recounted));
    write_sentences();
    if (options_.arithmetic) write_arithmetic(evidence, recounted);
    std::string footing = coverage_in_words(report_);
    join(footing, engine_in_words(report_));
    put(R"(<p class="faint">{}</p>)", escaped(footing));
  }

  void write_bar(std::string_view name, const IndexReport& index, const std::string& words) {
    put(R"(<div class="measure {}"><p class="name">{}</p>)", verdict_name(index.verdict),
        escaped(name));
    put(R"(<div class="bar" role="img" aria-label="{}">)",
        escaped(fmt::format("{}, on a scale from -1 to +1: {}", name, index_in_words(index))));
    out_ += R"(<i class="end" style="left:0"></i><i class="end" style="right:0"></i>)";
    if (index.value && index.low && index.high) {
      const auto place = [](double x) { return 50 * (std::clamp(x, -1.0, 1.0) + 1); };
      put(R"(<i class="range" style="left:{:.2f}%;width:{:.2f}%"></i><i class="zero"></i>)"
          R"(<i class="dot" style="left:{:.2f}%"></i></div>)",
          place(*index.low), place(*index.high) - place(*index.low), place(*index.value));
    } else {
      out_ += "<i class=\"zero\"></i></div>\n";
    }
    out_ += R"(<div class="scale" aria-hidden="true"><span>-1 rejects</span><span>0</span>)"
            "<span>welcomes +1</span></div>\n";
    put("<p class=\"faint\">{}</p></div>", escaped(words));
  }

  void write_bars(const IndexReport& index, const IndexReport& states) {
    write_bar("All framings", index, index_in_words(index) + ": every framing counts");
    write_bar("Between states only", states,
              fmt::format("{}, {}: what is neither overture nor measure does not count (lambda 0 "
                          "instead of {}; P {:.2f}, U {:.2f})",
                          index_in_words(states), verdict_name(states.verdict),
                          index.parameters.lambda, states.positive, states.unacceptable));
  }

  void write_index(const Recount& recounted) {
    const IndexReport& index = report_.index;
    out_ += "<div class=\"card\">\n";
    put(R"(<div class="index"><p class="value">{}</p><p class="verdict {}">{}</p></div>)",
        index.value ? signed_number(*index.value) : std::string("no value"),
        verdict_name(index.verdict), escaped(verdict_in_words(index)));
    std::string words =
        fmt::format("{:.2f} welcomed or offered (P), {:.2f} rejected or unacceptable (U), from {}",
                    index.positive, index.unacceptable, counted(index.units, "sentence"));
    if (!report_.engine.principal.empty()) words += " · principal: " + report_.engine.principal;
    put("<p>{}</p>", escaped(words));
    if (index.units > 0) {
      if (index.value) write_bars(index, recounted.between_states);
      put("<h3>Frame gap</h3>\n<p>{}</p>", escaped(frame_gap_in_words(index)));
    }
    out_ += "</div>\n";
  }

  void write_side(const std::vector<Evidence>& side, std::string_view style,
                  const std::string& title) {
    put(R"(<section class="card side {}"><h4>{}</h4>)", style, title);
    if (side.empty()) out_ += "<p class=\"faint\">nothing</p>\n";
    if (!side.empty()) out_ += "<ol>\n";
    for (const Evidence& e : side) {
      const SentenceReport& s = *e.sentence;
      put(R"(<li><blockquote{}>{}</blockquote>)", language_,
          sentence_in_html(sentences_[e.number]));
      put(R"(<p class="notes">{}<br />{}<br />adds {:.2f} to P, {:.2f} to U · )"
          R"(<a href="#a{}-{}">sentence {}</a></p></li>)",
          escaped(speaker_in_words(s.speaker)), escaped(evidence_in_words(s)), e.adds.positive,
          e.adds.unacceptable, number_, e.number + 1, e.number + 1);
    }
    if (!side.empty()) out_ += "</ol>\n";
    out_ += "</section>\n";
  }

  void write_contrast(const std::vector<Evidence>& evidence) {
    out_ += "<h3>The contrast, strongest first</h3>\n<div class=\"sides\">\n";
    write_side(strongest(evidence, true), "good",
               fmt::format("+ Welcomed or offered, P {:.2f}", report_.index.positive));
    write_side(strongest(evidence, false), "bad",
               fmt::format("- Rejected or unacceptable, U {:.2f}", report_.index.unacceptable));
    out_ += "</div>\n";
  }

  void write_doubts(const std::vector<std::string>& doubts) {
    if (doubts.empty()) return;
    out_ += "<h3>Before you believe it</h3>\n<ul class=\"card doubts\">\n";
    for (const std::string& doubt : doubts) put("<li>{}</li>", escaped(doubt));
    out_ += "</ul>\n";
  }

  void write_sentences() {
    if (report_.sentences.empty()) return;
    out_ += "<h3>The article, sentence by sentence</h3>\n<ul class=\"legend\">\n";
    for (const auto& [role, words] :
         {std::pair(Role::welcomed, "or offered by the principal"),
          std::pair(Role::rejected, "by the principal, or a hostile measure that it endorses"),
          std::pair(Role::counterpart, "frames something: not for the index"),
          std::pair(Role::title, "repeated: not counted")}) {
      const RoleLook look = look_of(role);
      put(R"(<li class="{}"><span class="mark">{}</span> {}</li>)", look.style, look.mark, words);
    }
    out_ +=
        "<li><span class=\"mark doubt\">! disagree</span> engine and speaker disagree</li>\n"
        "<li><b class=\"name\">underlined</b> who speaks, here or soon after</li>\n"
        "<li>tone: -2 hostile to +2 conciliatory</li>\n</ul>\n"
        "<ol class=\"card sentences\">\n";
    const Formula formula = formula_of(report_.index);
    for (std::size_t i = 0; i < report_.sentences.size(); ++i) {
      const SentenceReport& s = report_.sentences[i];
      const Role role = role_of(s, formula);
      const RoleLook look = look_of(role);
      put(R"(<li id="a{}-{}" class="{}{}"><div class="gutter"><span>{}</span>)", number_, i + 1,
          look.style, begins_paragraph(report_, i) ? " paragraph" : "", i + 1);
      if (!look.mark.empty()) put(R"(<span class="mark">{}</span>)", look.mark);
      if (!s.speaker_agrees) out_ += "<span class=\"mark doubt\">! disagree</span>\n";
      put(R"(<span class="tone">tone {}</span></div>)", signed_number(static_cast<double>(s.tone)));
      put(R"(<div><p{}><mark>{}</mark></p>)", language_, sentence_in_html(sentences_[i]));
      const std::vector<std::string> notes = notes_on(s, role);
      for (const std::string& note : notes) put(R"(<p class="notes">{}</p>)", escaped(note));
      out_ += "</div></li>\n";
    }
    out_ += "</ol>\n";
  }

  void write_sums(const Arithmetic& arithmetic) {
    put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
        R"(aria-labelledby="a{0}-sums"><table><caption id="a{0}-sums">What each sentence that counts adds)"
        "</caption>\n<thead><tr>",
        number_);
    for (const std::string_view name : kArithmeticColumns) put(R"(<th scope="col">{}</th>)", name);
    out_ += "</tr></thead>\n<tbody>\n";
    for (const ArithmeticRow& row : arithmetic.rows) {
      put(R"(<tr><th scope="row"><a href="#a{}-{}">{}</a></th>)", number_, row[0], row[0]);
      for (std::size_t i = 1; i < row.size(); ++i) put("<td>{}</td>", row[i]);
      out_ += "</tr>\n";
    }
    put(R"(</tbody><tfoot><tr><th scope="row">{}</th>)", arithmetic.sums[0]);
    for (std::size_t i = 1; i < arithmetic.sums.size(); ++i) put("<td>{}</td>", arithmetic.sums[i]);
    out_ += "</tr></tfoot></table></div>\n";
  }

  void write_arithmetic(const std::vector<Evidence>& evidence, const Recount& recounted) {
    const Arithmetic arithmetic = arithmetic_of(report_, evidence, recounted);
    out_ += "<h3>The arithmetic</h3>\n<div class=\"card\">\n<ul class=\"steps\">\n";
    for (const std::string& line : arithmetic.formula) put("<li>{}</li>", escaped(line));
    out_ += "</ul>\n";
    if (!arithmetic.rows.empty()) write_sums(arithmetic);
    out_ += "<ol class=\"steps\">\n";
    for (const std::string& step : arithmetic.steps) put("<li>{}</li>", escaped(step));
    out_ += "</ol>\n</div>\n";
  }

  const Report& report_;
  const ExplainHtmlOptions& options_;
  std::size_t number_;
  std::string language_;
  std::string title_;
  std::vector<std::vector<SentencePart>> sentences_;
  std::string out_;
};

}  // namespace

HtmlSection html_section(const Report& report, const ExplainHtmlOptions& options,
                         std::size_t number) {
  return Section(report, options, number).take();
}

std::string html_page(std::span<const HtmlSection> sections) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
      "<meta name=\"color-scheme\" content=\"light dark\" />\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n"
      "<title>De-escalation index explained</title>\n<style>";
  page.append(kStyle).append(
      "</style>\n</head>\n<body>\n<header><h1>De-escalation index, explained</h1></header>\n"
      "<main>\n");
  if (sections.size() > 1) {
    page += "<nav class=\"card\" aria-label=\"Articles\"><ol>\n";
    for (const HtmlSection& section : sections) page.append(section.entry).push_back('\n');
    page += "</ol></nav>\n";
  }
  for (const HtmlSection& section : sections) page += section.body;
  return page + "</main>\n<footer class=\"faint\">Made by detente.</footer>\n</body>\n</html>\n";
}

}  // namespace detente
