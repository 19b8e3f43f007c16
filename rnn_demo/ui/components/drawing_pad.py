"""A square to draw a digit on, with the mouse, a pen or a finger."""

from base64 import b64decode
from pathlib import Path

import numpy as np
import numpy.typing as npt
import streamlit as st

SIDE = 56  # pixels of the picture that comes back, as in drawing_pad.js

_HTML = """
<svg class="paper" viewBox="0 0 1 1" role="img" tabindex="0"></svg>
<div class="buttons">
  <button type="button" class="undo">Undo</button>
  <button type="button" class="clear">Clear</button>
</div>
"""

# Ink and paper have the colours of the page, as the digit has in the charts.
_CSS = """
.paper {
  display: block; width: min(280px, 100%); aspect-ratio: 1; margin: 1px; touch-action: none; cursor: crosshair;
  color: var(--st-text-color); background: var(--st-secondary-background-color);
  box-shadow: 0 0 0 1px var(--st-border-color); border-radius: var(--st-base-radius); outline: none;
}
.paper path {
  fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; pointer-events: none;
}
.buttons { display: flex; gap: 0.5rem; margin-top: 0.5rem; }
button {
  min-height: 2.5rem; padding: 0.25rem 0.75rem; font: inherit; color: var(--st-text-color); cursor: pointer;
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
}
button:hover { color: var(--st-primary-color); border-color: currentColor; }
:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""

_component = st.components.v2.component(
    "rnn_demo_drawing_pad",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "drawing_pad.js").read_text(encoding="utf-8"),
)


def drawing_pad(*, key: str) -> npt.NDArray[np.uint8] | None:
    """Show the pad and return what is drawn on it: (56, 56), 0 for blank and 255 for ink; None while it is blank.

    While a person draws, the script runs again with the newest picture, at most four times a second. The strokes stay
    through reruns; a page that is loaded anew starts with a blank pad.
    """
    encoded = _component(key=key, default={"picture": ""}, on_picture_change=lambda: None).picture
    if not encoded:
        return None
    return np.frombuffer(b64decode(encoded), dtype=np.uint8).reshape(SIDE, SIDE)
