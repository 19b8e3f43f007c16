"""The gradient ribbon: how far back the error reaches, for one digit, now and over the training."""

from contextlib import suppress

import numpy as np
import streamlit as st

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.records import Run
from rnn_demo.figures.gradients import gradient_map_figure, ribbon, ribbon_figure
from rnn_demo.service.service import Digit, Service
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.session import page_theme

RIBBON_ALT = "The length of the gradient at each row on a logarithmic scale, for each direction and for the input."
MAP_ALT = "The length of the gradient at each row, downwards, over the steps of the training, to the right."
MOMENTS = 24  # columns of a map

PARTS = {
    "forward state": "grad_h_forward",
    "backward state": "grad_h_backward",
    "input row": "grad_x",
}


def gradient_ribbon_view(service: Service, runs: list[Run], digit: Digit) -> None:
    """The ribbon and the map of every run, side by side."""
    relative = st.toggle("Relative: divide each curve by its largest value", key="ribbon_relative")
    part = st.segmented_control(
        "Map of the gradient by the",
        list(PARTS),
        default="forward state",
        required=True,
        key="ribbon_part",
    )
    for column, run in zip(st.columns(len(runs)), runs, strict=True):
        with column:
            _ribbon(service, run, digit, relative=relative, part=part)
    st.caption(
        "How to read this: the loss of this one digit is traced back through time. Where a curve is high, a change of the "
        "state at that row would change the loss much; where it is 1,000 times lower, the network can hardly learn from "
        "that row. A plain RNN's forward curve falls steeply towards row 0: the gradient vanishes. Gates keep it alive, and "
        "a backward pass has its own short way to the first rows. In the map a light band that darkens to the right is a "
        "vanishing gradient that heals while the network learns."
    )


def _ribbon(service: Service, run: Run, digit: Digit, *, relative: bool, part: str) -> None:
    latest = service.latest_snapshot(run.id)
    st.markdown(f"**{run.config.network}** ({run.id})")
    if latest is None:
        st.info("This run has not kept any weights yet.")
        return
    gradients = service.gradients(run.id, latest.step, digit.image, digit.label)
    look = page_theme()
    live_chart(ribbon_figure(ribbon(gradients, relative=relative), look), key=f"ribbon_{run.id}", alt=RIBBON_ALT)
    if getattr(gradients, PARTS[part]) is None:
        st.info("This network reads in one direction; there is no backward state.")
        return
    snapshots = service.snapshots(run.id)
    shown = np.unique(np.linspace(0, len(snapshots) - 1, MOMENTS).astype(int))
    steps = [snapshots[number].step for number in shown]
    norms = {}
    for step in steps:
        with suppress(SnapshotNotFound):  # thinned away since it was listed, while the run trains on
            norms[step] = getattr(service.gradients(run.id, step, digit.image, digit.label), PARTS[part])
    figure = gradient_map_figure(
        np.stack(list(norms.values())), list(norms), look, title=f"by the {part}, over the training"
    )
    live_chart(figure, key=f"map_{run.id}", alt=MAP_ALT)
