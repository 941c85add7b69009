"""The measures of the evaluation, on answers whose scores can be worked out by hand (standard library only)."""
import math
import unittest

import metrics

P, U, B, N = (metrics.RIGHT[label] for label in "pubn")
POSITIVE, UNACCEPTABLE, NONE = range(3)


class Auc(unittest.TestCase):
    def test_ends_of_the_scale(self):
        self.assertEqual(metrics.auc([(0.1, False), (0.2, False), (0.3, True)]), 1.0)
        self.assertEqual(metrics.auc([(0.3, False), (0.2, True), (0.1, True)]), 0.0)

    def test_counts_pairs(self):
        self.assertEqual(metrics.auc([(1, False), (2, True), (3, False), (4, True)]), 0.75)

    def test_ties_count_half(self):
        self.assertEqual(metrics.auc([(1, False), (1, True)]), 0.5)
        self.assertEqual(metrics.auc([(0, False), (1, False), (1, True), (2, True)]), 0.875)

    def test_one_class_alone_has_none(self):
        self.assertTrue(math.isnan(metrics.auc([(1, True), (2, True)])))
        self.assertTrue(math.isnan(metrics.auc([])))


class Confusion(unittest.TestCase):
    def test_rows_are_labels(self):
        answers = [(POSITIVE, P), (NONE, P), (NONE, N), (NONE, N), (UNACCEPTABLE, N)]
        self.assertEqual(metrics.confusion(answers), [[1, 0, 1], [0, 0, 0], [0, 1, 2]])

    def test_both_is_right_as_either(self):
        self.assertEqual(metrics.confusion([(POSITIVE, B), (UNACCEPTABLE, B)]), [[1, 0, 0], [0, 1, 0], [0, 0, 0]])

    def test_a_missed_both_is_a_missed_positive(self):
        self.assertEqual(metrics.confusion([(NONE, B)]), [[0, 0, 1], [0, 0, 0], [0, 0, 0]])

    def test_agrees_with_f1(self):
        answers = [(POSITIVE, P), (NONE, P), (NONE, N), (UNACCEPTABLE, U), (UNACCEPTABLE, N), (POSITIVE, B), (NONE, B)]
        matrix = metrics.confusion(answers)
        totals = [(matrix[c][c], sum(row[c] for row in matrix), sum(matrix[c])) for c in range(3)]
        self.assertEqual(metrics.f1_of(totals), metrics.macro_f1(answers))


class SameSpeaker(unittest.TestCase):
    def test_one_contains_the_other(self):
        self.assertTrue(metrics.same_speaker("Dmitry Peskov", "Peskov"))
        self.assertTrue(metrics.same_speaker("Peskov", "Kremlin spokesman Dmitry Peskov"))
        self.assertTrue(metrics.same_speaker("МИД", "МИД"))

    def test_whole_words_only(self):
        self.assertFalse(metrics.same_speaker("the ministry", "he"))
        self.assertFalse(metrics.same_speaker("она", "он"))

    def test_others_and_nobody(self):
        self.assertFalse(metrics.same_speaker("Lavrov", "Peskov"))
        self.assertFalse(metrics.same_speaker(None, "Peskov"))
        self.assertFalse(metrics.same_speaker("", "Peskov"))

    def test_marks_are_no_patterns(self):
        self.assertTrue(metrics.same_speaker("U.S. (officials)", "U.S. (officials)"))
        self.assertFalse(metrics.same_speaker("UXS officials", "U.S"))


class Calibration(unittest.TestCase):
    def test_bins_hold_every_pair_once(self):
        pairs = [(i / 100, i % 2 == 0) for i in range(100)]
        parts = metrics.equal_mass(pairs)
        self.assertEqual([pair for part in parts for pair in part], pairs)
        self.assertEqual({len(part) for part in parts}, {6, 7})

    def test_points_of_the_diagram(self):
        self.assertEqual(metrics.reliability([(0.75, True), (0.25, False)]), [(0.25, 0.0, 1), (0.75, 1.0, 1)])

    def test_error_is_the_distance_from_the_diagonal(self):
        self.assertAlmostEqual(metrics.ece([(0.75, True)] * 30), 0.25)
        self.assertAlmostEqual(metrics.ece([(1.0, True)] * 30), 0.0)


class Interval(unittest.TestCase):
    def test_holds_the_value(self):
        low, high = metrics.interval(list(range(100)), lambda drawn: sum(drawn) / len(drawn))
        self.assertLess(low, 49.5)
        self.assertGreater(high, 49.5)
        self.assertLess(high - low, 20)

    def test_same_answers_leave_no_doubt(self):
        self.assertEqual(metrics.macro_f1_interval([[(POSITIVE, P)], [(POSITIVE, P)]]), (1.0, 1.0))


if __name__ == "__main__":
    unittest.main()
