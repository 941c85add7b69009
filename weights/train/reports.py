"""Run the built program over labelled data and read its reports."""
import csv
import json
import lzma
import os
import re
import subprocess
import tempfile


def read_lines(path):
    with open(path, encoding="utf8") as f:
        return [json.loads(line) for line in f]


def passage_label(text):
    """"tone k ko o oo|k's speaker|o's actor|o's speaker" of a passage -> a label with the fields of train.jsonl. What is missing
    on the right is None."""
    codes, *who = text.split("|")
    tone, principal, principal_object, counterpart, counterpart_object = codes.split()
    principal_speaker, actor, counterpart_speaker = [w or None for w in who + [""] * (3 - len(who))]
    return {"tone": int(tone), "principal": principal, "principal_object": principal_object, "counterpart": counterpart,
            "counterpart_object": counterpart_object, "principal_speaker": principal_speaker,
            "counterpart_speaker": counterpart_speaker, "counterpart_actor": actor}


def read_passages(path):
    return [dict(row, labels=[passage_label(text) for text in row["labels"]]) for row in read_lines(path)]


def read_table(path):
    with open(path, encoding="utf8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_key(text):
    """Equal for texts that differ in case, punctuation and white space only."""
    return " ".join(re.findall(r"\w+", text.lower()))


SHORTEST_KEY = 25  # characters: shorter sentences are alike by chance


def held_out_keys(data):
    """What training must not read: the texts of dev.jsonl and their translations, the sentences of dev_articles.jsonl."""
    units = read_lines(os.path.join(data, "dev.jsonl"))
    texts = [u["text"] for u in units] + [t["text"] for u in units for t in u["translations"].values()]
    texts += [s for a in read_lines(os.path.join(data, "dev_articles.jsonl")) for s in a["sentences"]]
    return {key for key in map(text_key, texts) if len(key) >= SHORTEST_KEY}


def corpus_lines(data, language):
    """The sentences of corpus/<language>.txt.xz, as they stand there"""
    with lzma.open(os.path.join(data, "corpus", language + ".txt.xz"), "rt", encoding="utf8") as f:
        yield from f


def training_texts(data):
    """Every text of the data that is not held out: labelled, parallel, of other sets, of the corpora"""
    for unit in read_lines(os.path.join(data, "train.jsonl")):
        yield unit["text"]
        yield from (t["text"] for t in unit["translations"].values())
    for article in read_lines(os.path.join(data, "train_articles.jsonl")):
        yield from article["sentences"]
    for name in sorted(os.listdir(os.path.join(data, "external"))):
        if name.endswith(".tsv"):
            for row in read_table(os.path.join(data, "external", name)):
                yield from (value.replace("[", "").replace("]", "") for value in row.values() if value and len(value) >= SHORTEST_KEY)
    for name in sorted(os.listdir(os.path.join(data, "corpus"))):
        yield from corpus_lines(data, name.split(".")[0])


def unit_line(name, language, text, context=""):
    return {"id": name, "title": context, "language": language, "sentences": [text]}


def article_line(article):
    return {"id": article["id"], "title": article["title"], "language": article["lang"], "sentences": article["sentences"]}


def run(program, command, weights, lines, principal, *flags):
    """-> {id: answer} of `detente score` or `detente windows`; stops when an article cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "in.jsonl")
        target = os.path.join(folder, "out.jsonl")
        with open(source, "w", encoding="utf8") as f:
            for line in lines:
                f.write(json.dumps(line, ensure_ascii=False) + "\n")
        subprocess.run([program, command, "--weights", weights, "--principal", principal, *flags, "-o", target, source],
                       check=True)
        answers = {answer["id"]: answer for answer in read_lines(target)}
    bad = [a["id"] for a in answers.values() if a["status"] != "ok"]
    if bad or len(answers) != len(lines):
        raise SystemExit("%d of %d articles have no report: %s" % (len(lines) - len(answers) + len(bad), len(lines), bad[:5]))
    return answers


def score(program, weights, lines, principal="kremlin"):
    """-> {id: report}"""
    return run(program, "score", weights, lines, principal, "--no-text")


def score_units(program, weights, units, principal="kremlin"):
    """-> [(unit, its sentence in the report)]"""
    reports = score(program, weights, [unit_line(u["id"], u["lang"], u["text"], u["context"]) for u in units], principal)
    return [(u, reports[u["id"]]["sentences"][0]) for u in units]


def score_articles(program, weights, articles, principal="kremlin"):
    """-> [(article, report)]"""
    reports = score(program, weights, [article_line(a) for a in articles], principal)
    return [(a, reports[a["id"]]) for a in articles]


def principal_marks(program, weights, lines, principal):
    """-> {id: (indexes of the sentences in which the principal is marked, whether it is in the context)}, as the classifier
    reads them."""
    marks = {}
    for name, article in run(program, "windows", weights, lines, principal).items():
        windows = article["windows"]
        inside = {index for w in windows for begin, end, _, index in w["sentences"] if 1 in w["roles"][begin:end]}
        marks[name] = inside, any(4 in w["roles"] for w in windows)
    return marks


def labelled(article, report):
    """-> [(label, sentence)]: the report names the input sentence, and leaves blank ones out."""
    return [(article["labels"][s["index_in_input"]], s) for s in report["sentences"]]


def framing(sentence, side):
    return [sentence[side][name] for name in ("positive", "unacceptable", "none")]


def tone_sign(sentence):
    """Probabilities of hostile, neutral, conciliatory: the tone's five summed by sign."""
    t = sentence["tone_probabilities"]
    return [t[0] + t[1], t[2], t[3] + t[4]]


def speaker_words(article, sentence):
    """The words that name the speaker of a report's sentence; None where there are none."""
    span = sentence["speaker"]
    if span["begin"] is None:
        return None
    return article["sentences"][sentence["index_in_input"]].encode()[span["begin"]:span["end"]].decode()
