"""Turn the data into windows with targets, through the program's own reader of text.

    prepare.py --program DETENTE --weights WEIGHTS --data DATA --cache CACHE

Every text passes through `detente windows`: the recipe itself never tokenises, so training and scoring read alike. Writes
CACHE/data.pkl (train and dev); the program's dumps stay in CACHE/dumps and are made anew only when missing.
"""
import argparse
import glob
import hashlib
import json
import os
import pickle
import re
import subprocess
import zlib

import numpy as np

import labels
import principals
from reports import article_line, corpus_lines, held_out_keys, read_lines, read_passages, read_table, text_key, unit_line


def bracketed(row):
    """A row of the directed set -> (text without brackets, byte spans of p and q), or None where they are not clear."""
    p, q = "[%s]" % row["p"], "[%s]" % row["q"]
    text = row["text"]
    if text.count(p) != 1 or text.count(q) != 1 or p == q:
        return None
    spans = {}
    first, second = sorted((p, q), key=text.index)
    plain = text
    for mark in (first, second):
        at = plain.index(mark)
        inner = mark[1:-1]
        begin = len(plain[:at].encode())
        spans[mark] = (begin, begin + len(inner.encode()))
        plain = plain[:at] + inner + plain[at + len(mark):]
    return plain, spans[p], spans[q]


def directed_lines(rows):
    """-> (input lines, {id: target}). Half of the voices are principals; in the other half the target is the principal, and
    what it voices itself is unknown."""
    lines, targets = [], {}
    for i, row in enumerate(rows):
        found = bracketed(row)
        if found is None:
            continue
        text, p, q = found
        if row["label"].endswith("q2p"):
            p, q = q, p
        framing = {"pos": "p", "neg": "u", "neu": "n"}[row["label"][:3]]
        exchanged = i % 2 == 1
        sides = ("counterpart", "principal") if exchanged else ("principal", "counterpart")
        line = unit_line("directed%05d" % i, "en", text)
        line["mentions"] = [{"sentence": 0, "begin": span[0], "end": span[1], "side": side}
                            for span, side in zip((p, q), sides)]
        lines.append(line)
        voice, silent = (framing, None), (("n", None) if framing == "n" else None)
        targets[line["id"]] = labels.target(None, silent if exchanged else voice, voice if exchanged else silent)
    return lines, targets


def quadclass_lines(data):
    lines, targets = [], {}
    for i, row in enumerate(read_table(os.path.join(data, "external", "quadclass_en.tsv"))):
        name = "plover%05d" % i
        lines.append(unit_line(name, "en", row["text"]))
        code = row["quad5"]
        targets[name] = (labels.target(labels.tone_target(0), None, None) if code == "NEUTRAL" else
                         labels.quadclass_target(code[0] == "V", code.endswith("COOP")))
    for i, row in enumerate(read_table(os.path.join(data, "external", "un_quadclass_en_es_ar.tsv"))):
        for language in ("en", "es", "ar"):
            name = "un%05d@%s" % (i, language)
            lines.append(unit_line(name, language, row[language]))
            targets[name] = labels.quadclass_target(row["quad"].startswith("Ver"), row["quad"].endswith("Coop"))
    return lines, targets


def sentiment_lines(data):
    """NewsMTSC and RuSentNE: the words that a sentence's sentiment is towards are the principal. Every tenth sentence is held
    out, with all its rows -> (input lines, {id: target}, held-out ids)"""
    lines, targets, held_out = [], {}, set()

    def add(name, language, text, begin, words, sentiment):
        line = unit_line(name, language, text)
        first = len(text[:begin].encode())
        line["mentions"] = [{"sentence": 0, "begin": first, "end": first + len(words.encode()), "side": "principal"}]
        lines.append(line)
        targets[name] = labels.sentiment_target(sentiment)
        if zlib.crc32(text.encode()) % 10 == 0:
            held_out.add(name)
    names = {"pos": "positive", "neg": "negative", "neu": "neutral", "1": "positive", "-1": "negative", "0": "neutral"}
    for i, row in enumerate(read_table(os.path.join(data, "external", "newsmtsc_train.tsv"))):
        at = row["text"].find(row["target"])
        if at >= 0:
            add("newsmtsc%05d" % i, "en", row["text"], at, row["target"], names[row["polarity"]])
    for i, row in enumerate(read_table(os.path.join(data, "external", "rusentne_train.tsv"))):
        at = int(row["entity_pos_start_rel"])
        if row["sentence"][at:at + len(row["entity"])] == row["entity"]:
            add("rusentne%05d" % i, "ru", row["sentence"], at, row["entity"], names[row["label"]])
    return lines, targets, held_out


