"""What the tests of the program share: running it as a user would, and looking at what it answered."""
import functools
import json
import os
import pty
import shutil
import subprocess
import tempfile
import unittest

import jsonschema

PROGRAM = os.environ["DETENTE_PROGRAM"]
SOURCE = os.environ["DETENTE_SOURCE"]
SANITIZED = bool(os.environ.get("DETENTE_SANITIZE"))  # the build's sanitizers: memory and time are not those of users
TINY = os.path.join(SOURCE, "weights", "tiny")  # an untrained toy: what it answers means nothing, but is always the same
FAILURE_CODES = {"invalid_json", "invalid_field", "missing_text", "empty_text", "invalid_utf8", "binary_input", "too_large"}

ALL_SCORED, SOME_FAILED, USAGE, WEIGHTS, INPUT_OUTPUT = range(5)
SIGINT, SIGTERM = 130, 143


@functools.lru_cache(None)
def validator():
    with open(os.path.join(SOURCE, "engine", "report", "report.schema.json"), encoding="utf8") as f:
        schema = json.load(f)
    return jsonschema.Draft7Validator(schema)


def environment(extra=None):
    """Ours without what would change the program, and with `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DETENTE_")}
    return {**kept, **(extra or {})}


class Run:
    """What one run of the program left behind."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err.decode("utf8")

    @property
    def lines(self):
        """Lines of standard output, as bytes without their line feeds."""
        return lines_of(self.out)

    @property
    def reports(self):
        """Reports on standard output, each checked against the schema."""
        return reports_of(self.out)


def lines_of(data):
    if not data:
        return []
    assert data.endswith(b"\n"), "the last line is not complete: %r" % data[-80:]
    return data[:-1].split(b"\n")


def reports_of(data):
    reports = [json.loads(line) for line in lines_of(data)]
    for report in reports:
        validator().validate(report)
    return reports


def run(*arguments, input=b"", env=None, timeout=120, stdout=subprocess.PIPE, **more):
    """Runs the program to its end; `input` goes to standard input."""
    data = input.encode("utf8") if isinstance(input, str) else input
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=data, stdout=stdout, stderr=subprocess.PIPE,
                          env=environment(env), timeout=timeout, **more)
    return Run(done.returncode, done.stdout or b"", done.stderr)


def score(*arguments, **more):
    return run("score", "--weights", TINY, *arguments, **more)


def windows(*arguments, **more):
    return run("windows", "--weights", TINY, *arguments, **more)


def open_terminal(case):
    """-> (our end, the program's end) of a pseudo-terminal."""
    try:
        return pty.openpty()
    except OSError as failure:
        case.skipTest("this machine has no pseudo-terminals (is /dev/pts mounted?): %s" % failure)


def read_terminal(ours):
    """All that was sent to a pseudo-terminal, until its other end is closed."""
    shown = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:
            break
        if not block:
            break
        shown += block
    os.close(ours)
    return shown.decode("utf8")


def start(*arguments, **more):
    """Starts the program; the test talks to it while it runs."""
    return subprocess.Popen([PROGRAM, *map(str, arguments)], env=environment(), **more)


def json_line(**article):
    return json.dumps(article, ensure_ascii=False).encode("utf8") + b"\n"


def read(path):
    with open(path, "rb") as f:
        return f.read()


class Case(unittest.TestCase):
    """With a folder of its own, and assertions that show what the program said."""
    maxDiff = 2000

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="detente-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data.encode("utf8") if isinstance(data, str) else data)
        return path

    def files(self):
        return sorted(os.listdir(self.folder))

    def assert_exit(self, done, code):
        self.assertEqual(done.code, code, "stderr: %s\nstdout: %r" % (done.err, done.out[:500]))

    def assert_said(self, done, *words):
        for word in words:
            self.assertIn(word, done.err)

    def assert_failed_row(self, report, code, line=None, byte=None):
        self.assertEqual(report["status"], "error", report)
        self.assertEqual(report["error"]["code"], code, report["error"])
        self.assertTrue(report["error"]["message"])
        self.assertEqual(report["error"]["line"], line, report["error"])
        self.assertEqual(report["error"]["byte"], byte, report["error"])

    def assert_no_leftovers(self):
        self.assertEqual([name for name in self.files() if ".partial-" in name], [])


main = unittest.main
