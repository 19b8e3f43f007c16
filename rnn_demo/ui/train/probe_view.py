"""One test digit inside the network as it is now."""

import streamlit as st

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.catalogue import DATASETS, SIDE, DatasetName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.figures.probe import Probe, ink_span, probe, probe_figure
from rnn_demo.introspect.results import Trace
from rnn_demo.service.digits import Digit
from rnn_demo.service.service import Service
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.session import page_theme
from rnn_demo.words.runs import reading

ALT = (
    "Heatmaps side by side, with one line for each row of a picture: the picture, the forward hidden states, the "
    "backward hidden states if there are two directions, and the probability of each class after each row. The text "
    "below says in words what the network makes of the picture."
)


def probe_view(service: Service, config: RunConfig, run: Run | None, dataset: DatasetName) -> None:
    """Choose a digit, and see the states and the belief of the run's newest network, row by row."""
    classes = DATASETS[dataset].classes
    digit = service.digits.digit(dataset, digit_chooser(service.digits, dataset))
    trace, when = _newest_trace(service, config, run, digit)
    data = probe(trace, config)
    live_chart(probe_figure(data, classes, page_theme()), key="probe_chart", alt=ALT, mark_rows=SIDE)
    st.caption(_in_words(trace, data, digit, classes, when))


def _newest_trace(service: Service, config: RunConfig, run: Run | None, digit: Digit) -> tuple[Trace, str]:
    """The trace in the newest network there is, and what network that is."""
    if run is None or run.latest_step is None:
        return service.untrained(config).trace(digit.picture), "untrained"
    try:
        return service.network(run, run.latest_step).trace(digit.picture), f"after {run.latest_step:,} steps"
    except SnapshotNotFound:  # thinned away since it was read: there is a newer one
        return _newest_trace(service, config, service.runs.get(run.id), digit)


def _in_words(trace: Trace, data: Probe, digit: Digit, classes: tuple[str, ...], when: str) -> str:
    read_as = reading(classes[trace.prediction], trace.confidence, digit.name)
    sentences = [f"The network ({when}) {read_as}."]
    if span := ink_span(data):
        first, last = span
        sentences.append(
            f"The first ink is in {data.line} {first}: until then only blank {data.line}s have been read, so the "
            "forward states there are the same for every picture."
        )
        if data.backward is not None and last < SIDE - 1:
            sentences.append(f"The backward direction starts at the other end and meets ink in {data.line} {last}.")
    sentences.append(f"Hover over a {data.line}, or use ↑ and ↓ on the chart, to mark it everywhere.")
    return " ".join(sentences)
