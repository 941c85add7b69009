"""The classifier in training: base encoder, a role per token, linear heads on sentence vectors, pointers on tokens (PyTorch 2).

Batches hold whole windows padded to the longest of them; they come sorted by length, so little is padding.
"""
import torch
from torch import nn
from torch.nn import functional as F

import labels
from arrays import ROLES, base_arrays


class Layer(nn.Module):
    def __init__(self, width, heads, feed_forward, epsilon, dropout):
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.attention_output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, epsilon)
        self.ff_in = nn.Linear(width, feed_forward)
        self.ff_out = nn.Linear(feed_forward, width)
        self.ff_norm = nn.LayerNorm(width, epsilon)

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.attention_output(a.transpose(1, 2).reshape(batch, length, width))
        x = self.attention_norm(x + F.dropout(a, self.dropout, self.training))
        a = self.ff_out(F.gelu(self.ff_in(x)))
        return self.ff_norm(x + F.dropout(a, self.dropout, self.training))


class Classifier(nn.Module):
    def __init__(self, config, arrays, dropout=0.1):
        super().__init__()
        width = config["width"]
        self.dropout = dropout
        # Frozen: the word table keeps its published 4-bit values exactly, so the export can store it losslessly.
        self.register_buffer("word", torch.from_numpy(arrays["word"]), persistent=False)
        self.register_buffer("position", torch.from_numpy(arrays["position"]), persistent=False)
        self.role = nn.Parameter(torch.empty(ROLES, width))
        self.norm = nn.LayerNorm(width, config["norm_epsilon"])
        self.layers = nn.ModuleList(
            Layer(width, config["heads"], config["feed_forward"], config["norm_epsilon"], dropout)
            for _ in range(config["layers"]))
        self.head = nn.Linear(2 * width, labels.OUTPUTS)
        self.pointer = nn.Linear(width, len(labels.POINTERS), bias=False)
        self.set_arrays(base_arrays(config, arrays, labels.OUTPUTS))

    def set_arrays(self, arrays):
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(torch.from_numpy(arrays[name]))

    def forward(self, ids, roles, positions, mask, sentences):
        """ids, roles, positions [batch, length]; mask bool [batch, 1, 1, length] or None; sentences int64 [n, 4]: window,
        begin, end, closing token -> float32 [n, labels.OUTPUTS], and the pointers' logits of all tokens [batch, length, 2]."""
        x = self.word[ids] + self.position[positions] + self.role[roles]
        x = F.dropout(self.norm(x), self.dropout, self.training)
        with torch.autocast("cpu", torch.bfloat16):
            x = x.to(torch.bfloat16)
            for layer in self.layers:
                x = layer(x, mask)
        x = x.float()
        window, begin, end, close = sentences.unbind(1)
        sums = F.pad(x, (0, 0, 1, 0)).cumsum(1)
        mean = (sums[window, end] - sums[window, begin]) / (end - begin).unsqueeze(1)
        vector = torch.cat([mean, x[window, close]], 1)
        return self.head(F.dropout(vector, self.dropout, self.training)), self.pointer(F.dropout(x, self.dropout, self.training))


def state_arrays(model):
    """Trained parameters by name, as float32 arrays: what a checkpoint for the export holds."""
    return {name: value.detach().numpy() for name, value in model.named_parameters()}
