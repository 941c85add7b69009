"""Run the built program over labelled data and read its reports."""
import json
import os
import subprocess
import tempfile


def read_lines(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(line) for line in f]


def score(program, weights, lines, principal="kremlin"):
    """-> {id: report} of `detente score`; stops when an article cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "in.jsonl")
        target = os.path.join(folder, "out.jsonl")
        with open(source, "w", encoding="utf8") as f:
            for line in lines:
                f.write(json.dumps(line, ensure_ascii=False) + "\n")
        subprocess.run([program, "score", "--weights", weights, "--principal", principal, "--no-text", "-o", target, source],
                       check=True)
        reports = {report["id"]: report for report in read_lines(target)}
    bad = [r["id"] for r in reports.values() if r["status"] != "ok"]
    if bad or len(reports) != len(lines):
        raise SystemExit("%d of %d articles have no report: %s" % (len(lines) - len(reports) + len(bad), len(lines), bad[:5]))
    return reports


def score_units(program, weights, units):
    """-> [(unit, its sentence in the report)]"""
    reports = score(program, weights, [{"id": u["id"], "title": u["context"], "language": u["lang"], "sentences": [u["text"]]}
                                       for u in units])
    return [(u, reports[u["id"]]["sentences"][0]) for u in units]


def score_articles(program, weights, articles):
    """-> [(article, report)]"""
    reports = score(program, weights, [{"id": a["id"], "title": a["title"], "language": a["lang"], "sentences": a["sentences"]}
                                       for a in articles])
    return [(a, reports[a["id"]]) for a in articles]


def labelled(article, report):
    """-> [(label, sentence)]: the report names the input sentence, and leaves blank ones out."""
    return [(article["labels"][s["index_in_input"]], s) for s in report["sentences"]]


def framing(sentence, side):
    return [sentence[side][name] for name in ("positive", "unacceptable", "none")]


def tone_sign(sentence):
    """Probabilities of hostile, neutral, conciliatory: the tone's five summed by sign."""
    t = sentence["tone_probabilities"]
    return [t[0] + t[1], t[2], t[3] + t[4]]
