"""What may be given as input, and what is said about input that cannot be read."""
import gzip
import os
import subprocess
import unittest

import support
from support import ALL_SCORED, SOME_FAILED, INPUT_OUTPUT, USAGE, Case, json_line, score

TEXT = "Talks begin\n\nThe Kremlin called the talks positive. Washington said new sanctions were unacceptable.\n"


class Files(Case):
    def assert_offsets_fit(self, report, data):
        self.assertTrue(report["sentences"])
        for sentence in report["sentences"]:
            self.assertEqual(data[sentence["begin"]:sentence["end"]].decode("utf8"), sentence["text"])

    def test_a_text_file_is_one_article_named_after_the_file(self):
        path = self.write("news of today.txt", TEXT)
        done = score(path)
        self.assert_exit(done, ALL_SCORED)
        [report] = done.reports
        self.assertEqual((report["id"], report["title"], report["language"]), ("news of today.txt", "Talks begin", "en"))
        self.assert_offsets_fit(report, TEXT.encode())
        self.assertEqual(report["coverage"]["bytes"], len(TEXT))

    def test_text_on_standard_input_is_one_article(self):
        done = score("-", input=TEXT)
        self.assert_exit(done, ALL_SCORED)
        [report] = done.reports
        self.assertEqual((report["id"], report["title"]), ("stdin", "Talks begin"))

    def test_offsets_are_bytes_of_the_file_also_after_a_mark_and_with_carriage_returns(self):
        for name, data in {"mark": b"\xef\xbb\xbf" + TEXT.encode(), "crlf": TEXT.replace("\n", "\r\n").encode(),
                           "both": b"\xef\xbb\xbf" + "Песков: «Нет».\r\n\r\nОн ушёл. 😀 Да!\r\n".encode(),
                           "no last feed": TEXT.strip().encode()}.items():
            with self.subTest(name):
                done = score(self.write("a.txt", data))
                self.assert_exit(done, ALL_SCORED)
                self.assert_offsets_fit(done.reports[0], data)
                self.assertFalse(any("\r" in s["text"] or "\ufeff" in s["text"] for s in done.reports[0]["sentences"]))

    def test_json_lines_with_a_mark_and_carriage_returns_and_blank_lines_are_read(self):
        data = b"\xef\xbb\xbf" + json_line(text="Peskov said no.").replace(b"\n", b"\r\n") + b"\r\n\n" + json_line(text="He said yes.")[:-1]
        done = score(self.write("a.jsonl", data))
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual([(r["id"], r["sentences"][0]["text"]) for r in done.reports],
                         [("a.jsonl:1", "Peskov said no."), ("a.jsonl:4", "He said yes.")])

    def test_ids_are_made_of_file_and_line_where_none_is_given(self):
        path = self.write("a.jsonl", json_line(text="One.") + json_line(id="given", text="Two.") + b'{"broken\n' + json_line(text="Four."))
        done = score(path, "-", input=json_line(id="", text="Five.") + json_line(text="Six."))
        self.assertEqual([r["id"] for r in done.reports], ["a.jsonl:1", "given", "a.jsonl:3", "a.jsonl:4", "stdin:1", "stdin:2"])

    def test_the_name_says_what_a_file_holds(self):
        line = json_line(id="x", text="Peskov said no.")
        done = score(self.write("a.txt", line), self.write("a.json", line), self.write("a.NDJSON", line), self.write("a", line))
        self.assertEqual([r["id"] for r in done.reports], ["a.txt", "x", "x", "x"])

    def test_a_pretty_printed_object_is_one_article(self):
        done = score(self.write("a.json", '{\n  "id": "x",\n  "text": "Peskov said no."\n}\n'))
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual([r["id"] for r in done.reports], ["x"])

    def test_an_array_is_one_error_that_says_how_to_unpack_it(self):
        done = score(self.write("a.json", '[\n {"text": "Peskov said no."},\n {"text": "He left."}\n]\n'))
        self.assert_exit(done, SOME_FAILED)
        [report] = done.reports
        self.assertEqual(report["error"]["code"], "invalid_json")
        self.assertIn("jq", report["error"]["message"])

    def test_several_inputs_come_in_the_order_given(self):
        a, b = self.write("a.jsonl", json_line(id="a", text="A.")), self.write("b.jsonl", json_line(id="b", text="B."))
        done = score(b, "-", a, b, input=json_line(id="in", text="C."))
        self.assertEqual([r["id"] for r in done.reports], ["b", "in", "a", "b"])

    def test_a_directory_stands_for_its_files_in_order(self):
        for name in ("news/b.jsonl", "news/a10.txt", "news/a9.txt", "news/c.json", "news/d.ndjson", "news/skip.md", "news/skip.jsonl.gz",
                     "news/deeper/e.jsonl"):
            self.write(name, "Peskov said no.\n" if name.endswith(".txt") else json_line(text="Peskov said no."))
        os.mkdir(self.path("news", "folder.txt"))
        os.symlink("nowhere.txt", self.path("news", "dangling.txt"))
        done = score(self.path("news"))
        self.assert_exit(done, ALL_SCORED)
        self.assertEqual([r["id"] for r in done.reports], ["a10.txt", "a9.txt", "b.jsonl:1", "c.json:1", "d.ndjson:1"])

    def test_a_name_with_strange_characters_is_a_name(self):
        path = self.write("a \"b\" \\ 'c' \u00e9\n.txt", TEXT)
        done = score(path)
        self.assertEqual(done.reports[0]["id"], os.path.basename(path))
        path = os.path.join(self.folder.encode(), b"\xff\xfe.txt")
        with open(path, "wb") as f:
            f.write(TEXT.encode())
        done = subprocess.run([support.PROGRAM, "score", "--weights", support.TINY, path], stdout=subprocess.PIPE, env=support.environment())
        self.assertEqual(done.returncode, ALL_SCORED)
        self.assertEqual(len(support.reports_of(done.stdout)), 1)

    def test_a_file_that_begins_with_a_dash_follows_two_dashes(self):
        self.write("-o.txt", TEXT)
        done = score("--", "-o.txt", cwd=self.folder)
        self.assertEqual([r["id"] for r in done.reports], ["-o.txt"])

    def test_a_named_pipe_is_read(self):
        path = self.path("pipe")
        os.mkfifo(path)
        writer = subprocess.Popen(["sh", "-c", 'printf "%s\\n" \'{"id":"p","text":"Peskov said no."}\' > "$0"', path])
        done = score(path)
        writer.wait()
        self.assertEqual([r["id"] for r in done.reports], ["p"])


