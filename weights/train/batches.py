"""From records to training windows: views, other principals, masked names, glued units, length-sorted batches."""
import numpy as np

import labels
from labels import HEADS, WEIGHT

UNK, BOS_ROLE, CONTEXT_ROLES = 3, 3, (4, 5)
WINDOW_TOKENS = 224
CONTEXT_TOKENS, CONTEXT_SENTENCES = 48, 2
BATCH_TOKENS = 1150

# Another principal, of the examples that can have one: where it voices something, where it is only mentioned. About a
# third of all windows.
OTHER_VOICED, OTHER_MENTIONED = 0.65, 0.5
VOICED_PREFERENCE = 4  # another principal that voices something is drawn so many times as often as one that is silent
VIEW = 0.3  # a translation instead of the original, where there is one
DROP_CONTEXT = 0.1
GLUED = 0.5
# Sentences in which the labelled speaker carries its role: the model uses attribution where it is there and lives without.
TOLD = 0.25
MASK_WINDOW, MASK_MENTION = 0.3, 0.15
# Shares of each set that one epoch sees, and how often it sees the articles. The second mixture leans on whole articles, where
# the first one is weakest; the third on sentences that earlier legs labelled (distil.py), against learning articles by heart. The
# fourth cuts half of the articles' windows anew each time (`reframed`), turns some windows to everybody else as principal
# (`exchanged`), and adds parallel sentences and sentiment; the fifth our own passages, too; the sixth also the sentences of the
# unlabelled sets that were read by the codebook (readings/); the seventh goes once through readings, articles
# and passages; the eighth, for a last leg, too, and puts quiet sentences into some windows (`interrupted`).
MIXTURES = {
    1: {"units": 1.0, "quadclass": 0.5, "directed": 0.15, "corpus": 0.0, "article_repeats": 2},
    2: {"units": 0.6, "quadclass": 0.2, "directed": 0.1, "corpus": 0.0, "article_repeats": 3},
    3: {"units": 1.0, "quadclass": 0.15, "directed": 0.1, "corpus": 1.0, "article_repeats": 1},
    4: {"units": 1.0, "quadclass": 0.15, "directed": 0.1, "corpus": 1.0, "parallel": 1.0, "sentiment": 0.4, "article_repeats": 2,
        "view": 0.5, "exchanged": 0.15, "reframed": 0.5},
    5: {"units": 1.0, "quadclass": 0.1, "directed": 0.05, "corpus": 0.6, "parallel": 0.6, "sentiment": 0.2, "article_repeats": 2,
        "passage_repeats": 2, "view": 0.5, "exchanged": 0.15, "reframed": 0.5},
    6: {"units": 0.7, "readings": 1.0, "quadclass": 0.1, "directed": 0.05, "corpus": 0.4, "parallel": 0.5, "sentiment": 0.1,
        "article_repeats": 1, "passage_repeats": 2, "view": 0.5, "exchanged": 0.15, "reframed": 0.5},
    7: {"units": 0.6, "readings": 1.0, "quadclass": 0.06, "directed": 0.03, "corpus": 0.3, "parallel": 0.4, "sentiment": 0.05,
        "article_repeats": 1, "passage_repeats": 1, "view": 0.5, "exchanged": 0.15, "reframed": 0.5},
    8: {"units": 0.6, "readings": 1.0, "quadclass": 0.05, "directed": 0.03, "corpus": 0.15, "parallel": 0.3, "sentiment": 0.03,
        "article_repeats": 1, "passage_repeats": 1, "view": 0.5, "exchanged": 0.15, "reframed": 0.5, "interrupted": 0.25},
}


def example(window, targets, random=None):
    """targets [sentences of the article, TARGET] -> (ids, roles, spans [n, 3], targets [n, TARGET], named); with `random`, the
    labelled speakers of some sentences carry their roles"""
    ids, roles, sentences, told, named = window
    if random is not None:
        roles = roles.copy()
        for begin, _, close, _ in sentences:
            if random.random() < TOLD:
                roles[begin:close + 1] = told[begin:close + 1]
    return ids, roles, sentences[:, :3].astype(np.int64), targets[sentences[:, 3]], named


def without_context(item):
    ids, roles, spans, targets, named = item
    begin = spans[0, 0]
    ids, roles, named = (np.concatenate([part[:1], part[begin:]]) for part in (ids, roles, named))
    return ids, roles, spans - (begin - 1), targets, named


def glue(items):
    """Unrelated units as the sentences of one window; the first one's context stays."""
    ids, roles, spans, targets, named = ([part] for part in items[0])
    length = len(ids[0])
    for item_ids, item_roles, item_spans, item_targets, item_named in items[1:]:
        begin = item_spans[0, 0]
        ids.append(item_ids[begin:])
        roles.append(item_roles[begin:])
        spans.append(item_spans + (length - begin))
        targets.append(item_targets)
        named.append(item_named[begin:])
        length += len(item_ids) - begin
    return tuple(np.concatenate(part) for part in (ids, roles, spans, targets, named))


