"""Train the classifier on the windows of prepare.py (PyTorch 2, bf16 products, two cores).

    train.py --base BASE --cache CACHE [--tokens 3400000] [--minutes M] [--seed 1]
    train.py --base BASE --cache CACHE/leg2 --start CACHE/leg1/final.npz --leg 2 --rate 6e-5 --tokens 1400000 ...

The number of steps, and with it the linear decay, follows from the token budget before the first step. With --minutes the decay
follows the clock instead where that is ahead, and training ends in time on a busy machine. Run again after an interruption:
it goes on from CACHE/checkpoint.pt (--minutes may then differ, the minutes already trained count). Leaves CACHE/final.npz
(float32 arrays), CACHE/dev.npz (logits and targets of dev) and CACHE/training.json.
"""
import argparse
import json
import os
import pickle
import time

# Threads that spin at barriers halve the speed on a machine that is doing something else; OpenMP reads this when torch loads.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from torch.nn import functional as F

import batches
import labels
import metrics
from arrays import load_base
from labels import HEADS, WEIGHT
from model import Classifier, state_arrays

RATE, HEAD_RATE, WARM_UP, WEIGHT_DECAY, CLIP = 8e-5, 6.0, 0.06, 0.01, 1.0
LOSS = {"tone": 1.0, "principal_framing": 1.5, "principal_object": 0.7, "counterpart_framing": 1.0, "counterpart_object": 0.5,
        "sentiment": 0.5, "principal_speaker": 0.3, "counterpart_speaker": 0.3}
CHECKPOINT_SECONDS = 480
EVALUATIONS = 3


def plan(data, budget, seed, leg):
    """Batches of as many epochs as the budget pays for."""
    out, total, number = [], 0, 0
    while True:
        for batch in batches.epoch(data, seed * 1000 + number, leg):
            out.append(batch)
            total += batches.tokens(batch)
            if total >= budget:
                return out, total
        number += 1


def loss_of(logits, targets):
    """Cross-entropy with soft targets, head by head over the sentences that the head learns from."""
    total = 0.0
    for name, part in HEADS.items():
        weight = targets[:, WEIGHT[name]]
        entropy = -(targets[:, part] * F.log_softmax(logits[:, part], 1)).sum(1)
        # A head that few sentences of the batch teach is not to shout: at least four share the mean.
        total = total + LOSS[name] * (entropy * weight).sum() / weight.sum().clamp(min=4)
    return total


def pointer_loss(scores, sentences, targets, named):
    """Cross-entropy of each pointer over the tokens of a sentence and its closing one, over the sentences that it learns from."""
    taught = (targets[:, [WEIGHT[name] for name in labels.POINTERS]] > 0).any(1)
    if not taught.any():
        return 0.0
    wanted, inside = pointer_targets(sentences[taught], named)
    logits = scores[sentences[taught, 0]].masked_fill(~inside[..., None], -1e4)
    entropy = -(wanted * F.log_softmax(logits, 1)).sum(1)
    total = 0.0
    for i, name in enumerate(labels.POINTERS):
        weight = targets[taught, WEIGHT[name]]
        total = total + LOSS[name] * (entropy[:, i] * weight).sum() / weight.sum().clamp(min=4)
    return total


def pointer_targets(sentences, named):
    """-> wanted [n, length, 2], inside bool [n, length]: the tokens of each sentence; those that name a speaker share the 1, the
    closing token has it where none does"""
    window, begin, _, close = sentences.unbind(1)
    at = torch.arange(named.shape[1])
    inside = (at >= begin[:, None]) & (at <= close[:, None])
    wanted = torch.stack([(named[window] & bit) > 0 for bit in (1, 2)], 2) & inside[..., None]
    wanted[torch.arange(len(close)), close] = ~wanted.any(1)
    return wanted.float() / wanted.sum(1, keepdim=True), inside


def pointer_hits(scores, close, wanted):
    """Whether each pointer finds a word of the speaker, or that there is none (the closing token then has half of the chance or
    more, as in the engine)."""
    chance = torch.softmax(scores, 1)
    rows = torch.arange(len(close))
    none = chance[rows, close] >= 0.5
    chance[rows, close] = 0
    best = wanted.gather(1, chance.argmax(1, keepdim=True)).squeeze(1) > 0
    return torch.where(wanted[rows, close] > 0, none, best & ~none)


def average(paths, weights=None):
    """Arrays of several classifiers, averaged; weights sum to 1, by default they are equal."""
    loaded = [np.load(path) for path in paths]
    weights = weights or [1 / len(paths)] * len(paths)
    mean = {name: sum(w * arrays[name] for w, arrays in zip(weights, loaded)).astype(np.float32) for name in loaded[0].files}
    # Arrays unpacked from a bundle without pointers have zeros there, which are no opinion.
    known = sum(w for w, arrays in zip(weights, loaded) if arrays["pointer.weight"].any())
    if known:
        mean["pointer.weight"] /= known
    return mean


def to_tensors(batch):
    return [None if part is None else torch.from_numpy(np.ascontiguousarray(part)) for part in batches.collate(batch)]


