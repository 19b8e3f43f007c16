"""What a session has already read of a run, so that each refresh reads only what is new."""

from dataclasses import dataclass, field

import streamlit as st

from rnn_demo.experiment.records import Cursor, Evaluation, Metric, News, Run, Snapshot
from rnn_demo.service.service import Service
from rnn_demo.ui.keys import Key


@dataclass
class RunHistory:
    """One run so far, from all news of it: what was measured, in the order of the steps, and what is kept of it."""

    run: Run
    queue_position: int = 0
    snapshots: tuple[Snapshot, ...] = ()
    _metrics: dict[int, Metric] = field(default_factory=dict)
    _evaluations: dict[int, Evaluation] = field(default_factory=dict)
    _cursor: Cursor = field(default_factory=Cursor)

    @property
    def metrics(self) -> list[Metric]:
        return list(self._metrics.values())

    @property
    def evaluations(self) -> list[Evaluation]:
        return list(self._evaluations.values())

    def catch_up(self, service: Service) -> News:
        """Read what is new, add it, and return it."""
        news = service.runs.news(self.run.id, self._cursor)
        self.run, self.queue_position, self._cursor = news.run, news.queue_position, news.cursor
        self._metrics |= {metric.step: metric for metric in news.metrics}
        self._evaluations |= {one.step: one for one in news.evaluations}
        if news.snapshots is not None:
            self.snapshots = news.snapshots
        return news


def history_of(run: Run, service: Service) -> RunHistory:
    """The run's history in this session, up to date."""
    history: RunHistory | None = st.session_state.get(Key.HISTORY)
    if history is None or history.run.id != run.id:
        history = st.session_state[Key.HISTORY] = RunHistory(run)
    history.catch_up(service)
    return history