def glue_all(items, random):
    """Two to six units a window, as many as fit."""
    out, group, length, wanted = [], [], 0, 0
    for item in items:
        grows = len(item[0]) if not group else len(item[0]) - item[2][0, 0]
        if group and (len(group) == wanted or length + grows > WINDOW_TOKENS):
            out.append(glue(group))
            group, grows = [], len(item[0])
        if not group:
            length, wanted = 0, random.integers(2, 7)
        group.append(item)
        length += grows
    if group:
        out.append(glue(group))
    return out


def mask_mentions(item, random):
    """Words of some mentions become <unk> and keep their role: what counts is the role, not the name."""
    ids, roles, spans, targets, named = item
    marked = (roles != 0) & (roles != BOS_ROLE)
    marked[spans[:, 2]] = False  # the closing tokens
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.where(marked, roles, 0), [0]])))
    ids = ids.copy()
    for begin, end in zip(edges[:-1], edges[1:]):
        if marked[begin] and random.random() < MASK_MENTION:
            ids[begin:end] = UNK
    return ids, roles, spans, targets, named


def exchange(item):
    """The same window with the sides exchanged: everybody but its principal as principal. Every label stays known, but for the
    sentiment, which is towards the principal: such windows stay as they are."""
    ids, roles, spans, targets, named = item
    if targets[:, WEIGHT["sentiment"]].any():
        return item
    return (ids, np.array([0, 2, 1, 3, 5, 4], roles.dtype)[roles], spans, labels.exchanged(targets),
            np.array([0, 2, 1, 3], named.dtype)[named])


def reframe(item, random):
    """A window of several sentences cut in two at random, the second part with the end of the first as its context, nearly as
    the engine would cut it (which puts the title before that, where it fits): an article is not learnt by heart so soon where its windows differ from time to time."""
    ids, roles, spans, targets, named = item
    if len(spans) < 2:
        return [item]
    cut = random.integers(1, len(spans))
    before = spans[max(0, cut - CONTEXT_SENTENCES):cut]
    inside = [np.arange(begin, end) for begin, end, _ in before]
    if len(before) < CONTEXT_SENTENCES:  # then the older context is still in reach; its last token is its </s>
        inside.insert(0, np.arange(1, max(1, spans[0, 0] - 1)))
    context = np.concatenate(inside)[-CONTEXT_TOKENS:]
    begin, closing = spans[cut, 0], spans[cut - 1, 2]
    in_context = np.where(roles[context] < 3, roles[context] + 3, roles[context])
    head = len(context) + 2
    second = (np.concatenate([ids[:1], ids[context], ids[closing:closing + 1], ids[begin:]]),
              np.concatenate([roles[:1], in_context, [BOS_ROLE], roles[begin:]]).astype(roles.dtype),
              spans[cut:] - (begin - head), targets[cut:], np.concatenate([np.zeros(head, named.dtype), named[begin:]]))
    return [(ids[:closing + 1], roles[:closing + 1], spans[:cut], targets[:cut], named[:closing + 1]), second]


def is_quiet(item):
    """One sentence of neutral tone in which nobody is named and nobody voices anything."""
    _, roles, spans, targets, _ = item
    known = (targets[0, [WEIGHT["tone"], WEIGHT["principal_framing"], WEIGHT["counterpart_framing"]]] == 1).all()
    return (len(spans) == 1 and known and not roles[roles != BOS_ROLE].any() and targets[0, HEADS["tone"]].argmax() == 2
            and targets[0, HEADS["principal_framing"]][2] == 1 and targets[0, HEADS["counterpart_framing"]][2] == 1)


def interrupt(item, quiet, random):
    """The window with a quiet sentence of elsewhere (of any language) put in before, between or behind its own, where it fits:
    it is to change no other answer."""
    ids, roles, spans, targets, named = item
    begin = quiet[2][0, 0]
    length = len(quiet[0]) - begin
    if len(ids) + length > WINDOW_TOKENS:
        return item
    at = random.integers(len(spans) + 1)
    place = spans[at, 0] if at < len(spans) else len(ids)

    def joined(old, new):
        return np.concatenate([old[:place], new[begin:], old[place:]])
    return (joined(ids, quiet[0]), joined(roles, quiet[1]),
            np.concatenate([spans[:at], quiet[2] - begin + place, spans[at:] + length]),
            np.concatenate([targets[:at], quiet[3], targets[at:]]), joined(named, quiet[4]))


def draw_unit(record, view_share, random):
    """-> (principal, windows, targets [1, TARGET])"""
    others = record["others"]
    if others and random.random() < (OTHER_VOICED if any(o[3] for o in others) else OTHER_MENTIONED):
        weights = np.array([VOICED_PREFERENCE if o[3] else 1.0 for o in others])
        principal, windows, target, _ = others[random.choice(len(others), p=weights / weights.sum())]
        return principal, windows, target[None]
    views = record["views"]
    view = random.integers(1, len(views)) if len(views) > 1 and random.random() < view_share else 0
    target = record["target"][None]
    if view > 0:  # where the speaker stands in a translation is not labelled
        target = target.copy()
        target[:, [WEIGHT[name] for name in labels.POINTERS]] = 0
    return "kremlin", views[view], target