def beside(*names):
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), *names)


def passages():
    """Our own labelled passages and articles, beside this file: articles without a rating."""
    return [row for path in sorted(glob.glob(beside("passages", "*.jsonl"))) for row in read_passages(path)]


def unmarked(text):
    """Without the brackets by which some sets mark a target."""
    return text.replace("[", "").replace("]", "")


def reading_key(text):
    """By which readings/sentences.tsv knows a sentence, whose text it does not hold."""
    return hashlib.sha1(" ".join(text.split()).encode()).hexdigest()[:12]


def unlabelled_sentences(data):
    """-> (language, text) of everything that readings/sentences.tsv may speak of"""
    for file, language, column in (("newsmtsc_train.tsv", "en", "text"), ("rusentne_train.tsv", "ru", "sentence")):
        for row in read_table(os.path.join(data, "external", file)):
            yield language, row[column]
    for path in sorted(glob.glob(os.path.join(data, "corpus", "*.txt.xz"))):
        language = os.path.basename(path).split(".")[0]
        for line in corpus_lines(data, language):
            yield language, line


def readings(data):
    """Sentences of the unlabelled sets, labelled by the codebook in readings/sentences.tsv -> rows like those of train.jsonl"""
    labelled = {row["key"]: row for row in read_table(beside("readings", "sentences.tsv"))}
    rows = []
    for language, text in unlabelled_sentences(data):
        row = labelled.pop(reading_key(text), None)
        if row is None:
            continue
        text = " ".join(text.split())
        label = {"id": "reading-" + row["key"], "lang": language, "text": unmarked(text), "context": "", "source": "reading",
                 "translations": {}, "tone": int(row["tone"]), "counterpart_actor": row["counterpart_actor"] or None}
        for side in ("principal", "counterpart"):
            label[side], label[side + "_object"] = row[side], row[side + "_object"]
            span = row[side + "_speaker"]
            label[side + "_speaker"] = unmarked(text[slice(*map(int, span.split("-")))]) if span else None
        rows.append(label)
    print("readings: %d sentences, %d not found in the data" % (len(rows), len(labelled)), flush=True)
    return rows


def not_held_out(lines, held_out):
    """Input lines of single sentences without those that the development sets have."""
    return [line for line in lines if text_key(line["sentences"][0]) not in held_out]


class Reader:
    """Runs `detente windows` and reads its dumps."""

    def __init__(self, program, weights, cache):
        self.program, self.weights, self.cache = program, weights, cache
        self.gazetteer = None
        os.makedirs(os.path.join(cache, "dumps"), exist_ok=True)

    def windows(self, name, lines, principal="kremlin"):
        """-> {id: [window]}; a window is (ids uint16, roles uint8, sentences int16 [n, 4]: begin, end, close, index,
        bytes int32: where in its sentence a token begins, -1 outside)."""
        source = os.path.join(self.cache, "dumps", name + ".jsonl")
        dump = os.path.join(self.cache, "dumps", "%s.%s.jsonl" % (name, principal))
        wanted = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        stale = True
        if os.path.exists(source):
            with open(source, encoding="utf8") as f:
                stale = f.read() != wanted
        if stale:
            with open(source, "w", encoding="utf8") as f:
                f.write(wanted)
            for old in glob.glob(os.path.join(self.cache, "dumps", glob.escape(name) + ".*.jsonl")):
                os.remove(old)
        if not os.path.exists(dump):
            with open(dump + ".part", "wb") as f:
                # Exit status 1 only says that some article could not be read: those are counted below.
                status = subprocess.call([self.program, "windows", "--weights", self.weights, "--principal", principal,
                                          source], stdout=f)
            if status not in (0, 1):
                raise SystemExit("%s windows: exit status %d" % (self.program, status))
            os.rename(dump + ".part", dump)
        out, failed = {}, 0
        with open(dump, encoding="utf8") as f:
            for line in f:
                article = json.loads(line)
                if article["status"] != "ok":
                    failed += 1
                    continue
                if self.gazetteer not in (None, article["gazetteer"]):
                    raise SystemExit("%s was made with another actors.tsv or other word lists: delete %s" % (dump, os.path.dirname(dump)))
                self.gazetteer = article["gazetteer"]
                out[article["id"]] = [
                    (np.array(w["ids"], np.uint16), np.array(w["roles"], np.uint8),
                     np.array(w["sentences"], np.int16).reshape(-1, 4), np.array(w["bytes"], np.int32))
                    for w in article["windows"] if w["sentences"]]
        if len(out) + failed != len(lines):
            raise SystemExit("%s: %d lines for %d articles" % (dump, len(out) + failed, len(lines)))
        print("%s, %s: %d read, %d failed, %d tokens" % (
            name, principal, len(out), failed, sum(len(w[0]) for a in out.values() for w in a)), flush=True)
        return out