def predict(model, items):
    """Logits in the order of the items' sentences, their targets, and whether each pointer finds the words [n, 2]."""
    order = batches.length_batches([item + (i,) for i, item in enumerate(items)], np.array([len(i[0]) for i in items]))
    logits, found = [None] * len(items), [None] * len(items)
    model.eval()
    with torch.no_grad():
        for batch in order:
            *inputs, _, named = to_tensors([item[:5] for item in batch])
            out, pointers = model(*inputs)
            wanted, inside = pointer_targets(inputs[-1], named)
            hit = pointer_hits(pointers[inputs[-1][:, 0]].masked_fill(~inside[..., None], -1e4), inputs[-1][:, 3], wanted)
            at = 0
            for item in batch:
                logits[item[5]], found[item[5]] = out[at:at + len(item[2])].numpy(), hit[at:at + len(item[2])].numpy()
                at += len(item[2])
    model.train()
    return np.concatenate(logits), np.concatenate([item[3] for item in items]), np.concatenate(found)


def dev_items(data):
    """{set: items}; a sentence in parts counts once per part here, the built program merges them."""
    units, others, articles, article_others = [], [], [], []
    for record in data["dev_units"]:
        units += [batches.example(w, record["target"][None]) for w in record["views"][0]]
        for _, windows, target, voices in record["others"]:
            if voices:
                others += [batches.example(w, target[None]) for w in windows]
    for article in data["dev_articles"]:
        articles += [batches.example(w, article["targets"]) for w in article["windows"]]
    return {"units": units, "articles": articles, "other principals, voiced units": others}


def scores(logits, targets, found):
    out = {}
    for i, name in enumerate(labels.POINTERS):
        known = targets[:, WEIGHT[name]] > 0
        out[name] = float(found[known, i].mean()) if known.any() else 0.0
    for name in ("principal_framing", "counterpart_framing"):
        part, weight = HEADS[name], WEIGHT[name]
        known = targets[:, weight] > 0
        truth = [set(np.flatnonzero(t > 0)) for t in targets[known][:, part]]
        out[name] = metrics.macro_f1(list(zip(logits[known][:, part].argmax(1), truth)))
    tone = torch.softmax(torch.from_numpy(logits[:, HEADS["tone"]]), 1).numpy()
    sign = np.stack([tone[:, :2].sum(1), tone[:, 2], tone[:, 3:].sum(1)], 1).argmax(1)
    truth = [{int(np.sign(t - 2)) + 1} for t in targets[:, HEADS["tone"]].argmax(1)]
    out["tone_sign"] = metrics.macro_f1(list(zip(sign, truth)))
    for name in ("tone", "principal_framing", "counterpart_framing"):
        known = targets[:, WEIGHT[name]] > 0
        p = F.log_softmax(torch.from_numpy(logits[known][:, HEADS[name]]), 1).numpy()
        out["nll_" + name] = float(-(p * targets[known][:, HEADS[name]]).sum(1).mean())
    return {name: round(value, 4) for name, value in out.items()}


