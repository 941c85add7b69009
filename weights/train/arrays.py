"""The base encoder as arrays under the names of our model (NumPy only: shared by training and export)."""
import json
import os

import numpy as np

ROLES = 6
SHIPPED_OUTPUTS = 17  # of the exported model
POINTERS = 2


def matrix(scale, nibbles):
    """Blocks of 32 weights along the input: scale float16 [rows, blocks], nibbles uint8 [rows, blocks, 16], whose byte j has
    weight j in its low and weight j + 16 in its high four bits, each (value - 8) * scale -> float32 [rows, blocks * 32]"""
    halves = [(nibbles & 15).astype(np.int8) - 8, (nibbles >> 4).astype(np.int8) - 8]
    return (np.concatenate(halves, 2).astype(np.float32) * scale[..., None].astype(np.float32)).reshape(len(scale), -1)


def load_base(path):
    """-> (config, arrays) of a folder that base.py wrote: word [vocabulary, width], position, type, norm.*, layer.N.{query, key,
    value, attention_output, ff_in, ff_out}.{weight [out, in], bias} and layer.N.{attention_norm, ff_norm}.{weight, bias}"""
    with open(os.path.join(path, "config.json"), encoding="utf8") as f:
        config = json.load(f)
    raw = np.load(os.path.join(path, "encoder_q4.npz"))
    arrays = {name: raw[name] for name in raw.files if not name.endswith((".scale", ".nibbles"))}
    for name in raw.files:
        if name.endswith(".scale"):
            stem = name[:-len(".scale")]
            arrays["word" if stem == "word" else stem + ".weight"] = matrix(raw[name], raw[stem + ".nibbles"])
    return config, arrays


def trained_arrays(config, base, path):
    """Everything but the word table, as a leg left it: what only training has, last among the outputs, is cut off."""
    arrays = {**base_arrays(config, base), **np.load(path)}
    for name in ("head.weight", "head.bias"):
        arrays[name] = arrays[name][:SHIPPED_OUTPUTS]
    return arrays


def word_blocks(path):
    """-> (nibbles uint8 [rows, blocks, 16], scale float16 [rows, blocks]): the word table as published."""
    raw = np.load(os.path.join(path, "encoder_q4.npz"))
    return raw["word.nibbles"], raw["word.scale"]


def base_arrays(config, base, outputs=SHIPPED_OUTPUTS, seed=1):
    """Everything but the word table. Every role starts as the base's type 0, the heads at random."""
    width = config["width"]
    random = np.random.RandomState(seed)
    arrays = {
        "position": base["position"],
        "role": np.repeat(base["type"][:1], ROLES, 0),
        "norm.weight": base["norm.weight"],
        "norm.bias": base["norm.bias"],
        "head.weight": (random.randn(outputs, 2 * width) * 0.02).astype(np.float32),
        "head.bias": np.zeros(outputs, np.float32),
        "pointer.weight": np.zeros((POINTERS, width), np.float32),
    }
    for i in range(config["layers"]):
        for kind in ("weight", "bias"):
            # Query, key and value are one product.
            arrays["layers.%d.qkv.%s" % (i, kind)] = np.concatenate(
                [base["layer.%d.%s.%s" % (i, part, kind)] for part in ("query", "key", "value")])
            for part in ("attention_output", "attention_norm", "ff_in", "ff_out", "ff_norm"):
                arrays["layers.%d.%s.%s" % (i, part, kind)] = base["layer.%d.%s.%s" % (i, part, kind)]
    return arrays
