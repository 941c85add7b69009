"""The base encoder as arrays under the names of our model (NumPy only: shared by training and export)."""
import importlib.util
import os

import numpy as np

ROLES = 6
OUTPUTS = 17


def load_base(path):
    """-> (config, arrays) of the published base, read by the loader that comes with it."""
    spec = importlib.util.spec_from_file_location("base_load", os.path.join(path, "load.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(path)


def word_blocks(path):
    """-> (nibbles uint8 [rows, blocks, 16], scale float16 [rows, blocks]): the word table as published."""
    raw = np.load(os.path.join(path, "encoder_q4.npz"))
    return raw["word.nibbles"], raw["word.scale"]


def base_arrays(config, base, seed=1):
    """Everything but the word table. Every role starts as the base's type 0, the heads at random."""
    width = config["width"]
    random = np.random.RandomState(seed)
    arrays = {
        "position": base["position"],
        "role": np.repeat(base["type"][:1], ROLES, 0),
        "norm.weight": base["norm.weight"],
        "norm.bias": base["norm.bias"],
        "head.weight": (random.randn(OUTPUTS, 2 * width) * 0.02).astype(np.float32),
        "head.bias": np.zeros(OUTPUTS, np.float32),
    }
    for i in range(config["layers"]):
        for kind in ("weight", "bias"):
            # Query, key and value are one product.
            arrays["layers.%d.qkv.%s" % (i, kind)] = np.concatenate(
                [base["layer.%d.%s.%s" % (i, part, kind)] for part in ("query", "key", "value")])
            for part in ("attention_output", "attention_norm", "ff_in", "ff_out", "ff_norm"):
                arrays["layers.%d.%s.%s" % (i, part, kind)] = base["layer.%d.%s.%s" % (i, part, kind)]
    return arrays
