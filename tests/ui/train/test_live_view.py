"""A run as it unfolds, on the page Train."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Metric, Note, NoteCode, Progress, RunStatus, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.words.markdown import literal
from tests.ui.opening import keyed, open_page, texts, warnings


def status(page: AppTest) -> str:
    return str(page.get("progress")[0].text)


def test_without_a_run_the_untrained_network_is_shown(empty: Service) -> None:
    page = open_page("train", "hidden_size=4")
    assert status(page).startswith("Not trained yet")
    assert "The network (untrained) reads this as" in texts(page)


def test_a_wrong_setting_leaves_the_charts_on_the_screen(empty: Service) -> None:
    page = open_page("train", "hidden_size=4&seed=3")
    keyed(page, "config_hidden_size").set_value(0).run()
    assert "The network (untrained) reads this as" in texts(page)
    assert "Some settings cannot be trained: the sidebar marks them." in texts(page)
    assert [button.label for button in page.button if button.label == "Train" and not button.disabled] == []


def test_a_queued_run_waits_for_a_training_process(empty: Service) -> None:
    page = open_page("train", f"run={empty.runs.start(RunConfig()).id}")
    assert status(page) == "Queued\\: next to start"
    assert warnings(page)[0].startswith("No training process answers at the moment.")


def test_a_run_under_way_shows_its_log(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    metrics = tuple(Metric(step, 1, 2.0 - step / 100, step / 200, 1.0, 0.01) for step in range(1, 151))
    store.write(run.id, Update(Progress(step=150, epoch=1), metrics=metrics))
    page = open_page("train", f"run={run.id}")
    assert "step 150/945" in status(page)
    assert page.code[0].value == "epoch   1  step    100  batch  loss 1.0000  accuracy 50.0%"
    assert "Training at step 150, smoothed: loss " in texts(page)
    assert "**Confusion matrix:** comes with the first test." in texts(page)


def test_before_its_first_line_a_log_says_when_that_comes(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    metrics = tuple(Metric(step, 1, 2.0, 0.3, 1.0, 0.01) for step in range(1, 63))
    store.write(run.id, Update(Progress(step=62, epoch=1), metrics=metrics))
    page = open_page("train", f"run={run.id}")
    assert page.code[0].value == "The first line comes at step 100, or with the first test."
    test = Evaluation(63, 1, 2.0, 0.3, ((1,) * 10,) * 10)
    store.write(run.id, Update(Progress(step=63, epoch=1), evaluations=(test,)))
    assert page.run().code[0].value.startswith("epoch   1  step     63  test")


def test_until_a_dataset_is_downloaded_the_built_in_digits_are_shown(
    empty: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", str(tmp_path / "data"))
    (info,) = open_page("train", "dataset=kmnist&hidden_size=4").info
    assert info.value == literal(
        "kmnist is downloaded when you first train on it. Until then you look at the built-in digits."
    )
    assert not open_page("train", "hidden_size=4").info


def test_a_finished_run_says_how_good_it_is(shown: Service, two_ways: str) -> None:
    page = open_page("train", f"run={two_ways}")
    said = [*page.success, *page.warning][0].value
    assert said.startswith("Finished after 2 epochs in ")
    assert "of 1,000 test digits right" in said
    assert "who is taken for whom" in texts(page)
    assert "The network (after 20 steps) reads this as" in texts(page)
    assert f"Below: 2 × Bi-GRU 6 ({two_ways}) · step 20: " in texts(page).replace("\\", "")


@pytest.mark.parametrize(
    ("end", "note", "sentence"),
    [
        (RunStatus.STOPPED, Note(NoteCode.STOPPED), "Stopped at step 3"),
        (RunStatus.DIVERGED, Note(NoteCode.DIVERGED, {"step": 3}), "The loss became NaN or infinite at step 3"),
        (
            RunStatus.FAILED,
            Note(NoteCode.BROKE_OFF, {"error": "[x](http://evil)"}),
            literal("broke off: [x](http://evil)"),
        ),
    ],
)
def test_every_ending_has_a_sentence(empty: Service, store: Store, end: RunStatus, note: Note, sentence: str) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    store.write(run.id, Update(Progress(step=3)))
    details = "Traceback: …" if end is RunStatus.FAILED else None
    store.change_status(run.id, {RunStatus.RUNNING}, end, note=note, details=details)
    page = open_page("train", f"run={run.id}")
    (message,) = page.info if end is RunStatus.STOPPED else page.error
    assert sentence in message.value
    assert [code.value for code in page.code] == ([details] if details else [])
