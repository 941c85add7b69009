"""Fit one temperature per head on the development logits that train.py left, and write them into the manifest.

    calibrate.py --cache CACHE --weights WEIGHTS

Temperature: the least negative log-likelihood on a fine grid. Before and after: ECE of the largest probability, 15 bins of
equal mass, of tone sign and both framings, and what of it is over the floor of a perfectly calibrated model.
"""
import argparse
import json
import os

import numpy as np

import labels
import manifest
import metrics

GRID = np.exp(np.linspace(np.log(0.4), np.log(3.0), 401))


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def hard(targets, name):
    """The labels without smoothing: tone has one right class, a framing labelled `b` is half and half."""
    return np.eye(5)[targets.argmax(1)] if name == "tone" else targets


def pairs(p, targets, name):
    """(confidence, right); tone by its sign"""
    if name == "tone":
        p = np.stack([p[:, :2].sum(1), p[:, 2], p[:, 3:].sum(1)], 1)
        targets = np.stack([targets[:, :2].sum(1), targets[:, 2], targets[:, 3:].sum(1)], 1)
    best = p.argmax(1)
    return [(float(c), bool(r)) for c, r in zip(p.max(1), targets[np.arange(len(p)), best] > 0)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--weights", required=True)
    arguments = parser.parse_args()
    dev = np.load(os.path.join(arguments.cache, "dev.npz"))
    temperatures, results = {}, {}
    for name in labels.SHIPPED:
        known = dev["targets"][:, labels.WEIGHT[name]] > 0
        logits = dev["logits"][known, labels.HEADS[name]].astype(np.float64)
        targets = hard(dev["targets"][known, labels.HEADS[name]], name)
        losses = [-(targets * np.log(softmax(logits / t) + 1e-12)).sum(1).mean() for t in GRID]
        best = float(GRID[int(np.argmin(losses))])
        temperatures[name] = round(best, 3)
        results[name] = {"temperature": temperatures[name], "sentences": int(known.sum())}
        for when, t in (("before", 1.0), ("after", best)):
            p = softmax(logits / t)
            error, excess = metrics.ece_excess(pairs(p, targets, name))
            results[name][when] = {"nll": round(float(-(targets * np.log(p + 1e-12)).sum(1).mean()), 4),
                                   "ece": round(error, 4), "over_floor": round(excess, 4)}
        print(name, json.dumps(results[name]))
    manifest.write(arguments.weights, {"temperatures": temperatures})
    with open(os.path.join(arguments.cache, "calibration.json"), "w") as f:
        json.dump(results, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
