"""Measure the built program on the labelled development sets.

    evaluate.py --program DETENTE --weights WEIGHTS --data DATA [--out PREFIX]

Writes PREFIX.md and PREFIX.json (default: build/evaluation). Definitions: macro-F1 over the three classes, the class being the
largest probability (of tone: of the probabilities summed by sign); a `b` label is right as positive and as unacceptable; an
index that is null counts as 0.
"""
import argparse
import json
import os

import metrics
import reports

HEADS = ("principal framing", "counterpart framing", "tone sign")


def answers(label, sentence):
    """-> per head (probabilities, set of right classes)"""
    return ((reports.framing(sentence, "principal"), metrics.RIGHT[label["principal"]]),
            (reports.framing(sentence, "counterpart"), metrics.RIGHT[label["counterpart"]]),
            (reports.tone_sign(sentence), {metrics.sign(label["tone"]) + 1}))


def kind_of(unit):
    if unit["id"][0] in "ce":
        return "hard units"
    return "headlines" if "headline" in unit["source"] else "other units"


def largest(p):
    return p.index(max(p))


def row(clusters):
    """clusters: lists of sentences' answers -> one line of the table"""
    out = {"n": sum(map(len, clusters))}
    for i, head in enumerate(HEADS):
        chosen = [[(largest(a[i][0]), a[i][1]) for a in cluster] for cluster in clusters]
        low, high = metrics.macro_f1_interval(chosen)
        pairs = [(max(a[i][0]), largest(a[i][0]) in a[i][1]) for cluster in clusters for a in cluster]
        error, excess = metrics.ece_excess(pairs)
        out[head] = {"f1": metrics.macro_f1([x for c in chosen for x in c]), "low": low, "high": high,
                     "ece": error, "ece_excess": excess}
    return out


def index_row(pairs):
    rated = [(a["rating"], r["index"]["value"] or 0.0) for a, r in pairs if a["rating"] is not None]
    clear = [(rating, value) for rating, value in rated if abs(rating) >= 1]
    silent = [r["index"]["verdict"] == "none" for a, r in pairs if all(x["principal"] == "n" for x in a["labels"])]
    generator = metrics.random.Random(1)
    draws = sorted(metrics.spearman(*zip(*generator.choices(rated, k=len(rated)))) for _ in range(1000))
    return {
        "rated": len(rated),
        "spearman": metrics.spearman(*zip(*rated)), "low": draws[25], "high": draws[975],
        "clear": len(clear),
        "sign": sum(metrics.sign(x) == metrics.sign(y) for x, y in clear) / len(clear),
        "without_framing": len(silent),
        "silent": sum(silent) / len(silent) if silent else None,
    }


def markdown(rows, index):
    lines = ["| set | sentences | " + " | ".join(HEADS) + " | ECE over floor |", "|---" * (len(HEADS) + 3) + "|"]
    for name, r in rows.items():
        cells = ["%.3f (%.3f to %.3f)" % (r[h]["f1"], r[h]["low"], r[h]["high"]) for h in HEADS]
        lines.append("| %s | %d | %s | %s |" % (name, r["n"], " | ".join(cells),
                                               " / ".join("%.3f" % r[h]["ece_excess"] for h in HEADS)))
    lines += ["", "Index on %d rated articles: Spearman %.3f (%.3f to %.3f); sign right on %.3f of the %d with a rating of 1 or "
              "more; silent on %s of the %d articles in which the principal voices nothing." % (
                  index["rated"], index["spearman"], index["low"], index["high"], index["sign"], index["clear"],
                  "none" if index["silent"] is None else "%.3f" % index["silent"], index["without_framing"])]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--out", default="build/evaluation")
    arguments = parser.parse_args()
    units = reports.score_units(arguments.program, arguments.weights,
                                reports.read_lines(os.path.join(arguments.data, "dev.jsonl")))
    articles = reports.score_articles(arguments.program, arguments.weights,
                                      reports.read_lines(os.path.join(arguments.data, "dev_articles.jsonl")))
    groups = {}
    for unit, sentence in units:
        cluster = [answers(unit, sentence)]
        for name in (kind_of(unit), "all units", "units, " + unit["lang"]):
            groups.setdefault(name, []).append(cluster)
    for article, report in articles:
        cluster = [answers(label, sentence) for label, sentence in reports.labelled(article, report)]
        for name in ("article sentences", "article sentences, " + article["lang"]):
            groups.setdefault(name, []).append(cluster)
    # Kinds first, then languages with enough sentences to say something.
    order = ["headlines", "other units", "hard units", "all units", "article sentences"]
    order += sorted(name for name, c in groups.items() if name not in order and sum(map(len, c)) >= 50)
    rows = {name: row(groups[name]) for name in order if name in groups}
    index = index_row(articles)
    with open(arguments.out + ".json", "w", encoding="utf8") as f:
        json.dump({"sets": rows, "index": index}, f, indent=1)
        f.write("\n")
    text = markdown(rows, index)
    with open(arguments.out + ".md", "w", encoding="utf8") as f:
        f.write(text)
    print(text, end="")


if __name__ == "__main__":
    main()
