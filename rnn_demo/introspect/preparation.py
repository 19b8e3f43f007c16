"""Loading torch and all that looks inside networks, before somebody waits for it."""

import torch

import rnn_demo.data.download
import rnn_demo.introspect.export  # noqa: F401  # both to be there when they are needed


def warm_up() -> None:
    """Let what looks inside networks use one thread: one digit is too small to share among the training's cores."""
    torch.set_num_threads(1)
