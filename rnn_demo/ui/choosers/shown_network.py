"""The line that says which network a page shows."""

import streamlit as st

from rnn_demo.experiment.records import Run, Snapshot
from rnn_demo.service.runs import Runs
from rnn_demo.words.markdown import literal
from rnn_demo.words.runs import network_line


def shown_network(runs: Runs, run: Run, step: int | None = None) -> None:
    """Say which network is shown: ``run`` as it was at ``step``, where weights are kept; the newest if left out.

    Step 0 need not be kept: its weights follow from the seed.
    """
    moments = {0: Snapshot(0, epoch=0)} | {snapshot.step: snapshot for snapshot in runs.snapshots(run.id)}
    at = run.latest_step if step is None else step
    st.markdown(f":small[{literal(network_line(run, None if at is None else moments.get(at)))}]", width="content")
