"""One test digit inside the network as it is now."""

from typing import TYPE_CHECKING

import streamlit as st

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.figures.panels import ROWS
from rnn_demo.figures.probe import Probe, ink_span, probe, probe_figure
from rnn_demo.service.service import Digit, Service
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.session import page_theme

if TYPE_CHECKING:
    from rnn_demo.introspect import Trace

PROBE_ALT = (
    "Heatmaps side by side, with one line for each row of a picture: the picture, the forward hidden states, the "
    "backward hidden states if there are two directions, and the probability of each class after each row. The text "
    "below says in words what the network makes of the picture."
)


def probe_view(service: Service, config: RunConfig, run: Run | None, dataset: str) -> None:
    """Choose a digit, and see the states and the belief of the run's newest network, row by row."""
    index = digit_chooser(service, dataset)
    trace, when = _newest_trace(service, config, run, dataset, index)
    data = probe(trace, config)
    classes = service.classes(dataset)
    figure, narrow = probe_figure(data, classes, page_theme())
    live_chart(figure, key="probe_chart", alt=PROBE_ALT, narrow=narrow, mark_rows=ROWS)
    st.caption(_in_words(trace, data, service.digit(dataset, index), classes, when))


def _newest_trace(
    service: Service, config: RunConfig, run: Run | None, dataset: str, index: int
) -> tuple["Trace", str]:
    """The trace in the newest network there is, and what network that is."""
    snapshot = service.latest_snapshot(run.id) if run else None
    if run and snapshot:
        try:
            return service.look(run.id, snapshot.step, dataset, index), f"after {snapshot.step:,} steps"
        except SnapshotNotFound:  # thinned away since it was listed: there is a newer one
            return _newest_trace(service, config, run, dataset, index)
    return service.look_untrained(config, dataset, index), "untrained"


def _in_words(trace: "Trace", data: Probe, digit: Digit, classes: tuple[str, ...], when: str) -> str:
    probabilities = trace.probabilities
    answer = int(probabilities.argmax())
    verdict = "right" if answer == digit.label else f"wrong: it is {digit.name}"
    sentences = [
        f"**The network ({when}) reads this as {classes[answer]}** with {probabilities[answer]:.0%} ({verdict})."
    ]
    if span := ink_span(data):
        first, last = span
        sentences.append(
            f"The first ink is in {data.line} {first}: until then only blank {data.line}s have been read, so the "
            "forward states there are the same for every picture."
        )
        if data.backward is not None and last < ROWS - 1:
            sentences.append(f"The backward direction starts at the other end and meets ink in {data.line} {last}.")
    sentences.append(f"Hover over a {data.line}, or use ↑ and ↓ on the chart, to mark it everywhere.")
    return " ".join(sentences)
