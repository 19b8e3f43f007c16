"""Datasets as tensors in memory, pictures from outside, edits, and one image as a sequence.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used: importing this package loads no torch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
