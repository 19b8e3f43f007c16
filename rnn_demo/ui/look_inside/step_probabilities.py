"""The head on every row: what it would say of each direction's states while they read."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.probe import ink_span
from rnn_demo.figures.step_probabilities import (
    StepProbabilities,
    decision,
    step_probabilities,
    step_probabilities_figure,
)
from rnn_demo.introspect.results import Floats, Trace
from rnn_demo.ui.choosers.row import linked_reader
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import read_out, reading, shuffled

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, and the probability of each class by "
    "the forward state, by the backward state and by both. The text below says when each decided."
)


def step_probabilities_view(scene: Scene) -> None:
    """The head put on the states of every row."""
    config, trace = scene.config, scene.trace
    st.markdown(
        f"What the head would answer after each {config.reading.line} from the state there alone"
        f"{f', in layer {config.num_layers}' if config.num_layers > 1 else ''}: the step probabilities."
    )
    data = step_probabilities(trace, config)
    chart = step_probabilities_figure(data, scene.classes, page_theme())
    linked_reader(chart, key="step_probabilities_reader", alt=ALT, rows=trace.num_lines, line=config.reading.line)
    st.markdown(
        f"{decisions(data, scene.classes)} The network {reading(scene.prediction, trace.confidence, scene.truth)}. "
        f"{last_step(trace, config, scene.classes)}"
    )
    st.caption(f"{trained_for(config, data.probe.line)} {shuffled(config)}")


def decisions(data: StepProbabilities, classes: tuple[str, ...]) -> str:
    """When each direction's state decided, and whether it had met any ink by then. Markdown."""
    sentences = [_decided(data, classes, data.forward, "forward")]
    if data.backward is not None:
        sentences.append(_decided(data, classes, data.backward, "backward"))
    if data.probe.knows_all:
        sentences.append(
            f"These are states of layer {data.probe.layer + 1}: the layer below has read the whole picture both ways, so "
            f"they know of more than the {data.probe.line}s that they have passed themselves."
        )
    return " ".join(sentences)


def last_step(trace: Trace, config: RunConfig, classes: tuple[str, ...]) -> str:
    """How the head's last line differs from what the network says of the picture, and why. Markdown."""
    last, own = trace.step_probabilities[-1], trace.probabilities
    step = config.reading.step
    states = "the states of both directions there give" if config.bidirectional else "the state there gives"
    at_end = f"At the last {step} {states} **{classes[int(last.argmax())]}** with {last.max():.0%}"
    if config.readout == "last" or (not config.bidirectional and config.readout != "mean"):
        return f"{at_end}: that is the network's own read-out."
    return (
        f"{at_end}; the network's own read-out, {read_out(config)}, gives **{classes[int(own.argmax())]}** with "
        f"{own.max():.0%}."
    )


def trained_for(config: RunConfig, line: str) -> str:
    """For which of the panels the head was trained."""
    both = f"By both states of a {line}" if config.bidirectional else "By the forward state"
    untrained = "" if not config.bidirectional else " One direction alone, with the other at zero, it was never given."
    if config.readout == "every_row":
        return f"The head was trained at every {config.reading.step}, on what the panel “{both}” shows.{untrained}"
    return (
        f"The head was trained on {read_out(config)} alone.{untrained} Putting it on other states shows what they already "
        "contain, not a prediction that the network was trained for. With the read-out every_row it is."
    )


def _decided(data: StepProbabilities, classes: tuple[str, ...], probabilities: Floats, direction: str) -> str:
    is_backward = direction == "backward"
    label, row = decision(probabilities, backward=is_backward)
    line, span = data.probe.line, None if data.probe.knows_all else ink_span(data.probe)
    how = f"Of the {direction} state alone the head says **{classes[label]}** from {line} {row} on"
    if span is not None and (row > span[1] if is_backward else row < span[0]):
        return f"{how}, before that direction has met any ink: no decision, only the class it is inclined to."
    return f"{how}{', reading back' if is_backward else ''}."
