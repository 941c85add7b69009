"""Memory does not grow with the number of articles."""
import random
import subprocess
import threading

import support
from support import ALL_SCORED, Case, json_line

WORDS = ("The Kremlin called talks positive useful while Washington said new sanctions unacceptable Peskov Песков назвал переговоры "
         "полезными ,").split()
# oneDNN keeps up to 1024 matrix products, one for each number of tokens that it met: until then, memory rises by some 60 MB.
FEW, MANY = 4000, 12000
BOUND = (120 if support.SANITIZED else 40) << 10  # kB
# Address sanitizer keeps freed memory aside (256 MB) and marks what is in use.
PEAK = (1500 if support.SANITIZED else 500) << 10  # kB


class Memory(Case):
    def test_it_is_flat(self):
        process = support.start("score", "--weights", support.TINY, "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def feed():
            random_ = random.Random(3)
            with process.stdin:
                for i in range(MANY):
                    process.stdin.write(json_line(id=i, language="en", sentences=[
                        " ".join(random_.choice(WORDS) for _ in range(random_.randrange(2, 25))) + "." for _ in range(2)]))

        threading.Thread(target=feed, daemon=True).start()
        peaks, rows = {}, 0
        with process.stdout:
            for line in process.stdout:
                rows += 1
                if rows % 200 == 1:
                    support.reports_of(line)
                if rows in (FEW, MANY - 400):  # the last ones come when the program is about to end
                    with open("/proc/%d/status" % process.pid) as f:
                        peaks[rows] = next(int(entry.split()[1]) for entry in f if entry.startswith("VmHWM"))
        self.assertEqual(process.wait(60), ALL_SCORED)
        self.assertEqual(rows, MANY)
        few, many = peaks.values()
        self.assertLess(many, few + BOUND)
        self.assertLess(many, PEAK)


if __name__ == "__main__":
    support.main()
