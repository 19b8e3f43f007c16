"""The forgetting curve: what is left of a digit after many blank rows."""

import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure, forgetting_curves
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.session import page_theme
from rnn_demo.words.runs import short_title

BLANKS = (0, 2, 4, 8, 14, 28, 42, 56, 84, 112)
IN_WORDS = 28  # blank rows of which a sentence speaks
ALT = "The accuracy of each network, and of each of its directions alone, against the number of blank rows added."


def forgetting_view(service: Service, runs: list[Run]) -> None:
    """Accuracy over the number of blank rows that follow the digit."""
    curves: list[AccuracyCurve] = []
    num_digits = 0
    for run in runs:
        if run.latest_step is None or run.config.sequence != "rows":
            messages.info(f"{run.id} is left out: only trained networks that read rows can be given more of them.")
            continue
        network = service.network(run, run.latest_step)
        num_digits = network.num_digits
        points = []
        bar = st.progress(0.0, f"Reading {num_digits:,} digits with {run.config.network} …")
        for point in network.forgetting_curve(BLANKS):
            points.append(point)
            words = f"{run.config.network}: {num_digits:,} digits read with {point.blanks} blank rows"
            bar.progress(len(points) / len(BLANKS), words)
        bar.empty()
        curves += forgetting_curves(short_title(run), points)
    if not curves:
        return
    live_chart(accuracy_figure(curves, page_theme(), x_title="blank rows after the digit"), key="forgetting", alt=ALT)
    st.markdown(" ".join(_in_words(curve) for curve in curves))
    st.caption(
        "After the digit the network reads blank rows and has to remember. The forward state forgets: a plain RNN fast, an "
        "LSTM or GRU more slowly, as far as nobody trained them for this. The backward half starts at the far end, so the "
        "blank rows come before the digit, not after it, and it forgets next to nothing. A half is the network with the "
        f"other direction's state at zero. Over the first {num_digits:,} test digits."
    )


def _in_words(curve: AccuracyCurve) -> str:
    return (
        f"{curve.name}: {curve.at(0):.1%} at once, {curve.at(IN_WORDS):.1%} after {IN_WORDS} blank rows, "
        f"{curve.at(BLANKS[-1]):.1%} after {BLANKS[-1]}."
    )