def mentions(windows, role):
    """Which tokens of an article's windows carry a role, in context or not."""
    return np.concatenate([(w[1] == role) | (w[1] == role + 3) for w in windows])


def word_spans(text, words):
    """Bytes of `words` in `text`, wherever they stand: as whole words, or else at all."""
    found = list(re.finditer(r"(?<!\w)%s(?!\w)" % re.escape(words), text)) or list(re.finditer(re.escape(words), text))
    begins = [len(text[:one.start()].encode()) for one in found]
    return [(begin, begin + len(words.encode())) for begin in begins]


def token_ends(windows, texts):
    """Where the tokens of each part end: {(window, begin of the part): bytes of the sentence}; the last one where the next part of its
    sentence begins, or with the sentence."""
    out, following = {}, {}
    for number in reversed(range(len(windows))):
        _, _, sentences, offsets = windows[number]
        for begin, end, _, index in sentences[::-1]:
            out[number, begin] = np.append(offsets[begin + 1:end], following.get(index, len(texts[index].encode())))
            following[index] = offsets[begin]
    return out


def tell(windows, texts, speakers):
    """The fourth part of every window becomes its roles with the labelled speakers marked where they stand first, the fifth says
    which tokens name one anywhere (1 the principal's, 2 the counterpart's, 3 both): `speakers` gives (words, role) of a sentence."""
    out, all_ends = [], token_ends(windows, texts)
    for number, (ids, roles, sentences, offsets) in enumerate(windows):
        told, named = roles.copy(), np.zeros_like(roles)
        for begin, end, _, index in sentences:
            for words, role in speakers(index):
                ends = all_ends[number, begin]
                for i, span in enumerate(word_spans(texts[index], words)):
                    inside = (offsets[begin:end] < span[1]) & (ends > span[0])
                    named[begin:end][inside] |= role
                    if i == 0:
                        told[begin:end][inside] = role
        out.append((ids, roles, sentences, told, named))
    return out


def untold(windows):
    return [(ids, roles, sentences, roles, np.zeros_like(roles)) for ids, roles, sentences, _ in windows]


def units(reader, name, rows):
    """-> records {id, lang, source, views: [[window]] (the original, then translations), target, others: [(windows, target,
    voices)]}"""
    lines, views = [], []
    for row in rows:
        lines.append(unit_line(row["id"], row["lang"], row["text"], row["context"]))
        for language, translation in sorted(row["translations"].items()):
            views.append(unit_line(row["id"] + "@" + language, language, translation["text"], translation["context"]))
    read = reader.windows(name, lines + views)
    other = {principal: reader.windows(name + "-originals", lines, principal) for principal in principals.OTHER_PRINCIPALS}
    translated = {}
    for line in views:
        if read.get(line["id"]):
            translated.setdefault(line["id"].split("@")[0], []).append(read[line["id"]])
    records = []
    for row in rows:
        windows = read.get(row["id"])
        if not windows:
            continue
        others = []
        for principal, side in principals.OTHER_PRINCIPALS.items():
            turned = tell(other[principal][row["id"]], [row["text"]], lambda _: labels.other_speakers(row, side))
            own = mentions(turned, 1)
            alone = bool(own.any()) and np.array_equal(own, mentions(windows, 2))
            target, voices = labels.other_target(row, side, bool(own.any()), alone)
            # Without a mention the role is nowhere, and a "none" teaches nothing about roles.
            if voices or own.any():
                others.append((principal, turned, target, voices))
        records.append({"id": row["id"], "lang": row["lang"], "source": row["source"],
                        "views": [tell(windows, [row["text"]], lambda _: labels.kremlin_speakers(row))] +
                                 [untold(view) for view in translated.get(row["id"], [])], "target": labels.kremlin_target(row),
                        "others": others})
    return records


