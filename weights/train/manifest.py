"""The weights manifest: what is in a bundle, its hashes, and every number that the engine takes from training.

    manifest.py WEIGHTS [--set JSON]    refresh the hashes; merge the given fields (objects are merged, not replaced)

Written with a fixed order and no dates, so the same files give the same bytes.
"""
import argparse
import glob
import hashlib
import json
import os

FILES = ["model.pt", "tokenizer.model", "actors.tsv", "abbreviations.tsv", "speech-*.tsv"]

DEFAULT = {
    "schema": "detente.weights/1",
    "name": "detente-first",
    "files": {},
    "labels": {"tone": [-2, -1, 0, 1, 2], "framing": ["positive", "unacceptable", "none"],
               "object": ["overture", "measure", "other"]},
    "vocabulary": 0,
    "special": {"bos": 0, "eos": 2, "unk": 3},
    "windows": {"tokens": 224, "least_tokens": 112, "context_tokens": 48, "context_sentences": 2, "positions": 512,
                "speaker_roles": True},
    "temperatures": {"tone": 1.0, "principal_framing": 1.0, "principal_object": 1.0, "counterpart_framing": 1.0,
                     "counterpart_object": 1.0},
    "formula": {"version": 1, "a": 1.0, "tau": 0.5, "lambda": 0.25, "mixed_mass": 1.0, "none_mass": 0.5},
    "languages": ["en", "ru", "uk", "es", "it", "fr"],
    "principals": ["kremlin"],
    "gazetteer": "",
    "provenance": {"base": "", "data": "", "recipe": "", "trained": "", "torch": ""},
}


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def present(weights):
    """Names of the bundle's files that are there."""
    return [os.path.basename(path) for pattern in FILES for path in sorted(glob.glob(os.path.join(weights, pattern)))]


def roles_hash(weights):
    """Of everything that decides which words carry a role: what the engine compares with `gazetteer`."""
    names = sorted(name for name in present(weights) if name == "actors.tsv" or name.startswith("speech-"))
    lines = "".join("%s %s\n" % (name, sha256(os.path.join(weights, name))) for name in names)
    return hashlib.sha256(lines.encode()).hexdigest()


def merge(old, new):
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), dict):
            merge(old[key], value)
        else:
            old[key] = value


def read(weights):
    """The manifest as it stands, without what a later version added; the default one where there is none."""
    path = os.path.join(weights, "manifest.json")
    if not os.path.exists(path):
        return json.loads(json.dumps(DEFAULT))
    with open(path, encoding="utf8") as f:
        return json.load(f)


def write(weights, fields=None):
    manifest = read(weights)
    merge(manifest, fields or {})
    manifest["files"] = {
        name: {"sha256": sha256(os.path.join(weights, name)), "bytes": os.path.getsize(os.path.join(weights, name))}
        for name in present(weights)}
    with open(os.path.join(weights, "manifest.json"), "w", encoding="utf8") as f:
        json.dump(manifest, f, indent=1, ensure_ascii=False)
        f.write("\n")
    with open(os.path.join(weights, "manifest.sha256"), "w", encoding="utf8") as f:
        f.write("%s  manifest.json\n" % sha256(os.path.join(weights, "manifest.json")))
    return manifest


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("--set", default="{}", type=json.loads)
    arguments = parser.parse_args()
    write(arguments.weights, arguments.set)
