"""What a session has already read of a run, so that each refresh reads only what is new."""

from dataclasses import dataclass, field

import streamlit as st

from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key


@dataclass
class RunHistory:
    """The numbers of one run so far, in the order of their steps."""

    run_id: str
    metrics: list[Metric] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)

    def catch_up(self, service: Service) -> None:
        self.metrics += service.metrics_since(self.run_id, self.metrics[-1].step if self.metrics else 0)
        last_test = self.evaluations[-1].step if self.evaluations else 0
        self.evaluations += service.evaluations_since(self.run_id, last_test)


def history_of(run_id: str, service: Service) -> RunHistory:
    """The run's history in this session, up to date."""
    history: RunHistory | None = st.session_state.get(Key.HISTORY)
    if history is None or history.run_id != run_id:
        history = st.session_state[Key.HISTORY] = RunHistory(run_id)
    history.catch_up(service)
    return history
