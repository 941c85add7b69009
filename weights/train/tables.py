"""The numbers of measures.py as Markdown."""
import measures
import metrics

CLASSES = dict(zip(measures.HEADS, (metrics.FRAMINGS, metrics.FRAMINGS, ("hostile", "neutral", "conciliatory"))))


def table(head, rows):
    return ["| %s |" % " | ".join(head), "|---" * len(head) + "|"] + ["| %s |" % " | ".join(map(str, row)) for row in rows]


def share(count, total):
    return "%.3f" % (count / total) if total else ""


def with_interval(row, key):
    return "%.3f (%.3f to %.3f)" % (row[key], row["low"], row["high"])


def framings(rows):
    return table(("set", "sentences") + measures.HEADS + ("ECE over floor",), [
        [name, r["n"]] + [with_interval(r[head], "f1") for head in measures.HEADS] +
        [" / ".join("%.3f" % r[head]["ece_excess"] for head in measures.HEADS)] for name, r in rows.items()])


def index(rows):
    def known(value):
        return "" if value is None else "%.3f" % value
    return table(("from", "rated articles", "Spearman", "sign where the rating is 1 or more", "rating / 3 inside the interval",
                  "silent where nothing is voiced between states"), [
        [name, r["rated"], with_interval(r, "spearman"), "%.3f of %d" % (r["sign"], r["clear"]), known(r["covered"]),
         "%s of %d" % (known(r["silent"]), r["without_framing"])] for name, r in rows.items()])


def by_language(rows):
    """"all" first, then by size"""
    return sorted(rows.items(), key=lambda item: (item[0] != "all", -next(iter(item[1].values())), item[0]))


def speakers(rows):
    return table(("language", "sentences", "side right", "speaker named in the sentence", "words that name it hit"), [
        [name, r["sentences"], share(r["side"], r["sentences"]), r["named"], share(r["words"], r["named"])]
        for name, r in by_language(rows)])


def other_principals(rows):
    return table(("principal", "sentences", "it voices a framing", "framing"), [
        [name, r["n"], r["voiced"], with_interval(r, "f1")] for name, r in rows.items()])


def confusions(matrices):
    """matrices: {set: {head: [label][answer]}}"""
    rows = []
    for name, heads in matrices.items():
        for head, matrix in heads.items():
            rows += [[name, head, label] + ["%s %d" % pair for pair in zip(CLASSES[head], line)]
                     for label, line in zip(CLASSES[head], matrix)]
    return table(("set", "head", "label", "answers", "", ""), rows)


def human_coded(rows):
    return table(("set", "sentences", "AUC"), [[name, r["n"], with_interval(r, "auc")] for name, r in rows.items()])


def translations(rows):
    head = ("translated into", "sentences", "mean difference of tone", "same principal framing", "same counterpart framing")
    return table(head, [
        [name, r["n"]] + ["%.3f" % r[key] for key in ("tone", "principal", "counterpart")] for name, r in by_language(rows)])


def document(results):
    sections = (
        ("Expected tone against human codes of cooperation and conflict (trained on)", human_coded(results["human_coded"])),
        ("Framings and tone", framings(results["sets"])),
        ("Index of articles", index(results["index"])),
        ("Who voices a framing, article sentences in which one side does", speakers(results["speakers"])),
        ("Framing of other principals, sentences that mention them", other_principals(results["other_principals"])),
        ("Units of a clear tone beside their translations", translations(results["translations"])),
        ("Confusions", confusions(results["confusions"])))
    return "\n\n".join("\n".join(["## " + title, ""] + lines) for title, lines in sections) + "\n"
