"""Check an exported model and measure it (one thread, torch 1.13 and later).

    check_export.py --model MODEL.pt --dump WINDOWS.jsonl [--base BASE --arrays final.npz] [--out FILE]

WINDOWS.jsonl is a dump of `detente windows`. Stops when a window's numbers depend on its neighbours; prints int8 against float32
(which a processor without int8 instructions computes from the same file) and, with --base and --arrays, against the weights as
trained: difference of probabilities, share of sentences in which a pointer names another token, and tokens a second of processor time for packs of about 1000 tokens.
"""
import argparse
import json
import time

import torch

import labels

PACK_TOKENS = 1000


def read_windows(path):
    """-> [(ids, roles, positions, sentences)] sorted by length: as the engine batches them"""
    windows = []
    with open(path, encoding="utf8") as f:
        for line in f:
            for w in json.loads(line)["windows"]:
                windows.append((w["ids"], w["roles"], w["positions"], w["sentences"]))
    return sorted(windows, key=lambda w: len(w[0]))


def pack(windows):
    offsets, sentences, columns = [0], [], ([], [], [])
    for w in windows:
        for column, values in zip(columns, w):
            column += values
        sentences += [[offsets[-1] + at for at in s[:3]] for s in w[3]]
        offsets.append(offsets[-1] + len(w[0]))
    return [torch.tensor(x, dtype=torch.int32) for x in (*columns, offsets, sentences)]


def packs_of(windows):
    out, part, tokens = [], [], 0
    for w in windows:
        if part and tokens + len(w[0]) > PACK_TOKENS:
            out.append(part)
            part, tokens = [], 0
        part.append(w)
        tokens += len(w[0])
    return out + [part]


def run(model, packs):
    """-> (logits, pointers, tokens a second)"""
    model(*pack(packs[0]))
    inputs = [pack(p) for p in packs]
    began = time.process_time()
    logits, pointers = zip(*(model(*i) for i in inputs))
    seconds = time.process_time() - began
    return torch.cat(logits), torch.cat(pointers), sum(len(i[0]) for i in inputs) / seconds


def independent(model, windows):
    """Alone, first and last in a pack: the same bits?"""
    for i in range(0, len(windows), max(1, len(windows) // 4)):
        for others in ([windows[-1]], [windows[0], windows[len(windows) // 2]]):
            answers = (model(*pack(p)) for p in ([windows[i]], [windows[i]] + others, others + [windows[i]]))
            for alone, first, last in zip(*answers):
                if not (torch.equal(alone, first[:len(alone)]) and torch.equal(alone, last[-len(alone):])):
                    return False
    # A neighbour whose activations are a thousand times larger.
    product = model.layers.__getattr__("0").qkv
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(50, model.role.size(1), generator=generator)
    loud = torch.randn(13, model.role.size(1), generator=generator) * 1000
    return torch.equal(product(x, [0, 50]), product(torch.cat([x, loud]), [0, 50, 63])[:50])


def pointed(pointers, packs):
    """-> int64 [sentences, pointers]: the token that each pointer names, from the begin of its sentence; the closing one: none"""
    out, offset = [], 0
    for p in packs:
        *_, windows, sentences = pack(p)
        out += [pointers[offset + begin:offset + close + 1].argmax(0) for begin, _, close in sentences.tolist()]
        offset += int(windows[-1])
    return torch.stack(out)


def as_trained(arguments):
    import quantise
    from arrays import load_base, trained_arrays, word_blocks

    config, base = load_base(arguments.base)
    return quantise.unquantised(config, *word_blocks(arguments.base), trained_arrays(config, base, arguments.arrays))


def differences(a, b):
    """Logits of the same sentences -> {head: differences of probabilities}"""
    out = {}
    for name in labels.SHIPPED:
        p, q = (torch.softmax(x[:, labels.HEADS[name]], 1) for x in (a, b))
        difference = (p - q).abs().flatten()
        out[name] = {"mean": round(difference.mean().item(), 5), "max": round(difference.max().item(), 4),
                     "p99": round(difference.quantile(0.99).item(), 4),
                     "class_changes": round((p.argmax(1) != q.argmax(1)).float().mean().item(), 4)}
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--dump", required=True)
    parser.add_argument("--base")
    parser.add_argument("--arrays")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    if bool(arguments.arrays) != bool(arguments.base):
        parser.error("--arrays and --base go together")
    torch.set_num_threads(1)
    torch.backends.quantized.engine = "onednn"
    windows = read_windows(arguments.dump)
    packs = packs_of(windows)
    int8, reference = torch.jit.load(arguments.model), torch.jit.load(arguments.model)
    reference.use_float()
    with torch.no_grad():
        for name, model in (("int8", int8), ("float32", reference)):
            if not independent(model, windows):
                raise SystemExit("%s: a window's numbers depend on its neighbours" % name)
        a, a_pointers, fast = run(int8, packs)
        b, b_pointers, slow = run(reference, packs)
        trained = run(as_trained(arguments), packs) if arguments.arrays else None

    def against(other, pointers):
        changed = (pointed(a_pointers, packs) != pointed(pointers, packs)).float().mean(0)
        return {**differences(a, other), **{name: {"token_changes": round(share, 4)} for name, share in zip(labels.POINTERS, changed.tolist())}}
    result = {"torch": torch.__version__, "windows": len(windows), "packs": len(packs), "sentences": len(a),
              "int8_tokens_per_second": round(fast), "float32_tokens_per_second": round(slow), "against_float32": against(b, b_pointers)}
    if trained is not None:
        result["against_trained"] = against(*trained[:2])
    text = json.dumps(result, indent=1)
    print(text)
    if arguments.out:
        with open(arguments.out, "w") as f:
            f.write(text + "\n")


if __name__ == "__main__":
    main()
