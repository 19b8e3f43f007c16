"""What the settings in the sidebar amount to, before anything is trained."""

import streamlit as st

from rnn_demo.experiment.catalogue import SEQUENCES
from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.runs import Runs, count_parameters
from rnn_demo.words.quantities import duration_range


def forecast(runs: Runs, config: RunConfig) -> None:
    """Size of the network, number of steps and about how long the training will take."""
    steps, steps_by_rows = config.reading.num_steps, SEQUENCES["rows"].num_steps
    times = steps // steps_by_rows
    slow = f" A picture is read in {steps} time steps, {times} times as many as by rows." if times > 1 else ""
    wait = "" if runs.has_free_slot() else " It may have to wait first, until another run ends."
    estimate = runs.estimate_seconds(config)
    st.caption(
        f"**{count_parameters(config):,} parameters** · {config.num_steps:,} steps · "
        f"about **{duration_range(estimate.low, estimate.high)}** of training.{slow}{wait}"
    )
