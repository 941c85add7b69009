"""What evaluate.py measures, as numbers (standard library only)."""
import collections
import os

import fit_index
import metrics
import principals
import reports

HEADS = ("principal framing", "counterpart framing", "tone sign")
SIDES = ("principal", "counterpart")
UN_LANGUAGES = ("en", "es", "ar")
UN_ROWS = 400

# An answer with another actor as principal: id of the unit or article, whether the actor is mentioned, class, right classes.
Turned = collections.namedtuple("Turned", "text mentioned predicted right")


def answers(label, sentence):
    """-> per head (probabilities, set of right classes)"""
    return ((reports.framing(sentence, "principal"), metrics.RIGHT[label["principal"]]),
            (reports.framing(sentence, "counterpart"), metrics.RIGHT[label["counterpart"]]),
            (reports.tone_sign(sentence), {metrics.sign(label["tone"]) + 1}))


def largest(p):
    return p.index(max(p))


def chosen(cluster, head):
    """-> [(predicted class, set of right classes)]"""
    return [(largest(a[head][0]), a[head][1]) for a in cluster]


def confidences(clusters, head):
    """-> [(probability of the predicted class, whether it is right)]"""
    return [(max(a[head][0]), largest(a[head][0]) in a[head][1]) for cluster in clusters for a in cluster]


def pooled(clusters):
    return [x for cluster in clusters for x in cluster]


def f1_with_interval(clusters):
    """clusters: lists of (predicted, right)"""
    low, high = metrics.macro_f1_interval(clusters)
    return {"f1": metrics.macro_f1(pooled(clusters)), "low": low, "high": high}


def framing_row(clusters):
    """clusters: lists of sentences' answers -> scores and calibration of every head"""
    out = {"n": sum(map(len, clusters))}
    for i, head in enumerate(HEADS):
        error, excess = metrics.ece_excess(confidences(clusters, i))
        out[head] = {**f1_with_interval([chosen(cluster, i) for cluster in clusters]), "ece": error, "ece_excess": excess}
    return out


def confusions(clusters):
    return {head: metrics.confusion(chosen(pooled(clusters), i)) for i, head in enumerate(HEADS)}


def index_rows(pairs, formula):
    """pairs: (article, report) -> the report's index beside that of perfect labels with the same formula"""
    reported = [(a, r["index"]) for a, r in pairs]
    perfect = [(a, fit_index.perfect(a["labels"], formula)) for a, _ in pairs]
    return {"the program": index_row(reported), "perfect labels": index_row(perfect)}


def index_row(pairs):
    """pairs: (article, {value, low, high, verdict})"""
    rated = [(a["rating"], index["value"] or 0.0) for a, index in pairs if a["rating"] is not None]
    clear = [(rating, value) for rating, value in rated if abs(rating) >= 1]
    silent = [index["verdict"] == "none" for a, index in pairs if not fit_index.voices(a)]
    covered = [index["low"] <= a["rating"] / 3 <= index["high"] for a, index in pairs
               if a["rating"] is not None and index["value"] is not None]
    low, high = metrics.interval(rated, lambda drawn: metrics.spearman(*zip(*drawn)), rounds=1000)
    return {
        "rated": len(rated),
        "spearman": metrics.spearman(*zip(*rated)), "low": low, "high": high,
        "clear": len(clear),
        "sign": sum(metrics.sign(x) == metrics.sign(y) for x, y in clear) / len(clear),
        "covered": sum(covered) / len(covered) if covered else None,
        "without_framing": len(silent),
        "silent": sum(silent) / len(silent) if silent else None,
    }


def speakers(pairs):
    """Sentences of (article, report) pairs in which exactly one side voices a framing -> {language or "all": counts}. Words
    are compared where the sentence itself names its speaker: `^` and `=` labels say that it does not."""
    rows = {}
    for article, report in pairs:
        for label, sentence in reports.labelled(article, report):
            voicing = [side for side in SIDES if label[side] != "n"]
            if len(voicing) != 1:
                continue
            words = label[voicing[0] + "_speaker"]
            named = words[0] not in "^="
            hit = named and metrics.same_speaker(reports.speaker_words(article, sentence), words)
            for name in ("all", article["lang"]):
                row = rows.setdefault(name, dict.fromkeys(("sentences", "side", "named", "words"), 0))
                row["sentences"] += 1
                row["side"] += sentence["speaker"]["side"] == voicing[0]
                row["named"] += named
                row["words"] += hit
    return rows


def turned(label, side, mentioned):
    """-> classes that are right for another principal's framing; None where the sentence says nothing about it"""
    own, _, voices = principals.turn(label, side, True, False)
    return metrics.RIGHT[own[0]] if own and principals.known(label) and (mentioned or voices) else None


