"""Labels of the codebook as targets of the heads.

A target is TARGET numbers: the wanted probabilities of all outputs, then a weight for every head that says whether it learns
from it, then a weight for each pointer to the words that name a speaker.
"""
import numpy as np

import principals

FRAMING = {"p": (1, 0, 0), "u": (0, 1, 0), "b": (0.5, 0.5, 0), "n": (0, 0, 1)}
OBJECT = {"o": (1, 0, 0), "m": (0, 1, 0), "x": (0, 0, 1)}
TONE_SMOOTHING = 0.05

# The numbers of a sentence: first those of the exported model in its order, then the head that only training has, sentiment
# towards the principal (positive, negative, neutral).
HEADS = {
    "tone": slice(0, 5),
    "principal_framing": slice(5, 8),
    "principal_object": slice(8, 11),
    "counterpart_framing": slice(11, 14),
    "counterpart_object": slice(14, 17),
    "sentiment": slice(17, 20),
}
SHIPPED = list(HEADS)[:-1]
OUTPUTS = 20
WEIGHT = {name: OUTPUTS + i for i, name in enumerate(HEADS)}  # where a target has the weight of a head
# The pointers: which tokens of a sentence name the speaker of this side's framing, its closing token where none does. What they
# should point at stands in the windows (`named`: a bit per pointer and token), whether they learn from a sentence here.
POINTERS = ("principal_speaker", "counterpart_speaker")
WEIGHT.update({name: OUTPUTS + len(HEADS) + i for i, name in enumerate(POINTERS)})
TARGET = OUTPUTS + len(HEADS) + len(POINTERS)
SENTIMENT = ("positive", "negative", "neutral")


def tone_target(value):
    one = np.full(5, TONE_SMOOTHING / 5, np.float32)
    one[value + 2] += 1 - TONE_SMOOTHING
    return one


def target(tone, principal, counterpart, named=(False, False)):
    """tone: five probabilities or None; principal, counterpart: (framing, object) or None where nothing is known. An object
    teaches nothing where there is no framing, or where it is None. named: for which side it is known where its speaker stands."""
    t = np.zeros(TARGET, np.float32)

    def teach(head, probabilities):
        t[HEADS[head]] = probabilities
        t[WEIGHT[head]] = 1
    if tone is not None:
        teach("tone", tone)
    for side, pair, known in (("principal", principal, named[0]), ("counterpart", counterpart, named[1])):
        if pair is None:
            continue
        t[WEIGHT[side + "_speaker"]] = known and pair[0] != "n"
        framing, thing = pair
        teach(side + "_framing", FRAMING[framing])
        if framing != "n" and thing in OBJECT:
            teach(side + "_object", OBJECT[thing])
    return t


def sentiment_target(name):
    """Sentiment of the sentence towards the words marked as the principal, one of SENTIMENT; the other heads learn nothing."""
    t = np.zeros(TARGET, np.float32)
    t[HEADS["sentiment"]] = np.eye(3)[SENTIMENT.index(name)]
    t[WEIGHT["sentiment"]] = 1
    return t


def exchanged(targets):
    """[n, TARGET] with the sides exchanged: what the principal voices becomes the counterpart's, and the other way round."""
    out = targets.copy()
    for one, other in (("principal", "counterpart"), ("counterpart", "principal")):
        for part in ("_framing", "_object"):
            out[:, HEADS[one + part]] = targets[:, HEADS[other + part]]
        for part in ("_framing", "_object", "_speaker"):
            out[:, WEIGHT[one + part]] = targets[:, WEIGHT[other + part]]
    return out


def kremlin_target(label):
    return target(tone_target(label["tone"]), (label["principal"], label["principal_object"]),
                  (label["counterpart"], label["counterpart_object"]), [bool(label.get(name)) for name in POINTERS])


def other_target(label, side, mentioned, alone):
    """The sentence turned to another principal (`principals.turn`) -> (target, whether the new principal voices something).
    Tone does not depend on the principal. What is unknown is left out of the loss."""
    own, rest, voices = principals.turn(label, side, mentioned, alone)
    told = bool(label.get("counterpart_speaker")) and label.get("counterpart_actor") is not None
    # Its counterparts are the Kremlin and, where a third actor voices o, that one.
    rest_told = (label["principal"] == "n" or bool(label.get("principal_speaker"))) and (voices or label["counterpart"] == "n" or told)
    return target(tone_target(label["tone"]), own, rest, (told, rest_told)), voices


def kremlin_speakers(label):
    """(words, role) of the labelled speakers that the unit itself names."""
    return own_words(label, {"principal": 1, "counterpart": 2})


def other_speakers(label, side):
    """The same with another actor as principal; nothing where it is not known who the counterpart is."""
    actor = label.get("counterpart_actor")
    counterpart = None if actor is None or actor in principals.AMBIGUOUS else 1 if actor in side else 2
    return own_words(label, {"principal": 2, "counterpart": counterpart})


def own_words(label, roles):
    out = []
    for who, role in roles.items():
        words = label.get(who + "_speaker")
        if role and words and words[0] not in "^=":
            out.append((words, role))
    return out


def quadclass_target(verbal, cooperation):
    """A human conflict/cooperation code as a soft target of the tone: verbal mostly 1, material mostly 2; conflict mirrored."""
    side = (0.05, 0.75, 0.2) if verbal else (0.05, 0.35, 0.6)
    if not cooperation and not verbal:
        side = (0.05, 0.3, 0.65)
    tone = np.zeros(5, np.float32)
    for distance, probability in enumerate(side):
        tone[2 + distance if cooperation else 2 - distance] = probability
    return target(tone, None, None)
