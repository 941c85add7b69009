"""Scores with their definitions (standard library only: `make evaluate` needs nothing installed)."""
import math
import random

FRAMINGS = ("positive", "unacceptable", "none")
# What counts as right for a label: a `b` (both) is right as positive and as unacceptable.
RIGHT = {"p": {0}, "u": {1}, "b": {0, 1}, "n": {2}}


def counts(predicted, right, classes=3):
    """One answer -> per class (hit, claimed, wanted). A wrong answer to a `b` is a miss of its first class."""
    wanted = predicted if predicted in right else min(right)
    return [(int(predicted == c and predicted in right), int(predicted == c), int(wanted == c)) for c in range(classes)]


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


def macro_f1_interval(clusters, rounds=300, seed=1):
    """95 % bootstrap interval; clusters (articles) are drawn, not sentences: sentences of one article go together."""
    sums = []
    for answers in clusters:
        total = [0] * 9
        for predicted, right in answers:
            for c, count in enumerate(counts(predicted, right)):
                for i in range(3):
                    total[3 * c + i] += count[i]
        sums.append(total)
    generator = random.Random(seed)
    scores = []
    for _ in range(rounds):
        drawn = generator.choices(sums, k=len(sums))
        total = [sum(column) for column in zip(*drawn)]
        scores.append(f1_of([total[0:3], total[3:6], total[6:9]]))
    scores.sort()
    return scores[int(0.025 * rounds)], scores[int(0.975 * rounds)]


def ece(pairs, bins=15):
    """Expected calibration error of (confidence, right) pairs in bins of equal mass."""
    pairs = sorted(pairs)
    total = 0.0
    for i in range(bins):
        part = pairs[i * len(pairs) // bins:(i + 1) * len(pairs) // bins]
        total += abs(sum(c - r for c, r in part))
    return total / len(pairs) if pairs else float("nan")


def ece_excess(pairs, rounds=100, seed=1):
    """-> (error, error over what a perfectly calibrated model shows at this sample size)."""
    generator = random.Random(seed)
    floor = sum(ece([(c, generator.random() < c) for c, _ in pairs]) for _ in range(rounds)) / rounds
    error = ece(pairs)
    return error, error - floor


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
