"""`detente verify`, and what every command says to damaged weights."""
import hashlib
import json
import os
import shutil
import subprocess
import unittest

import support
from support import ALL_SCORED, INPUT_OUTPUT, USAGE, WEIGHTS, Case, json_line, run

FILES = ["abbreviations.tsv", "actors.tsv", "model.pt", "speech-en.tsv", "tokenizer.model"]
ARTICLE = json_line(id="x", language="en", sentences=["The Kremlin called the talks positive."])


class Bundle(Case):
    def setUp(self):
        super().setUp()
        self.bundle = self.path("weights of today")
        shutil.copytree(support.TINY, self.bundle)

    def in_bundle(self, name):
        return os.path.join(self.bundle, name)

    def flip(self, name, at):
        data = bytearray(support.read(self.in_bundle(name)))
        data[at] ^= 1
        self.replace(name, bytes(data))

    def replace(self, name, data, vouch=False):
        """Writes the file anew; `vouch`: the manifest agrees. A manifest is sealed again."""
        with open(self.in_bundle(name), "wb") as f:
            f.write(data)
        if name == "manifest.json":
            self.replace("manifest.sha256", ("%s  manifest.json\n" % hashlib.sha256(data).hexdigest()).encode())
        if vouch:
            self.edit(lambda m: m["files"].update({name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}}))

    def edit(self, change):
        manifest = json.loads(support.read(self.in_bundle("manifest.json")))
        change(manifest)
        self.replace("manifest.json", json.dumps(manifest).encode())

    def verify(self):
        return run("verify", "--weights", self.bundle)

    def score(self):
        return run("score", "--weights", self.bundle, "-", "-o", self.path("out.jsonl"), input=ARTICLE)

    def assert_refused(self, done, *words):
        self.assert_exit(done, WEIGHTS)
        self.assert_said(done, *words)
        self.assertNotIn("out.jsonl", self.files())
        self.assert_no_leftovers()


class Verify(Bundle):
    def test_sound_weights_are_said_to_be_so(self):
        done = self.verify()
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual(done.err, "")
        text = done.out.decode("utf8")
        self.assertIn("detente-tiny", text)
        self.assertIn(hashlib.sha256(support.read(self.in_bundle("manifest.json"))).hexdigest(), text)
        self.assertEqual([line.split()[2] for line in text.splitlines() if line.startswith("ok")], FILES)

    def test_the_report_names_the_same_manifest(self):
        sha256 = hashlib.sha256(support.read(self.in_bundle("manifest.json"))).hexdigest()
        [report] = run("score", "--weights", self.bundle, "-", input=ARTICLE).reports
        self.assertEqual(report["engine"]["weights"], sha256)

    def test_a_file_of_actors_is_checked_with_them(self):
        good = self.write("good.tsv", "atlantis\tposeidon\tperson\t*\tPoseidon\n")
        done = run("verify", "--weights", self.bundle, "--actors", good, "--principal", "atlantis")
        self.assert_exit(done, ALL_SCORED)
        self.assertIn("ok        " + good, done.out.decode("utf8"))
        for row, remedy in (("atlantis\tposeidon\tgod\t*\tPoseidon\n", "known: person"),
                            ("Atlantis\tposeidon\tperson\t*\tPoseidon\n", "small letters"),
                            ("atlantis\tposeidon\tperson\tGreek\tPoseidon\n", "ISO 639-1")):
            bad = self.write("bad.tsv", "# mine\n" + row)
            done = run("verify", "--weights", self.bundle, "--actors", bad)
            self.assert_exit(done, USAGE)
            self.assert_said(done, bad + ":2", remedy)

    def test_a_model_card_is_printed(self):
        with open(self.in_bundle("README.md"), "w", encoding="utf8") as f:
            f.write("# The card\n")
        self.assertTrue(self.verify().out.decode().endswith("# The card\n"))

    def test_one_flipped_bit_names_exactly_that_file(self):
        for name in FILES:
            size = os.path.getsize(self.in_bundle(name))
            for at in (0, size // 2, size - 1):
                with self.subTest(name, at=at):
                    self.flip(name, at)
                    done = self.verify()
                    self.flip(name, at)
                    self.assert_exit(done, WEIGHTS)
                    self.assertEqual(len(done.err.splitlines()), 1)
                    self.assertIn(self.in_bundle(name), done.err)
                    marks = {line.split()[2]: line.split()[0] for line in done.out.decode().splitlines()[2:]}
                    self.assertEqual(marks, {other: "DAMAGED" if other == name else "ok" for other in FILES})

    def test_every_damaged_file_is_named(self):
        self.flip("model.pt", 100)
        os.unlink(self.in_bundle("actors.tsv"))
        done = self.verify()
        self.assert_exit(done, WEIGHTS)
        self.assertEqual(done.out.count(b"DAMAGED"), 2)
        self.assert_said(done, self.in_bundle("model.pt"), self.in_bundle("actors.tsv"), "No such file")

    def test_a_truncated_file_is_named_with_its_size(self):
        for name in FILES:
            with self.subTest(name):
                data = support.read(self.in_bundle(name))
                self.replace(name, data[:-1])
                done = self.verify()
                self.replace(name, data)
                self.assert_refused(done, self.in_bundle(name), str(len(data)), str(len(data) - 1))

    def test_a_full_device_is_said(self):
        with open("/dev/full", "wb") as full:
            done = run("verify", "--weights", self.bundle, stdout=full)
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, "No space left")

    def test_a_folder_that_is_none_is_named(self):
        for folder in (self.path("none"), self.in_bundle("model.pt"), self.folder):
            for done in (run("verify", "--weights", folder), run("score", "--weights", folder, "-", input=ARTICLE)):
                self.assert_exit(done, WEIGHTS)
                self.assert_said(done, folder, "--weights")
                self.assertEqual(done.out, b"")

    def test_a_program_without_weights_says_so(self):
        program = shutil.copy(support.PROGRAM, self.path("detente"))
        for command in (["verify"], ["score", "-"]):
            done = subprocess.run([program, *command], input=ARTICLE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=support.environment())
            self.assertEqual(done.returncode, WEIGHTS)
            self.assertIn(b"no weights folder beside the program", done.stderr)


