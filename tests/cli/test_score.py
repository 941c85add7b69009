"""`detente score`: one report per article, of the article alone."""
import json
import random
import subprocess

import support
from support import ALL_SCORED, SOME_FAILED, USAGE, WEIGHTS, INPUT_OUTPUT, Case, json_line, score

PIECES = [
    "The Kremlin called the talks positive.", "Washington said new sanctions were unacceptable.",
    "Песков назвал переговоры полезными.", "Кремль считает это неприемлемым!", "Peskov told reporters", "«Нет»",
    "Der Kreml nannte die Gespräche positiv.", "العربية من اليمين إلى اليسار", "עברית", "日本語の文。", "हिन्दी", "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "e\u0301a\u0300o\u0308" * 3, "\u202eright to left\u202c", "\"quoted\"", "back\\slash", "it's", "`tick`", "<b>", "&amp;",
    "\n", "\r\n", "\t", " ", "\u00a0", "\u2028", "\u200b", "\ufeff", "\u3000", "", ".", "...", "?!", "0", "null", "{}", "[1,2]", "\U0010ffff",
    "Mr. Putin met J. Biden at 5 p.m. in the U.S.", "a", "\u0301",
]


def random_sentence(random_):
    kind = random_.random()
    if kind < 0.1:
        return ""
    if kind < 0.2:
        return random_.choice([" ", "\n", "\t \r\n", "\u00a0", "\u2028 ", "   ", "\u200b", "\ufeff"])
    if kind < 0.3:  # any characters at all, but for surrogates and the control characters that no text has
        return "".join(chr(random_.choice([random_.randrange(32, 127), random_.randrange(160, 0xd800),
                                           random_.randrange(0xe000, 0x110000)])) for _ in range(random_.randrange(1, 40)))
    return random_.choice(["", " "]).join(random_.choice(PIECES) for _ in range(random_.randrange(1, 8)))


class SentencesInput(Case):
    def test_the_example_of_the_help_is_one_line_with_one_sentence(self):
        done = score("-", input='{"id":"x","sentences":["The Kremlin called the talks positive."]}\n')
        self.assert_exit(done, ALL_SCORED)
        [report] = done.reports
        self.assertEqual(report["id"], "x")
        self.assertEqual([s["text"] for s in report["sentences"]], ["The Kremlin called the talks positive."])
        self.assertEqual(done.err, "")

    def test_any_list_of_sentences_comes_back_entry_by_entry(self):
        random_ = random.Random(20211116)
        given = {"a%d" % i: [random_sentence(random_) for _ in range(random_.randrange(1, 9))] for i in range(300)}
        given["one empty"] = [""]
        given["all blank"] = ["", " ", "\n", "\t"]
        given["same twice"] = ["Same.", "Same."]
        given["20 kB of words"] = ["The Kremlin called it positive, " * 640, "Short."]
        given["20 kB of one word"] = ["x" * 20_000]
        given["20 kB of emoji"] = ["", "😀" * 5_000]
        given["20 kB of marks"] = ["a" + "\u0301" * 10_000]
        given["20 kB of blanks"] = [" " * 20_000, "After."]
        given["many"] = ["Peskov said no.", ""] * 300
        done = score("-", input=b"".join(json_line(id=name, sentences=s) for name, s in given.items()))
        self.assert_exit(done, ALL_SCORED)
        reports = done.reports
        self.assertEqual([r["id"] for r in reports], list(given))
        for report in reports:
            with self.subTest(report["id"]):
                self.assertEqual([s["text"] for s in report["sentences"]], given[report["id"]])
                self.assertEqual([s["index_in_input"] for s in report["sentences"]], list(range(len(given[report["id"]]))))
                for sentence in report["sentences"]:
                    self.assertAlmostEqual(sum(sentence["tone_probabilities"]), 1, places=5)
                    for side in ("principal", "counterpart"):
                        framing = sentence[side]
                        self.assertAlmostEqual(framing["positive"] + framing["unacceptable"] + framing["none"], 1, places=5)
                        self.assertAlmostEqual(sum(framing["object"].values()), 1, places=5)

    def test_escapes_read_like_the_characters_that_they_stand_for(self):
        given = ["Пе\u0301сков said: \"да\" 😀"]
        plain = json.dumps({"id": "x", "sentences": given}, ensure_ascii=False)
        escaped = json.dumps({"id": "x", "sentences": given}, ensure_ascii=True)
        self.assertNotEqual(plain, escaped)
        done = score("-", input=plain + "\n" + escaped + "\n")
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual(done.lines[0], done.lines[1])

    def test_numbers_are_ids_too(self):
        done = score("-", input='{"id":7,"text":"Peskov said no."}\n{"id":-1.5,"text":"Peskov said no."}\n')
        self.assertEqual([r["id"] for r in done.reports], ["7", "-1.5"])

    def test_what_came_with_the_article_goes_with_the_report(self):
        about = {"id": "n1", "title": "Talks \"begin\"", "language": "en", "published_at": "2021-04-16",
                 "source": "Example", "url": "https://example.org/?a=1&b=2"}
        [report] = score("-", input=json_line(text="The Kremlin called the talks positive.", **about)).reports
        self.assertEqual({name: report[name] for name in about}, about)

    def test_names_of_other_tools_fields_are_understood(self):
        done = score("-", input=json_line(maintext="Peskov said no.", date_publish="2021-04-16") +
                     json_line(text="Peskov said no.", date="2021-04-16") + json_line(event_text="Peskov said no.", date="2021-04-16"))
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual([r["published_at"] for r in done.reports], ["2021-04-16"] * 3)


