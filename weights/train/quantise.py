"""int8 weights whose rounding errors make up for each other on real windows (GPTQ: Frantar et al. 2023, arXiv 2210.17323).

A weight is rounded to its row's grid, and what that changes in the product is taken back, as far as inputs go together, by the
weights of the row that are still to be rounded. The file, its speed and the grid are those of plain rounding.
"""
import torch

import graph

DAMPING = 0.01  # of the mean of the second moments: inputs that hardly vary in the sample
BLOCK = 64  # columns between two updates of all the rest
PRODUCTS = ("qkv", "attention_output", "ff_in", "ff_out")


def products(model):
    """-> {name of the weight: module}"""
    return {"layers.%d.%s.weight" % (i, name): getattr(layer, name) for i, layer in enumerate(model.layers) for name in PRODUCTS}


def unquantised(config, nibbles, scale, arrays):
    """The classifier with its float32 weights as trained."""
    model = graph.classifier(config, nibbles, scale, arrays)
    for name, product in products(model).items():
        product.weight = torch.from_numpy(arrays[name])
    return model


def second_moments(model, packs):
    """-> {name of the weight: sum over all tokens of x x^T, x the product's input, float64 [in, in]}"""
    moments = {name: torch.zeros(2 * (product.weight.size(1),), dtype=torch.float64)
               for name, product in products(model).items()}

    def add(name):
        def hook(_, inputs):
            x = inputs[0].double()
            moments[name] += x.t() @ x
        return hook
    hooks = [product.register_forward_pre_hook(add(name)) for name, product in products(model).items()]
    with torch.no_grad():
        for pack in packs:
            model(*pack)
    for hook in hooks:
        hook.remove()
    return moments


def rounded(weight, moment):
    """float32 [out, in] -> quantised per output"""
    rest, size = weight.double().clone(), weight.size(1)
    scale = graph.scale_of(weight)
    damped = moment + torch.eye(size, dtype=torch.float64) * moment.diagonal().mean() * DAMPING
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped))
    factor = torch.linalg.cholesky(inverse, upper=True)
    out = torch.zeros_like(rest)
    for begin in range(0, size, BLOCK):
        end = min(begin + BLOCK, size)
        errors = torch.zeros(len(rest), end - begin, dtype=torch.float64)
        for j in range(begin, end):
            out[:, j] = (rest[:, j] / scale).round().clamp(-127, 127) * scale
            errors[:, j - begin] = (rest[:, j] - out[:, j]) / factor[j, j]
            rest[:, j:end] -= errors[:, j - begin, None] * factor[j, None, j:end]
        rest[:, end:] -= errors @ factor[begin:end, end:]
    return graph.on_grid(out.float(), scale)


def quantised(config, nibbles, scale, arrays, packs):
    """-> {name of the weight: its int8 form}"""
    moments = second_moments(unquantised(config, nibbles, scale, arrays), packs)
    return {name: rounded(torch.from_numpy(arrays[name]), moment) for name, moment in moments.items()}
