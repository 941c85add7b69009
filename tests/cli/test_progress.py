"""The progress bar: for a person who waits, and only for one."""
import os
import subprocess

import support
from support import ALL_SCORED, Case, json_line

ARTICLES = json_line(id="a", language="en", sentences=["The Kremlin called the talks positive."]) * 300
ERASE = "\r\033[K"


class Progress(Case):
    def on_terminal(self, *arguments, stdout=subprocess.DEVNULL):
        """Runs with a terminal for standard error; -> exit code, what stood there."""
        terminal, end = support.open_terminal(self)
        process = support.start("score", "--weights", support.TINY, self.write("news.jsonl", ARTICLES), *arguments,
                                stdin=subprocess.DEVNULL, stdout=end if stdout is None else stdout, stderr=end)
        os.close(end)
        shown = support.read_terminal(terminal)
        return process.wait(60), shown

    def screen(self, shown):
        """What a person sees in the end: the rest of each line after its last erasure."""
        return [line.rsplit(ERASE, 1)[-1].rstrip("\r") for line in shown.split("\n")]

    def test_there_is_none_in_a_pipe(self):
        done = support.score(self.write("news.jsonl", ARTICLES), "-o", self.path("out"))
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual(done.err, "")

    def test_a_terminal_gets_a_bar_that_is_erased_at_the_end(self):
        code, shown = self.on_terminal("-o", self.path("out"))
        self.assertEqual(code, ALL_SCORED)
        self.assertIn("articles", shown)
        self.assertIn(" %", shown)
        self.assertIn("[", shown)
        self.assertEqual(self.screen(shown), [""])

    def test_words_stand_on_lines_of_their_own(self):
        code, shown = self.on_terminal("-o", self.path("out"), "--log-level", "info")
        self.assertEqual(code, ALL_SCORED)
        self.assertEqual(self.screen(shown), ["detente: info: 300 articles, 300 sentences", ""])

    def test_there_is_none_beside_results_on_the_same_terminal(self):
        code, shown = self.on_terminal(stdout=None)
        self.assertEqual(code, ALL_SCORED)
        self.assertNotIn(ERASE, shown)
        self.assertEqual(len(support.reports_of(shown.replace("\r\n", "\n").encode())), 300)

    def test_never_is_never(self):
        code, shown = self.on_terminal("-o", self.path("out"), "--progress", "never")
        self.assertEqual((code, shown), (ALL_SCORED, ""))

    def test_always_is_always(self):
        done = support.score("-", "-o", self.path("out"), "--progress", "always", input=ARTICLES)
        self.assert_exit(done, ALL_SCORED)
        self.assertRegex(done.err, r"\d+ articles, \d+ sentences/s")
        self.assertEqual(self.screen(done.err), [""])


if __name__ == "__main__":
    support.main()
