"""Write a weights bundle from a checkpoint. Runs under torch 1.13, so that the file loads in every later libtorch.

    export.py --base BASE --cache CACHE --dump WINDOWS.jsonl --weights WEIGHTS
        (CACHE/final.npz and CACHE/training.json, as train.py left them; a dump of `detente windows` tells how to round to int8)
    export.py --base BASE --untrained --weights WEIGHTS
        (the base with an empty role and random heads: for `detente windows`)
"""
import argparse
import json
import os
import shutil

import torch

import check_export
import graph
import manifest
import quantise
from arrays import base_arrays, load_base, trained_arrays, word_blocks

CALIBRATION_WINDOWS = 200  # at most


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--cache")
    parser.add_argument("--dump")
    parser.add_argument("--untrained", action="store_true")
    arguments = parser.parse_args()

    config, base = load_base(arguments.base)
    provenance = {"base": "multilingual-e5-small (MIT), 64,000 pieces, 4 bits a weight",
                  "recipe": "weights/train", "torch": torch.__version__}
    if arguments.untrained:
        arrays = base_arrays(config, base)
        provenance.update(data="none", trained="not trained")
        gazetteer = manifest.roles_hash(arguments.weights)
    else:
        arrays = trained_arrays(config, base, os.path.join(arguments.cache, "final.npz"))
        if not arrays["pointer.weight"].any():
            raise SystemExit("%s: its pointers to the words of speakers are not trained" % arguments.cache)
        with open(os.path.join(arguments.cache, "training.json"), encoding="utf8") as f:
            training = json.load(f)
        provenance["data"] = ("units and articles labelled by the project's codebook, conflict and cooperation codes of "
                              "Zero-Shot-PLOVER, ConfliBERT and devil_in_the_details_mtsummit25, directed_sentiment_analysis, NewsMTSC, "
                              "RuSentNE-2023; sentences of news corpora read by the codebook; more of them and parallel text labelled by "
                              "earlier legs; passages of our own")
        provenance["trained"] = "; ".join(training["legs"]) + "; torch " + training["torch"]
        gazetteer = training["gazetteer"]
    nibbles, scale = word_blocks(arguments.base)
    weights = {}
    if not arguments.untrained:
        windows = check_export.read_windows(arguments.dump)
        sample = windows[::-(-len(windows) // CALIBRATION_WINDOWS)]
        weights = quantise.quantised(config, nibbles, scale, arrays, [check_export.pack(p) for p in check_export.packs_of(sample)])
    os.makedirs(arguments.weights, exist_ok=True)
    torch.jit.script(graph.classifier(config, nibbles, scale, arrays, weights)).save(os.path.join(arguments.weights, "model.pt"))
    target = os.path.join(arguments.weights, "tokenizer.model")
    shutil.copyfile(os.path.join(arguments.base, "tokenizer.model"), target)
    manifest.write(arguments.weights, {
        "vocabulary": config["vocabulary"],
        "windows": {"positions": config["positions"]},
        "gazetteer": gazetteer,
        "provenance": provenance,
    })


if __name__ == "__main__":
    main()
