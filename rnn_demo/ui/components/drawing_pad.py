"""A square to draw a digit on, with the mouse, a pen or a finger."""

from base64 import b64decode

import numpy as np

from rnn_demo.data import Grey
from rnn_demo.ui.components.loader import load

PAD_SIDE = 56  # pixels of the picture that comes back, as in drawing_pad.js

_component = load("drawing_pad")


def drawing_pad(*, key: str) -> Grey | None:
    """Show the pad and return what is drawn on it: (56, 56), 0 for blank and 255 for ink; None while it is blank.

    While a person draws, the script runs again with the newest picture, at most four times a second. The strokes stay
    through reruns; a page that is loaded anew starts with a blank pad.
    """
    encoded = _component(key=key, default={"picture": ""}, on_picture_change=lambda: None).picture
    if not encoded:
        return None
    return np.frombuffer(b64decode(encoded), dtype=np.uint8).reshape(PAD_SIDE, PAD_SIDE)
