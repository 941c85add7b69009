"""Whom the shipped weights name as the speaker, where lists and rules mostly know nobody: tests/golden/pointers.jsonl, sentences of ours
written before the weights with pointers had read them."""
import json
import os

import metrics
import support

WEIGHTS = os.path.join(support.SOURCE, "weights")
FLOOR = 0.75


class Speakers(support.Case):
    def test_share_of_speakers_named(self):
        with open(os.path.join(support.SOURCE, "tests", "golden", "pointers.jsonl"), encoding="utf8") as f:
            cases = [json.loads(line) for line in f]
        done = support.run("score", "--weights", WEIGHTS, "-", input=b"".join(
            support.json_line(id=str(i), language=case["language"], sentences=[case["text"]]) for i, case in enumerate(cases)))
        self.assert_exit(done, support.ALL_SCORED)
        wrong = []
        for case, report in zip(cases, done.reports):
            [sentence] = report["sentences"]
            begin, end = sentence["speaker"]["begin"], sentence["speaker"]["end"]
            words = "" if begin is None else case["text"].encode()[begin:end].decode()
            if not words or not metrics.same_speaker(words, case["speaker"]):
                wrong.append("%s: %r" % (case["text"], words))
        share = 1 - len(wrong) / len(cases)
        print("%d cases, %.3f named" % (len(cases), share))
        self.assertGreaterEqual(share, FLOOR, "\n".join(wrong))


if __name__ == "__main__":
    support.main()
