"""`detente windows`: what the classifier reads, as it is written down for the training recipe."""
import hashlib
import json
import os
import random
import shutil

import support
from support import ALL_SCORED, SOME_FAILED, Case, json_line, windows
from test_score import random_sentence

BOS, EOS = 0, 2
NEITHER, PRINCIPAL, COUNTERPART, IN_CONTEXT = 0, 1, 2, 3
TOKENS, CONTEXT_TOKENS = 224, 48


class Windows(Case):
    def assert_sound(self, row, sentences):
        """Follows the rules of the format. `sentences`: the texts given, or their number."""
        self.assertEqual(list(row), ["schema", "id", "status", "language", "principal", "gazetteer", "sentence_count", "windows"])
        self.assertEqual((row["schema"], row["status"]), ("detente.windows/1", "ok"))
        self.assertEqual(row["sentence_count"], len(sentences))
        seen = []
        for window in row["windows"]:
            self.assertEqual(sorted(window), ["bytes", "ids", "positions", "roles", "sentences"])
            ids, roles = window["ids"], window["roles"]
            self.assertEqual(len(ids), len(roles))
            self.assertLessEqual(len(ids), TOKENS)
            self.assertEqual(window["positions"], list(range(len(ids))))
            self.assertEqual((ids[0], roles[0]), (BOS, IN_CONTEXT))
            self.assertTrue(window["sentences"])
            first = window["sentences"][0][0]
            self.assertTrue(first == 1 or (ids[first - 1] == EOS and 3 <= first <= CONTEXT_TOKENS + 2), first)
            self.assertTrue(all(3 <= role <= 5 for role in roles[:first]))
            self.assertTrue(all(0 <= role <= 2 for role in roles[first:]))
            at = first
            for begin, end, close, index in window["sentences"]:
                self.assertEqual((begin, close), (at, end))
                self.assertLess(begin, end)
                self.assertEqual(ids[close], EOS)
                offsets = window["bytes"][begin:end]
                self.assertEqual(offsets, sorted(offsets))
                self.assertTrue(0 <= offsets[0] and offsets[-1] < len(sentences[index].encode()), offsets)
                self.assertEqual(window["bytes"][close], -1)
                seen.append(index)
                at = close + 1
            self.assertEqual(at, len(ids), "the window ends with its last sentence")
        self.assertEqual(seen, sorted(seen))
        for i, text in enumerate(sentences):
            if text.strip(" \t\r\n") == "":
                self.assertNotIn(i, seen, "a blank sentence has no entry")
            elif any(c.isalnum() for c in text):
                self.assertIn(i, seen)

    def rows(self, done):
        return [json.loads(line) for line in done.lines]

    def test_one_sentence_stands_alone(self):
        done = windows("-", input=json_line(id="x", language="en", sentences=["The Kremlin called the talks positive."]))
        self.assert_exit(done, ALL_SCORED)
        [row] = self.rows(done)
        self.assert_sound(row, ["The Kremlin called the talks positive."])
        self.assertEqual((row["id"], row["language"], row["principal"]), ("x", "en", "kremlin"))
        lines = ["%s %s\n" % (name, hashlib.sha256(support.read(os.path.join(support.TINY, name))).hexdigest())
                 for name in ("actors.tsv", "speech-en.tsv")]  # what decides which words carry a role
        self.assertEqual(row["gazetteer"], hashlib.sha256("".join(lines).encode()).hexdigest())
        [window] = row["windows"]
        self.assertEqual(window["sentences"][0][0], 1, "without context there is no </s> in front")
        self.assertIn(PRINCIPAL, window["roles"])

    def test_any_sentences_stand_in_order_and_each_once(self):
        random_ = random.Random(17)
        given = {"a%d" % i: [random_sentence(random_) for _ in range(random_.randrange(1, 40))] for i in range(80)}
        given["blank"] = ["", " ", "\n"]
        given["long"] = ["The Kremlin called the talks positive, and " * 300, "Short.", "Кремль " * 400]
        lines = [json_line(id=name, sentences=s, **({"title": random_sentence(random_)} if i % 2 else {})) for i, (name, s) in enumerate(given.items())]
        done = windows("-", input=b"".join(lines))
        self.assert_exit(done, ALL_SCORED)
        rows = self.rows(done)
        self.assertEqual([row["id"] for row in rows], list(given))
        for row in rows:
            with self.subTest(row["id"]):
                self.assert_sound(row, given[row["id"]])
        self.assertEqual(rows[-2]["windows"], [])
        indices = [s[3] for w in rows[-1]["windows"] for s in w["sentences"]]
        self.assertGreater(indices.count(0), 1, "a sentence that is too long comes in parts")
        for threads in (1, 2):
            self.assertEqual(windows("-", "--threads", threads, input=b"".join(lines)).out, done.out)

    def test_the_parts_of_a_long_sentence_are_the_sentence(self):
        sentence = "The Kremlin called the talks positive and useful, while Washington did not. " * 60
        [row] = self.rows(windows("-", input=json_line(sentences=[sentence])))
        [half] = self.rows(windows("-", input=json_line(sentences=[sentence[:76]])))
        parts = [w["ids"][b:e] for w in row["windows"] for b, e, _, _ in w["sentences"]]
        self.assertEqual(sum(map(len, parts)), 60 * (half["windows"][0]["sentences"][0][1] - 1))
        self.assertLessEqual(max(map(len, parts)) - min(map(len, parts)), 1)

    def test_title_and_earlier_sentences_are_context(self):
        article = {"language": "en", "sentences": ["Peskov said no."] * 60, "title": "Washington and the Kremlin"}
        [row] = self.rows(windows("-", input=json_line(**article)))
        self.assert_sound(row, article["sentences"])
        first, second = row["windows"][:2]
        begin = first["sentences"][0][0]
        self.assertIn(PRINCIPAL + IN_CONTEXT, first["roles"][:begin])
        self.assertIn(COUNTERPART + IN_CONTEXT, first["roles"][:begin])
        title = first["ids"][1:begin - 1]
        b, e, _, _ = first["sentences"][-1]
        last = first["ids"][b:e]
        self.assertEqual(second["ids"][1:second["sentences"][0][0] - 1], (title + 2 * last)[-CONTEXT_TOKENS:])

    def test_text_is_split_as_for_scoring(self):
        line = json_line(id="x", text="Mr. Peskov called the talks positive. \"No,\" said Washington. He left.")
        [row] = self.rows(windows("-", input=line))
        [report] = support.score("-", input=line).reports
        self.assertEqual(row["sentence_count"], len(report["sentences"]))
        self.assertEqual(len(row["windows"]), report["coverage"]["windows"])

    def test_another_principal_changes_the_roles_and_nothing_else(self):
        line = json_line(language="en", sentences=["The White House answered the Kremlin."])
        [kremlin], [other] = self.rows(windows("-", input=line)), self.rows(windows("-", "--principal", "white-house", input=line))
        self.assertEqual(other["principal"], "white-house")
        a, b = kremlin["windows"][0], other["windows"][0]
        self.assertEqual(a["ids"], b["ids"])
        exchanged = {PRINCIPAL: COUNTERPART, COUNTERPART: PRINCIPAL}
        self.assertEqual([exchanged.get(role, role) for role in a["roles"]], b["roles"])
        self.assertIn(PRINCIPAL, b["roles"])

    def test_given_mentions_replace_those_of_the_gazetteer(self):
        article = {"language": "en", "title": "Alice spoke", "sentences": ["The Kremlin met Alice.", "Bob left."]}
        mentions = [{"sentence": 0, "begin": 16, "end": 21, "side": "principal"}, {"sentence": 1, "begin": 0, "end": 3, "side": "counterpart"},
                    {"sentence": None, "begin": 0, "end": 5, "side": "principal"}]
        [row] = self.rows(windows("-", input=json_line(mentions=mentions, **article)))
        [window] = row["windows"]
        (b0, e0, _, _), (b1, e1, _, _) = window["sentences"]
        self.assertIn(PRINCIPAL + IN_CONTEXT, window["roles"][1:b0])
        first, second = window["roles"][b0:e0], window["roles"][b1:e1]
        self.assertIn(PRINCIPAL, first)
        self.assertEqual(first[1], NEITHER, "the Kremlin is not marked any more")
        self.assertEqual((second[0], second[-1]), (COUNTERPART, NEITHER))
        [row] = self.rows(windows("-", input=json_line(mentions=[], **article)))
        self.assertEqual(set(row["windows"][0]["roles"]), {NEITHER, IN_CONTEXT})

    def test_articles_that_cannot_be_read_are_rows_in_their_place(self):
        good = json_line(id="good", sentences=["Peskov said no."])
        done = windows("-", input=good + b'{"id":"bad","text":""}\n' + b"nonsense\n" + good)
        self.assert_exit(done, SOME_FAILED)
        self.assert_said(done, "2 of 4 articles failed")
        rows = self.rows(done)
        self.assertEqual([row["status"] for row in rows], ["ok", "error", "error", "ok"])
        self.assertEqual(list(rows[1]), ["schema", "id", "status", "code", "message", "line", "byte"])
        self.assertEqual([(row["id"], row["code"], row["line"]) for row in rows[1:3]],
                         [("bad", "empty_text", 2), ("stdin:3", "invalid_json", 3)])
        self.assertEqual(rows[0], rows[3])

    def test_the_model_is_not_needed(self):
        bundle = self.path("weights")
        shutil.copytree(support.TINY, bundle)
        os.unlink(os.path.join(bundle, "model.pt"))
        line = json_line(sentences=["Peskov said no."])
        done = support.run("windows", "--weights", bundle, "-", "-o", self.path("out"), input=line)
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual(support.read(self.path("out")), windows("-", input=line).out)


if __name__ == "__main__":
    support.main()
