"""The state is the memory: erase it after a line and see what is predicted."""

import streamlit as st

from rnn_demo.figures.before_after import BeforeAfter, before_after_figure
from rnn_demo.figures.erasing import Erasing, erasing, erasing_figure
from rnn_demo.ui.address.linked import number
from rnn_demo.ui.address.params import Param, write
from rnn_demo.ui.choosers.unit import choose_directions
from rnn_demo.ui.components.live_chart import Clicked, live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.labels import line_name

ALT = (
    "Heatmaps side by side with one line for each line of the picture: the picture, how much reading the line changed each "
    "unit of the state, and the probability of each class if the state is erased there. The text above says the outcome."
)
BARS_ALT = "The probability of each class with the state left alone, and with the state erased at the chosen moment."
CHANGED = 0.1  # a unit that a line changes by more than this is counted


def erasing_view(scene: Scene) -> None:
    """Choose a line and directions; the state after it is set to zero and reading goes on."""
    line, last = scene.config.reading.line, scene.trace.num_lines - 1
    with st.container(horizontal=True):
        forward, backward = choose_directions(scene.config)
        row = number(f"Erase after {line}", Param.ROW, high=last, default=last // 2, widget=st.slider)
    probabilities = scene.network.erased(scene.picture, forward=forward, backward=backward)
    data = erasing(scene.trace, scene.config, probabilities)
    st.markdown(f"{_outcome(scene, data, row, forward, backward)} {_changes(scene, data, row)}")

    def erase_there(place: Clicked) -> None:
        write(Param.ROW, str(place.y))

    chart = erasing_figure(data, scene.classes, page_theme(), row=row)
    live_chart(chart, key="erasing_chart", alt=ALT, mark_rows=last + 1, on_click=erase_there)
    bars = BeforeAfter(scene.trace.probabilities, probabilities[row], "left alone", f"erased after {line} {row}")
    live_chart(
        before_after_figure(bars, scene.classes, page_theme(), what="probability"), key="erased_bars", alt=BARS_ALT
    )
    st.caption(
        f"Click a {line} to erase the state there. Erased means set to zero, in all layers at once"
        f"{', the cell state too' if scene.config.cell == 'lstm' else ''}: the next {scene.config.reading.step}, the layer "
        f"above and the read-out ({scene.config.readout}) see zeros. The changes shown are those of the top layer, "
        f"{_moments(scene)}; beyond ±1 they have full colour."
    )


def _outcome(scene: Scene, data: Erasing, row: int, forward: bool, backward: bool) -> str:
    whose = "both states" if forward and backward else "the forward state" if forward else "the backward state"
    probabilities = data.probabilities[row]
    prediction = int(probabilities.argmax())
    verb = "still read as" if prediction == scene.trace.prediction else "read as"
    flips, lines = data.flips(scene.trace.prediction), len(data.probabilities)
    return (
        f"With {whose} erased after {line_name(scene.config.reading, row)} this picture is {verb} "
        f"**{scene.classes[prediction]}** ({probabilities[prediction]:.0%}); left alone it is read as "
        f"**{scene.prediction}** ({scene.trace.confidence:.0%}). {_left(scene, row, forward, backward)}"
        f"Erasing changes the prediction at {flips} of {lines} "
        f"{scene.config.reading.line}s."
    )


def _left(scene: Scene, row: int, forward: bool, backward: bool) -> str:
    """What each erased state knows of at its own end; nothing where states from before the erasure are seen there too."""
    config, last = scene.config, scene.trace.num_lines - 1
    if config.readout != "final" or (config.num_layers > 1 and config.bidirectional):
        return ""
    left = ([f"the forward state {_knows(scene, row + 1, last)}"] if forward else []) + (
        [f"the backward state {_knows(scene, 0, row - 1)}"] if backward else []
    )
    return f"At its end {' and '.join(left)}. "


def _knows(scene: Scene, first: int, last: int) -> str:
    """Of which lines, if any."""
    if first > last:
        return "knows nothing"
    return f"knows only {line_name(scene.config.reading, first, last)}"


def _changes(scene: Scene, data: Erasing, row: int) -> str:
    changes = {"forward": data.forward, "backward": data.backward}
    counts = [
        f"{int((abs(values[row]) > CHANGED).sum())} of the {scene.config.hidden_size} {name} numbers"
        for name, values in changes.items()
        if values is not None
    ]
    what = line_name(scene.config.reading, row)
    return f"Reading {what} changed {' and '.join(counts)} by more than {CHANGED}."


def _moments(scene: Scene) -> str:
    if scene.config.reading.step == "pixel":
        return "from the end of one row to the end of the next"
    return f"from one {scene.config.reading.line} to the next in the order of reading"
