"""How a network reads many pictures at once: what it is given, its layers one by one, and what its head makes of them.

Letters in shapes: B pictures, T steps, F numbers read at each step, D directions, H hidden units, C classes.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from rnn_demo.data import as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.config import SEQUENCE_SHAPES
from rnn_demo.network.model import RowClassifier

SIDE = 28  # rows and columns of a picture
_NUMBERS_PER_BATCH = 2**21  # states of one layer: 8 MB, not far from what stays in a processor's cache
_SMALLEST_BATCH = 50  # what long sequences are read in: with fewer pictures at a time each step costs as much


def inputs(model: RowClassifier, images: Tensor) -> Tensor:
    """Pictures (B, 28, 28) uint8 as what ``model`` reads: (B, T, F) float32 in 0..1.

    A network that reads by rows takes pictures (B, 28 + k, 28) too.

    Raises:
        RnnDemoError: the pictures have another size.
    """
    config = model.config
    height, width = images.shape[1:]
    if width != SIDE or height < SIDE or (height > SIDE and config.sequence != "rows"):
        more = " or more rows of 28" if config.sequence == "rows" else ""
        raise RnnDemoError(
            f"This network reads pictures of 28 rows of 28 pixels{more}; this one has {height} rows of {width}. "
            "Scale the picture, or choose a network that reads by rows."
        )
    return as_sequence(normalise(images), config.sequence, config.seed)


def steps_per_line(model: RowClassifier) -> int:
    """How many steps ``model`` takes for one of the 28 lines (rows, or columns) of a picture."""
    return SEQUENCE_SHAPES[model.config.sequence][0] // SIDE


def in_batches(model: RowClassifier, images: Tensor) -> Iterator[Tensor]:
    """``images`` (N, 28, 28) as inputs (B, T, F) of a size that suits the processor, in order."""
    config = model.config
    states = SEQUENCE_SHAPES[config.sequence][0] * config.num_directions * config.hidden_size  # of one picture
    for batch in torch.split(images, max(_SMALLEST_BATCH, _NUMBERS_PER_BATCH // states)):
        yield inputs(model, batch)


def layers(model: RowClassifier) -> list[nn.RNNBase]:
    """Every layer of ``model`` as a module of its own, the lowest first: (B, T, F or D*H) -> (B, T, D*H), last states.

    The modules share the weights of ``model``.
    """
    return [_single_layer(model, layer) for layer in range(model.config.num_layers)]


def layer_states(model: RowClassifier, x: Tensor) -> Iterator[Tensor]:
    """The states (B, T, D, H) of every layer, the lowest first, while ``model`` reads ``x`` (B, T, F)."""
    for layer in layers(model):
        x, _ = layer(x)
        yield by_direction(model, x)


def top_states(model: RowClassifier, x: Tensor) -> Tensor:
    """The states (B, T, D, H) of the top layer while ``model`` reads ``x`` (B, T, F)."""
    out, _ = model.rnn(x)
    return by_direction(model, out)


def by_direction(model: RowClassifier, out: Tensor) -> Tensor:
    """States as PyTorch's modules return them, (..., D*H), as (..., D, H)."""
    return out.reshape(*out.shape[:-1], model.config.num_directions, model.config.hidden_size)


def answer_from(model: RowClassifier, states: Tensor) -> Tensor:
    """The logits (B, C) by which pictures are classified, from the top layer's ``states`` (B, T, D, H)."""
    logits: Tensor = model.head(model.merge(model.read_out(states)))
    return model.answer(logits)


def keep_direction(states: Tensor, direction: int) -> Tensor:
    """A copy of ``states`` (..., D, H) in which the directions other than ``direction`` are zero."""
    kept = torch.zeros_like(states)
    kept[..., direction, :] = states[..., direction, :]
    return kept


def _single_layer(model: RowClassifier, layer: int) -> nn.RNNBase:
    config = model.config
    weights = {
        name.replace(f"_l{layer}", "_l0"): values
        for name, values in model.rnn.state_dict().items()
        if name.removesuffix("_reverse").endswith(f"_l{layer}")
    }
    options: dict[str, Any] = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
    with torch.device("meta"):
        module = type(model.rnn)(
            weights["weight_ih_l0"].shape[1],
            config.hidden_size,
            bidirectional=config.bidirectional,
            batch_first=True,
            **options,
        )
    module.load_state_dict(weights, assign=True)
    return module
