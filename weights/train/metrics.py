"""Scores with their definitions (standard library only: `make evaluate` needs nothing installed)."""
import math
import random
import re

FRAMINGS = ("positive", "unacceptable", "none")
# What counts as right for a label: a `b` (both) is right as positive and as unacceptable.
RIGHT = {"p": {0}, "u": {1}, "b": {0, 1}, "n": {2}}


def wanted(predicted, right):
    """The class that the label asks for. A wrong answer to a `b` is a miss of its first class."""
    return predicted if predicted in right else min(right)


def counts(predicted, right, classes=3):
    """One answer -> per class (hit, claimed, wanted)"""
    want = wanted(predicted, right)
    return [(int(predicted == c and predicted in right), int(predicted == c), int(want == c)) for c in range(classes)]


def confusion(answers, classes=3):
    """answers: [(predicted, set of right classes)] -> [wanted][predicted]"""
    matrix = [[0] * classes for _ in range(classes)]
    for predicted, right in answers:
        matrix[wanted(predicted, right)][predicted] += 1
    return matrix


def macro_f1(answers):
    """answers: [(predicted, set of right classes)]; a class that neither occurs nor is claimed is left out."""
    totals = [[0, 0, 0] for _ in range(3)]
    for predicted, right in answers:
        for total, count in zip(totals, counts(predicted, right)):
            for i in range(3):
                total[i] += count[i]
    return f1_of(totals)


def f1_of(totals):
    scores = [2 * hit / (claimed + wanted) for hit, claimed, wanted in totals if claimed + wanted]
    return sum(scores) / len(scores) if scores else float("nan")


def interval(items, statistic, rounds=300, seed=1):
    """95 % bootstrap interval of a statistic of items drawn with replacement."""
    generator = random.Random(seed)
    scores = sorted(statistic(generator.choices(items, k=len(items))) for _ in range(rounds))
    return scores[int(0.025 * rounds)], scores[int(0.975 * rounds)]


def macro_f1_interval(clusters):
    """Clusters (articles) are drawn, not sentences: sentences of one article go together."""
    sums = []
    for answers in clusters:
        total = [0] * 9
        for predicted, right in answers:
            for c, count in enumerate(counts(predicted, right)):
                for i in range(3):
                    total[3 * c + i] += count[i]
        sums.append(total)

    def statistic(drawn):
        total = [sum(column) for column in zip(*drawn)]
        return f1_of([total[0:3], total[3:6], total[6:9]])
    return interval(sums, statistic)


def equal_mass(pairs, bins=15):
    """(confidence, right) pairs, sorted, in bins of as many pairs each."""
    pairs = sorted(pairs)
    return [pairs[i * len(pairs) // bins:(i + 1) * len(pairs) // bins] for i in range(bins)]


def ece(pairs):
    """Expected calibration error of (confidence, right) pairs in bins of equal mass."""
    total = sum(abs(sum(c - r for c, r in part)) for part in equal_mass(pairs))
    return total / len(pairs) if pairs else float("nan")


def ece_excess(pairs, rounds=100, seed=1):
    """-> (error, error over what a perfectly calibrated model shows at this sample size)."""
    generator = random.Random(seed)
    floor = sum(ece([(c, generator.random() < c) for c, _ in pairs]) for _ in range(rounds)) / rounds
    error = ece(pairs)
    return error, error - floor


def reliability(pairs):
    """(confidence, right) pairs -> per bin of equal mass (mean confidence, share right, how many)"""
    return [(sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part))
            for part in equal_mass(pairs) if part]


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j < len(order) and values[order[j]] == values[order[i]]:
            j += 1
        for k in order[i:j]:
            out[k] = (i + j - 1) / 2
        i = j
    return out


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    product = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    scale = math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))
    return product / scale if scale else float("nan")


def sign(x):
    return (x > 0) - (x < 0)


def auc(pairs):
    """Area under the curve of (score, positive) pairs: how often a positive one scores above a negative one, ties half."""
    positive = sum(label for _, label in pairs)
    negative = len(pairs) - positive
    if not positive or not negative:
        return float("nan")
    above = sum(rank for rank, (_, label) in zip(ranks([score for score, _ in pairs]), pairs) if label)
    return (above - positive * (positive - 1) / 2) / (positive * negative)


def same_speaker(named, labelled):
    """Whether the words that name a speaker are the labelled ones: one contains the other, in whole words."""
    def contains(text, words):
        return re.search(r"(?<!\w)%s(?!\w)" % re.escape(words), text) is not None
    return bool(named and labelled) and (contains(named, labelled) or contains(labelled, named))