class SameBytes(Case):
    """The same article gives the same bytes whatever stands around it."""

    @classmethod
    def setUpClass(cls):
        random_ = random.Random(5)
        cls.articles = []
        for i in range(150):
            sentences = [random_sentence(random_) for _ in range(random_.randrange(1, 12))] + ["Peskov said no."]
            article = {"id": "a%d" % i, "sentences": sentences} if i % 2 else {"id": "a%d" % i, "text": " ".join(sentences)}
            if i % 3 == 0:
                article["title"] = random_sentence(random_)
            cls.articles.append(json_line(**article))
        cls.first = score("-", "--threads", 1, input=b"".join(cls.articles))
        cls.by_id = {json.loads(line)["id"]: line for line in cls.first.lines}

    def test_every_article_was_scored(self):
        self.assert_exit(self.first, ALL_SCORED)
        self.assertEqual([r["id"] for r in self.first.reports], ["a%d" % i for i in range(150)])

    def test_two_threads_and_one_answer_alike(self):
        self.assertEqual(score("-", "--threads", 2, input=b"".join(self.articles)).out, self.first.out)

    def test_more_threads_than_cores_answer_alike(self):
        self.assertEqual(score("-", "--threads", 7, input=b"".join(self.articles)).out, self.first.out)

    def test_the_order_of_the_batch_changes_the_order_of_the_rows_and_nothing_else(self):
        shuffled = list(self.articles)
        random.Random(6).shuffle(shuffled)
        done = score("-", input=b"".join(shuffled))
        self.assertEqual(done.lines, [self.by_id[json.loads(line)["id"]] for line in shuffled])

    def test_an_article_alone_is_an_article_in_company(self):
        for i in (0, 71, 149):
            done = score("-", input=self.articles[i])
            self.assertEqual(done.lines, [self.by_id["a%d" % i]])

    def test_plain_text_is_scored_the_same_each_time(self):
        path = self.write("news.txt", "Talks begin\n\nThe Kremlin called the talks positive. Washington disagreed.\n")
        self.assertEqual(score(path).out, score(path, "--threads", 2).out)

    def test_bad_lines_do_not_touch_their_neighbours(self):
        # 50 MB on one line come through a pipe, written while the program reads
        bad = [
            ("not closed", b'{"id":"b1","text":"x"', ("invalid_json", "b1", 21)),
            ("no comma", b'{"id":"b2" "text":"x"}', ("invalid_json", "b2", 11)),
            ("invalid UTF-8", b'{"id":"b3","text":"a\xffb"}', ("invalid_utf8", "b3", 20)),
            ("cut UTF-8", b'{"id":"b4","text":"\xd0"}', ("invalid_utf8", "b4", 19)),
            ("NUL", b'{"id":"b5","text":"a\x00b"}', ("binary_input", "b5", 20)),
            ("NUL escaped", b'{"id":"b6","text":"a\\u0000b"}', ("binary_input", "b6", 20)),
            ("no text", b'{"id":"b7","title":"x"}', ("missing_text", "b7", None)),
            ("blank text", b'{"id":"b8","text":" \\n\\t"}', ("empty_text", "b8", None)),
            ("a number for a text", b'{"id":"b10","text":5}', ("invalid_field", "b10", None)),
            ("a number for a sentence", b'{"id":"b11","sentences":["a",5]}', ("invalid_field", "b11", None)),
            ("an object for an id", b'{"id":{},"text":"x"}', ("invalid_field", None, None)),
            ("a mention outside", b'{"id":"b12","sentences":["a"],"mentions":[{"sentence":3,"begin":0,"end":1,"side":"none"}]}',
             ("invalid_field", "b12", None)),
            ("a mention inside a character",
             '{"id":"b13","sentences":["é"],"mentions":[{"sentence":0,"begin":1,"end":2,"side":"none"}]}'.encode(),
             ("invalid_field", "b13", None)),
            ("a number", b"42", ("invalid_json", None, 0)),
            ("an array", b'[{"id":"b14","text":"x"}]', ("invalid_json", None, 0)),
            ("words", b"The Kremlin said no.", ("invalid_json", None, 0)),
            ("half an emoji", b'{"id":"b15","text":"\\ud83d"}', ("invalid_json", "b15", None)),
            ("50 MB", None, ("too_large", "big", None)),
        ]
        with open(self.path("out"), "wb") as out:
            process = support.start("score", "--weights", support.TINY, "-", stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE)
        for good, (_, line, _) in zip(self.articles, bad):
            process.stdin.write(good)
            if line is None:
                process.stdin.write(b'{"id":"big","text":"')
                for _ in range(800):
                    process.stdin.write(b"Kremlin " * 8192)
                process.stdin.write(b'"}\n')
            else:
                process.stdin.write(line + b"\n")
        process.stdin.write(self.articles[-1])
        process.stdin.close()
        err = process.stderr.read().decode("utf8")
        process.stderr.close()
        self.assertEqual(process.wait(120), SOME_FAILED, err)
        self.assertIn("%d of %d articles failed" % (len(bad), 2 * len(bad) + 1), err)
        rows = support.lines_of(support.read(self.path("out")))
        reports = support.reports_of(support.read(self.path("out")))
        self.assertEqual(rows[::2], [self.by_id[json.loads(a)["id"]] for a in self.articles[:len(bad)] + self.articles[-1:]])
        for i, (name, _, (code, id_, byte)) in enumerate(bad):
            with self.subTest(name):
                self.assertEqual(reports[2 * i + 1]["id"], id_ or "stdin:%d" % (2 * i + 2))
                self.assertEqual(reports[2 * i + 1]["error"]["path"], "-")
                if name == "half an emoji":  # the parser may say where, or not
                    byte = reports[2 * i + 1]["error"]["byte"]
                self.assert_failed_row(reports[2 * i + 1], code, 2 * i + 2, byte)


