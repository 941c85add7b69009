"""Stopped by a signal: at once, with what was finished, and without traces."""
import signal
import subprocess
import threading
import time

import support
from support import Case, json_line

SOON = 15.0 if support.SANITIZED else 2.0  # seconds
ARTICLE = json_line(id="a", language="en", sentences=["The Kremlin called the talks positive.", "Washington disagreed."])


class Endless:
    """A program that reads a pipe without end."""

    def __init__(self, *arguments, stdout=subprocess.DEVNULL, chatty=True):
        self.process = support.start("score", "--weights", support.TINY, "-", *arguments, stdin=subprocess.PIPE, stdout=stdout,
                                     stderr=subprocess.PIPE)
        self.written = 0
        self.out = b""
        self.threads = [threading.Thread(target=self.write, daemon=True)] if chatty else []
        if stdout == subprocess.PIPE:
            self.threads.append(threading.Thread(target=self.read, daemon=True))
        for thread in self.threads:
            thread.start()

    def write(self):
        try:
            while True:
                self.process.stdin.write(ARTICLE * 50)
                self.written += 50
        except OSError:
            pass

    def read(self):
        while piece := self.process.stdout.read1(1 << 16):
            self.out += piece

    def wait_for(self, reached, seconds=300 if support.SANITIZED else 60):
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end and self.process.poll() is None, "the program does not read"
            time.sleep(0.02)

    def blocked_in_read(self):
        with open("/proc/%d/syscall" % self.process.pid) as f:
            return f.read().startswith("0 0x0 ")

    def stop(self, number):
        """-> exit code, seconds until then."""
        begin = time.monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        seconds = time.monotonic() - begin
        for thread in self.threads:
            thread.join(10)
        self.err = self.process.stderr.read().decode("utf8")
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what was not written yet
                pass
        return code, seconds


class Signals(Case):
    def test_no_half_file_is_left(self):
        for number, code in [(signal.SIGINT, 130), (signal.SIGTERM, 143)]:
            with self.subTest(code):
                old = self.write("out.jsonl", "yesterday\n")
                running = Endless("-o", old, "--errors", self.path("errors.jsonl"))
                running.wait_for(lambda: running.written > 4000)
                self.assertEqual(len(self.files()), 3, "the files in the making")
                ended, seconds = running.stop(number)
                self.assertEqual(ended, code, running.err)
                self.assertLess(seconds, SOON)
                self.assertEqual(self.files(), ["out.jsonl"])
                self.assertEqual(support.read(old), b"yesterday\n")
                self.assertIn("signal %d" % number, running.err)
                self.assertIn("was not written", running.err)

    def test_standard_output_got_only_complete_lines(self):
        for number, code in [(signal.SIGINT, 130), (signal.SIGTERM, 143)]:
            with self.subTest(code):
                running = Endless(stdout=subprocess.PIPE)
                running.wait_for(lambda: len(running.out) > 300_000)
                ended, seconds = running.stop(number)
                self.assertEqual(ended, code, running.err)
                self.assertLess(seconds, SOON)
                lines = support.lines_of(running.out)
                self.assertGreater(len(lines), 50)
                self.assertEqual(len(set(lines)), 1)
                support.reports_of(lines[0] + b"\n")
                self.assertIn("%d articles" % len(lines), running.err)

    def test_a_pipe_that_says_nothing_does_not_hold_it(self):
        for number, code in [(signal.SIGINT, 130), (signal.SIGTERM, 143)]:
            with self.subTest(code):
                running = Endless("-o", self.path("out.jsonl"), chatty=False)
                running.process.stdin.write(ARTICLE)
                running.process.stdin.flush()
                running.wait_for(running.blocked_in_read)
                ended, seconds = running.stop(number)
                self.assertEqual(ended, code, running.err)
                self.assertLess(seconds, SOON)
                self.assertEqual(self.files(), [])

    def test_a_signal_before_the_first_article_is_obeyed(self):
        running = Endless("-o", self.path("out.jsonl"))
        time.sleep(0.1)  # while the weights are read; before the handler stands, the signal kills
        ended, _ = running.stop(signal.SIGTERM)
        self.assertIn(ended, (143, -signal.SIGTERM), running.err)
        self.assertEqual(self.files(), [])


class ClosedPipe(Case):
    def test_a_reader_that_has_seen_enough_leaves_no_file_in_the_making(self):
        process = support.start("score", "--weights", support.TINY, self.write("in/a.jsonl", ARTICLE * 3000), "--errors",
                                self.path("errors.jsonl"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        with process.stderr:
            self.assertEqual(process.stderr.read(), b"", "that is no error")
        self.assertIn(process.wait(60), (141, -signal.SIGPIPE))
        self.assertEqual(self.files(), ["in"])

    def test_a_second_signal_ends_it_when_nobody_takes_the_results(self):
        # it waits in write, and would like to write that line to its end
        process = support.start("score", "--weights", support.TINY, self.write("in/a.jsonl", ARTICLE * 3000), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with open("/proc/%d/syscall" % process.pid) as f:
                if f.read().startswith("1 0x1 "):
                    break
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        self.assertIn(process.wait(10), (143, -signal.SIGTERM))


if __name__ == "__main__":
    support.main()