def sentiment_scores(records, logits, targets, _):
    """Macro-F1 of NewsMTSC over three classes, and F1 of RuSentNE over positive and negative, as their authors have it."""
    out = {}
    for name, classes in (("newsmtsc", 3), ("rusentne", 2)):
        chosen = [i for i, record in enumerate(records) if record["id"].startswith(name)]
        counts = np.zeros((3, 3), int)
        for i in chosen:
            part = HEADS["sentiment"]
            counts += metrics.counts(int(logits[i, part].argmax()), {int(targets[i, part].argmax())})
        out[name] = round(metrics.f1_of(counts[:classes].tolist()), 4)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--tokens", type=int, default=3400000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE, help="peak learning rate of the encoder")
    parser.add_argument("--leg", type=int, default=1, help="which mixture of batches.py")
    parser.add_argument("--start", nargs="+", help="arrays of earlier legs (final.npz), averaged, to go on from instead of the base")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--pointers-only", action="store_true", help="train the pointers alone: after an average, whose encoder is a new one to them")
    parser.add_argument("--steps", type=int, help="stop after so many steps: a speed check")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)

    def path(name):
        return os.path.join(arguments.cache, name)

    with open(path("data.pkl"), "rb") as f:
        data = pickle.load(f)
    if os.path.exists(path("corpus.pkl")):
        with open(path("corpus.pkl"), "rb") as f:
            data.update(pickle.load(f))
    for part, made_by in (("readings", "data.pkl (prepare.py of this recipe)"), ("corpus", "corpus.pkl (distil.py)")):
        if batches.MIXTURES[arguments.leg].get(part) and part not in data:
            raise SystemExit("mixture %d needs a %s with %s in %s" % (arguments.leg, made_by, part, arguments.cache))
    for part in [name for name, records in data.items() if isinstance(records, list) and records and "target" in records[0]]:
        if len(data[part][0]["target"]) != labels.TARGET:
            raise SystemExit("%s: its %s were made by another version of this recipe; delete data.pkl and corpus.pkl there" % (
                arguments.cache, part))
    config, base = load_base(arguments.base)
    model = Classifier(config, base, arguments.dropout).train()
    if arguments.start:
        model.set_arrays(average(arguments.start))
    if arguments.pointers_only:
        for name, parameter in model.named_parameters():
            parameter.requires_grad = name.startswith("pointer.")
    groups = [{"params": [p for n, p in model.named_parameters() if not n.startswith(("head.", "pointer."))], "factor": 1.0},
              {"params": [*model.head.parameters(), *model.pointer.parameters()], "factor": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=arguments.rate, weight_decay=WEIGHT_DECAY, fused=True)
    schedule, total = plan(data, arguments.tokens, arguments.seed, arguments.leg)
    steps = len(schedule)
    print("%d steps, %d tokens, %d windows, %d sentences" % (
        steps, total, sum(map(len, schedule)), sum(len(i[2]) for b in schedule for i in b)), flush=True)
    first, history, used = 0, [], 0.0
    if os.path.exists(path("checkpoint.pt")):
        saved = torch.load(path("checkpoint.pt"), weights_only=True)
        if saved["steps"] != steps:
            raise SystemExit("the checkpoint belongs to another schedule (%d steps, now %d)" % (saved["steps"], steps))
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        first, history = saved["step"], json.loads(saved["history"])
        used = saved["seconds"]
        print("resumed at step %d" % first, flush=True)
    dev = dev_items(data)

    def evaluate(step):
        begin = time.time()
        results = {name: scores(*predict(model, items)) for name, items in dev.items() if items}
        if batches.MIXTURES[arguments.leg].get("sentiment"):
            records = [r for r in data["dev_sentiment"] if len(r["views"][0]) == 1 and len(r["views"][0][0][2]) == 1]
            items = [batches.example(r["views"][0][0], r["target"][None]) for r in records]
            results["sentiment"] = sentiment_scores(records, *predict(model, items))
        history.append({"step": step, "dev": results})
        print("step %d dev %s (%.0f s)" % (step, json.dumps(results), time.time() - begin), flush=True)

    def save(step):
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "steps": steps,
                    "seconds": used + time.time() - began, "history": json.dumps(history)}, path("checkpoint.pt.part"))
        os.replace(path("checkpoint.pt.part"), path("checkpoint.pt"))

    evaluate_at = set() if arguments.pointers_only else {round(steps * i / EVALUATIONS) for i in range(1, EVALUATIONS)}
    saved_at = began = time.time()
    done_tokens = done_windows = 0
    recent, done = [], first
    for step in range(first, steps):
        torch.manual_seed(arguments.seed * 1000003 + step)  # dropout after a resumption is what it would have been
        clock = (used + time.time() - began) / 60 / arguments.minutes
        if clock >= 1:
            break
        progress = max(step / steps, clock)
        factor = min((step + 1) / steps / WARM_UP, (1 - progress) / (1 - WARM_UP))
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * group["factor"] * factor
        *inputs, targets, named = to_tensors(schedule[step])
        logits, pointers = model(*inputs)
        loss = loss_of(logits, targets) + pointer_loss(pointers, inputs[-1], targets, named)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        done = step + 1
        recent.append(loss.item())
        done_tokens += batches.tokens(schedule[step])
        done_windows += len(schedule[step])
        if (step + 1) % 25 == 0 or step == first:
            elapsed = time.time() - began
            print("step %d/%d loss %.4f, %.0f tokens/s, %.1f windows/s, rate %.1e, %.0f minutes left" % (
                step + 1, steps, np.mean(recent), done_tokens / elapsed, done_windows / elapsed, arguments.rate * factor,
                min(elapsed / (step + 1 - first) * (steps - step - 1) / 60, arguments.minutes * (1 - clock))), flush=True)
            recent = []
        if arguments.steps and step + 1 - first >= arguments.steps:
            return
        if step + 1 in evaluate_at:
            evaluate(step + 1)
        if time.time() - saved_at > CHECKPOINT_SECONDS:
            save(step + 1)
            saved_at = time.time()
    evaluate(done)
    save(done)
    np.savez(path("final.npz"), **state_arrays(model))
    logits, targets, _ = predict(model, dev["units"] + dev["articles"])
    np.savez(path("dev.npz"), logits=logits, targets=targets)
    earlier = []
    if arguments.start:
        with open(os.path.join(os.path.dirname(arguments.start[-1]), "training.json"), encoding="utf8") as f:
            earlier = json.load(f)["legs"]
    leg = "mixture %d: %d steps, seed %d%s" % (arguments.leg, done, arguments.seed, ", pointers only" if arguments.pointers_only else "")
    with open(path("training.json"), "w") as f:
        json.dump({"legs": earlier + [leg], "planned_steps": steps,
                   "planned_tokens": total, "minutes": round((used + time.time() - began) / 60, 1),
                   "torch": torch.__version__, "gazetteer": data["gazetteer"], "history": history}, f, indent=1)


if __name__ == "__main__":
    main()
