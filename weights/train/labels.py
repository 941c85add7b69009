"""Labels of the codebook as targets of the five heads.

A target is 22 numbers: the wanted probabilities of the 17 outputs, then five weights that say which heads learn from it.
"""
import numpy as np

FRAMING = {"p": (1, 0, 0), "u": (0, 1, 0), "b": (0.5, 0.5, 0), "n": (0, 0, 1)}
OBJECT = {"o": (1, 0, 0), "m": (0, 1, 0), "x": (0, 0, 1)}
TONE_SMOOTHING = 0.05

# The principals that a counterpart's framing can be turned to, and the actor codes of the codebook that are their side.
OTHER_PRINCIPALS = {
    "white-house": {"us"},
    "kyiv": {"ua"},
    "beijing": {"cn"},
    "brussels": {"eu", "nato"},
    "tehran": {"ir"},
}
# Codes that may or may not include one of these sides.
AMBIGUOUS = {"xx", "west"}


def tone_target(value):
    one = np.full(5, TONE_SMOOTHING / 5, np.float32)
    one[value + 2] += 1 - TONE_SMOOTHING
    return one


def target(tone, principal, counterpart):
    """tone: five probabilities or None; principal, counterpart: (framing, object) or None where nothing is known. An object
    teaches nothing where there is no framing, or where it is None."""
    t = np.zeros(22, np.float32)
    if tone is not None:
        t[0:5] = tone
        t[17] = 1
    for at, weight, pair in ((5, 18, principal), (11, 20, counterpart)):
        if pair is None:
            continue
        framing, thing = pair
        t[at:at + 3] = FRAMING[framing]
        t[weight] = 1
        if framing != "n" and thing in OBJECT:
            t[at + 3:at + 6] = OBJECT[thing]
            t[weight + 1] = 1
    return t


def kremlin_target(label):
    return target(tone_target(label["tone"]), (label["principal"], label["principal_object"]),
                  (label["counterpart"], label["counterpart_object"]))


def other_target(label, side, mentioned, alone):
    """The same sentence with another actor as principal -> (target, whether the new principal voices something).

    The labels know the Kremlin's framing k, one framing o of all other actors, and (mostly) which actor voices it.
    - Nobody else voices anything (o = n): the new principal voices nothing; its counterparts are the Kremlin: k.
    - o is voiced by the new principal's side: o is its framing, and what is left for the counterparts is k.
    - o is voiced by a third actor: the new principal voices nothing. Its counterparts are that actor and the Kremlin: o where
      k is none; where both voice the same framing, that one (the object only where it is the same, too); else unknown.
    - o is voiced by an ambiguous group ("the West"): the new principal's framing is unknown, the counterparts' too.
    - Who voices o is not labelled: a unit that mentions no other group than the new principal's (`alone`) is taken as its
      voice, one that does not mention it as a third actor's, and everything else is unknown.
    Tone does not depend on the principal. What is unknown is left out of the loss.
    """
    k = (label["principal"], label["principal_object"])
    o = (label["counterpart"], label["counterpart_object"])
    actor = label.get("counterpart_actor")
    tone = tone_target(label["tone"])
    if o[0] == "n":
        return target(tone, ("n", "-"), k), False
    voices = actor in side if actor else alone
    if voices:
        return target(tone, o, k), True
    if actor in AMBIGUOUS or (actor is None and mentioned):
        return target(tone, None, None), False
    if k[0] == "n":
        rest = o
    elif k[0] == o[0]:
        rest = (o[0], o[1] if o[1] == k[1] else None)
    else:
        rest = None
    return target(tone, ("n", "-"), rest), False


def kremlin_speakers(label):
    """(words, role) of the labelled speakers that the unit itself names."""
    return own_words(label, {"principal": 1, "counterpart": 2})


def other_speakers(label, side):
    """The same with another actor as principal; nothing where it is not known who the counterpart is."""
    actor = label.get("counterpart_actor")
    counterpart = None if actor is None or actor in AMBIGUOUS else 1 if actor in side else 2
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
