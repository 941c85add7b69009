"""What the index of an article rests on: on the terminal and as a page."""
import fcntl
import os
import re
import struct
import subprocess
import termios
import unicodedata
import xml.etree.ElementTree as ElementTree

import support
from support import ALL_SCORED, INPUT_OUTPUT, SOME_FAILED, USAGE, WEIGHTS, Case, json_line, run, score

SAMPLE = os.path.join(support.SOURCE, "tests", "golden", "articles", "sample.txt")  # the toy finds a value in it
TITLE, TEXT = support.read(SAMPLE).decode("utf8").split("\n\n", 1)
GOOD = json_line(id="good", language="en", title="Talks", text=TEXT)
BAD = b'{"id":"bad","text":""}\n'
ESCAPE = re.compile(r"\033\[[0-9;]*m")


def explain(*arguments, **more):
    return run("explain", "--weights", support.TINY, *arguments, **more)


def columns_of(line):
    return sum(0 if unicodedata.combining(c) else 1 for c in line)


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.article = self.write("article.txt", TITLE + "\n\n" + TEXT)

    def on_a_terminal(self, *arguments, columns=90, env=None):
        """Standard output is a pseudo-terminal; gives what it was sent."""
        ours, theirs = support.open_terminal(self)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        variables = {name: value for name, value in support.environment().items() if name not in ("COLUMNS", "NO_COLOR", "CLICOLOR_FORCE")}
        process = subprocess.Popen([support.PROGRAM, "explain", "--weights", support.TINY, *arguments], stdout=theirs, stdin=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env={**variables, "TERM": "xterm", **(env or {})})
        os.close(theirs)
        said = support.read_terminal(ours)
        self.assertEqual(process.wait(60), ALL_SCORED)
        return said.replace("\r\n", "\n")

    def test_colours_on_a_terminal_and_none_in_a_pipe(self):
        coloured = self.on_a_terminal(self.article)
        self.assertRegex(coloured, ESCAPE)
        plain = explain(self.article, env={"COLUMNS": "90"}).out.decode("utf8")
        self.assertNotIn("\033", plain)
        self.assertEqual(ESCAPE.sub("", coloured), plain, "colours are not the only carrier of anything")

    def test_who_decides_about_colours(self):
        self.assertNotIn("\033", self.on_a_terminal(self.article, env={"NO_COLOR": "1"}))
        self.assertIn("\033", self.on_a_terminal(self.article, env={"NO_COLOR": ""}))
        self.assertNotIn("\033", self.on_a_terminal(self.article, env={"TERM": "dumb"}))
        self.assertIn("\033", self.on_a_terminal(self.article, "--color", "always", env={"NO_COLOR": "1"}))
        self.assertNotIn("\033", self.on_a_terminal(self.article, "--color", "never"))
        for environment, there in [({"CLICOLOR_FORCE": "1"}, False), ({"DETENTE_COLOR": "always"}, True), ({"DETENTE_COLOR": "never"}, False)]:
            self.assertEqual(b"\033" in explain(self.article, env=environment).out, there, environment)

    def test_it_is_as_wide_as_the_terminal_or_columns(self):
        for columns in (40, 71, 110):
            lines = ESCAPE.sub("", self.on_a_terminal(self.article, columns=columns)).splitlines()
            self.assertLessEqual(max(map(columns_of, lines)), columns)
            self.assertEqual(any("│" in line for line in lines), columns >= 72, columns)
            piped = explain(self.article, env={"COLUMNS": str(columns)}).out.decode("utf8").splitlines()
            self.assertEqual(piped, lines)
        usual = explain(self.article, env={"COLUMNS": "100"}).out
        for nonsense in ("", "-5", "80x"):
            self.assertEqual(explain(self.article, env={"COLUMNS": nonsense}).out, usual)

    def test_it_says_what_the_report_says(self):
        [report] = score(self.article).reports
        text = explain(self.article).out.decode("utf8")
        index = report["index"]
        for words in (TITLE, "%+.2f, 90%% interval %+.2f to %+.2f" % (index["value"], index["low"], index["high"]), index["verdict"],
                      "All   ", "States   ", "Frame gap", "Welcomed or offered, P %.2f" % index["positive"]):
            self.assertIn(words, text)
        for sentence in report["sentences"]:
            self.assertIn("".join(sentence["text"].split()), "".join(text.split()))

    def test_the_arithmetic_is_there_when_asked_for(self):
        self.assertNotIn("theta", explain(self.article).out.decode("utf8"))
        asked = explain(self.article, "--arithmetic")
        self.assertIn("theta ~ Beta(a + P, a + U)", asked.out.decode("utf8"))
        self.assertEqual(explain(self.article, env={"DETENTE_ARITHMETIC": "1"}).out, asked.out)


