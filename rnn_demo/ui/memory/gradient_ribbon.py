"""The gradient ribbon: how far back the error reaches, at one moment and over the training, for all networks at once."""

from contextlib import suppress
from typing import cast

import numpy as np
import streamlit as st

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.gradients import (
    SMALLEST,
    GradientCurve,
    Part,
    ends,
    geometric_mean,
    parts,
    ratio_curves,
    ratio_figure,
    ratios_of,
    step_curves,
    step_figure,
)
from rnn_demo.figures.spread import evenly_spread
from rnn_demo.introspect.results import GradientBy
from rnn_demo.service.networks import BACK_THROUGH_TIME
from rnn_demo.ui.address.linked import choice, switch
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.memory.eigenvalues import choose_block, eigenvalue_chart, eigenvalue_words
from rnn_demo.ui.memory.scene import Scene, Shown, kept_steps, network_at
from rnn_demo.ui.session import page_theme
from rnn_demo.words.labels import GRADIENTS
from rnn_demo.words.markdown import literal
from rnn_demo.words.memory import vanishing

RIBBON_ALT = (
    "The length of the gradient at each step that is read, on a logarithmic scale, for each network and direction."
)
RATIO_ALT = "What the step read first gets of the gradient that the one read last gets, over the steps of the training."
MOMENTS = 16  # points of a curve over the training
MOMENTS_OF_PIXELS = 6  # each of which takes seconds
EVERYWHERE = ("mean", "every_row")  # the read-outs by which the loss enters at every step


def gradient_ribbon_view(scene: Scene) -> None:
    """The gradients now, the eigenvalues of W_hh beside them, and both ends of the gradients over the training."""
    left, right = st.columns([3, 2])
    with left:
        what = _choose_what(scene)
        relative = switch("Relative to the step read last", Param.RELATIVE, default=True)
        _ribbon(scene, what, relative=relative)
    with right:
        block = choose_block(scene)
        eigenvalue_chart(scene, block)
    for one in scene.shown:
        for part in parts(one.config, what):
            st.markdown(_in_words(one, what, part))
        if what != "input" and one.config.bidirectional and one.config.readout == "last":
            st.markdown(_never_used(one))
    st.caption(" ".join(_how_to_read(scene, what)))
    _over_training(scene, what)
    eigenvalue_words(scene, block)


def _choose_what(scene: Scene) -> GradientBy:
    titles = dict(GRADIENTS)
    if not any(one.config.cell == "lstm" for one in scene.shown):
        del titles["hidden"]
    return cast(GradientBy, choice("Gradient of the loss by the", Param.GRADIENT, titles))


def _ribbon(scene: Scene, what: GradientBy, *, relative: bool) -> None:
    curves: list[GradientCurve] = []
    floor = 1.0
    for one in scene.shown:
        curves += step_curves(one.title, one.config, one.network.gradients(), what, relative=relative)
        start = step_curves(one.title, one.config, one.untrained.gradients(), what, relative=relative)
        floor = min(
            floor, *(float(curve.low.min()) for curve in start)
        )  # so that the axis stays while one moves in time
    figure = step_figure(curves, page_theme(), line=scene.line, relative=relative, floor=floor)
    live_chart(figure, key="ribbon", alt=RIBBON_ALT)


def _in_words(one: Shown, what: GradientBy, part: Part) -> str:
    config, now = one.config, one.network.gradients()
    first, last = (step_name(config, step) for step in ends(config, part))
    name = f"- {one.heading}, {part}: "
    lengths = now.by(what, backward=part == "backward")
    if lengths is None or not lengths.any():
        return f"{name}no {config.reading.step} gets any gradient: nothing can be learned from them here."
    before, after = (
        float(geometric_mean(ratios_of(config, gradients, what, part)))
        for gradients in (one.untrained.gradients(), now)
    )
    return name + vanishing(first, last, before, after, one.step)


def _never_used(one: Shown) -> str:
    last = step_name(one.config, one.config.reading.num_steps - 1)
    return (
        f"- {one.heading}, backward: the read-out `last` uses its state at {last}, the first that it reads, and never a "
        "later one. So no gradient is traced back here."
    )


def step_name(config: RunConfig, step: int) -> str:
    """A time step as a sentence names it."""
    if not config.reading.is_shuffled:
        return f"{config.reading.step} {step}"
    return f"the {'first' if step == 0 else 'last'} {config.reading.step} read"


def _how_to_read(scene: Scene, what: GradientBy) -> list[str]:
    by = "what is read" if what == "input" else "the top layer's state"
    sentences = [
        f"The loss of each of the first {BACK_THROUGH_TIME} test digits is traced back to {by} at every step: so much would "
        "a small change there change the loss, so much can be learned from there. A line is the geometric mean over these "
        "digits; four of five lie in the band."
    ]
    if what == "input" and any(one.config.bidirectional for one in scene.shown):
        sentences.append("The backward direction reads from the end: what is called read first here, it reads last.")
    if what == "state" and any(one.config.cell == "lstm" for one in scene.shown):
        sentences.append("The state is all that a cell hands on: h, and for an LSTM h and c together.")
    sentences += [
        f"With the read-out {one.config.readout} of {one.heading} the loss enters at every {one.config.reading.step}, so "
        "that each gets its part without a way back."
        for one in scene.shown
        if one.config.readout in EVERYWHERE
    ]
    return sentences


def progress(title: str, number: int, of: int) -> str:
    """Which of the moments of a network is computed, counted from 0. Markdown."""
    return literal(f"{title}: moment {number + 1} of {of}")


def _over_training(scene: Scene, what: GradientBy) -> None:
    st.markdown("**Over the training: what the step read first gets of what the one read last gets**")
    place = st.empty()
    curves: list[GradientCurve] = []
    for one in scene.shown:
        kept = kept_steps(scene.service, one.run)
        most = MOMENTS if one.config.reading.steps_per_line == 1 else MOMENTS_OF_PIXELS
        steps = [kept[index] for index in evenly_spread(len(kept), most)]
        moments = {}
        for number, step in enumerate(steps):
            place.progress(number / len(steps), progress(one.title, number, len(steps)))
            network = network_at(scene.service, one.run, step)
            with suppress(SnapshotNotFound):  # thinned away since it was listed, while the run trains on
                if network.is_finite:
                    moments[step] = network.gradients()
        curves += ratio_curves(one.title, one.config, moments, what)
    place.empty()
    live_chart(ratio_figure(curves, page_theme(), step=scene.step), key="over_training", alt=RATIO_ALT)
    sentences = ["A point is a moment of which the weights were kept; the lines only join them."]
    if any(np.any(curve.middle <= 2 * SMALLEST) for curve in curves):
        sentences.append("At the chart's lower edge stands what is too small for a 32-bit number.")
    st.caption(" ".join(sentences))
