"""An article of two actors scored from both sides: what is the principal's framing under one is the counterpart's under the other.
tests/golden/two_sides.jsonl: mini-articles of ours in which the Kremlin and one other side speak."""
import json
import os

import support

WEIGHTS = os.path.join(support.SOURCE, "weights")
CLASSES = ("positive", "unacceptable", "none")
FLOOR = 0.93  # the shipped weights reach .963


def largest(framing):
    return max(CLASSES, key=framing.get)


class TwoSides(support.Case):
    def score(self, articles, principal):
        done = support.run("score", "--weights", WEIGHTS, "--principal", principal, "--threads", "2", "-", timeout=300, input=b"".join(
            support.json_line(id=a["id"], language=a["language"], sentences=a["sentences"]) for a in articles))
        self.assert_exit(done, support.ALL_SCORED)
        return [sentence for report in done.reports for sentence in report["sentences"]]

    def test_they_fit_together(self):
        with open(os.path.join(support.SOURCE, "tests", "golden", "two_sides.jsonl"), encoding="utf8") as f:
            articles = [json.loads(line) for line in f]
        self.assertGreaterEqual(len(articles), 40)
        fits, broken = [], []
        for other in sorted({a["other"] for a in articles}):
            part = [a for a in articles if a["other"] == other]
            for ours, theirs in zip(self.score(part, "kremlin"), self.score(part, other)):
                for a, b in (("principal", "counterpart"), ("counterpart", "principal")):
                    fits.append(largest(ours[a]) == largest(theirs[b]))
                    if not fits[-1]:
                        broken.append("%s, %s: %s, from the other side %s" % (ours["text"], a, largest(ours[a]), largest(theirs[b])))
        share = sum(fits) / len(fits)
        print("%d framings, %.3f fit together" % (len(fits), share))
        self.assertGreaterEqual(share, FLOOR, "\n".join(broken))


if __name__ == "__main__":
    support.main()
