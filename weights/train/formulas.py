"""Would another formula of the index be better? Formula 1 beside three others, from the program's answers and from perfect labels.

    formulas.py --program DETENTE --weights WEIGHTS --data DATA [--out FILE]

The candidates add to the sums P and U of formula 1, each with a weight, and 0 is formula 1:
- prior: the tone of the sentences that are no units, (sum of tones) / (1 + sum of their probability of having one), a weak prior;
- own_tone: a unit counts more, the more its tone agrees with its framing: times 1 + weight * tone, tone between 0 and 2;
- headline: the title as one more unit.
From the answers: on the rated development articles, every parameter (those of formula 1 too) chosen on four fifths and measured on the other
one. From perfect labels: over all rated articles with formula 1's standing parameters, since nothing is fitted to them.
"""
import argparse
import itertools
import json
import os
import random

import fit_index
import manifest
import metrics
import reports

WEIGHTS = {"prior": (0.25, 0.5, 1.0), "own_tone": (0.25, 0.5, 1.0), "headline": (0.5, 1.0, 2.0)}
FOLDS, SEED = 5, 1


def tone_of(probabilities):
    return sum(p * (i - 2) for i, p in enumerate(probabilities))


def from_report(report, title):
    """-> (rows, row of the title or None); a row: (the numbers of fit_index.masses, tone, probability of having one)"""
    rows = [(numbers, tone_of(s["tone_probabilities"]), 1 - s["tone_probabilities"][2])
            for numbers, s in zip(fit_index.sentences_of(report), report["sentences"])]
    if title is not None:
        title = (fit_index.sentences_of(title)[0], 0.0, 0.0)
    return rows, title


def from_labels(article):
    return [(fit_index.FRAMING[x["principal"]] + fit_index.OBJECTS[x["principal_object"]] + (1.0,), x["tone"], float(x["tone"] != 0))
            for x in article["labels"]], None


def answer(rows, title, point, name=None, weight=0.0):
    """As fit_index.answer, with a candidate."""
    numbers = []
    for row, tone, _ in rows:
        pos, una, *rest, c = row
        if name == "own_tone":  # more of the same sentence
            pos, una = pos * (1 + weight * max(tone, 0)), una * (1 + weight * max(-tone, 0))
        numbers.append((pos, una, *rest, c) if row[0] + row[1] >= point["tau"] else (0.0, 0.0, *rest, c))
    plain = fit_index.masses([row for row, _, _ in rows], point["tau"], point["lambda"])
    if plain is None or plain[2] < point["none_mass"]:
        return 0.0, True, None
    positive, unacceptable, _ = fit_index.masses(numbers, -1.0, point["lambda"])
    more = 0.0
    if name == "prior":
        quiet = [(tone, some) for row, tone, some in rows if row[0] + row[1] < point["tau"]]
        more = weight * sum(tone for tone, _ in quiet) / (1 + sum(some for _, some in quiet))
    alpha, beta = point["a"] + positive + max(more, 0), point["a"] + unacceptable + max(-more, 0)
    if name == "headline" and title is not None:
        found = fit_index.masses([title[0]], point["tau"], point["lambda"])
        if found is not None:
            alpha, beta = alpha + weight * found[0], beta + weight * found[1]
    return (alpha - beta) / (alpha + beta), False, (alpha, beta)


def rounded(parts):
    return {key: round(parts[key], 3) for key in ("spearman", "sign", "silent", "coverage")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--out", help="results as JSON")
    arguments = parser.parse_args()
    dev = reports.read_lines(os.path.join(arguments.data, "dev_articles.jsonl"))
    train = reports.read_lines(os.path.join(arguments.data, "train_articles.jsonl"))
    pairs = reports.score_articles(arguments.program, arguments.weights, dev)
    titles = reports.score(arguments.program, arguments.weights,
                           [reports.unit_line(a["id"], a["lang"], a["title"]) for a in dev if a["title"].strip()])
    read = [from_report(report, titles.get(article["id"])) for article, report in pairs]
    voices = [fit_index.voices(a) for a in dev]
    points = [dict(zip(fit_index.GRID, values)) for values in itertools.product(*fit_index.GRID.values())]
    standing = {key: manifest.read(arguments.weights)["formula"][key] for key in fit_index.GRID}
    folds = list(range(len(dev)))
    random.Random(SEED).shuffle(folds)

    def table(point, name, weight):
        return [(a["rating"], v, answer(*r, point, name, weight)) for a, v, r in zip(dev, voices, read)]

    result = {}
    perfect = [a for a in train + dev if a["rating"] is not None]
    for name, weights in [("formula 1", (0.0,)), *WEIGHTS.items()]:
        tables = [(weight, table(point, name, weight)) for point in points for weight in (0.0, *weights)]
        crossed = []
        for fold in range(FOLDS):
            held_out = set(folds[fold::FOLDS])
            best = max(tables, key=lambda t: fit_index.objective(
                [x for j, x in enumerate(t[1]) if j not in held_out])["objective"])
            crossed += [(j, best[1][j]) for j in held_out]
        result[name] = {"crossed": rounded(fit_index.objective([x for _, x in sorted(crossed, key=lambda c: c[0])])),
                        "standing": {w: rounded(fit_index.objective(table(standing, name, w))) for w in weights}}
        if name != "headline":  # titles have no labels
            result[name]["perfect labels"] = {}
            for w in weights:
                answers = [answer(*from_labels(a), standing, name, w)[0] for a in perfect]
                clear = [(a["rating"], x) for a, x in zip(perfect, answers) if abs(a["rating"]) >= 1]
                result[name]["perfect labels"][w] = {
                    "articles": len(perfect), "spearman": round(metrics.spearman([a["rating"] for a in perfect], answers), 3),
                    "sign": round(sum(metrics.sign(r) == metrics.sign(x) for r, x in clear) / len(clear), 3)}
    text = json.dumps(result, indent=1)
    if arguments.out:
        with open(arguments.out, "w", encoding="utf8") as f:
            f.write(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
