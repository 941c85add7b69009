"""The classifier as it is shipped: packed windows without padding, int8 products, stock torch operators only.

Written with torch 1.13 so that one file loads in every libtorch since. What makes the numbers of a window independent of
its neighbours in the pack: every row has its own activation scale, attention and pooling run window by window, and nothing
sums across rows.
"""
import math
from typing import List, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ENGINE = "onednn"  # must be set where the file is written and where it is loaded: prepacked weights belong to an engine


class WordTable(nn.Module):
    """The word table in its published form: blocks of 32 weights, 4 bits each, one float16 scale per block."""

    def __init__(self, nibbles, scale):
        super().__init__()
        self.register_buffer("nibbles", nibbles)
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        packed = self.nibbles.index_select(0, ids)
        values = torch.cat([packed.bitwise_and(15), packed.bitwise_right_shift(4)], 2).to(torch.float32)
        scale = self.scale.index_select(0, ids).to(torch.float32).unsqueeze(2)
        return ((values - 8.0) * scale).flatten(1)


def scale_of(weight):
    """The int8 grid of every row, float64 [out]."""
    return weight.abs().amax(1).clamp(min=1e-8).double() / 127.0


def on_grid(weight, scale):
    """float32 [out, in] rounded to int8, one scale per output."""
    return torch.quantize_per_channel(weight, scale, torch.zeros(len(weight), dtype=torch.int64), 0, torch.qint8)


class Linear8(nn.Module):
    """int8 weights with a scale per output; activations uint8 with an offset and a scale per row.

    The stock dynamic product takes one activation scale from the smallest and largest value of its whole input, which
    would let a window change its neighbours' numbers. So every row is mapped to [-1, 1] first, and one extra row holds
    both ends: the operator then sees the same range, and picks the same scale, always.
    """

    def __init__(self, quantised, bias):
        super().__init__()
        self.packed = torch.ops.quantized.linear_prepack(quantised, None)
        self.register_buffer("bias", bias)
        self.register_buffer("row_sum", quantised.dequantize().sum(1))  # the product with a constant input of 1
        ends = torch.zeros(1, quantised.size(1))
        ends[0, 0], ends[0, 1] = -1.0, 1.0
        self.register_buffer("ends", ends)
        self.weight = torch.zeros(0)  # filled by use_float

    def use_float(self):
        self.weight = torch.ops.quantized.linear_unpack(self.packed)[0].dequantize()

    def forward(self, x: Tensor, windows: List[int]) -> Tensor:
        if self.weight.numel() > 0:
            # Window by window: a float product over more rows may round differently.
            parts: List[Tensor] = []
            for i in range(len(windows) - 1):
                parts.append(F.linear(x[windows[i]:windows[i + 1]], self.weight, self.bias))
            return torch.cat(parts)
        # amax and amin are vectorised, aminmax is not; in place, because fresh memory costs more than the arithmetic.
        high = x.amax(1, keepdim=True)
        low = x.amin(1, keepdim=True)
        middle = (low + high) * 0.5
        half = ((high - low) * 0.5).clamp_min_(1e-12)
        inverse = half.reciprocal()
        scaled = torch.empty(x.size(0) + 1, x.size(1))
        rows = scaled.narrow(0, 0, x.size(0))
        torch.mul(x, inverse, out=rows)
        # Rounding may step over the ends: without the clamp one row's last bit would move every row's scale.
        rows.sub_(middle * inverse).clamp_(-1.0, 1.0)
        scaled.narrow(0, x.size(0), 1).copy_(self.ends)
        y = torch.ops.quantized.linear_dynamic(scaled, self.packed).narrow(0, 0, x.size(0))
        return y.mul_(half).addcmul_(middle, self.row_sum).add_(self.bias)


class Norm(nn.Module):
    def __init__(self, weight, bias, epsilon: float):
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, (x.size(1),), self.weight, self.bias, self.epsilon)


