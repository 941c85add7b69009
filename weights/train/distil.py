"""Let the classifiers of earlier legs, averaged, label sentences of the corpora: soft targets for a later leg.

    distil.py --program DETENTE --weights WEIGHTS --data DATA --base BASE --cache CACHE ARRAYS.npz [ARRAYS.npz ...]

Takes a fixed sample of each language, keeps the sentences in which the gazetteer finds somebody, and writes CACHE/corpus.pkl:
records like those of prepare.py, whose targets are probabilities of all heads.
"""
import argparse
import lzma
import os
import pickle

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

import batches
import prepare
import train
from arrays import load_base
from model import HEADS, Classifier

# Lines taken of each language; about a half of them name an actor.
SAMPLE = {"en": 9000, "ru": 9000, "uk": 2500, "fr": 2500, "es": 2500, "it": 2500, "de": 2000, "pl": 1000, "ar": 800, "pt": 800}
MOST_TOKENS = 120  # longer lines are paragraphs


def sample(data, language, count):
    """The first `count` lines that are sentences (the files are shuffled)."""
    lines = []
    with lzma.open(os.path.join(data, "corpus", language + ".txt.xz"), "rt", encoding="utf8") as f:
        for line in f:
            text = line.strip().replace("[", "").replace("]", "")
            if 25 <= len(text) <= 400:
                lines.append(prepare.unit_line("corpus-%s-%d" % (language, len(lines)), language, text))
            if len(lines) == count:
                break
    return lines


def named(windows):
    ids, roles, sentences, _ = windows[0]
    begin, end = sentences[0, :2]
    return len(windows) == 1 and len(ids) <= MOST_TOKENS and (roles[begin:end] > 0).any()


def soft_targets(logits):
    """Probabilities of every head; an object counts as much as its framing is there."""
    targets = np.zeros((len(logits), 22), np.float32)
    for part in HEADS.values():
        targets[:, part] = torch.softmax(torch.from_numpy(logits[:, part]), 1).numpy()
    targets[:, 17:22] = 1
    targets[:, 19] = 1 - targets[:, 7]
    targets[:, 21] = 1 - targets[:, 13]
    return targets


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data", "base", "cache"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("arrays", nargs="+")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    reader = prepare.Reader(arguments.program, arguments.weights, arguments.cache)
    with open(os.path.join(arguments.cache, "data.pkl"), "rb") as f:
        reader.gazetteer = pickle.load(f)["gazetteer"]  # the corpora must be marked by the same lists
    lines = [line for language, count in SAMPLE.items() for line in sample(arguments.data, language, count)]
    read = reader.windows("corpus", lines)
    kept = [(name, windows) for name, windows in read.items() if windows and named(windows)]
    config, base = load_base(arguments.base)
    model = Classifier(config, base)
    model.set_arrays(train.average(arguments.arrays))
    empty = np.zeros((1, 22), np.float32)
    logits, _ = train.predict(model, [batches.example(windows[0], empty) for _, windows in kept])
    records = [{"id": name, "views": [prepare.untold(windows)], "target": target, "others": []}
               for (name, windows), target in zip(kept, soft_targets(logits))]
    path = os.path.join(arguments.cache, "corpus.pkl")
    with open(path + ".part", "wb") as f:
        pickle.dump(records, f, protocol=4)
    os.rename(path + ".part", path)
    print("%d sentences of %d, %d tokens" % (len(records), len(lines), sum(len(w[0][0]) for _, w in kept)))


if __name__ == "__main__":
    main()