def articles(reader, name, rows):
    """-> records {id, lang, windows, targets [sentences, TARGET], others: {principal: (windows, targets, voices)}, rating}"""
    lines = [article_line(row) for row in rows]
    read = reader.windows(name, lines)
    other = {principal: reader.windows(name, lines, principal) for principal in principals.OTHER_PRINCIPALS}
    records = []
    for row in rows:
        if not read.get(row["id"]):
            continue
        others = {}
        for principal, side in principals.OTHER_PRINCIPALS.items():
            turned = tell(other[principal][row["id"]], row["sentences"],
                          lambda i: labels.other_speakers(row["labels"][i], side))
            pairs = [labels.other_target(label, side, True, False) for label in row["labels"]]
            others[principal] = (turned, np.stack([p[0] for p in pairs]), np.array([p[1] for p in pairs]))
        records.append({"id": row["id"], "lang": row["lang"], "rating": row.get("rating"),
                        "windows": tell(read[row["id"]], row["sentences"],
                                        lambda i: labels.kremlin_speakers(row["labels"][i])),
                        "targets": np.stack([labels.kremlin_target(label) for label in row["labels"]]), "others": others})
    return records


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "weights", "data", "cache"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    reader = Reader(arguments.program, arguments.weights, arguments.cache)
    data, held_out = {}, held_out_keys(arguments.data)
    for part in ("train", "dev"):
        rows = read_lines(os.path.join(arguments.data, part + ".jsonl"))
        if part == "train":
            rows = [row for row in rows if text_key(row["text"]) not in held_out]
            for row in rows:
                row["translations"] = {language: t for language, t in row["translations"].items() if text_key(t["text"]) not in held_out}
        data[part + "_units"] = units(reader, part, rows)
        data[part + "_articles"] = articles(reader, part + "-articles",
                                            read_lines(os.path.join(arguments.data, part + "_articles.jsonl")))
    data["passages"] = articles(reader, "passages", passages())
    data["readings"] = units(reader, "readings", [row for row in readings(arguments.data) if text_key(row["text"]) not in held_out])
    *sentiment, measured = sentiment_lines(arguments.data)
    for name, (lines, targets) in {
            "quadclass": quadclass_lines(arguments.data),
            "sentiment": sentiment,
            "directed": directed_lines(read_table(os.path.join(arguments.data, "external",
                                                               "directed_sentiment_train.tsv")))}.items():
        lines = not_held_out(lines, held_out)
        read = reader.windows(name, lines)
        # Translations of one sentence are views of one record.
        records = {}
        for line in lines:
            if read.get(line["id"]):
                stem = line["id"].split("@")[0]
                record = records.setdefault(stem, {"id": stem, "views": [], "target": targets[line["id"]], "others": []})
                record["views"].append(untold(read[line["id"]]))
        data[name] = list(records.values())
    data["dev_sentiment"] = [r for r in data["sentiment"] if r["id"] in measured]
    data["sentiment"] = [r for r in data["sentiment"] if r["id"] not in measured]
    data["gazetteer"] = reader.gazetteer
    path = os.path.join(arguments.cache, "data.pkl")
    with open(path + ".part", "wb") as f:
        pickle.dump(data, f, protocol=4)
    os.rename(path + ".part", path)
    voiced = [sum(o[3] for o in r["others"]) for r in data["train_units"]]
    print("train units %d, with another principal %d, voiced by it %d" % (
        len(voiced), sum(bool(r["others"]) for r in data["train_units"]), sum(map(bool, voiced))))


if __name__ == "__main__":
    main()
