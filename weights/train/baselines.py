"""What simple methods reach on the development sets, beside the built program.

    baselines.py --data DATA [--ours build/evaluation.json]

VADER and AFINN sum the sentiment of words (English only): the sign of the sum is taken as the tone's, and as the framing of
either side. The linear model is a logistic regression on tf-idf of words and letter sequences, fitted on the training units
and articles. A method whose package is not installed is left out (requirements-baselines.txt); `ours` is what evaluate.py wrote.
"""
import argparse
import importlib
import json
import os

import measures
import metrics
import reports
import tables
from evaluate import kind_of

NEUTRAL_BAND = 0.05  # VADER: sums nearer to 0 are neutral, as its authors advise
SETS = ("headlines", "article sentences", "article sentences, en")


def examples(data, part):
    """-> [(cluster, language, kind, text, label)]"""
    out = [(u["id"], u["lang"], kind_of(u), u["text"], u) for u in reports.read_lines(os.path.join(data, part + ".jsonl"))]
    for article in reports.read_lines(os.path.join(data, part + "_articles.jsonl")):
        out += [(article["id"], article["lang"], "article sentences", text, label)
                for text, label in zip(article["sentences"], article["labels"])]
    return out


def in_set(name, example):
    kind, _, language = name.partition(", ")
    return example[2] == kind and language in ("", example[1])


def right_classes(head, label):
    if head == "tone sign":
        return {metrics.sign(label["tone"]) + 1}
    return metrics.RIGHT[label[head.split()[0]]]


def optional(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def lexicon(score, band):
    """A sum of sentiments as a method: {head: texts -> classes}"""
    def signs(texts):
        return [metrics.sign(value) if abs(value) > band else 0 for value in map(score, texts)]
    framing = {1: 0, -1: 1, 0: 2}
    return {head: (lambda texts: [sign + 1 for sign in signs(texts)]) if head == "tone sign" else
            (lambda texts: [framing[sign] for sign in signs(texts)]) for head in measures.HEADS}


def lexicons():
    vader, afinn = optional("vaderSentiment.vaderSentiment"), optional("afinn")
    found = {}
    if vader:
        analyzer = vader.SentimentIntensityAnalyzer()
        found["VADER"] = lexicon(lambda text: analyzer.polarity_scores(text)["compound"], NEUTRAL_BAND)
    if afinn:
        found["AFINN"] = lexicon(afinn.Afinn().score, 0)
    return found


def linear(training):
    """{"linear": {head: texts -> classes}}; labels "both" are left out of the fit."""
    if not optional("sklearn"):
        return {}
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    features = make_union(TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True),
                          TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=5, sublinear_tf=True,
                                          max_features=100000))
    inputs = features.fit_transform([e[3] for e in training])
    found = {}
    for head in measures.HEADS:
        rights = [right_classes(head, e[4]) for e in training]
        rows = [i for i, right in enumerate(rights) if len(right) == 1]
        model = LogisticRegression(C=4, class_weight="balanced", max_iter=200)
        model.fit(inputs[rows], [min(rights[i]) for i in rows])
        found[head] = make_pipeline(features, model).predict
    return {"linear": found}


def rows_of(name, methods, chosen):
    """One row for each method on a set: macro-F1 of every head with its interval"""
    rows = {}
    for method, heads in methods.items():
        row = {"n": len(chosen)}
        for head, predict in heads.items():
            clusters = {}
            for example, predicted in zip(chosen, predict([e[3] for e in chosen])):
                clusters.setdefault(example[0], []).append((int(predicted), right_classes(head, example[4])))
            row[head] = measures.f1_with_interval(list(clusters.values()))
        rows[name, method] = row
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--ours", default="build/evaluation.json")
    arguments = parser.parse_args()
    with open(arguments.ours, encoding="utf8") as f:
        ours = json.load(f)["sets"]
    dev = examples(arguments.data, "dev")
    general, english = linear(examples(arguments.data, "train")), lexicons()
    rows = {}
    for name in SETS:
        chosen = [e for e in dev if in_set(name, e)]
        methods = {**general, **(english if all(e[1] == "en" for e in chosen) else {})}
        rows[name, "detente"] = ours[name]
        rows.update(rows_of(name, methods, chosen))
    print("\n".join(tables.table(("set", "method", "sentences") + measures.HEADS, [
        [name, method, r["n"]] + [tables.with_interval(r[head], "f1") for head in measures.HEADS]
        for (name, method), r in rows.items()])))


if __name__ == "__main__":
    main()
