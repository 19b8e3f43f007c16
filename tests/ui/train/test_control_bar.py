"""The bar of buttons: whose run it is decides what they do."""

from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.choosers.run import linked_run
from rnn_demo.ui.session import get_service
from rnn_demo.ui.train.control_bar import control_bar
from tests.ui.opening import open_part

CONFIG = RunConfig(seed=5)


def bar(config: RunConfig | None = CONFIG) -> None:
    service = get_service()
    control_bar(service.runs, config, linked_run(service))


def enabled(page: AppTest) -> list[str]:
    return [button.label for button in page.button if not button.disabled]


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()


def start_training(store: Store) -> str:
    run = store.claim_next()
    assert run is not None
    return run.id


def test_without_a_run_one_can_train_only(empty: Service) -> None:
    assert enabled(open_part(bar)) == ["Train"]


def test_without_a_configuration_nothing_can_be_trained(empty: Service) -> None:
    assert enabled(open_part(bar, config=None)) == []


def test_train_starts_a_run_that_stands_in_the_url(empty: Service) -> None:
    page = open_part(bar)
    press(page, "Train")
    (run,) = empty.runs.latest()
    assert run.config == CONFIG
    assert run.status is RunStatus.QUEUED
    assert page.query_params == {"run": run.id}
    assert enabled(page) == ["Stop", "Reset"]  # queued: there is nothing to pause


def test_buttons_follow_the_run(empty: Service, store: Store) -> None:
    page = open_part(bar)
    press(page, "Train")
    run_id = start_training(store)
    assert enabled(page.run()) == ["Pause", "Stop", "Reset"]
    press(page, "Pause")
    assert [command.value for command in store.commands(run_id)] == ["pause"]
    store.change_status(run_id, {RunStatus.RUNNING}, RunStatus.PAUSED)
    assert enabled(page.run()) == ["Resume", "Stop", "Reset"]
    press(page, "Resume")
    assert [command.value for command in store.commands(run_id)] == ["resume"]
    press(page, "Stop")
    assert [command.value for command in store.commands(run_id)] == ["stop"]
    store.change_status(run_id, {RunStatus.PAUSED}, RunStatus.STOPPED)
    assert enabled(page.run()) == ["Train", "Reset"]


def test_reset_by_the_owner_ends_the_run(empty: Service) -> None:
    page = open_part(bar)
    press(page, "Train")
    press(page, "Reset")
    assert [run.status for run in empty.runs.latest()] == [RunStatus.STOPPED]
    assert page.query_params == {}
    assert enabled(page) == ["Train"]


def test_reset_by_a_guest_leaves_the_run_alone(empty: Service, store: Store) -> None:
    run_id = empty.runs.start(CONFIG).id
    start_training(store)
    page = open_part(bar, f"run={run_id}")
    assert enabled(page) == ["Train", "Pause", "Stop", "Reset"]
    press(page, "Reset")
    assert store.commands(run_id) == []
    assert page.query_params == {}


def test_a_guest_trains_a_run_of_their_own(empty: Service) -> None:
    run_id = empty.runs.start(RunConfig()).id
    page = open_part(bar, f"run={run_id}")
    press(page, "Train")
    own, other = empty.runs.latest()
    assert (own.config, other.id) == (CONFIG, run_id)
    assert page.query_params == {"run": own.id}
    assert other.status is RunStatus.QUEUED


def test_where_the_run_has_other_settings_nobody_is_said_to_have_changed_them(empty: Service, store: Store) -> None:
    run_id = empty.runs.start(RunConfig()).id
    empty.runs.stop(run_id)
    (said,) = open_part(bar, f"run={run_id}").caption
    assert "are not those of this run" in said.value
    assert "change" not in said.value.lower()
    assert not open_part(bar, f"run={run_id}", config=RunConfig()).caption
