"""Let the classifiers of earlier legs, averaged, label sentences of the corpora: soft targets for a later leg.

    distil.py --program DETENTE --weights WEIGHTS --data DATA --base BASE --cache CACHE [--scale 1] [--out corpus.pkl]
              ARRAYS.npz [ARRAYS.npz ...]

Takes a fixed sample of each language (--scale: how many times as much), keeps the sentences in which the gazetteer finds somebody
and, of those in which the classifiers see nothing, one in PLAIN, and writes CACHE/corpus.pkl: {set: records like those of
prepare.py, whose targets are probabilities of all heads}. Set "corpus": sentences; set "parallel": sentences in several
languages, each a view of one record, whose target is the mean over the languages.
"""
import argparse
import os
import pickle

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

import batches
import labels
import prepare
import train
from arrays import load_base
from model import Classifier

# Lines taken of each language; about a half of them name an actor.
SAMPLE = {"en": 9000, "ru": 9000, "uk": 2500, "fr": 2500, "es": 2500, "it": 2500, "de": 2000, "pl": 1000, "ar": 800, "pt": 800,
          "tr": 500, "zh": 500}
PARALLEL = {"ntrex": "ntrex_parallel.tsv", "zelensky": "zelensky_uk_en.tsv"}  # a column for each language
PLAIN = 4
SEEN = 0.3  # the probability that there is anything to see
MOST_TOKENS = 120  # longer lines are paragraphs


def sample(data, language, count):
    """The first `count` lines that are sentences (the files are shuffled)."""
    lines = []
    for line in prepare.corpus_lines(data, language):
        if len(lines) >= count:
            break
        text = prepare.unmarked(line.strip())
        if 25 <= len(text) <= 400:
            lines.append(prepare.unit_line("corpus-%s-%d" % (language, len(lines)), language, text))
    return lines


def named(windows):
    ids, roles, sentences, _ = windows[0]
    begin, end = sentences[0, :2]
    return len(windows) == 1 and len(ids) <= MOST_TOKENS and (roles[begin:end] > 0).any()


def soft_targets(logits):
    """Probabilities of every head; an object counts as much as its framing is there."""
    targets = np.zeros((len(logits), labels.TARGET), np.float32)
    for name in labels.SHIPPED:
        part = labels.HEADS[name]
        targets[:, part] = torch.softmax(torch.from_numpy(logits[:, part]), 1).numpy()
        targets[:, labels.WEIGHT[name]] = 1
    for side in ("principal", "counterpart"):
        targets[:, labels.WEIGHT[side + "_object"]] = 1 - targets[:, labels.HEADS[side + "_framing"].stop - 1]
    return targets


def seen(target):
    """How probable it is that the sentence frames something or has a tone."""
    nothing = target[labels.HEADS["tone"]][2]
    for side in ("principal", "counterpart"):
        nothing *= target[labels.HEADS[side + "_framing"]][2]
    return 1 - nothing


def parallel_lines(data):
    lines = []
    for name, file in PARALLEL.items():
        for i, row in enumerate(prepare.read_table(os.path.join(data, "external", file))):
            lines += [prepare.unit_line("%s%d@%s" % (name, i, language), language, text)
                      for language, text in row.items() if text and text.strip()]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data", "base", "cache"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--out", default="corpus.pkl")
    parser.add_argument("arrays", nargs="+")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    reader = prepare.Reader(arguments.program, arguments.weights, arguments.cache)
    with open(os.path.join(arguments.cache, "data.pkl"), "rb") as f:
        reader.gazetteer = pickle.load(f)["gazetteer"]  # the corpora must be marked by the same lists
    config, base = load_base(arguments.base)
    model = Classifier(config, base)
    model.set_arrays(train.average(arguments.arrays))
    held_out = prepare.held_out_keys(arguments.data)
    sets, empty = {}, np.zeros((1, labels.TARGET), np.float32)
    for name, lines in {
            "corpus": [line for language, count in SAMPLE.items()
                       for line in sample(arguments.data, language, round(count * arguments.scale))],
            "parallel": parallel_lines(arguments.data)}.items():
        read = reader.windows(name, prepare.not_held_out(lines, held_out))
        kept = [(key, windows) for key, windows in read.items() if windows and named(windows)]
        logits, *_ = train.predict(model, [batches.example(prepare.untold(windows)[0], empty) for _, windows in kept])
        records, plain = {}, 0
        for (key, windows), target in zip(kept, soft_targets(logits)):
            record = records.setdefault(key.split("@")[0], {"views": [], "targets": [], "others": []})
            record["views"].append(prepare.untold(windows))
            record["targets"].append(target)
        sets[name] = []
        for key, record in records.items():
            record["id"], record["target"] = key, np.mean(record.pop("targets"), 0)
            plain += seen(record["target"]) < SEEN
            if seen(record["target"]) >= SEEN or plain % PLAIN == 0:
                sets[name].append(record)
        print("%s: %d records of %d lines, %d tokens" % (name, len(sets[name]), len(lines), sum(
            len(v[0][0]) for r in sets[name] for v in r["views"])), flush=True)
    path = os.path.join(arguments.cache, arguments.out)
    with open(path + ".part", "wb") as f:
        pickle.dump(sets, f, protocol=4)
    os.rename(path + ".part", path)


if __name__ == "__main__":
    main()
