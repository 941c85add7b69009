"""The labels know the Kremlin's framing and one of all other actors; here a sentence is turned to another principal."""

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


def turn(label, side, mentioned, alone):
    """The same sentence with another actor as principal -> its (framing, object), that of its counterparts (each None where
    unknown), and whether the new principal voices something.

    The labels know the Kremlin's framing k, one framing o of all other actors, and (mostly) which actor voices it.
    - Nobody else voices anything (o = n): the new principal voices nothing; its counterparts are the Kremlin: k.
    - o is voiced by the new principal's side: o is its framing, and what is left for the counterparts is k.
    - o is voiced by a third actor: the new principal voices nothing. Its counterparts are that actor and the Kremlin: o where
      k is none; where both voice the same framing, that one (the object only where it is the same, too); else unknown.
    - o is voiced by an ambiguous group ("the West"): the new principal's framing is unknown, the counterparts' too.
    - Who voices o is not labelled: a unit that mentions no other group than the new principal's (`alone`) is taken as its
      voice, one that does not mention it as a third actor's, and everything else is unknown.
    """
    k = (label["principal"], label["principal_object"])
    o = (label["counterpart"], label["counterpart_object"])
    actor = label.get("counterpart_actor")
    nothing = ("n", "-")
    if o[0] == "n":
        return nothing, k, False
    if actor in side if actor else alone:
        return o, k, True
    if actor in AMBIGUOUS or (actor is None and mentioned):
        return None, None, False
    if k[0] == "n":
        return nothing, o, False
    if k[0] == o[0]:
        return nothing, (o[0], o[1] if o[1] == k[1] else None), False
    return nothing, None, False


def known(label):
    """Whether the labels say who voices the counterpart's framing, if there is one."""
    return label["counterpart"] == "n" or label.get("counterpart_actor") is not None