class Layer(nn.Module):
    def __init__(self, get, product, heads: int, epsilon: float):
        super().__init__()
        self.heads = heads
        self.qkv = product("qkv")
        self.attention_output = product("attention_output")
        self.attention_norm = Norm(get("attention_norm.weight"), get("attention_norm.bias"), epsilon)
        self.ff_in = product("ff_in")
        self.ff_out = product("ff_out")
        self.ff_norm = Norm(get("ff_norm.weight"), get("ff_norm.bias"), epsilon)

    def use_float(self):
        self.qkv.use_float()
        self.attention_output.use_float()
        self.ff_in.use_float()
        self.ff_out.use_float()

    def attend(self, qkv: Tensor) -> Tensor:
        """[tokens of one window, 3 width] -> [tokens, width]"""
        tokens = qkv.size(0)
        width = qkv.size(1) // 3
        size = width // self.heads
        q, k, v = qkv.view(tokens, 3, self.heads, size).permute(1, 2, 0, 3).unbind(0)
        scores = torch.bmm(q * (1.0 / math.sqrt(size)), k.transpose(1, 2))
        return torch.bmm(torch.softmax(scores, 2), v).transpose(0, 1).reshape(tokens, width)

    def forward(self, x: Tensor, windows: List[int]) -> Tensor:
        qkv = self.qkv(x, windows)
        parts: List[Tensor] = []
        for i in range(len(windows) - 1):
            parts.append(self.attend(qkv[windows[i]:windows[i + 1]]))
        x = self.attention_norm(x + self.attention_output(torch.cat(parts), windows))
        return self.ff_norm(x + self.ff_out(F.gelu(self.ff_in(x, windows)), windows))


class PackedClassifier(nn.Module):
    """arrays: trained float32 tensors by the names of model.py, `position` among them; the word table stays as published.
    quantised: weights already rounded, by name; the others go to the nearest value of their grid."""

    def __init__(self, config, nibbles, scale, arrays, quantised):
        super().__init__()

        def product(name):
            weight = quantised.get(name + ".weight")
            if weight is None:
                weight = on_grid(arrays[name + ".weight"], scale_of(arrays[name + ".weight"]))
            return Linear8(weight, arrays[name + ".bias"])

        epsilon = float(config["norm_epsilon"])
        self.word = WordTable(nibbles, scale)
        self.register_buffer("position", arrays["position"])
        self.register_buffer("role", arrays["role"])
        self.norm = Norm(arrays["norm.weight"], arrays["norm.bias"], epsilon)
        self.layers = nn.ModuleList(
            Layer(lambda name: arrays["layers.%d.%s" % (i, name)], lambda name: product("layers.%d.%s" % (i, name)),
                  int(config["heads"]), epsilon)
            for i in range(int(config["layers"])))
        self.register_buffer("head_weight", arrays["head.weight"])
        self.register_buffer("head_bias", arrays["head.bias"])
        self.register_buffer("pointer_weight", arrays["pointer.weight"])

    @torch.jit.export
    def use_float(self):
        """Switch every int8 product to float32: for processors without int8 instructions, and as the reference."""
        for layer in self.layers:
            layer.use_float()

    def forward(self, ids: Tensor, roles: Tensor, positions: Tensor, windows: Tensor, sentences: Tensor) -> Tuple[Tensor, Tensor]:
        """All int32: ids, roles, positions [tokens]; windows [windows + 1] offsets; sentences [n, 3] begin, end, closing
        token, as indices into the pack -> float32 [n, 17], and of every token how much it looks like the words that name
        the speaker of its sentence's principal and counterpart framing, float32 [tokens, 2] (0 outside of sentences)."""
        # Lists first: a loop over tensor elements would synchronise and allocate at every step.
        offsets: List[int] = windows.to(torch.int64).tolist()
        x = self.word(ids) + self.position.index_select(0, positions) + self.role.index_select(0, roles)
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x, offsets)
        # Sentence by sentence, so that a sum's order depends on the sentence alone.
        spans: List[List[int]] = sentences.to(torch.int64).tolist()
        out = torch.empty(len(spans), self.head_bias.size(0))
        pointers = torch.zeros(x.size(0), self.pointer_weight.size(0))
        for i in range(len(spans)):
            begin, end, close = spans[i]
            vector = torch.cat([x[begin:end].mean(0), x[close]])
            torch.addmv(self.head_bias, self.head_weight, vector, out=out[i])
            pointers[begin:close + 1] = torch.mm(x[begin:close + 1], self.pointer_weight.t())
        return out, pointers


def classifier(config, nibbles, scale, arrays, quantised=None):
    torch.backends.quantized.engine = ENGINE
    tensors = {name: torch.from_numpy(value) for name, value in arrays.items()}
    return PackedClassifier(config, torch.from_numpy(nibbles), torch.from_numpy(scale), tensors, quantised or {}).eval()
