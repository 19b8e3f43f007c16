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
from rnn_demo.ui.address.params import Param, read_here
from rnn_demo.ui.choosers.digit import digit_chooser, open_digit
from rnn_demo.ui.components.row_reader import row_reader
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import DIVERGED, reading, shuffled
from rnn_demo.words.quantities import count

ALT = (
    "Heatmaps side by side, with one line for each row of a picture: the picture, the forward hidden states, the "
    "backward hidden states if there are two directions, and the probability of each class after each row. The text "
    "below says in words what the network makes of the picture."
)


def probe_view(service: Service, config: RunConfig, run: Run | None, dataset: DatasetName) -> None:
    """Choose a digit, and see the states and the belief of the run's newest network, row by row.

    The session remembers the digit that the page's link or a person said here; a digit that came along from another page
    is shown until the next run starts.
    """
    classes = DATASETS[dataset].classes
    st.session_state.setdefault(Key.PROBE_DIGIT, read_here(Param.DIGIT))
    digit = service.digits.digit(dataset, digit_chooser(service.digits, dataset, _choose))
    trace, when = _newest_trace(service, config, run, digit)
    data = probe(trace, config)
    row_reader(
        probe_figure(data, classes, page_theme()),
        key="probe_chart",
        alt=ALT,
        rows=SIDE,
        line=data.line,
        tells=False,  # nothing else on this page follows the row
        introduces=run is None,
    )
    if trace.has_diverged:
        st.caption(f"The network ({when}): {DIVERGED}")
        return
    read_as = reading(classes[trace.prediction], trace.confidence, digit.name)
    sentences = [f"The network ({when}) {read_as}.", *about_states(data), shuffled(config)]
    sentences.append(f"Hover over a {data.line}, or use ↑ and ↓ on the chart, to mark it everywhere.")
    st.caption(" ".join(filter(None, sentences)))


def _choose(index: int) -> None:
    st.session_state[Key.PROBE_DIGIT] = str(index)
    open_digit(index)


def _newest_trace(service: Service, config: RunConfig, run: Run | None, digit: Digit) -> tuple[Trace, str]:
    """The trace in the newest network there is, and what network that is."""
    if run is None or run.latest_step is None:
        return service.untrained(config).trace(digit.picture), "untrained"
    try:
        return service.network(run, run.latest_step).trace(digit.picture), f"after {run.latest_step:,} steps"
    except SnapshotNotFound:  # thinned away since it was read: there is a newer one
        return _newest_trace(service, config, service.runs.get(run.id), digit)


def about_states(data: Probe) -> list[str]:
    """Whose states are shown, and from which line on they can tell this picture from others."""
    sentences = []
    if data.num_layers > 1:
        sentences.append(f"The states are those of layer {data.layer + 1}, the top one.")
    span = ink_span(data)
    if span is None:
        return sentences
    first, last = span
    if data.knows_all:
        sentences.append(
            f"The first ink is in {data.line} {first}, but even before it the states differ from picture to picture: the "
            "layer below has read the whole picture from both ends."
        )
    elif first:
        sentences.append(
            f"The first ink is in {data.line} {first}: until then only blank {data.line}s have been read, so the forward "
            f"states there are the same for every picture that begins with {count(first, f'blank {data.line}')}."
        )
    if data.backward is not None and not data.knows_all and last < SIDE - 1:
        sentences.append(f"The backward direction starts at the other end and meets ink in {data.line} {last}.")
    return sentences
