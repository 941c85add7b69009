"""Move the threshold of "nobody voices anything": one bias of the class none for each framing head, by likelihood on dev.

    prior.py --cache CACHE --out OUT

Training shows more framings than news has (articles and passages are repeated, windows turn to whoever voices something), and the heads answer
by what they have seen. Together with its temperature the bias that gives dev the greatest likelihood is chosen and added to the head's own
(Saerens et al. 2002: adjusting a classifier to new class priors). Leaves what a leg leaves: OUT/final.npz, OUT/dev.npz, OUT/training.json.
"""
import argparse
import json
import os

import numpy as np

import labels
from calibrate import GRID, hard, softmax

BIASES = np.linspace(-2, 2, 81)
FRAMINGS = ("principal_framing", "counterpart_framing")


def fitted(logits, targets):
    """-> (bias of the last class before the temperature, loss without and with it)"""
    def loss(bias):
        moved = logits + np.array([0, 0, bias])
        return min(-(targets * np.log(softmax(moved / t) + 1e-12)).sum(1).mean() for t in GRID[::4])
    losses = [loss(bias) for bias in BIASES]
    best = int(np.argmin(losses))
    return float(BIASES[best]), loss(0.0), losses[best]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cache", "out"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    dev = dict(np.load(os.path.join(arguments.cache, "dev.npz")))
    arrays = dict(np.load(os.path.join(arguments.cache, "final.npz")))
    notes = []
    for name in FRAMINGS:
        known = dev["targets"][:, labels.WEIGHT[name]] > 0
        bias, before, after = fitted(dev["logits"][known, labels.HEADS[name]].astype(np.float64),
                                     hard(dev["targets"][known, labels.HEADS[name]], name))
        none = labels.HEADS[name].stop - 1
        arrays["head.bias"][none] += bias
        dev["logits"][:, none] += bias
        notes.append("%s %+.2f" % (name.replace("_", " "), bias))
        print("%s: bias of none %+.2f, loss %.4f -> %.4f" % (name, bias, before, after))
    np.savez(os.path.join(arguments.out, "final.npz"), **arrays)
    np.savez(os.path.join(arguments.out, "dev.npz"), **dev)
    with open(os.path.join(arguments.cache, "training.json"), encoding="utf8") as f:
        training = json.load(f)
    training["legs"].append("bias of none: " + ", ".join(notes))
    with open(os.path.join(arguments.out, "training.json"), "w", encoding="utf8") as f:
        json.dump(training, f, indent=1)


if __name__ == "__main__":
    main()
