"""Shared weights: the same matrices at every step."""

import streamlit as st

from rnn_demo.experiment.catalogue import CELLS, SIDE
from rnn_demo.figures.weights import largest_weight, weight_pictures, weights_figure
from rnn_demo.introspect.results import SharedWeights
from rnn_demo.ui.address.linked import choice, number
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.labels import line_name
from rnn_demo.words.quantities import count

ALT = (
    "The weight matrices W_ih and W_hh as heatmaps with a line per hidden unit. Above each is the vector that it is "
    "multiplied by at the chosen moment. The text below says how many numbers they are."
)


def weights_view(scene: Scene) -> None:
    """The matrices of one layer, direction and gate, and what they are multiplied by after a line that can be chosen."""
    config, reading = scene.config, scene.config.reading
    names = CELLS[config.cell].gate_names
    with st.container(horizontal=True):
        backward = choose_direction(config)
        layer = choose_layer(config)
        gate = choice("Gate", Param.GATE, {name: name for name in names}) if names else None
        row = number(f"Move on to another {reading.line}", Param.ROW, high=scene.trace.num_lines - 1, widget=st.slider)
    weights = scene.network.shared_weights(layer, backward=backward)
    scale = scene.latest if scene.latest.is_finite else scene.network  # no colour for NaN, where a training diverged
    limit = largest_weight(scale.shared_weights(layer, backward=backward))
    data = weight_pictures(
        weights,
        names.index(gate) if gate else 0,
        scene.trace,
        layer,
        row * reading.steps_per_line,
        backward=backward,
        limit=limit,
    )
    reads = "unit below" if layer else "pixel" if reading.step == "pixel" else f"pixel of the {reading.line}"
    live_chart(weights_figure(data, page_theme(), reads=reads), key="weights_chart", alt=ALT)
    st.markdown(_counted(weights, scene, layer, backward))
    sought = "the states of the layer below" if layer else f"one {reading.step}"
    together, two = (", all gates together", " and gate") if gate else ("", "")
    st.caption(
        f"A line of W_ih is what one unit looks for in {sought}; a line of W_hh is how it listens to every unit of its own "
        f"layer and direction. Above them stands what they are multiplied by at {_moment(scene, row)}: that changes, the "
        f"matrices do not. Colours run from −{limit:.2f} to +{limit:.2f}, the largest weight of this layer and direction in "
        f"the {_scaled_by(scene)}{together}. The biases, two for each unit{two}, are not drawn."
    )


def _scaled_by(scene: Scene) -> str:
    if scene.latest.is_finite:
        return "newest network of the run, so that moments of the training can be compared"
    return "network shown, because the newest of the run has weights that are no numbers"


def _moment(scene: Scene, row: int) -> str:
    first = "the first pixel of " if scene.config.reading.step == "pixel" else ""
    return first + line_name(scene.config.reading, row)


def _counted(weights: SharedWeights, scene: Scene, layer: int, backward: bool) -> str:
    reading = scene.config.reading
    steps = len(scene.trace.sequence)
    gates, units, reads = weights.w_ih.shape
    factor = f"{gates} gates × {units} units" if gates > 1 else f"{units} units"
    where = f"layer {layer + 1}, {'backward' if backward else 'forward'}"
    sentences = [
        f"**The same {weights.count:,} numbers at all {count(steps, reading.step)}** ({where}): "
        f"{factor} × ({count(reads, 'input')} + {count(units, 'state')} + 2 biases).",
        f"With numbers of its own for each {reading.step} it would need {steps * weights.count:,}.",
    ]
    if layer:
        sentences.append("An upper layer reads states, so its count does not depend on how the picture is read at all.")
    else:
        other = 1 if reads == SIDE else SIDE
        how = f"pixel by pixel, {SIDE * SIDE} steps" if other == 1 else f"row by row, {SIDE} steps"
        sentences.append(
            f"The count depends on how much is read at a step, not on how many steps there are: {how}, it would be "
            f"{weights.count - gates * units * (reads - other):,}."
        )
    return " ".join(sentences)
