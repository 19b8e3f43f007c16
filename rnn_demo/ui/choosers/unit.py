"""Choosing a layer, a direction, a hidden unit, a row and a pixel; each stands in the URL."""

import streamlit as st

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.ui.address.linked import choice, linked_name, linked_number, number
from rnn_demo.ui.address.params import Param


def choose_layer(config: RunConfig) -> int:
    """A layer, counted from 0; the top one at first."""
    top = config.num_layers - 1
    if top == 0:
        return linked_number(Param.LAYER, 0, 0)
    titles = {str(layer): str(layer + 1) for layer in range(config.num_layers)}
    help_text = "Layer 1 reads the picture, each other one the states of the layer below."
    return int(choice("Layer", Param.LAYER, titles, default=str(top), help=help_text))


def choose_direction(config: RunConfig) -> bool:
    """Whether it is the backward direction."""
    names = ("forward", "backward")
    if not config.bidirectional:
        return linked_name(Param.DIRECTION, names[:1], names[0]) == "backward"
    return choice("Direction", Param.DIRECTION, {name: name for name in names}, widget=st.selectbox) == "backward"


def choose_directions(config: RunConfig) -> tuple[bool, bool]:
    """Whether the forward and whether the backward direction is meant; both at first, if there are two."""
    if not config.bidirectional:
        return linked_name(Param.DIRECTIONS, ["forward"], "forward") == "forward", False
    titles = {"both": "both", "forward": "forward", "backward": "backward"}
    chosen = choice("Direction", Param.DIRECTIONS, titles)
    return chosen != "backward", chosen != "forward"


def choose_unit(config: RunConfig) -> int:
    with st.container(width=200):  # pixels: as wide as a number needs
        return number("Hidden unit", Param.UNIT, high=config.hidden_size - 1)


def choose_row(num_rows: int, line: str = "row") -> int:
    """A row, or whatever else a ``line`` of what is read is."""
    return number(line.capitalize(), Param.ROW, high=num_rows - 1)


def choose_pixel() -> int:
    return number("Pixel of the row", Param.PIXEL, high=SIDE - 1)