def turned_units(tool, units, principal, side):
    lines = [reports.unit_line(u["id"], u["lang"], u["text"], u["context"]) for u in units]
    mentioned = {name: bool(inside) or context
                 for name, (inside, context) in reports.principal_marks(*tool, lines, principal).items()}
    rights = {u["id"]: turned(u, side, mentioned[u["id"]]) for u in units}
    scored = reports.score_units(*tool, [u for u in units if rights[u["id"]]], principal)
    return [Turned(u["id"], mentioned[u["id"]], largest(reports.framing(sentence, "principal")), rights[u["id"]])
            for u, sentence in scored]


def turned_articles(tool, articles, principal, side):
    marks = reports.principal_marks(*tool, [reports.article_line(a) for a in articles], principal)
    rights = {a["id"]: [turned(label, side, i in marks[a["id"]][0]) for i, label in enumerate(a["labels"])] for a in articles}
    scored = reports.score_articles(*tool, [a for a in articles if any(rights[a["id"]])], principal)
    sentences = [(a["id"], s["index_in_input"], s) for a, report in scored for s in report["sentences"]]
    return [Turned(name, i in marks[name][0], largest(reports.framing(sentence, "principal")), rights[name][i])
            for name, i, sentence in sentences if rights[name][i]]


def turned_row(sentences):
    clusters = {}
    for a in sentences:
        clusters.setdefault(a.text, []).append((a.predicted, a.right))
    return {"n": len(sentences), "voiced": sum(a.right != metrics.RIGHT["n"] for a in sentences),
            **f1_with_interval(list(clusters.values()))}


def other_principals(tool, units, articles):
    """Framing of each other principal over the sentences that mention it (a unit: in its context, too) and whose labels say
    what it voices -> {principal: scores}. The last row adds the sentences in which it speaks without being recognised."""
    found = {principal: turned_units(tool, units, principal, side) + turned_articles(tool, articles, principal, side)
             for principal, side in principals.OTHER_PRINCIPALS.items()}
    everything = pooled(found.values())
    rows = {name: [a for a in sentences if a.mentioned] for name, sentences in {**found, "all five": everything}.items()}
    rows["all five, and where it speaks unrecognised"] = everything
    return {name: turned_row(sentences) for name, sentences in rows.items()}


def human_coded_lines(data):
    """-> input lines of cooperation and conflict, {id: (name of the set, whether cooperation)}"""
    lines, codes = [], {}

    def add(name, number, language, text, code):
        lines.append(reports.unit_line("%s %d" % (name, number), language, text))
        codes[lines[-1]["id"]] = name, code.lower().endswith("coop")
    for i, row in enumerate(reports.read_table(os.path.join(data, "external", "quadclass_en.tsv"))):
        if row["quad5"] != "NEUTRAL":
            add("PLOVER and ConfliBERT, en", i, "en", row["text"], row["quad5"])
    rows = reports.read_table(os.path.join(data, "external", "un_quadclass_en_es_ar.tsv"))
    for i in range(0, len(rows), -(-len(rows) // UN_ROWS)):
        for language in UN_LANGUAGES:
            add("UN, " + language, i, language, rows[i][language], rows[i]["quad"])
    return lines, codes


def human_coded(tool, data):
    """Expected tone against human codes of cooperation and conflict -> {set: AUC}"""
    lines, codes = human_coded_lines(data)
    pairs = {}
    for name, report in reports.score(*tool, lines).items():
        group, cooperation = codes[name]
        pairs.setdefault(group, []).append((report["sentences"][0]["tone"], cooperation))
    return {group: dict(zip(("low", "high"), metrics.interval(p, metrics.auc)), n=len(p), auc=metrics.auc(p))
            for group, p in pairs.items()}


def translations(tool, pairs):
    """Units (with their sentences) of a clear tone beside their translations -> {language, source or "all": differences}"""
    originals = {u["id"]: s for u, s in pairs if abs(u["tone"]) >= 1}
    sources = {u["id"]: u["source"].split(" | ")[0] for u, _ in pairs}
    lines = [reports.unit_line("%s@%s" % (u["id"], language), language, t["text"], t["context"])
             for u, _ in pairs if u["id"] in originals for language, t in sorted(u["translations"].items())]
    rows = {}
    for name, report in reports.score(*tool, lines).items():
        identity, language = name.rsplit("@", 1)
        before, after = originals[identity], report["sentences"][0]
        for group in ("all", language, "from " + sources[identity]):
            row = rows.setdefault(group, {"n": 0, "tone": 0.0, "principal": 0, "counterpart": 0})
            row["n"] += 1
            row["tone"] += abs(before["tone"] - after["tone"])
            for side in SIDES:
                row[side] += largest(reports.framing(before, side)) == largest(reports.framing(after, side))
    return {group: {"n": row["n"], **{key: row[key] / row["n"] for key in ("tone",) + SIDES}} for group, row in rows.items()}
