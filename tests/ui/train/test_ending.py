"""How a run ended: the box, the settings that cure it, and the way to its mistakes."""

import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Metric, Note, NoteCode, Progress, Run, RunStatus, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.ui.opening import keyed, open_page, texts

OTHER_SETTINGS = "**The settings in the sidebar are not those of this run.** To train with them, press Train."
CONFIG = RunConfig(cell="rnn", bidirectional=False, hidden_size=4, train_size=1_000, num_epochs=10, learning_rate=0.1)


def measured(store: Store, config: RunConfig, training: float, test: float) -> Run:
    """A finished run with the same accuracy in training and in the test from start to end."""
    run = store.create_run(config, status=RunStatus.RUNNING)
    steps = config.num_steps
    right = round(100 * test)
    rows = tuple(
        tuple(right if read_as == true else (100 - right) * (read_as == (true + 1) % 10) for read_as in range(10))
        for true in range(10)
    )
    metrics = tuple(
        Metric(step, -(-step // config.steps_per_epoch), 2.5, training, 1.0, 0.01) for step in range(1, steps + 1)
    )
    tests = (Evaluation(steps, config.num_epochs, 2.4, test, rows),)
    store.write(run.id, Update(Progress(steps, config.num_epochs), metrics=metrics, evaluations=tests))
    store.change_status(run.id, {RunStatus.RUNNING}, RunStatus.FINISHED, note=Note(NoteCode.COMPLETED))
    return store.run(run.id)


def button(page: AppTest, start: str) -> object:
    return next((button for button in page.button if button.label.startswith(start)), None)


@pytest.mark.parametrize(
    ("accuracies", "kind", "sentence"),
    [
        ((0.1, 0.1), "warning", "It learned nothing"),
        ((0.99, 0.8), "warning", "It overfits"),
        ((0.5, 0.5), "warning", "It got stuck"),
        ((0.97, 0.96), "success", "It is well trained"),
    ],
)
def test_the_box_is_green_only_for_a_sound_result(
    store: Store, accuracies: tuple[float, float], kind: str, sentence: str
) -> None:
    run = measured(store, CONFIG, *accuracies)
    page = open_page("train", f"run={run.id}")
    (box,) = getattr(page, kind)
    assert sentence in box.value
    assert (len(page.success), len(page.warning)) == ((1, 0) if kind == "success" else (0, 1))
    assert (button(page, "Set ") is None) is (kind == "success")
    assert ("commonest mistake" in box.value or "equally common" in box.value) is (sentence != "It learned nothing")


def test_the_cure_fills_the_form_and_the_charts_stay_those_of_the_run(empty: Service, store: Store) -> None:
    run = measured(store, CONFIG, 0.1, 0.1)
    page = open_page("train", f"run={run.id}")
    assert OTHER_SETTINGS not in texts(page)
    cure = button(page, "Set ")
    assert cure is not None
    assert cure.label == "Set Epochs 38, Learning rate 0.005"  # type: ignore[attr-defined]
    cure.click().run()  # type: ignore[attr-defined]
    assert not page.exception
    assert keyed(page, "config_learning_rate").value == 0.005
    assert keyed(page, "config_num_epochs").value == 38
    assert keyed(page, "config_hidden_size").value == 4
    assert page.query_params["run"] == run.id
    assert OTHER_SETTINGS in texts(page)
    assert f"Below: RNN 4 ({run.id})" in texts(page).replace("\\", "")


def test_a_run_with_mistakes_offers_to_show_them(shown: Service, two_ways: str) -> None:
    assert button(open_page("train", f"run={two_ways}"), "See what it gets wrong") is not None


def test_a_run_that_diverged_offers_no_mistakes_but_its_last_line(empty: Service, store: Store) -> None:
    run = store.create_run(CONFIG, status=RunStatus.RUNNING)
    metrics = tuple(Metric(step, 1, 10.0**step, 0.1, 1.0, 0.01) for step in range(1, 37))
    store.write(run.id, Update(Progress(36, 1), metrics=metrics))
    note = Note(NoteCode.DIVERGED, {"step": 37})
    store.change_status(run.id, {RunStatus.RUNNING}, RunStatus.DIVERGED, note=note)
    page = open_page("train", f"run={run.id}")
    (box,) = page.error
    assert "1.0e+36 at step 36" in box.value.replace("\\", "")
    assert button(page, "See what it gets wrong") is None
    assert "step     37  end    loss NaN or infinite" in page.code[0].value
    assert "0000000000" not in texts(page) + page.code[0].value + box.value