class Input(Case):
    def test_every_article_of_every_input_is_explained(self):
        path = self.write("a.jsonl", json_line(id="first", text=TEXT) + json_line(id="second", sentences=["Moscow is ready.", "It rained."]))
        text = explain(path, "-", input=GOOD).out.decode("utf8")
        self.assertLess(text.index("first ·"), text.index("second ·"))
        self.assertLess(text.index("second ·"), text.index("good ·"))

    def test_a_bad_article_is_one_line_and_exit_code_1(self):
        done = explain("-", input=BAD + GOOD + b"nonsense\n")
        self.assert_exit(done, SOME_FAILED)
        text = done.out.decode("utf8")
        self.assertIn("bad: not scored, empty_text", text)
        self.assertIn("good ·", text)
        self.assertIn("not scored, invalid_json", text)
        self.assert_said(done, "2 of 3 articles failed")

    def test_exit_codes(self):
        missing = self.path("none.txt")
        for arguments, code in [((missing,), INPUT_OUTPUT), (("-", "--html", self.path("none", "x.html")), INPUT_OUTPUT),
                                (("-", "--color", "sometimes"), USAGE), (("-", "--principal", "nobody"), USAGE), ((), USAGE),
                                (("-", "--max-article-bytes", "10"), SOME_FAILED), (("-",), ALL_SCORED)]:
            with self.subTest(arguments):
                done = explain(*arguments, input=GOOD)
                self.assert_exit(done, code)
                self.assertEqual(bool(done.err.strip()), code != ALL_SCORED)
        self.assert_exit(run("explain", "--weights", missing, "-", input=GOOD), WEIGHTS)

    def test_the_flags_of_score_mean_the_same(self):
        text = explain("-", "--principal", "white-house", "--language", "ru", input=GOOD).out.decode("utf8")
        self.assertIn("white-house", text)
        self.assertIn("language ru", text)

    def test_a_full_device_is_said(self):
        with open("/dev/full", "wb") as full:
            done = explain("-", input=GOOD, stdout=full)
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, "standard output", "No space left on device")


class Page(Case):
    def page(self, *arguments, code=ALL_SCORED, **more):
        """The page as an XML tree, after a look at what it must not hold."""
        path = self.path("why.html")
        done = explain(*arguments, "--html", path, **more)
        self.assert_exit(done, code)
        self.assertEqual(done.out, b"")
        text = support.read(path).decode("utf8")
        for word in ("<script", "<link", "src=", "url(", "@import"):
            self.assertNotIn(word, text)
        self.assertEqual(self.files(), ["why.html"])
        return ElementTree.fromstring(text)

    def test_it_says_what_the_report_says(self):
        tree = self.page("-", input=GOOD)
        [report] = score("-", input=GOOD).reports
        text = " ".join("".join(tree.itertext()).split())
        for words in ("%+.2f" % report["index"]["value"], report["index"]["verdict"], "Between states only", "Frame gap"):
            self.assertIn(words, text)
        marked = ["".join(mark.itertext()) for mark in tree.iter("mark")]
        self.assertEqual(marked, [" ".join(sentence["text"].split()) for sentence in report["sentences"]])
        self.assertEqual(tree.get("lang"), "en")
        self.assertTrue([e for e in tree.iter() if e.get("role") == "img" and "90% interval" in e.get("aria-label", "")])

    def test_headings_step_down_one_by_one_and_links_lead_somewhere(self):
        tree = self.page("-", "--arithmetic", input=GOOD + GOOD)
        levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch("h[1-6]", e.tag)]
        self.assertEqual(levels[0], 1)
        for above, below in zip(levels, levels[1:]):
            self.assertLessEqual(below, above + 1)
        names = [e.get("id") for e in tree.iter() if e.get("id")]
        self.assertEqual(len(names), len(set(names)))
        for link in tree.iter("a"):
            self.assertIn(link.get("href")[1:], names)

    def test_several_articles_are_sections_of_one_page(self):
        tree = self.page("-", input=GOOD + BAD, code=SOME_FAILED)
        self.assertEqual(len(list(tree.iter("article"))), 2)
        self.assertIn("bad: not scored, empty_text", "".join(tree.itertext()))

    def test_the_arithmetic_is_a_table(self):
        self.assertFalse(list(self.page("-", input=GOOD).iter("table")))
        [table] = self.page("-", "--arithmetic", input=GOOD).iter("table")
        [report] = score("-", input=GOOD).reports
        self.assertEqual(len(list(table.find("tbody"))), report["index"]["units"])
        sums = ["".join(cell.itertext()) for cell in table.find("tfoot").iter("td")]
        self.assertAlmostEqual(float(sums[-2]), report["index"]["positive"], delta=1e-4)
        self.assertAlmostEqual(float(sums[-1]), report["index"]["unacceptable"], delta=1e-4)

    def test_texts_of_an_article_stay_texts(self):
        evil = "<script>alert(1)</script><b title='x\" & y'>\u202eMoscow is ready\u0007</b>"
        tree = self.page("-", input=json_line(id=evil, title=evil, language="en", url="javascript:" + evil, source=evil, sentences=[evil]))
        text = "".join(tree.itertext())
        self.assertIn("<script>alert(1)</script>", text)
        self.assertNotIn("\u202e", text)
        self.assertFalse([e for e in tree.iter() if e.tag == "script" or (e.get("href") or "").startswith("javascript")])

    def test_a_page_of_yesterday_stays_until_the_new_one_is_complete(self):
        path = self.write("why.html", "yesterday")
        process = support.start("explain", "--weights", support.TINY, "-", "--html", path, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdin.write(GOOD)
        process.stdin.flush()
        process.terminate()
        process.stdin.close()
        self.assertNotEqual(process.wait(60), ALL_SCORED)
        self.assertEqual(support.read(path), b"yesterday")
        self.assert_no_leftovers()

    def test_it_fails_before_it_reads_when_there_is_no_place_for_it(self):
        done = explain("-", "--html", self.folder, input=GOOD)
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, self.folder)

    def test_it_has_a_variable(self):
        path = self.path("page.html")
        self.assert_exit(explain("-", input=GOOD, env={"DETENTE_HTML": path}), ALL_SCORED)
        self.assertTrue(support.read(path).startswith(b"<!DOCTYPE html>"))

    def test_a_dash_is_standard_output(self):
        self.assertTrue(explain("-", "--html", "-", input=GOOD).out.startswith(b"<!DOCTYPE html>"))


if __name__ == "__main__":
    support.main()
