"""What single units do over many pictures: to which classes they respond, where, and which never move."""

import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.experiment.catalogue import NUM_CLASSES
from rnn_demo.introspect.layers import layer_states
from rnn_demo.introspect.results import UnitStatistics
from rnn_demo.network import RowClassifier, in_batches

SATURATED_ABOVE = 0.95
DEAD_BELOW = 0.05
TOP_IMAGES = 9


@torch.no_grad()
def unit_statistics(model: RowClassifier, images: Tensor, labels: Tensor) -> tuple[UnitStatistics, ...]:
    """The statistics of the forward direction and, if there are two, of the backward one.

    ``images`` are (N, 28, 28) uint8, ``labels`` (N,). The top images are `TOP_IMAGES`, or N if there are fewer.
    """
    config = model.config
    directions, layers, units = config.num_directions, config.num_layers, config.hidden_size
    steps = config.reading.num_steps
    one_hot = functional.one_hot(labels, NUM_CLASSES).float()  # (N, C)
    # Added up over the pictures while they pass by in batches.
    sum_by_class = torch.zeros(directions, layers, NUM_CLASSES, steps, units)
    sum_of_size = torch.zeros(directions, layers, steps, units)
    saturated = torch.zeros(directions, layers, units)  # moments
    largest = torch.zeros(directions, layers, units)  # |h|
    highest = []  # (D, L, B, H) per batch
    for batch, x in in_batches(model, images):
        states = torch.stack(tuple(layer_states(model, x))).permute(3, 0, 1, 2, 4)  # (D, L, B, T, H)
        size = states.abs()
        sum_by_class += torch.einsum("bc,dlbth->dlcth", one_hot[batch], states)
        sum_of_size += size.sum(dim=2)
        saturated += (size > SATURATED_ABOVE).sum(dim=(2, 3))
        largest = torch.maximum(largest, size.amax(dim=(2, 3)))
        highest.append(states.amax(dim=3))
    mean = sum_by_class / one_hot.sum(dim=0).clamp(min=1)[:, None, None]
    by_height = torch.cat(highest, dim=2).argsort(dim=2, descending=True, stable=True)  # (D, L, N, H)
    return tuple(
        UnitStatistics(
            mean=mean[direction].numpy(),
            saturated=(saturated[direction] / (len(images) * steps)).numpy(),
            dead=(largest[direction] < DEAD_BELOW).numpy(),
            peak_step=sum_of_size[direction].argmax(dim=1).numpy(),
            top_images=by_height[direction, :, :TOP_IMAGES].transpose(1, 2).numpy(),
        )
        for direction in range(directions)
    )
