"""What the settings in the sidebar amount to, before anything is trained."""

import streamlit as st

from rnn_demo.experiment.config import SEQUENCE_SHAPES, RunConfig
from rnn_demo.service.service import Service
from rnn_demo.words.runs import duration


def forecast(service: Service, config: RunConfig) -> None:
    """Size of the network, number of steps and about how long the training will take."""
    time_steps, _ = SEQUENCE_SHAPES[config.sequence]
    slow = f" Reading {time_steps} steps a picture takes about 28 times as long as rows." if time_steps > 28 else ""
    st.caption(
        f"**{service.count_parameters(config):,} parameters** · {config.num_steps:,} steps · "
        f"about **{duration(service.expected_seconds(config))}** of training.{slow}"
    )
