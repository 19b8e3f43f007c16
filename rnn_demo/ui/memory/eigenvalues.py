"""The eigenvalues of W_hh on the unit circle, and what lets a gradient past W_hh."""

import numpy as np
import streamlit as st

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.eigenvalues import Cloud, eigenvalue_figure
from rnn_demo.ui.address.linked import choice, linked_name
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.memory.scene import Scene, Shown
from rnn_demo.ui.session import page_theme

ALT = "The eigenvalues of the recurrent weights in the complex plane, with the unit circle."


def choose_block(scene: Scene) -> str:
    """The letter of the gate whose block of W_hh is shown, or "content" for that which makes each cell's new content."""
    titles = {"content": "new content"}
    for cell in dict.fromkeys(one.config.cell for one in scene.shown):
        names = [name for name in CELLS[cell].gate_names if name != CELLS[cell].content_gate]
        titles |= {name: f"{name} ({cell.upper()})" for name in names}
    if len(titles) == 1:
        return linked_name(Param.GATE, list(titles), "content")
    return choice("Eigenvalues of W_hh for the", Param.GATE, titles, wrap=True)


def eigenvalue_chart(scene: Scene, block: str) -> None:
    """The eigenvalues, which move with the moment."""
    clouds = []
    for one in scene.shown:
        letter = _letter(one.config, block)
        for direction in directions(one.config):
            found = one.network.eigenvalues(one.config.num_layers - 1, backward=direction == "backward")
            if letter in found.of:
                clouds.append(Cloud(one.title, direction, found.of[letter]))
    live_chart(eigenvalue_figure(clouds, page_theme()), key="eigenvalues", alt=ALT)


def eigenvalue_words(scene: Scene, block: str) -> None:
    """A sentence for each network, and how they are to be read."""
    st.markdown("**Why it vanishes or not: W_hh, and the way past it**")
    for one in scene.shown:
        st.markdown(f"- {' '.join(_in_words(one, block))}")
    st.caption(
        "On its way back over one step a gradient is multiplied by W_hh and by the slopes of the cell's functions, which "
        "are at most 1. The spectral radius is the largest distance of an eigenvalue from 0: by W_hh alone a gradient would "
        "in the long run shrink where it is below 1, and grow where it is above."
        + (" Of several layers it is the top one's." if any(one.config.num_layers > 1 for one in scene.shown) else "")
    )


def _letter(config: RunConfig, block: str) -> str:
    """The block of W_hh that is meant; all of it makes the new content of a plain cell."""
    return (CELLS[config.cell].content_gate or "h") if block == "content" else block


def directions(config: RunConfig) -> tuple[str, ...]:
    return ("forward", "backward")[: config.num_directions]


def _in_words(one: Shown, block: str) -> list[str]:
    letter = _letter(one.config, block)
    layer = one.config.num_layers - 1
    sentences = [f"{one.heading}:"]
    for direction in directions(one.config):
        backward = direction == "backward"
        now, before = (network.eigenvalues(layer, backward=backward) for network in (one.network, one.untrained))
        if letter in now.of:
            matrix = "W_hh" if letter == "h" else f"W_h{letter}"
            earlier = f", before training {before.radius(letter):.2f}" if one.step else " before training"
            sentences.append(
                f"The spectral radius of `{matrix}`, {direction}, is **{now.radius(letter):,.2f}**{earlier}."
            )
        kind, steps = CELLS[one.config.cell], one.network.timescales_over_digits()
        if steps is not None:
            (gate,) = (gate for gate in kind.gates if gate.name == kind.keeping_gate)
            kept = np.exp(-1 / steps[int(backward), layer])  # the geometric mean of the gate
            sentences.append(
                f"Past W_hh leads another way: {'c' if kind.has_cell_state else 'h'} is handed on multiplied by "
                f"{gate.purpose.partition(':')[0]} {gate.name}. Each unit's geometric mean of it, over all "
                f"{one.config.reading.step}s of {one.network.num_digits:,} test digits, is **{kept.mean():.2f}** averaged "
                f"over the units and {kept.max():.2f} in the unit that keeps most."
            )
    return sentences
