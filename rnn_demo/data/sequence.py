"""An image as a sequence: what the network is given at each time step."""

from functools import lru_cache

import torch
from torch import Tensor

from rnn_demo.experiment.catalogue import SIDE, SequenceName


def normalise(images: Tensor) -> Tensor:
    """Grey values 0..255, uint8 of any shape, as float32 in [0, 1] on the same device.

    Nothing is subtracted: a blank pixel is exactly 0, so that a blank row tells the network nothing.
    """
    return images / 255


def as_sequence(images: Tensor, sequence: SequenceName, seed: int) -> Tensor:
    """Images (B, 28, 28) of any dtype as time steps (B, T, F), on the same device.

    ``rows`` and ``columns``: T = F = 28, from the top or from the left; ``rows_shuffled``: the rows in one random
    order that depends on ``seed`` alone; ``pixels``: T = 784, F = 1, row by row. The result may share the images'
    memory.
    """
    match sequence:
        case "rows":
            return images
        case "columns":
            return images.transpose(1, 2)
        case "rows_shuffled":
            return images.index_select(1, _row_order(seed, images.device))
        case "pixels":
            return images.flatten(1).unsqueeze(2)


@lru_cache(maxsize=64)
def _row_order(seed: int, device: torch.device) -> Tensor:
    # Always drawn on the CPU: other devices' generators give other numbers for the same seed.
    return torch.randperm(SIDE, generator=torch.Generator().manual_seed(seed)).to(device)
