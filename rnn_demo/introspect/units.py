"""What single units do over many pictures: to which classes they answer, where, and which never move."""

import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.experiment.catalogue import NUM_CLASSES
from rnn_demo.introspect.results import UnitStatistics
from rnn_demo.introspect.states import layer_states
from rnn_demo.network import RowClassifier, in_batches

SATURATED_ABOVE = 0.95
DEAD_BELOW = 0.05


@torch.no_grad()
def unit_statistics(model: RowClassifier, images: Tensor, labels: Tensor, top: int = 9) -> tuple[UnitStatistics, ...]:
    """The statistics of the forward direction and, if there are two, of the backward one.

    ``images`` are (N, 28, 28) uint8, ``labels`` (N,). ``top`` is k; fewer if there are fewer pictures.
    """
    config = model.config
    one_hot = functional.one_hot(labels, NUM_CLASSES).float()  # (N, C)
    tallies = [
        _Tally(config.reading.num_steps, config.num_directions, config.hidden_size) for _ in range(config.num_layers)
    ]
    for batch, x in in_batches(model, images):
        for tally, states in zip(tallies, layer_states(model, x), strict=True):
            tally.add(states, one_hot[batch])
    pictures = one_hot.sum(dim=0)
    return tuple(_of_direction(tallies, direction, pictures, top) for direction in range(config.num_directions))


class _Tally:
    """What is kept of one layer's states while the pictures pass by in batches; ``shape`` is (T, D, H)."""

    def __init__(self, *shape: int) -> None:
        self.sum_by_class = torch.zeros(NUM_CLASSES, *shape)  # (C, T, D, H)
        self.sum_of_size = torch.zeros(shape)  # (T, D, H)
        self.saturated = torch.zeros(shape[1:])  # (D, H) moments
        self.largest = torch.zeros(shape[1:])  # (D, H) |h|
        self.highest: list[Tensor] = []  # (B, D, H) per batch

    def add(self, states: Tensor, of_class: Tensor) -> None:
        """Note the ``states`` (B, T, D, H) of pictures whose classes are ``of_class`` (B, C), one-hot."""
        size = states.abs()
        self.sum_by_class += (of_class.T @ states.flatten(1)).view_as(self.sum_by_class)
        self.sum_of_size += size.sum(dim=0)
        self.saturated += (size > SATURATED_ABOVE).sum(dim=(0, 1))
        self.largest = torch.maximum(self.largest, size.amax(dim=(0, 1)))
        self.highest.append(states.amax(dim=1))


def _of_direction(tallies: list[_Tally], direction: int, pictures: Tensor, top: int) -> UnitStatistics:
    """The statistics of one direction from every layer's tally; ``pictures`` (C,) counts the pictures of each class."""
    sum_by_class = torch.stack([tally.sum_by_class[:, :, direction] for tally in tallies])  # (L, C, T, H)
    sum_of_size = torch.stack([tally.sum_of_size[:, direction] for tally in tallies])  # (L, T, H)
    saturated = torch.stack([tally.saturated[direction] for tally in tallies])  # (L, H)
    largest = torch.stack([tally.largest[direction] for tally in tallies])  # (L, H)
    highest = torch.stack([torch.cat(tally.highest)[:, direction] for tally in tallies])  # (L, N, H)
    by_height = highest.argsort(dim=1, descending=True, stable=True)  # (L, N, H)
    return UnitStatistics(
        mean=(sum_by_class / pictures.clamp(min=1)[:, None, None]).numpy(),
        saturated=(saturated / (highest.shape[1] * sum_of_size.shape[1])).numpy(),
        dead=(largest < DEAD_BELOW).numpy(),
        peak_step=sum_of_size.argmax(dim=1).numpy(),
        top_images=by_height[:, :top].transpose(1, 2).numpy(),
    )
