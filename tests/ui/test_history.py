"""What a session has read of a run, against a real store."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Metric, Progress, RunStatus, Snapshot, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.history import RunHistory, history_of
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from tests.ui.opening import open_part

CONFUSION = ((1,) * 10,) * 10


def metric(step: int, loss: float = 1.0) -> Metric:
    return Metric(step, epoch=1, loss=loss, accuracy=0.5, grad_norm=1.0, learning_rate=0.01)


def evaluation(step: int, accuracy: float = 0.5) -> Evaluation:
    return Evaluation(step, epoch=1, loss=1.0, accuracy=accuracy, confusion=CONFUSION)


def test_each_look_adds_what_is_new(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    history = RunHistory(run)
    assert (history.metrics, history.evaluations, history.snapshots) == ([], [], ())

    store.write(run.id, Update(Progress(step=2), metrics=(metric(1), metric(2)), evaluations=(evaluation(2),)))
    news = history.catch_up(empty)
    assert history.metrics == list(news.metrics) == [metric(1), metric(2)]
    assert history.evaluations == [evaluation(2)]
    assert history.run.progress.step == 2

    store.write(run.id, Update(Progress(step=3), metrics=(metric(3),)))
    assert history.catch_up(empty).metrics == (metric(3),)  # not all once more
    assert history.metrics == [metric(1), metric(2), metric(3)]
    assert history.evaluations == [evaluation(2)]
    assert history.catch_up(empty).metrics == ()
    assert history.metrics == [metric(1), metric(2), metric(3)]


def test_a_step_that_is_written_again_takes_the_place_of_the_earlier_one(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    history = RunHistory(run)
    first = (metric(1), metric(2, loss=2.0), metric(3, loss=3.0))
    store.write(run.id, Update(Progress(step=3), metrics=first, evaluations=(evaluation(2, accuracy=0.1),)))
    history.catch_up(empty)
    again = (metric(2, loss=0.2), metric(3, loss=0.3), metric(4, loss=0.4))
    store.write(run.id, Update(Progress(step=4), metrics=again, evaluations=(evaluation(2, accuracy=0.9),)))
    history.catch_up(empty)
    assert history.metrics == [metric(1), *again]
    assert history.evaluations == [evaluation(2, accuracy=0.9)]


def test_snapshots_are_those_that_are_kept_now(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    history = RunHistory(run)
    for step in range(300):
        store.write(run.id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=b"weights"))
        if step % 50 == 0:
            history.catch_up(empty)
    history.catch_up(empty)
    assert list(history.snapshots) == store.snapshots(run.id)
    assert len(history.snapshots) < 300  # thinned meanwhile
    store.write(run.id, Update(Progress(step=300), metrics=(metric(300),)))
    assert history.catch_up(empty).snapshots is None
    assert list(history.snapshots) == store.snapshots(run.id)


def test_the_place_in_the_queue_is_kept_up_to_date(empty: Service) -> None:
    first, second = (empty.runs.start(RunConfig()) for _ in range(2))
    history = RunHistory(second)
    history.catch_up(empty)
    assert history.queue_position == 2
    empty.runs.stop(first.id)
    history.catch_up(empty)
    assert history.queue_position == 1
    empty.runs.stop(second.id)
    history.catch_up(empty)
    assert (history.queue_position, history.run.status) == (0, RunStatus.STOPPED)


def steps_of(run_id: str) -> None:
    service = get_service()
    run = service.runs.get(st.session_state.get("shown", run_id))
    history = history_of(run, service)
    assert st.session_state[Key.HISTORY] is history
    st.text([metric.step for metric in history.metrics])


def test_a_session_keeps_the_history_of_the_run_that_it_looks_at(empty: Service, store: Store) -> None:
    one, other = (store.create_run(RunConfig(), status=RunStatus.RUNNING) for _ in range(2))
    store.write(one.id, Update(Progress(step=1), metrics=(metric(1),)))
    store.write(other.id, Update(Progress(step=7), metrics=(metric(7),)))
    page = open_part(steps_of, run_id=one.id)
    assert page.text[0].value == "[1]"
    store.write(one.id, Update(Progress(step=2), metrics=(metric(2),)))
    assert page.run().text[0].value == "[1, 2]"
    page.session_state["shown"] = other.id
    assert page.run().text[0].value == "[7]"
    page.session_state["shown"] = one.id
    assert page.run().text[0].value == "[1, 2]"
