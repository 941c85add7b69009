"""A toy bundle for tests: the exported graph with 2 layers, 32 wide, random weights, and a cut vocabulary.

    make_tiny.py --base BASE --weights WEIGHTS --out TINY

Runs under torch 1.13 like the export; needs no SentencePiece package, the model file is cut at the level of its protobuf.
The first rows of the base are its specials, all single characters, then pieces by falling frequency, so the first PIECES
of them still spell everything.
"""
import argparse
import os
import shutil

import numpy as np
import torch

import graph
import manifest
from arrays import POINTERS, base_arrays, load_base

PIECES = 5500
SIDES = {"kremlin", "white-house", "kyiv", "brussels", "un", "-"}  # "-" blocks false friends
LANGUAGES = {"*", "en", "ru"}
PERSONS = {"putin", "peskov", "lavrov", "medvedev", "zakharova", "biden", "trump", "zelensky"}
LOUD_TOKEN, LOUDNESS = 4200, 1000.0
CONFIG = {"layers": 2, "width": 32, "heads": 2, "feed_forward": 64, "positions": 256, "norm_epsilon": 1e-12}


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """Top-level fields of a protobuf message -> (number, the field's bytes with its key)."""
    at = 0
    while at < len(data):
        begin = at
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            _, at = varint(data, at)
        elif kind == 1:
            at += 8
        elif kind == 2:
            size, at = varint(data, at)
            at += size
        else:
            at += 4
        yield key >> 3, data[begin:at]


def cut_tokenizer(data, pieces):
    """Field 1 of ModelProto is one piece; the others (trainer, normaliser) stay. ids stay the row numbers."""
    kept, count = [], 0
    for number, content in fields(data):
        count += number == 1
        if number != 1 or count <= pieces:
            kept.append(content)
    return b"".join(kept)


def random_base(seed=7):
    random = np.random.RandomState(seed)
    width, ff = CONFIG["width"], CONFIG["feed_forward"]

    def normal(*shape):
        return (random.randn(*shape) * 0.2).astype(np.float32)

    base = {"position": normal(CONFIG["positions"], width), "type": normal(2, width),
            "norm.weight": np.ones(width, np.float32), "norm.bias": np.zeros(width, np.float32)}
    for i in range(CONFIG["layers"]):
        shapes = {"query": (width, width), "key": (width, width), "value": (width, width),
                  "attention_output": (width, width), "ff_in": (ff, width), "ff_out": (width, ff)}
        for part, shape in shapes.items():
            base["layer.%d.%s.weight" % (i, part)] = normal(*shape)
            base["layer.%d.%s.bias" % (i, part)] = np.zeros(shape[0], np.float32)
        for part in ("attention_norm", "ff_norm"):
            base["layer.%d.%s.weight" % (i, part)] = np.ones(width, np.float32)
            base["layer.%d.%s.bias" % (i, part)] = np.zeros(width, np.float32)
    arrays = base_arrays(CONFIG, base, seed=seed)
    arrays["role"] = normal(*arrays["role"].shape) * 2  # other marks, other answers
    arrays["head.weight"] = arrays["head.weight"] * 20
    nibbles = random.randint(0, 256, (PIECES, width // 32, 16)).astype(np.uint8)
    scale = np.full((PIECES, width // 32), 0.05, np.float16)
    make_loud(arrays, nibbles, scale)
    arrays["pointer.weight"] = normal(POINTERS, width)
    return arrays, nibbles, scale


def make_loud(arrays, nibbles, scale):
    """Give one token a feed-forward activation of LOUDNESS, which no other token comes near: a test scores others beside it."""
    def normalised(x):
        return (x - x.mean()) / np.sqrt(x.var() + CONFIG["norm_epsilon"])

    width = CONFIG["width"]
    scale[LOUD_TOKEN] = 5  # position and role are nothing beside it
    values = np.concatenate([nibbles[LOUD_TOKEN, 0] & 15, nibbles[LOUD_TOKEN, 0] >> 4]).astype(np.float32) - 8
    x = normalised(values * 5)
    # in a window of this token alone, attention gives every token the same value
    value, out = arrays["layers.0.qkv.weight"][2 * width:], arrays["layers.0.attention_output.weight"]
    x = normalised(x + out @ (value @ x))
    arrays["layers.0.ff_in.weight"][0] = x / (x @ x) * 2 * LOUDNESS
    arrays["layers.0.ff_in.bias"][0] = -LOUDNESS


def copy_actors(source, target):
    """The real gazetteer cut to a few sides, languages and persons."""
    with open(source, encoding="utf8") as f, open(target, "w", encoding="utf8") as out:
        for line in f:
            columns = line.split("\t")
            if len(columns) < 5:
                continue
            side, actor, kind, languages = columns[:4]
            if side in SIDES and LANGUAGES & set(languages.split(",")) and (kind != "person" or actor in PERSONS):
                out.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--weights", required=True, help="the real bundle: its actors and abbreviations are taken over")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    with open(os.path.join(arguments.base, "tokenizer.model"), "rb") as f:
        tokenizer = cut_tokenizer(f.read(), PIECES)
    with open(os.path.join(arguments.out, "tokenizer.model"), "wb") as f:
        f.write(tokenizer)
    arrays, nibbles, scale = random_base()
    torch.jit.script(graph.classifier(CONFIG, nibbles, scale, arrays)).save(os.path.join(arguments.out, "model.pt"))
    source = os.path.join(arguments.weights, "actors.tsv")
    if os.path.exists(source):
        copy_actors(source, os.path.join(arguments.out, "actors.tsv"))
    for name in ("abbreviations.tsv", "speech-en.tsv"):
        source = os.path.join(arguments.weights, name)
        if os.path.exists(source):
            shutil.copyfile(source, os.path.join(arguments.out, name))
    manifest.write(arguments.out, {
        "name": "detente-tiny",
        "vocabulary": PIECES,
        "windows": {"positions": CONFIG["positions"]},
        "gazetteer": manifest.roles_hash(arguments.out),
        "provenance": {"base": "none", "data": "none", "recipe": "weights/train/make_tiny.py",
                       "trained": "not trained: random weights, for tests only"},
    })


if __name__ == "__main__":
    main()
