"""The forgetting curve: what is left of a digit after many blank rows."""

import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure
from rnn_demo.service.service import Digit, Service
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.session import page_theme

BLANKS = (0, 2, 4, 8, 14, 28, 42, 56, 84, 112)
ALT = "The accuracy of each network, and of each of its directions alone, against the number of blank rows added."


def forgetting_view(service: Service, runs: list[Run], digit: Digit) -> None:
    """Accuracy over the number of blank rows that follow the digit."""
    curves: list[AccuracyCurve] = []
    for run in runs:
        latest = service.latest_snapshot(run.id)
        if latest is None or run.config.sequence != "rows":
            st.info(f"{run.id} is left out: only trained networks that read rows can be given more of them.")
            continue
        dataset = service.shown_dataset(run.config)
        points = []
        bar = st.progress(0.0, f"Reading 1,000 digits with {run.config.network} …")
        for point in service.forgetting_curve(run.id, latest.step, dataset, BLANKS):
            points.append(point)
            words = f"{run.config.network}: 1,000 digits read with {point.blanks} blank rows"
            bar.progress(len(points) / len(BLANKS), words)
        bar.empty()
        name = f"{run.config.network} ({run.id})"
        curves.append(AccuracyCurve(name, "whole network", BLANKS, [point.accuracy for point in points]))
        if run.config.bidirectional:
            curves.append(AccuracyCurve(name, "forward half", BLANKS, [point.forward for point in points]))
            curves.append(AccuracyCurve(name, "backward half", BLANKS, [point.backward or 0.0 for point in points]))
    if not curves:
        return
    live_chart(accuracy_figure(curves, page_theme(), x_title="blank rows after the digit"), key="forgetting", alt=ALT)
    st.markdown(" ".join(_in_words(curve) for curve in curves))
    st.caption(
        "After the digit the network reads blank rows and has to remember. The forward state forgets: a plain RNN fast, an "
        "LSTM or GRU more slowly, as far as nobody trained them for this. The backward half starts at the far end, so the "
        "blank rows come before the digit, not after it, and it forgets next to nothing. A half is the network with the "
        "other direction's state at zero. Over the first 1,000 test digits."
    )


def _in_words(curve: AccuracyCurve) -> str:
    return (
        f"{curve.run}, {curve.part}: {curve.accuracy[0]:.1%} at once, {curve.accuracy[BLANKS.index(28)]:.1%} after 28 blank "
        f"rows, {curve.accuracy[-1]:.1%} after {BLANKS[-1]}."
    )
