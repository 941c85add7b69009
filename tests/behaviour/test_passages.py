"""The labelled passages that the recipe trains on have the form of the codebook (standard library only)."""
import glob
import os
import unittest

import reports

FOLDER = os.path.join(os.environ["DETENTE_SOURCE"], "weights", "train", "passages")
SIDES = ("principal", "counterpart")


def passages():
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.jsonl"))):
        for passage in reports.read_passages(path):
            yield os.path.basename(path), passage


class Passages(unittest.TestCase):
    def test_there_are_some_and_their_ids_differ(self):
        ids = [passage["id"] for _, passage in passages()]
        self.assertGreater(len(ids), 500)
        self.assertEqual(len(ids), len(set(ids)))

    def test_the_file_says_the_language(self):
        for file, passage in passages():
            self.assertEqual(passage["lang"] + ".jsonl", file, passage["id"])

    def test_labels(self):
        for _, passage in passages():
            self.assertEqual(len(passage["sentences"]), len(passage["labels"]), passage["id"])
            for sentence, label in zip(passage["sentences"], passage["labels"]):
                with self.subTest(passage["id"], sentence=sentence):
                    self.check(sentence, label)

    def check(self, sentence, label):
        self.assertTrue(sentence.strip())
        self.assertIn(label["tone"], range(-2, 3))
        for side in SIDES:
            voiced = label[side] != "n"
            self.assertIn(label[side], set("pubn"))
            self.assertIn(label[side + "_object"], set("omx") if voiced else {"-"})
            words = label[side + "_speaker"]
            self.assertEqual(words is not None, voiced)
            if voiced and words[0] not in "^=":
                self.assertIn(words, sentence)
        self.assertEqual(label["counterpart_actor"] is not None, label["counterpart"] != "n")


if __name__ == "__main__":
    unittest.main()
