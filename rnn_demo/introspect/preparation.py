"""Loading torch and all that looks inside networks, and letting it use one thread."""

import torch

import rnn_demo.data.download
import rnn_demo.introspect.export  # noqa: F401  # both to be there when they are needed


def warm_up() -> None:
    """To be called once, before somebody waits for what this module loads.

    One digit is too small to share among the cores, which the training processes need.
    """
    torch.set_num_threads(1)
