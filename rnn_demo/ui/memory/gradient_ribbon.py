"""The gradient ribbon: how far back the error reaches, for one digit, now and over the training."""

from contextlib import suppress
from typing import cast

import streamlit as st

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.records import Run
from rnn_demo.figures.gradients import gradient_map, gradient_map_figure, map_moments, ribbon, ribbon_figure
from rnn_demo.introspect.results import GradientOf
from rnn_demo.service.digits import Digit
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import choice, switch
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.session import page_theme
from rnn_demo.words.labels import GRADIENTS

RIBBON_ALT = "The length of the gradient at each row on a logarithmic scale, for each direction and for the input."
MAP_ALT = "The length of the gradient at each row, downwards, over the steps of the training, to the right."


def gradient_ribbon_view(service: Service, runs: list[Run]) -> None:
    """The ribbon and the map of every run, side by side, for a test digit."""
    digit = _choose_digit(service, runs[0])
    relative = switch("Relative: divide each curve by its largest value", Param.RELATIVE)
    what = cast(GradientOf, choice("Map of the gradient by the", Param.GRADIENT, GRADIENTS))
    for column, run in zip(st.columns(len(runs)), runs, strict=True):
        with column:
            _ribbon(service, run, digit, relative=relative, what=what)
    st.caption(
        "How to read this: the loss of this one digit is traced back through time. Where a curve is high, a change of the "
        "state at that row would change the loss much; where it is 1,000 times lower, the network can hardly learn from "
        "that row. A plain RNN's forward curve falls steeply towards row 0: the gradient vanishes. Gates keep it alive, and "
        "a backward pass has its own short way to the first rows. In the map a light band that darkens to the right is a "
        "vanishing gradient that heals while the network learns."
    )


def _choose_digit(service: Service, run: Run) -> Digit:
    dataset = service.digits.shown_dataset(run.config)
    left, right = st.columns([1, 5], vertical_alignment="center")
    with right:
        digit = service.digits.digit(dataset, digit_chooser(service.digits, dataset))
    with left:
        digit_image(digit.picture, width=84, alt=f"The chosen test digit, {digit.name}")
    return digit


def _ribbon(service: Service, run: Run, digit: Digit, *, relative: bool, what: GradientOf) -> None:
    st.markdown(f"**{run.config.network}** ({run.id})")
    if run.latest_step is None:
        messages.info("This run has not kept any weights yet.")
        return
    latest = service.network(run, run.latest_step).gradients(digit.picture, digit.label)
    chart = ribbon_figure(ribbon(latest, relative=relative), page_theme())
    live_chart(chart, key=f"ribbon_{run.id}", alt=RIBBON_ALT)
    if latest.of(what) is None:
        messages.info("This network reads in one direction; there is no backward state.")
        return
    gradients = {}
    for step in map_moments([snapshot.step for snapshot in service.runs.snapshots(run.id)]):
        with suppress(SnapshotNotFound):  # thinned away since it was listed, while the run trains on
            gradients[step] = service.network(run, step).gradients(digit.picture, digit.label)
    if data := gradient_map(gradients, what):
        live_chart(gradient_map_figure(data, page_theme()), key=f"map_{run.id}", alt=MAP_ALT)