class Manifest(Bundle):
    def assert_manifest_refused(self, *words):
        for done in (self.verify(), self.score()):
            self.assert_refused(done, self.in_bundle("manifest.json"), *words)

    def test_nothing_but_a_manifest_is_one(self):
        sound = support.read(self.in_bundle("manifest.json"))
        for data in (b"", b"{", sound[:-20], b"[]", b"null", b"{}", b"\xff" * 10, sound.replace(b"detente.weights/1", b"detente.weights/9"),
                     b"[" * 5000):
            with self.subTest(data[:20]):
                self.replace("manifest.json", data)
                self.assert_manifest_refused()

    def test_values_out_of_range_are_refused(self):
        sound = support.read(self.in_bundle("manifest.json"))
        for name, part, value in [("vocabulary", None, "many"), ("vocabulary", None, -1), ("tokens", "windows", 0), ("tokens", "windows", 10 ** 9),
                                  ("tokens", "windows", -1), ("context_tokens", "windows", 224), ("context_tokens", "windows", -5),
                                  ("tone", "temperatures", 0), ("tone", "temperatures", -1), ("a", "formula", 0), ("tau", "formula", "x"),
                                  ("tone", "labels", [0, 1]), ("files", None, {}), ("files", None, 7), ("languages", None, "en")]:
            with self.subTest(name, value=value):
                self.replace("manifest.json", sound)
                self.edit(lambda m: (m[part] if part else m).update({name: value}))
                for done in (self.verify(), self.score()):
                    self.assert_refused(done)

    def test_a_file_elsewhere_is_not_read(self):
        self.edit(lambda m: m["files"].update({"../secret": {"sha256": "0" * 64, "bytes": 0}}))
        self.assert_manifest_refused("beside the manifest")

    def test_its_seal_notices_every_change(self):
        seal = support.read(self.in_bundle("manifest.sha256"))
        for at in range(0, len(seal), 7):
            with self.subTest(at):
                self.flip("manifest.sha256", at)
                self.assert_refused(self.verify(), self.in_bundle("manifest.json"), "manifest.sha256")
                self.replace("manifest.sha256", seal)
        self.edit(lambda m: m["formula"].update({"lambda": 0.77}))
        self.assert_exit(self.verify(), ALL_SCORED)
        self.replace("manifest.sha256", seal)
        self.assert_refused(self.verify(), self.in_bundle("manifest.json"), "manifest.sha256")
        os.remove(self.in_bundle("manifest.sha256"))
        self.assert_refused(self.verify(), self.in_bundle("manifest.sha256"))

    def test_a_tokenizer_of_another_size_is_refused(self):
        self.edit(lambda m: m.update(vocabulary=5499))
        for done in (self.verify(), self.score()):
            self.assert_refused(done, self.in_bundle("tokenizer.model"), "5500", "5499")


class Damaged(Bundle):
    """Scoring never begins with damaged weights."""

    def test_a_flipped_bit_is_found_before_scoring(self):
        for name in FILES:
            with self.subTest(name):
                self.flip(name, 1000)
                done = self.score()
                self.flip(name, 1000)
                self.assert_refused(done, self.in_bundle(name))

    def test_nonsense_that_the_manifest_vouches_for_is_found_too(self):
        for name, data in {"model.pt": b"nonsense" * 100, "tokenizer.model": b"nonsense" * 100, "actors.tsv": b"nonsense\n",
                           "abbreviations.tsv": b"nonsense\n\xff"}.items():
            with self.subTest(name):
                sound, manifest = support.read(self.in_bundle(name)), support.read(self.in_bundle("manifest.json"))
                self.replace(name, data, vouch=True)
                runs = self.verify(), self.score()
                self.replace(name, sound)
                self.replace("manifest.json", manifest)
                for done in runs:
                    self.assert_refused(done, *([self.in_bundle(name)] if name in ("model.pt", "actors.tsv") else []))

    def test_the_file_at_fault_is_named(self):
        for name in ("tokenizer.model", "abbreviations.tsv"):
            self.replace(name, b"nonsense\n", vouch=True)
            self.assert_refused(self.score(), self.in_bundle(name))

    def test_half_a_model_that_the_manifest_vouches_for_is_found_too(self):
        model = support.read(self.in_bundle("model.pt"))
        for half in (model[:len(model) // 2], model[1000:], b""):
            self.replace("model.pt", half, vouch=True)
            self.assert_refused(self.score(), self.in_bundle("model.pt"))

    def test_newer_actors_are_used_with_a_warning(self):
        self.replace("actors.tsv", support.read(self.in_bundle("actors.tsv")) + b"kremlin\tsomebody\tperson\t*\tSomebody New\n", vouch=True)
        [report] = run("score", "--weights", self.bundle, "-", input=ARTICLE).reports
        self.assertTrue([w for w in report["warnings"] if "gazetteer newer" in w], report["warnings"])


if __name__ == "__main__":
    support.main()
