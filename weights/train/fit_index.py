"""Fit the parameters of index formula 1 on the rated development articles, and write them into the manifest.

    fit_index.py --program DETENTE --weights WEIGHTS --data DATA [--out FILE]

From the program's sentence probabilities P, U and the interval are computed here again for every point of a coarse grid. The
objective: Spearman with the ratings + share of right signs where abs(rating) >= 1 + share of silent articles answered with
silence - distance of the interval's coverage of rating / 3 from its level. Reported is its mean on held-out fifths of the
articles; chosen is the point that is best on all of them. mixed_mass is not in the objective: it is set so that "both sides" in the
answers agrees best with "both sides have at least one sentence" in the labels.
"""
import argparse
import itertools
import json
import math
import os
import random

import manifest
import metrics
import reports

LEVEL = 0.9
GRID = {
    "a": (0.5, 1.0, 2.0),
    "tau": (0.15, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7),
    "lambda": (0.0, 0.125, 0.25, 0.5),
    "none_mass": (0.1, 0.25, 0.5, 0.75, 1.0),
}
MIXED = (0.5, 0.75, 1.0, 1.5, 2.0)
OBJECTS = {"o": (1, 0, 0), "m": (0, 1, 0), "x": (0, 0, 1), "-": (0, 0, 0)}
FRAMING = {"p": (1, 0), "u": (0, 1), "b": (0.5, 0.5), "n": (0, 0)}


def sentences_of(report):
    """-> [(positive, unacceptable, overture, measure, other, c)]; the report has c only where the sentence is a unit."""
    out = []
    for s in report["sentences"]:
        p = s["principal"]
        o = p["object"]
        out.append((p["positive"], p["unacceptable"], o["overture"], o["measure"], o["other"], s["weight"] or 1.0))
    return out


def masses(sentences, tau, lam):
    """-> (P, U, mass of overtures and measures) of formula 1 (README, "The index"), or None without a unit"""
    units = [s for s in sentences if s[0] + s[1] >= tau]
    if not units:
        return None
    positive = sum(c * pos * (ov + lam * ot) for pos, una, ov, me, ot, c in units)
    unacceptable = sum(c * (una * (ov + me + lam * ot) + pos * me) for pos, una, ov, me, ot, c in units)
    return positive, unacceptable, sum(c * (pos + una) * (ov + me) for pos, una, ov, me, ot, c in units)


def beta_cdf(a, b, x):
    """Regularised incomplete beta function by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x)) / a
    c, d, h = 1.0, 1 / (1 - (a + b) * x / (a + 1)), 1 / (1 - (a + b) * x / (a + 1))
    for m in range(1, 200):
        step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + step * d), 1 + step / c
        h *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + step * d), 1 + step / c
        h *= d * c
        if abs(d * c - 1) < 1e-10:
            break
    return front * h


def answer(sentences, point):
    """-> (value or 0, silent, the distribution's parameters)"""
    found = masses(sentences, point["tau"], point["lambda"])
    if found is None or found[2] < point["none_mass"]:
        return 0.0, True, None
    alpha, beta = point["a"] + found[0], point["a"] + found[1]
    return (alpha - beta) / (alpha + beta), False, (alpha, beta)


def labelled(labels):
    """Perfect sentences, as those of sentences_of()"""
    return [FRAMING[x["principal"]] + OBJECTS[x["principal_object"]] + (1.0,) for x in labels]


def perfect(labels, formula):
    """The index of perfect labels -> {value, low, high, verdict}, null where silent; the verdict only says whether it is "none"."""
    value, silent, distribution = answer(labelled(labels), formula)
    if silent:
        return {"value": None, "low": None, "high": None, "verdict": "none"}
    low, high = (2 * quantile(*distribution, q) - 1 for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return {"value": value, "low": low, "high": high, "verdict": None}


def quantile(alpha, beta, q):
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(alpha, beta, middle) < q else (low, middle)
    return low


def voices(article):
    """Whether the principal voices something between states in it: it is rated, or some framing is of an overture or a measure."""
    return article["rating"] is not None or any(x["principal"] != "n" and x["principal_object"] in "om" for x in article["labels"])


def objective(articles):
    """articles: [(rating or None, voices something, answer)]"""
    rated = [(r, a) for r, _, a in articles if r is not None]
    clear = [(r, a) for r, a in rated if abs(r) >= 1]
    quiet = [a[1] for _, voices, a in articles if not voices]
    shown = [(r, a[2]) for r, a in rated if a[2]]
    inside = [(1 - LEVEL) / 2 <= beta_cdf(*p, (1 + r / 3) / 2) <= (1 + LEVEL) / 2 for r, p in shown]
    parts = {
        "spearman": metrics.spearman([r for r, _ in rated], [a[0] for _, a in rated]) if len(rated) > 2 else 0.0,
        "sign": sum(metrics.sign(r) == metrics.sign(a[0]) for r, a in clear) / max(1, len(clear)),
        "silent": sum(quiet) / len(quiet) if quiet else 1.0,
        "coverage": sum(inside) / max(1, len(inside)),
    }
    parts["objective"] = parts["spearman"] + parts["sign"] + parts["silent"] - abs(parts["coverage"] - LEVEL)
    return parts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--out", help="results as JSON")
    arguments = parser.parse_args()
    pairs = reports.score_articles(arguments.program, arguments.weights,
                                   reports.read_lines(os.path.join(arguments.data, "dev_articles.jsonl")))
    languages = [a["lang"] for a, _ in pairs]
    pairs = [(a, sentences_of(r)) for a, r in pairs]
    points = [dict(zip(GRID, values)) for values in itertools.product(*GRID.values())]
    table = [[(a["rating"], voices(a), answer(s, point)) for a, s in pairs]
             for point in points]
    # What stands in the manifest, where it lies on the grid.
    formulas = [manifest.read(arguments.weights)["formula"], manifest.DEFAULT["formula"]]
    standing = next(points.index(point) for point in ({name: f[name] for name in GRID} for f in formulas) if point in points)

    folds = list(range(len(pairs)))
    random.Random(1).shuffle(folds)
    folds.sort(key=lambda i: languages[i])  # every fifth one: each fold has its share of each language
    held_out = []
    for fold in range(5):
        test = set(folds[fold::5])
        best = max(range(len(points)), key=lambda i: objective([x for j, x in enumerate(table[i]) if j not in test])["objective"])
        held_out += [(j, table[best][j]) for j in test]
    crossed = objective([x for _, x in sorted(held_out, key=lambda item: item[0])])
    chosen = max(range(len(points)), key=lambda i: objective(table[i])["objective"])
    result = {"points": len(points), "standing": objective(table[standing]), "cross_validated": crossed,
              "chosen": objective(table[chosen]), "formula": dict(points[chosen])}
    # Fitting is worth its numbers only where it also wins on articles it has not seen.
    if crossed["objective"] < result["standing"]["objective"]:
        result["formula"] = dict(points[standing])

    def both(sentences, least):
        found = masses(sentences, result["formula"]["tau"], result["formula"]["lambda"])
        return found is not None and min(found[:2]) >= least

    truth = [both(labelled(a["labels"]), 1.0) for a, _ in pairs]
    # The value nearest to the standard wins a tie.
    result["formula"]["mixed_mass"] = max(
        MIXED, key=lambda m: (sum(both(s, m) == t for (_, s), t in zip(pairs, truth)), -abs(m - 1)))
    manifest.write(arguments.weights, {"formula": result["formula"]})
    text = json.dumps(result, indent=1)
    if arguments.out:
        with open(arguments.out, "w") as f:
            f.write(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
