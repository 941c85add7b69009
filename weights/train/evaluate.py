"""Measure the built program on the labelled development sets.

    evaluate.py --data DATA [--program build/release/detente] [--weights weights] [--out build/evaluation]

Writes OUT.md, OUT.json and OUT.svg. Definitions: macro-F1 over the three classes, the
class being the largest probability (of tone: of the probabilities summed by sign); a `b` label is right as positive and as
unacceptable; an index that is null counts as 0.
"""
import argparse
import json
import os

import manifest
import measures
import metrics
import plots
import reports
import tables

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
NOWHERE = "units whose text no other set has"
ENOUGH = 50  # sentences that a language needs for a row of its own


def kind_of(unit):
    if unit["id"][0] in "ce":
        return "hard units"
    return "headlines" if "headline" in unit["source"] else "other units"


def groups_of(units, articles, known):
    """known: keys of all texts outside the development sets
    -> {set: [[answers]]}, a list for each unit and article; kinds first, then languages"""
    groups = {name: [] for name in ("headlines", "other units", "hard units", "all units", NOWHERE, "article sentences")}
    languages = {}
    for unit, sentence in units:
        cluster = [measures.answers(unit, sentence)]
        groups[kind_of(unit)].append(cluster)
        groups["all units"].append(cluster)
        if reports.text_key(unit["text"]) not in known:
            groups[NOWHERE].append(cluster)
        languages.setdefault("units, " + unit["lang"], []).append(cluster)
    for article, report in articles:
        cluster = [measures.answers(label, sentence) for label, sentence in reports.labelled(article, report)]
        groups["article sentences"].append(cluster)
        languages.setdefault("article sentences, " + article["lang"], []).append(cluster)
    groups.update((name, c) for name, c in sorted(languages.items()) if sum(map(len, c)) >= ENOUGH)
    return {name: c for name, c in groups.items() if c}


def diagrams(groups):
    series = {name: groups[name] for name in ("all units", "article sentences")}
    return plots.reliability({head: {name: metrics.reliability(measures.confidences(c, i)) for name, c in series.items()}
                              for i, head in enumerate(measures.HEADS)})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    for name, path in (("program", "build/release/detente"), ("weights", "weights"), ("out", "build/evaluation")):
        parser.add_argument("--" + name, default=os.path.join(ROOT, path))
    arguments = parser.parse_args()
    tool = arguments.program, arguments.weights
    unit_rows = reports.read_lines(os.path.join(arguments.data, "dev.jsonl"))
    article_rows = reports.read_lines(os.path.join(arguments.data, "dev_articles.jsonl"))
    units = reports.score_units(*tool, unit_rows)
    articles = reports.score_articles(*tool, article_rows)
    groups = groups_of(units, articles, set(map(reports.text_key, reports.training_texts(arguments.data))))
    results = {
        "sets": {name: measures.framing_row(c) for name, c in groups.items()},
        "index": measures.index_rows(articles, manifest.read(arguments.weights)["formula"]),
        "speakers": measures.speakers(articles),
        "other_principals": measures.other_principals(tool, unit_rows, article_rows),
        "human_coded": measures.human_coded(tool, arguments.data),
        "translations": measures.translations(tool, units),
        "confusions": {name: measures.confusions(groups[name]) for name in ("all units", "article sentences")},
    }
    text = tables.document(results)
    for suffix, content in ((".json", json.dumps(results, indent=1) + "\n"), (".md", text), (".svg", diagrams(groups))):
        with open(arguments.out + suffix, "w", encoding="utf8") as f:
            f.write(content)
    print(text, end="")


if __name__ == "__main__":
    main()
