"""The moment of the training at which the page Memory shows all its networks."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import HIGHEST, bound, linked_number
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.memory.scene import kept_steps

MOMENTS = 40  # places of the slider


def common_moments(service: Service, runs: Sequence[Run]) -> list[int]:
    """The steps at which some network was kept: at most about `MOMENTS`, evenly spread on a logarithmic scale from 0."""
    steps = sorted({step for run in runs for step in kept_steps(service, run)})
    wanted = np.expm1(np.linspace(0, np.log1p(steps[-1]), MOMENTS))
    return sorted({min(steps, key=lambda step: abs(step - place)) for place in wanted})


def choose_moment(service: Service, runs: Sequence[Run]) -> int:
    """Show the slider and return the step; the newest unless a person moves it, or the link says another."""
    steps = common_moments(service, runs)
    wanted = linked_number(Param.STEP, steps[-1], HIGHEST)
    step = min(steps, key=lambda other: abs(other - wanted))
    if step != wanted:
        messages.info(f"No network was kept at step {wanted:,}; you see step {step:,}, the nearest.")
    if len(steps) > 1:
        bound(
            st.select_slider,
            "Moment of the training",
            Param.STEP,
            step,
            default=steps[-1],
            options=steps,
            format_func=lambda step: f"step {step:,}" if step else "before training",
            help="All networks are shown at this step, or at the nearest of which their weights were kept.",
        )
    return step