class Principals(Case):
    ARTICLE = json_line(id="x", language="en", sentences=["The White House called the talks positive.", "The Kremlin did not."])

    def test_the_kremlin_is_the_principal_and_needs_no_warning(self):
        [report] = score("-", input=self.ARTICLE).reports
        self.assertEqual(report["engine"]["principal"], "kremlin")
        # the toy classifier may well disagree with the speaker
        self.assertEqual([w for w in report["warnings"] if not w.startswith("engine and speaker disagree")], [])

    def test_another_principal_is_scored_and_reported_as_unvalidated(self):
        kremlin, other = score("-", input=self.ARTICLE), score("-", "--principal", "white-house", input=self.ARTICLE)
        self.assert_exit(other, ALL_SCORED)
        [report] = other.reports
        self.assertEqual(report["engine"]["principal"], "white-house")
        self.assertTrue(any("principal unvalidated" in w and "white-house" in w for w in report["warnings"]), report["warnings"])
        self.assertNotEqual(kremlin.reports[0]["sentences"], report["sentences"])

    def test_an_unknown_principal_is_answered_with_the_known_ones(self):
        done = score("-", "--principal", "atlantis", input=self.ARTICLE)
        self.assert_exit(done, USAGE)
        self.assert_said(done, "atlantis", "kremlin", "white-house")
        self.assertEqual(done.out, b"")

    def test_a_file_of_actors_adds_a_principal(self):
        actors = self.write("more.tsv", "atlantis\tposeidon\tperson\t*\tPoseidon|King Poseidon\r\n# a remark\n\natlantis\tatlantis\tcity\ten\tAtlantis\n")
        article = json_line(id="x", language="en", sentences=["Poseidon called the talks positive."])
        [report] = score("-", "--actors", actors, "--principal", "atlantis", input=article).reports
        self.assertEqual(report["engine"]["principal"], "atlantis")
        # to the classifier, a name with the same role is the same principal
        def roles(*arguments):
            done = support.windows("-", *arguments, input=article)
            return json.loads(done.out)["windows"][0]["roles"]
        self.assertIn(1, roles("--actors", actors, "--principal", "atlantis"))
        self.assertIn(2, roles("--actors", actors))
        self.assertNotIn(1, roles() + roles("--actors", actors))

    def test_a_bad_row_of_actors_is_named_by_file_and_line(self):
        good = "atlantis\tposeidon\tperson\t*\tPoseidon\n"
        for name, row in {"columns": "atlantis\tposeidon\n", "empty alias": "atlantis\ta\tperson\t*\tA||B\n",
                          "braces": "atlantis\ta\tperson\t*\tA{b\n", "empty column": "atlantis\ta\t\t*\tA\n",
                          "two sides": "utopia\tposeidon\tperson\t*\tThe King\n"}.items():
            with self.subTest(name):
                actors = self.write("more actors.tsv", good + row)
                done = score("-", "--actors", actors, input=self.ARTICLE)
                self.assert_exit(done, USAGE)
                self.assert_said(done, actors + ":2")
                self.assertEqual(done.out, b"")

    def test_a_missing_file_of_actors_is_named(self):
        done = score("-", "--actors", self.path("none.tsv"), input=self.ARTICLE)
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, self.path("none.tsv"))

    def test_a_formula_that_is_not_there_is_a_usage_error(self):
        done = score("-", "--formula", 7, input=self.ARTICLE)
        self.assert_exit(done, USAGE)
        self.assert_said(done, "7", "formula 1")


