"""Read the arrays of a shipped bundle, so that a leg can go on from it (train.py --start, distil.py). Runs under torch 1.13.

    unpack.py --weights WEIGHTS --out LEG

Leaves LEG/final.npz (int8 weights as the float32 values that they stand for) and LEG/training.json.
"""
import argparse
import json
import os

import numpy as np
import torch

import graph
import labels
import manifest
from arrays import POINTERS


def arrays_of(model):
    """-> {name: float32 array}, under the names of model.py; the word table and the positions stay with the base."""
    out = {"role": model.role, "norm.weight": model.norm.weight, "norm.bias": model.norm.bias}
    layer = 0
    while hasattr(model.layers, str(layer)):
        for name, module in getattr(model.layers, str(layer)).named_children():
            stem = "layers.%d.%s." % (layer, name)
            quantised = hasattr(module, "packed")
            out[stem + "weight"] = torch.ops.quantized.linear_unpack(module.packed)[0].dequantize() if quantised else module.weight
            out[stem + "bias"] = module.bias
        layer += 1
    # Outputs that only training has begin at nothing.
    new = labels.OUTPUTS - len(model.head_bias)
    out["head.weight"] = torch.cat([model.head_weight, torch.zeros(new, model.head_weight.size(1))])
    out["head.bias"] = torch.cat([model.head_bias, torch.zeros(new)])
    # Bundles before detente-5 had no pointers.
    out["pointer.weight"] = model.pointer_weight if hasattr(model, "pointer_weight") else torch.zeros(POINTERS, model.role.size(1))
    return {name: value.detach().numpy().astype(np.float32) for name, value in out.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    torch.backends.quantized.engine = graph.ENGINE
    model = torch.jit.load(os.path.join(arguments.weights, "model.pt"))
    os.makedirs(arguments.out, exist_ok=True)
    np.savez(os.path.join(arguments.out, "final.npz"), **arrays_of(model))
    read = manifest.read(arguments.weights)
    *legs, _ = read["provenance"]["trained"].split("; ")  # the last part is the version of torch
    with open(os.path.join(arguments.out, "training.json"), "w", encoding="utf8") as f:
        json.dump({"legs": legs, "gazetteer": read["gazetteer"]}, f, indent=1)


if __name__ == "__main__":
    main()