def draw_auxiliary(record, random):
    return "kremlin", record["views"][random.integers(len(record["views"]))], record["target"][None]


def draw_article(article, random):
    """-> examples of all windows, some with another principal that voices something in them"""
    out = []
    for i, window in enumerate(article["windows"]):
        voiced, mentioned = [], []
        for windows, targets, voices in article["others"].values():
            turned = windows[i]
            if voices[turned[2][:, 3]].any():
                voiced.append((turned, targets))
            elif (turned[1] == 1).any():
                mentioned.append((turned, targets))
        if voiced and random.random() < OTHER_VOICED:
            out.append(example(*voiced[random.integers(len(voiced))], random))
        elif mentioned and random.random() < OTHER_MENTIONED / 2:
            out.append(example(*mentioned[random.integers(len(mentioned))], random))
        else:
            out.append(example(window, article["targets"], random))
    return out


def share(records, part, random):
    return [records[i] for i in random.permutation(len(records))[: int(len(records) * part)]]


def epoch(data, seed, leg):
    """All batches of one epoch of a leg, in training order; the same seed gives the same batches."""
    random = np.random.default_rng(seed)
    mixture = MIXTURES[leg]

    def chance(name):
        return name in mixture and random.random() < mixture[name]
    def drawn_from(part, name):
        return share(data[part], mixture[name], random) if mixture.get(name) else []
    drawn = [draw_unit(r, mixture.get("view", VIEW), random)
             for part, name in (("train_units", "units"), ("readings", "readings")) for r in drawn_from(part, name)]
    for part in ("quadclass", "directed", "corpus", "parallel", "sentiment"):
        drawn += [draw_auxiliary(r, random) for r in drawn_from(part, part)]
    items, to_glue = [], {}
    for i in random.permutation(len(drawn)):
        principal, windows, targets = drawn[i]
        if len(windows) == 1 and random.random() < GLUED:
            # One principal a window, as in real ones.
            to_glue.setdefault(principal, []).append(example(windows[0], targets, random))
        else:
            items += [example(window, targets, random) for window in windows]
    for group in to_glue.values():
        items += glue_all(group, random)
    quiet = [item for item in items if is_quiet(item)]
    items = [without_context(item) if item[2][0, 0] > 1 and random.random() < DROP_CONTEXT else item for item in items]
    for article in mixture["article_repeats"] * data["train_articles"] + mixture.get("passage_repeats", 0) * data["passages"]:
        for item in draw_article(article, random):
            for part in reframe(item, random) if chance("reframed") else [item]:
                items.append(interrupt(part, quiet[random.integers(len(quiet))], random) if quiet and chance("interrupted") else part)
    items = [exchange(item) if chance("exchanged") else item for item in items]
    items = [mask_mentions(item, random) if random.random() < MASK_WINDOW else item for item in items]
    # Nearly sorted by length: little padding, and other neighbours in every epoch.
    batches = length_batches(items, np.array([len(item[0]) for item in items]) * random.uniform(0.97, 1.03, len(items)))
    return [batches[i] for i in random.permutation(len(batches))]


def length_batches(items, key):
    batches, batch, longest = [], [], 0
    for i in np.argsort(key, kind="stable"):
        length = len(items[i][0])
        if batch and max(longest, length) * (len(batch) + 1) > BATCH_TOKENS:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(items[i])
        longest = max(longest, length)
    if batch:
        batches.append(batch)
    return batches


def tokens(batch):
    return sum(len(item[0]) for item in batch)


def collate(batch):
    """-> ids, roles, positions [windows, length], mask bool [windows, 1, 1, length] or None, sentences [n, 4], targets [n, TARGET],
    named [windows, length]"""
    length = max(len(item[0]) for item in batch)
    ids = np.ones((len(batch), length), np.int64)
    roles = np.zeros((len(batch), length), np.int64)
    mask = np.zeros((len(batch), 1, 1, length), bool)
    named = np.zeros((len(batch), length), np.int64)
    sentences, targets = [], []
    for row, (item_ids, item_roles, spans, item_targets, item_named) in enumerate(batch):
        ids[row, :len(item_ids)] = item_ids
        named[row, :len(item_ids)] = item_named
        roles[row, :len(item_ids)] = item_roles
        mask[row, 0, 0, :len(item_ids)] = True
        sentences.append(np.concatenate([np.full((len(spans), 1), row), spans], 1))
        targets.append(item_targets)
    positions = np.broadcast_to(np.arange(length), ids.shape)
    return ids, roles, positions, None if mask.all() else mask, np.concatenate(sentences), np.concatenate(targets), named
