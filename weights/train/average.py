"""Average the arrays of several legs, with weights, into one classifier.

    average.py --base BASE --cache CACHE --out OUT LEG/final.npz:0.3 LEG/final.npz:0.7

An average of legs of one run is calibrated better than the last of them and loses nothing (Wortsman et al. 2022, model soups). Leaves what
a leg leaves: OUT/final.npz, OUT/dev.npz (logits and targets of dev) and OUT/training.json.
"""
import argparse
import json
import os
import pickle

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

import train
from arrays import load_base
from model import Classifier


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "cache", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("parts", nargs="+", metavar="ARRAYS:WEIGHT")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    os.makedirs(arguments.out, exist_ok=True)
    parts = [(path, float(weight)) for path, weight in (part.rsplit(":", 1) for part in arguments.parts)]
    arrays = train.average([path for path, _ in parts], [weight for _, weight in parts])
    np.savez(os.path.join(arguments.out, "final.npz"), **arrays)
    with open(os.path.join(arguments.cache, "data.pkl"), "rb") as f:
        data = pickle.load(f)
    config, base = load_base(arguments.base)
    model = Classifier(config, base)
    model.set_arrays(arrays)
    dev = train.dev_items(data)
    logits, targets, _ = train.predict(model, dev["units"] + dev["articles"])
    np.savez(os.path.join(arguments.out, "dev.npz"), logits=logits, targets=targets)
    with open(os.path.join(os.path.dirname(parts[-1][0]), "training.json"), encoding="utf8") as f:
        training = json.load(f)
    training["legs"].append("average: " + " + ".join(
        "%g %s" % (weight, os.path.basename(os.path.dirname(path))) for path, weight in parts))
    with open(os.path.join(arguments.out, "training.json"), "w", encoding="utf8") as f:
        json.dump(training, f, indent=1)


if __name__ == "__main__":
    main()
