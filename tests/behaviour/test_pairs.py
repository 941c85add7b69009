"""Minimal pairs: two texts that differ in one thing, and what that must or must not change in what the shipped weights answer.

tests/golden/pairs/*.jsonl were written before any model had seen them; a pair that fails is a weakness to work on, never a
label to change.
"""
import collections
import glob
import json
import os

import support

WEIGHTS = os.path.join(support.SOURCE, "weights")
# A floor against regressions, 0.05 below the share of right pairs that weights/ reaches (0.909). The goal is 0.90.
FLOOR = 0.859

# "a>b" holds when the two values are at least `apart` from each other, "a~b" when they are at most `alike`.
Margins = collections.namedtuple("Margins", "apart alike")
OF_PROBABILITIES = Margins(0.05, 0.2)
OF_TONE = Margins(0.1, 0.4)  # which spans -2 to 2


def read_pairs():
    pairs = []
    for path in sorted(glob.glob(os.path.join(support.SOURCE, "tests", "golden", "pairs", "*.jsonl"))):
        with open(path, encoding="utf8") as f:
            pairs += map(json.loads, f)
    return pairs


def article(pair, side):
    text = pair[side]
    return support.json_line(id="%s %s" % (pair["name"], side), language=pair["language"], title=text["title"],
                             sentences=[text["text"]])


def value(sentence, path):
    """`principal.object.overture` and the like in a report's sentence."""
    for name in path.split("."):
        sentence = sentence[name]
    return sentence


def holds(expectation, a, b):
    margins = OF_TONE if expectation["of"] == "tone" else OF_PROBABILITIES
    difference = value(a, expectation["of"]) - value(b, expectation["of"])
    return {"a>b": difference >= margins.apart, "a<b": -difference >= margins.apart,
            "a~b": abs(difference) <= margins.alike}[expectation["relation"]]


def shares(rights, group):
    """[(pair, right)] -> lines: name of the group, right, of how many, share"""
    counts = collections.defaultdict(lambda: [0, 0])
    for pair, right in rights:
        counts[pair[group]][0] += right
        counts[pair[group]][1] += 1
    return ["%-20s %3d of %3d  %.3f" % (name, right, total, right / total) for name, (right, total) in sorted(counts.items())]


class Pairs(support.Case):
    def test_share_of_right_pairs(self):
        pairs = read_pairs()
        self.assertGreater(len(pairs), 300)
        done = support.run("score", "--weights", WEIGHTS, "--threads", 2, "-",
                           input=b"".join(article(pair, side) for pair in pairs for side in "ab"), timeout=500)
        self.assert_exit(done, support.ALL_SCORED)
        sentences = {report["id"]: report["sentences"][0] for report in done.reports}
        rights = [(pair, all(holds(expectation, sentences[pair["name"] + " a"], sentences[pair["name"] + " b"])
                             for expectation in pair["expect"])) for pair in pairs]
        share = sum(right for _, right in rights) / len(rights)
        print("\n" + "\n".join(shares(rights, "phenomenon") + shares(rights, "language")))
        print("%-20s %3d of %3d  %.3f" % ("all", sum(right for _, right in rights), len(rights), share))
        self.assertGreaterEqual(share, FLOOR, "wrong: " + " ".join(pair["name"] for pair, right in rights if not right))


if __name__ == "__main__":
    support.main()
