"""The labels of unlabelled sentences that the recipe trains on have the form of the codebook (standard library only)."""
import csv
import os
import re
import unittest

FILE = os.path.join(os.environ["DETENTE_SOURCE"], "weights", "train", "readings", "sentences.tsv")


class Readings(unittest.TestCase):
    def setUp(self):
        with open(FILE, encoding="utf8", newline="") as f:
            self.rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))

    def test_there_are_some_and_their_keys_differ(self):
        keys = [row["key"] for row in self.rows]
        self.assertGreater(len(keys), 5000)
        self.assertEqual(len(keys), len(set(keys)))
        for key in keys:
            self.assertRegex(key, r"^[0-9a-f]{12}$")

    def test_labels(self):
        for row in self.rows:
            with self.subTest(row["key"]):
                self.assertIn(row["tone"], {"-2", "-1", "0", "1", "2"})
                for side in ("principal", "counterpart"):
                    voiced = row[side] != "n"
                    self.assertIn(row[side], set("pubn"))
                    self.assertIn(row[side + "_object"], set("omx") if voiced else {"-"})
                    span = row[side + "_speaker"]
                    self.assertTrue(voiced or not span)
                    if span:
                        begin, end = map(int, re.fullmatch(r"(\d+)-(\d+)", span).groups())
                        self.assertLess(begin, end)
                self.assertEqual(bool(row["counterpart_actor"]), row["counterpart"] != "n")
                self.assertRegex(row["counterpart_actor"], r"^([a-z]{2}|nato|osce|west|sep|reb|opp|exp)?$")


if __name__ == "__main__":
    unittest.main()