class Languages(Case):
    ARTICLE = json_line(id="x", language="en", text="The Kremlin called the talks positive. They were held in Geneva on Monday.")

    def test_the_flag_wins_over_the_article(self):
        [report] = score("-", "--language", "ru", input=self.ARTICLE).reports
        self.assertEqual((report["language"], report["warnings"]), ("ru", []))

    def test_codes_are_taken_in_the_usual_spellings(self):
        done = score("-", input=self.ARTICLE, env={"DETENTE_LANGUAGE": "RUS"})
        self.assertEqual(done.reports[0]["language"], "ru")

    def test_a_guess_is_marked_as_one(self):
        [report] = score("-", input=json_line(text="The Kremlin called the talks positive. They were held in Geneva.")).reports
        self.assertEqual((report["language"], report["warnings"]), ("en", ["language guessed: en"]))

    def test_a_language_that_nobody_validated_is_reported(self):
        [report] = score("-", "--language", "sw", input=self.ARTICLE).reports
        self.assertEqual(report["warnings"], ["language not validated: sw"])

    def test_nonsense_is_a_usage_error(self):
        for language in ("nonsense", "xx", "e"):
            done = score("-", "--language", language, input=self.ARTICLE)
            self.assert_exit(done, USAGE)
            self.assert_said(done, "--language", language)


if __name__ == "__main__":
    support.main()