class Unreadable(Case):
    def assert_refused(self, done, *words):
        self.assert_exit(done, INPUT_OUTPUT)
        self.assert_said(done, *words)
        self.assertEqual(done.out, b"")
        self.assertNotIn("out.jsonl", self.files())
        self.assert_no_leftovers()

    def test_a_missing_file_is_named_before_anything_is_written(self):
        there, missing = self.write("a.txt", TEXT), self.path("missing.jsonl")
        self.assert_refused(score(there, missing), missing, "No such file")
        self.assert_refused(score(there, missing, "-o", self.path("out.jsonl")), missing)

    def test_a_directory_without_articles_is_named(self):
        os.mkdir(self.path("empty"))
        self.assert_refused(score(self.path("empty")), self.path("empty"), ".jsonl")

    def test_an_empty_name_is_no_file(self):
        self.assert_refused(score(""))

    def test_a_file_that_may_not_be_read_is_named(self):
        path = self.write("secret.txt", TEXT)
        os.chmod(path, 0)
        os.chmod(self.folder, 0o755)
        more = {}
        if os.geteuid() == 0:  # root may read everything
            more = {"user": 65534, "group": 65534, "extra_groups": []}
            try:
                if score("--help", **more).code != 0:
                    raise OSError()
            except OSError:
                raise unittest.SkipTest("nobody but root can run the program from here")
        self.assert_refused(score(path, **more), path, "Permission denied")

    def test_input_without_an_article_is_one_failed_row(self):
        for name, data, code in [("empty.txt", b"", "empty_text"), ("empty.jsonl", b"", "empty_text"), ("blank.txt", b" \n\r\n\t", "empty_text"),
                                 ("blank.jsonl", b"\n\n", "empty_text"), ("mark.txt", b"\xef\xbb\xbf", "empty_text")]:
            with self.subTest(name):
                path = self.write(name, data)
                done = score(path)
                self.assert_exit(done, SOME_FAILED)
                [report] = done.reports
                self.assertEqual((report["id"], report["error"]["path"]), (name, path))
                self.assert_failed_row(report, code)

    def test_nothing_on_standard_input_is_one_failed_row(self):
        done = score("-")
        self.assert_exit(done, SOME_FAILED)
        [report] = done.reports
        self.assertEqual((report["id"], report["error"]["code"]), ("stdin", "empty_text"))

    def test_files_that_are_no_text_are_failed_rows_that_say_what_they_are(self):
        for name, data, code, byte, word in [
                ("program.txt", b"\x7fELF\x02\x01\x01\x00" + bytes(64), "binary_input", None, "not text"),
                ("news.txt", gzip.compress(TEXT.encode()), "binary_input", 0, "gzip"),
                ("paper.txt", b"%PDF-1.4\n", "binary_input", 0, "PDF"),
                ("wide.txt", TEXT.encode("utf-16"), "binary_input", 0, "UTF-16"),
                ("latin.txt", "Le Kremlin a jugé.".encode("latin-1"), "invalid_utf8", 16, "UTF-8")]:
            with self.subTest(name):
                done = score(self.write(name, data))
                self.assert_exit(done, SOME_FAILED)
                [report] = done.reports
                self.assert_failed_row(report, code, None, report["error"]["byte"] if byte is None else byte)
                self.assertIn(word, report["error"]["message"])

    def test_an_article_may_be_as_long_as_the_limit_and_no_longer(self):
        line = json_line(id="x", text="Peskov said no.")
        size = len(line) - 1
        for limit, codes in [(size, [None, None]), (size - 1, ["too_large", None])]:
            done = score("-", "--max-article-bytes", limit, input=line + json_line(text="No."))
            self.assertEqual([r["error"]["code"] if "error" in r else None for r in done.reports], codes)
        self.assertEqual(done.reports[0]["id"], "x")
        self.assertIn("--max-article-bytes", done.reports[0]["error"]["message"])
        path = self.write("a.txt", TEXT)
        self.assert_exit(score(path, "--max-article-bytes", len(TEXT)), ALL_SCORED)
        done = score(path, "--max-article-bytes", len(TEXT) - 1)
        self.assert_failed_row(done.reports[0], "too_large")

    def test_a_limit_that_is_none_is_a_usage_error(self):
        for limit in (0, -1, "much", 2 ** 40):
            self.assert_exit(score("-", "--max-article-bytes", limit), USAGE)


if __name__ == "__main__":
    support.main()
