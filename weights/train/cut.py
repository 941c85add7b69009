"""Cut layers out of a classifier: where a smaller one begins, before train.py teaches it again what it lost.

    cut.py --base BASE --arrays final.npz --layers 0 2 4 7 9 11 --out OUT

Writes OUT/base (the base encoder with these layers alone: what every later step takes as --base), OUT/final.npz and
OUT/training.json, as a leg leaves them.
"""
import argparse
import json
import os
import shutil

import numpy as np


def kept(arrays, stem, layers):
    """Arrays whose names begin with `stem` N: those of `layers`, numbered anew; all others as they are."""
    out = {}
    for name, value in arrays.items():
        if not name.startswith(stem):
            out[name] = value
            continue
        number, rest = name[len(stem):].split(".", 1)
        if int(number) in layers:
            out["%s%d.%s" % (stem, layers.index(int(number)), rest)] = value
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "arrays", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--layers", type=int, nargs="+", required=True)
    arguments = parser.parse_args()
    with open(os.path.join(arguments.base, "config.json"), encoding="utf8") as f:
        config = json.load(f)
    if not set(arguments.layers) <= set(range(config["layers"])) or arguments.layers != sorted(set(arguments.layers)):
        parser.error("--layers: ascending numbers below %d" % config["layers"])
    folder = os.path.join(arguments.out, "base")
    os.makedirs(folder, exist_ok=True)
    config["layers"] = len(arguments.layers)
    with open(os.path.join(folder, "config.json"), "w", encoding="utf8") as f:
        json.dump(config, f, indent=1)
    np.savez(os.path.join(folder, "encoder_q4.npz"),
             **kept(dict(np.load(os.path.join(arguments.base, "encoder_q4.npz"))), "layer.", arguments.layers))
    shutil.copyfile(os.path.join(arguments.base, "tokenizer.model"), os.path.join(folder, "tokenizer.model"))
    np.savez(os.path.join(arguments.out, "final.npz"), **kept(dict(np.load(arguments.arrays)), "layers.", arguments.layers))
    with open(os.path.join(os.path.dirname(arguments.arrays), "training.json"), encoding="utf8") as f:
        training = json.load(f)
    training["legs"].append("layers %s kept" % " ".join(map(str, arguments.layers)))
    with open(os.path.join(arguments.out, "training.json"), "w", encoding="utf8") as f:
        json.dump(training, f, indent=1)


if __name__ == "__main__":
    main()
