"""Small networks to look into, and oracles: what PyTorch's own modules and numpy make of their exported weights."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from rnn_demo.experiment.config import RunConfig
from rnn_demo.network import RowClassifier, build_model

SIZE = 5
CELLS = [
    {"cell": "rnn"},
    {"cell": "rnn", "nonlinearity": "relu"},
    {"cell": "gru"},
    {"cell": "lstm", "forget_bias": 1.0},
]
DIRECTIONS_AND_MERGES = [(False, "concat"), (True, "concat"), (True, "sum"), (True, "mean")]
Doubles = NDArray[np.float64]
PlainTorch = Callable[[RowClassifier], tuple[nn.RNNBase, nn.Linear]]


def network(**values: Any) -> RowClassifier:
    return build_model(RunConfig(**{"hidden_size": SIZE, "seed": 5, **values})).eval()


def one_layer(model: RowClassifier, layer: int, reverse: bool) -> nn.RNNBase:
    """PyTorch's module of one layer that reads forward, with the weights of one layer and direction of ``model``."""
    config = model.config
    suffix = f"_l{layer}{'_reverse' if reverse else ''}"
    weights = {
        f"{kind}_l0": model.state_dict()[f"rnn.{kind}{suffix}"]
        for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[config.cell]
    options = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
    module = kind(weights["weight_ih_l0"].shape[1], config.hidden_size, **options)
    module.load_state_dict(weights, strict=True)
    return module


@torch.no_grad()
def read_by_torch(plain_torch: PlainTorch, model: RowClassifier, x: Tensor) -> tuple[list[Doubles], Doubles, Doubles]:
    """What PyTorch's module makes of ``x`` (B, T, F): each direction's states (B, T, H); the head's weight and bias."""
    rnn, head = plain_torch(model)
    out, _ = rnn(x)
    halves = [half.double().numpy() for half in out.split(model.config.hidden_size, dim=2)]
    return halves, head.weight.double().numpy(), head.bias.double().numpy()


def read_out(halves: list[Doubles], readout: str) -> list[Doubles]:
    """What the head is given of each direction's states (B, T, H): (B, H), or all of them with ``every_row``."""
    if readout == "mean":
        return [half.mean(axis=1) for half in halves]
    if readout == "last":
        return [half[:, -1] for half in halves]
    return halves if readout == "every_row" else [half[:, end] for half, end in zip(halves, (-1, 0), strict=False)]


def joined(halves: list[Doubles], merge: str) -> Doubles:
    """The directions (…, H) as the head gets them."""
    if merge == "concat":
        return np.concatenate(halves, axis=-1)
    return sum(halves[1:], halves[0]) / (len(halves) if merge == "mean" else 1)


def logits_by_hand(halves: list[Doubles], weight: Doubles, bias: Doubles, config: RunConfig) -> Doubles:
    """The logits (B, 10) by which pictures are classified, from each direction's states (B, T, H)."""
    logits = joined(read_out(halves, config.readout), config.merge) @ weight.T + bias
    if config.readout != "every_row":
        return logits
    return logits.mean(axis=1) if config.bidirectional else logits[:, -1]


def softmax(logits: Doubles) -> Doubles:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
