"""States and gates of one layer, read row by row."""

import streamlit as st

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.figures.inside import inside, inside_figure
from rnn_demo.figures.probe import UnitOrder, peak_order
from rnn_demo.ui.address.params import Param, is_number, read, write
from rnn_demo.ui.choosers.unit import choose_layer
from rnn_demo.ui.components.row_reader import row_reader
from rnn_demo.ui.keys import Key
from rnn_demo.ui.look_inside.equations import equations_view
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.runs import reading

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, the hidden states of each direction, "
    "the belief after each row, and below them the gates. The buttons above uncover them row by row."
)


def states_view(scene: Scene) -> None:
    """Everything one layer does, in step with the reading, and one cell's equations with their numbers."""
    layer = choose_layer(scene.config)
    by_peak = st.toggle(
        "Order units by the row at which they peak",
        value=True,
        key=Key.BY_PEAK,
        help="In the network as it is now; the order stays while you travel through the training.",
    )
    trace = scene.trace
    data = inside(trace, scene.config, layer, _frozen_order(scene, layer) if by_peak else None)
    truth = None if scene.label is None else scene.classes[scene.label]
    st.markdown(f"The network {reading(scene.prediction, scene.trace.confidence, truth)}.")
    row = row_reader(
        inside_figure(data, scene.classes, page_theme()),
        key="reader",
        alt=ALT,
        rows=trace.num_lines,
        start=_linked_row(trace.num_lines),
    )
    if row is not None and row < trace.num_lines:
        write(Param.ROW, str(row))
    cell = CELLS[scene.config.cell]
    words = [f"**{gate.name}**, {gate.purpose}" for gate in cell.gates]
    if cell.has_cell_state:
        words.append("**c**, the memory, which has no bounds; its range stands in its title")
    if words:
        st.caption("; ".join(words) + ".")
    equations_view(scene, layer)


def _linked_row(rows: int) -> int | None:
    """The row in the URL at which reading begins; whatever else stands there gets its sentence from the equations."""
    text = read(Param.ROW)
    return int(text) if text and is_number(text) and int(text) < rows else None


def _frozen_order(scene: Scene, layer: int) -> UnitOrder:
    """The order by peaks, found once for a run and layer and kept, so that units don't jump while time passes."""
    kept: dict[tuple[str, int], UnitOrder] = st.session_state.setdefault(Key.UNIT_ORDERS, {})
    return kept.setdefault((scene.run.id, layer), peak_order(scene.trace, layer))
