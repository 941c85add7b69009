"""Move the threshold of "nobody voices anything": a bias of the class none for each framing head.

    prior.py --cache CACHE --out OUT [--principal 0.3] [--counterpart 0]

Training shows more framings than news has (passages are repeated, windows turn to whoever voices something), and the heads answer by what they have
seen (adjusting a classifier to other class priors: Saerens et al. 2002). Prints macro-F1 on dev for a range of biases; the two that are given are
added to the heads' own. Leaves what a leg leaves: OUT/final.npz, OUT/dev.npz, OUT/training.json.
"""
import argparse
import json
import os

import numpy as np

import labels
import metrics

SHOWN = np.linspace(-0.4, 1.2, 9)


def macro_f1(logits, targets):
    return metrics.macro_f1([(answer, set(np.flatnonzero(t > 0))) for answer, t in zip(logits.argmax(1), targets)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cache", "out"):
        parser.add_argument("--" + name, required=True)
    for side in ("principal", "counterpart"):
        parser.add_argument("--" + side, type=float, default=0.0, help="the bias of none in this side's framing")
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    dev = dict(np.load(os.path.join(arguments.cache, "dev.npz")))
    arrays = dict(np.load(os.path.join(arguments.cache, "final.npz")))
    notes = []
    for side, bias in (("principal", arguments.principal), ("counterpart", arguments.counterpart)):
        head = side + "_framing"
        known = dev["targets"][:, labels.WEIGHT[head]] > 0
        logits, targets = dev["logits"][known, labels.HEADS[head]], dev["targets"][known, labels.HEADS[head]]
        print("%s: %s" % (side, ", ".join("%+.1f %.3f" % (b, macro_f1(logits + np.array([0, 0, b]), targets)) for b in SHOWN)))
        none = labels.HEADS[head].stop - 1
        arrays["head.bias"][none] += bias
        dev["logits"][:, none] += bias
        notes.append("%s %+.1f" % (side, bias))
    np.savez(os.path.join(arguments.out, "final.npz"), **arrays)
    np.savez(os.path.join(arguments.out, "dev.npz"), **dev)
    with open(os.path.join(arguments.cache, "training.json"), encoding="utf8") as f:
        training = json.load(f)
    training["legs"].append("bias of none: " + ", ".join(notes))
    with open(os.path.join(arguments.out, "training.json"), "w", encoding="utf8") as f:
        json.dump(training, f, indent=1)


if __name__ == "__main__":
    main()
