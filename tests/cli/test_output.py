"""Where results go: standard output, -o, --errors; and in which form."""
import json
import os
import subprocess
import time

import support
from support import ALL_SCORED, SOME_FAILED, USAGE, INPUT_OUTPUT, Case, json_line, score

GOOD = json_line(id="good", language="en", title="Talks", sentences=["The Kremlin called the talks positive."])
BAD = b'{"id":"bad","text":""}\n'


class OutputFile(Case):
    def test_it_holds_what_would_have_gone_to_standard_output(self):
        out = self.path("out.jsonl")
        done = score("-", "-o", out, input=GOOD + BAD)
        self.assert_exit(done, SOME_FAILED)
        self.assertEqual(done.out, b"")
        self.assertEqual(support.read(out), score("-", input=GOOD + BAD).out)
        self.assertEqual(len(support.reports_of(support.read(out))), 2)
        self.assertEqual(self.files(), ["out.jsonl"])

    def test_it_appears_when_complete_and_replaces_the_old_one_at_once(self):
        out = self.write("out.jsonl", "yesterday\n")
        process = support.start("score", "--weights", support.TINY, "-", "-o", out, stdin=subprocess.PIPE)
        process.stdin.write(GOOD * 400)
        process.stdin.flush()
        end = time.monotonic() + 60
        while not [name for name in self.files() if name.startswith("out.jsonl.partial-")] and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(len(self.files()), 2, "beside the old file there is one in the making")
        self.assertEqual(support.read(out), b"yesterday\n")
        old = open(out, "rb")
        process.stdin.close()
        self.assertEqual(process.wait(60), ALL_SCORED)
        with old:
            self.assertEqual(old.read(), b"yesterday\n", "who had the old file open keeps it")
        self.assertEqual(len(support.reports_of(support.read(out))), 400)
        self.assertEqual(self.files(), ["out.jsonl"])

    def test_its_mode_is_what_the_umask_leaves(self):
        for mask in (0o022, 0o077):
            out = self.path("out-%o" % mask)
            score("-", "-o", out, input=GOOD, umask=mask)
            self.assertEqual(oct(os.stat(out).st_mode & 0o777), oct(0o666 & ~mask))

    def test_a_directory_that_is_not_there_is_an_input_output_error(self):
        for flag in ("-o", "--errors"):
            out = self.path("none", "out.jsonl")
            done = score("-", flag, out, input=GOOD)
            self.assert_exit(done, INPUT_OUTPUT)
            self.assert_said(done, out, "No such file or directory")
            self.assertEqual(done.out, b"")

    def test_a_directory_is_no_output_file(self):
        done = score("-", "-o", self.folder, input=GOOD)
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, self.folder, "not a regular file")
        self.assertEqual(self.files(), [])

    def test_the_same_file_cannot_take_both_reports_and_errors(self):
        out = self.path("out.jsonl")
        done = score("-", "-o", out, "--errors", out, input=GOOD + BAD)
        self.assert_exit(done, USAGE)
        self.assert_said(done, "--errors")
        self.assertEqual(self.files(), [])

    def test_failed_rows_also_go_to_the_errors_file(self):
        out, errors = self.path("out.jsonl"), self.path("errors.jsonl")
        done = score("-", "-o", out, "--errors", errors, input=BAD + GOOD + b"nonsense\n" + GOOD)
        self.assert_exit(done, SOME_FAILED)
        rows = support.lines_of(support.read(out))
        self.assertEqual(support.lines_of(support.read(errors)), [rows[0], rows[2]])
        self.assertEqual([r["status"] for r in support.reports_of(support.read(out))], ["error", "ok", "error", "ok"])
        self.assert_said(done, "2 of 4 articles failed")

    def test_the_errors_file_is_empty_when_all_went_well(self):
        errors = self.write("errors.jsonl", "of yesterday\n")
        self.assert_exit(score("-", "--errors", errors, input=GOOD), ALL_SCORED)
        self.assertEqual(support.read(errors), b"")


class StandardOutput(Case):
    def test_a_full_device_is_said(self):
        for command in ("score", "windows"):
            with open("/dev/full", "wb") as full:
                done = support.run(command, "--weights", support.TINY, "-", "--errors" if command == "score" else "--progress",
                                   self.path("errors.jsonl") if command == "score" else "never", input=BAD + GOOD, stdout=full)
            self.assert_exit(done, INPUT_OUTPUT)
            self.assert_said(done, "standard output", "No space left on device")
            self.assertEqual(self.files(), [], "no file of errors stands for a batch that ended half way")

    def test_without_text_the_reports_are_the_same_but_for_the_text(self):
        [full], [short] = score("-", input=GOOD).reports, score("-", "--no-text", input=GOOD).reports
        for sentence in full["sentences"]:
            del sentence["text"]
        self.assertEqual(full, short)

    def test_text_for_a_person_tells_of_good_and_bad_articles(self):
        done = score("-", "--format", "text", input=GOOD + b'{"id":"bad","text":"a\xff"}\n')
        self.assert_exit(done, SOME_FAILED)
        text = done.out.decode("utf8")
        for word in ("Talks", "good", "kremlin", "Verdict", "The Kremlin called the talks positive."):
            self.assertIn(word, text)
        self.assertIn("bad: not scored, invalid_utf8", text)
        self.assertIn("line 2", text)
        self.assertNotIn("\033", text, "no colour into a pipe")
        for line in text.splitlines():
            self.assertLessEqual(len(line), 120)

    def test_text_for_a_person_never_passes_on_what_would_steer_a_terminal(self):
        done = score("-", "--format", "text", input=json_line(id="a\033[2Jb", title="t\033]0;x\007", text="The Kremlin\u009b2J said \u202eno."))
        self.assertFalse([c for c in done.out.decode("utf8") if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160], done.out)

    def test_a_form_that_is_not_there_is_a_usage_error_that_names_those_that_are(self):
        for form in ("nonsense", "JSON", "0", "1"):
            done = score("-", "--format", form, input=GOOD)
            self.assert_exit(done, USAGE)
            self.assert_said(done, form, "jsonl", "text")
            self.assertEqual(done.out, b"")


class Words(Case):
    """Standard error."""

    def test_a_good_run_says_nothing(self):
        self.assertEqual(score("-", input=GOOD).err, "")

    def test_it_says_how_much_it_did_when_asked(self):
        self.assert_said(score("-", "--log-level", "info", input=GOOD * 2), "2 articles, 2 sentences")

    def test_errors_only_means_errors_only(self):
        self.assertEqual(score("-", "--log-level", "error", input=GOOD + BAD).err, "")

    def test_as_json_every_line_is_json(self):
        missing = self.path('a"b\\c\n\té😀')
        runs = [score(missing, "--log-format", "json"), score("-", "--log-format", "json", "--log-level", "debug", input=BAD + GOOD),
                support.run("verify", "--weights", missing, "--log-format", "json"),
                score("-", "--log-format", "json", "--principal", 'a"b', input=GOOD)]
        self.assertEqual([r.code for r in runs], [INPUT_OUTPUT, SOME_FAILED, support.WEIGHTS, USAGE])
        for done in runs:
            self.assertTrue(done.err)
            for line in done.err.splitlines():
                entry = json.loads(line)
                self.assertEqual(sorted(entry), ["level", "message", "time"])
                self.assertRegex(entry["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$")
        self.assertIn(missing, json.loads(runs[0].err)["message"])


if __name__ == "__main__":
    support.main()
