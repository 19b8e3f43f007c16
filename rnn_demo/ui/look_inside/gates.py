"""Gates as a story: what one unit keeps, takes in and shows, line by line, and how long it remembers."""

import numpy as np
import streamlit as st

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.figures.gates import unit_story, unit_story_figure
from rnn_demo.figures.timescales import timescales, timescales_figure
from rnn_demo.introspect.results import Floats
from rnn_demo.ui.address.params import Param, write
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer, choose_unit
from rnn_demo.ui.components.live_chart import Clicked, live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.quantities import about

ALT = (
    "The picture, the states of all units, and the chosen unit's gates, content and state as lines down the lines of the "
    "picture. The text says how long the unit remembers."
)
NO_GATES = (
    "A plain cell has no gates. At every step its whole state is made anew from what it reads and from W_hh times the old "
    "state, so what it is to remember has to come back through W_hh each time; no gate decides how long."
)
STATES = 1  # the trace among which a unit can be clicked
HISTOGRAM_ALT = "How many units of the layer and direction remember how long; the chosen unit's bar is coloured."


def gates_view(scene: Scene) -> None:
    """Choose a unit by its number or by a click among the states."""
    with st.container(horizontal=True):
        backward = choose_direction(scene.config)
        layer = choose_layer(scene.config)
        unit = choose_unit(scene.config)
    own, many = scene.network.timescales(scene.picture), scene.network.timescales_over_digits()
    place = int(backward), layer, unit
    if own is None or many is None:
        st.markdown(NO_GATES)
    else:
        st.markdown(_remembers(scene, unit, float(own[place]), float(many[place])))

    def choose(place: Clicked) -> None:
        if place.trace == STATES:
            write(Param.UNIT, str(place.x))

    story = unit_story(scene.trace, scene.config, layer, unit, backward=backward)
    chart = unit_story_figure(story, page_theme())
    live_chart(chart, key="gates_chart", alt=ALT, mark_rows=scene.trace.num_lines, on_click=choose)
    st.caption(_explained(scene, backward))
    if many is not None:
        _histogram(scene, many[int(backward), layer], unit)


def _remembers(scene: Scene, unit: int, here: float, over_digits: float) -> str:
    """How long the unit remembers, and how that was found."""
    cell, step = CELLS[scene.config.cell], scene.config.reading.step
    kept = "its memory c" if cell.has_cell_state else "its state h"
    return (
        f"**Unit {unit} remembers {about(here, step)}** while it reads this picture: after so many, 1/e (37%) is left of "
        f"{kept}, as far as gate {cell.keeping_gate} decides. Over the first {scene.network.num_digits:,} test digits: "
        f"{about(over_digits, step)}."
    )


def _explained(scene: Scene, backward: bool) -> str:
    cell, reading = CELLS[scene.config.cell], scene.config.reading
    before, order = ("below", "last to the first") if backward else ("above", "first to the last")
    words = [f"**{gate.name}**, {gate.purpose}" for gate in cell.gates]
    words += ["**c**, the memory"] if cell.has_cell_state else []
    read = f"Read from the {order} {reading.line}: what comes before a {reading.line} stands {before} it."
    if reading.step == "pixel":
        read += " Each value is that at the end of a row as it is read."
    return f"{read} {'; '.join([*words, '**h**, the hidden state'])}. All units at once stand in the view States."


def _histogram(scene: Scene, steps: Floats, unit: int) -> None:
    gate, step = CELLS[scene.config.cell].keeping_gate, scene.config.reading.step
    median = about(float(np.median(steps)), step)
    st.markdown(f"**How long the units of this layer and direction remember**: half of them {median} or more")
    chart = timescales_figure(timescales(steps, unit), page_theme(), step=step)
    live_chart(chart, key="timescales_chart", alt=HISTOGRAM_ALT)
    st.caption(
        f"A memory that is multiplied by {gate} at every {step} falls to 1/e after −1/ln {gate} {step}s: a gate is a "
        "timescale (Tallec and Ollivier, Can recurrent neural networks warp time?, 2018). ln "
        f"{gate} is averaged over all {step}s of the first {scene.network.num_digits:,} test digits, which is the logarithm "
        "of the geometric mean. What comes back to a unit through W_hh is not counted, so it can know for longer."
    )
