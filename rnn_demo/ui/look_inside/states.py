"""States and gates of one layer, read row by row."""

import streamlit as st

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.figures.inside import inside, inside_figure
from rnn_demo.figures.probe import UnitOrder, peak_order
from rnn_demo.ui.choosers.row import linked_reader
from rnn_demo.ui.choosers.unit import choose_layer
from rnn_demo.ui.keys import Key
from rnn_demo.ui.look_inside.equations import equations_view
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import reading, shuffled

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, the hidden states of each direction, "
    "the belief after each row, and below them the gates. The buttons above uncover them row by row."
)


def states_view(scene: Scene) -> None:
    """Everything one layer does, in step with the reading, and one cell's equations with their numbers."""
    layer = choose_layer(scene.config)
    step, line = scene.config.reading.step, scene.config.reading.line
    by_peak = st.toggle(
        f"Order units by the {step} at which they peak",
        value=True,
        key=Key.BY_PEAK,
        help="In the network as it was when you came; the order stays while you travel through the training. The axis and "
        "the hover name each unit by its own number, the same in every view.",
    )
    st.caption(_sorted(scene, by_peak))
    trace = scene.trace
    data = inside(trace, scene.config, layer, _frozen_order(scene, layer) if by_peak else None)
    st.markdown(f"The network {reading(scene.prediction, trace.confidence, scene.truth)}.")
    linked_reader(
        inside_figure(data, scene.classes, page_theme()),
        key="reader",
        alt=ALT,
        rows=trace.num_lines,
        line=line,
        warns=False,  # the equations below do
    )
    st.caption(" ".join(filter(None, [_what_is_uncovered(scene, layer), shuffled(scene.config), _gates(scene)])))
    equations_view(scene, layer)


def _sorted(scene: Scene, by_peak: bool) -> str:
    """In which order the units stand side by side."""
    if not by_peak:
        return "Each column of the states is a hidden unit, in the order of their numbers."
    step = scene.config.reading.step
    return (
        f"Each column of the states is a hidden unit: at the left those whose state is farthest from 0 at an early {step}, "
        "at the right those at a late one. The numbers below them are the units' own, and so not in order."
    )


def _what_is_uncovered(scene: Scene, layer: int) -> str:
    """What the panels of ``layer`` show while the picture is read."""
    line = scene.config.reading.line
    if not scene.config.bidirectional:
        return f"While you play the reading, all panels come into being from the first {line} on."
    below = (
        f" In layer {layer + 1} that is what it reads of layer {layer}, which has read the whole picture."
        if layer
        else ""
    )
    return (
        f"While you play the reading, each direction's states come into being from its own end, and the picture shows every "
        f"{line} that one of them has read.{below} The belief after {line} t is what the whole network, both directions, "
        f"would say if all {line}s after it were blank."
    )


def _gates(scene: Scene) -> str:
    """What the gates are for; nothing of a cell that has none."""
    cell = CELLS[scene.config.cell]
    words = [f"**{gate.name}**, {gate.purpose}" for gate in cell.gates]
    if cell.has_cell_state:
        words.append("**c**, the memory, which may leave -1 to 1; what has full colour stands in its title")
    return f"{'; '.join(words)}." if words else ""


def _frozen_order(scene: Scene, layer: int) -> UnitOrder:
    """The order by peaks, found once for a run and layer and kept, so that units don't jump while time passes."""
    kept: dict[tuple[str, int], UnitOrder] = st.session_state.setdefault(Key.UNIT_ORDERS, {})
    return kept.setdefault((scene.run.id, layer), peak_order(scene.trace, layer))
