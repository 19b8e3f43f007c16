"""States and gates of one layer, read row by row, and one cell's equations with their numbers."""

import streamlit as st

from rnn_demo.figures.inside import inside_figure
from rnn_demo.figures.probe import Orders, peak_orders
from rnn_demo.ui.address.params import Key, Param
from rnn_demo.ui.components.row_reader import row_reader
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import linked_number, page_theme

GATE_WORDS = {
    "i": "**i**, the input gate: how much of the new content enters the memory",
    "f": "**f**, the forget gate: how much of the old memory stays",
    "g": "**g**, the new content itself",
    "o": "**o**, the output gate: how much of the memory shows in the state",
    "c": "**c**, the memory, which has no bounds; its range stands in its title",
    "r": "**r**, the reset gate: how much of the old state the new content looks at",
    "z": "**z**, the update gate: how much of the old state stays",
    "n": "**n**, the new content",
}

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, the hidden states of each direction, "
    "the belief after each row, and below them the gates. The buttons above uncover them row by row."
)


def states_view(scene: Scene) -> None:
    """Everything one layer does, in step with the reading."""
    from rnn_demo.introspect import GATES

    layer = _choose_layer(scene)
    gates = GATES[scene.config.cell]
    by_peak = st.toggle(
        "Order units by the row at which they peak",
        value=True,
        key="order_by_peak",
        help="In the network as it is now; the order stays while you travel through the training.",
    )
    figure, narrow = inside_figure(
        scene.trace,
        scene.config,
        gates,
        layer,
        classes=scene.classes,
        look=page_theme(),
        orders=_frozen_orders(scene, layer) if by_peak else None,
    )
    rows = len(scene.trace.answers)
    start = linked_number(Param.ROW, rows, rows - 1)
    st.markdown(_answer(scene))
    row = row_reader(figure, key="reader", alt=ALT, narrow=narrow, rows=rows, start=start if start < rows else None)
    if row is not None and row < rows:
        st.query_params[Param.ROW] = str(row)
    if gates:
        words = [GATE_WORDS[name] for name in (*gates, "c") if name != "c" or scene.config.cell == "lstm"]
        st.caption("; ".join(words) + ".")
    _equations(scene, layer)


def _answer(scene: Scene) -> str:
    probabilities = scene.trace.probabilities
    answer = int(probabilities.argmax())
    verdict = ""
    if scene.label is not None:
        verdict = " (right)" if answer == scene.label else f" (wrong: it is {scene.classes[scene.label]})"
    return f"The network reads this as **{scene.classes[answer]}** with {probabilities[answer]:.0%}{verdict}."


def _choose_layer(scene: Scene) -> int:
    layers = scene.config.num_layers
    layer = linked_number(Param.LAYER, layers - 1, layers - 1)
    if layers == 1:
        return 0
    st.session_state[Key.LAYER] = layer

    def follow() -> None:
        st.query_params[Param.LAYER] = str(st.session_state[Key.LAYER])

    st.segmented_control(
        "Layer",
        range(layers),
        key=Key.LAYER,
        required=True,
        format_func=lambda number: f"{number + 1}",
        on_change=follow,
        help="Layer 1 reads the picture, each other one the states of the layer below.",
    )
    return layer


def _frozen_orders(scene: Scene, layer: int) -> Orders:
    """The order by peaks, found once for a run and layer and kept, so that units don't jump while time passes."""
    kept: dict[tuple[str, int], Orders] = st.session_state.setdefault(Key.UNIT_ORDERS, {})
    return kept.setdefault((scene.run.id, layer), peak_orders(scene.trace, layer))


def _equations(scene: Scene, layer: int) -> None:
    """One cell with its numbers, to be checked by hand."""
    with st.expander("One cell by hand", icon=":material/calculate:"):
        hidden = scene.config.hidden_size
        first, second, third = st.columns(3)
        with first:
            row = _number("Row", Param.ROW, len(scene.trace.sequence) - 1)
        with second:
            unit = _number("Hidden unit", Param.UNIT, hidden - 1)
        with third:
            directions = ("forward", "backward") if scene.config.bidirectional else ("forward",)
            direction = st.selectbox("Direction", directions, key="equation_direction")
        if scene.config.sequence == "pixels":
            st.caption("This network reads single pixels; a row here is one of its 784 time steps.")
        lines = scene.service.equations(
            scene.run.id, scene.step, scene.image, layer=layer, row=row, unit=unit, backward=direction == "backward"
        )
        for line in lines:
            st.latex(f"{line.formula} = {line.numbers} = {line.value:.3f}")
        st.caption(
            f"Unit {unit} of layer {layer + 1} at row {row}. The four numbers in a bracket are weights times input, its "
            "bias, weights times the previous state, and its bias; σ is the logistic function. The last line is the state "
            "that the heatmap shows."
        )


def _number(label: str, param: Param, most: int) -> int:
    """A number that stands in the URL."""
    key = f"number_{param}"
    st.session_state[key] = linked_number(param, 0, most)

    def follow() -> None:
        st.query_params[param] = str(st.session_state[key])

    return int(st.number_input(label, min_value=0, max_value=most, key=key, on_change=follow))
