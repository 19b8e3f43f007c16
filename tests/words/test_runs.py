"""Runs in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import (
    Counts,
    Evaluation,
    Metric,
    Note,
    NoteCode,
    Progress,
    Run,
    RunStatus,
    Score,
    Snapshot,
)
from rnn_demo.words.runs import (
    STATUS,
    diverged_at,
    log_lines,
    network_line,
    result,
    run_title,
    short_title,
    status_line,
)

DIGITS = tuple("0123456789")
# 63 steps an epoch, 945 in all; after 100 steps 6,368 of 60,000 digits have been shown.
RUN = Run("a", RunConfig(), RunStatus.RUNNING, created_at=datetime.now(UTC), device="CPU")
SOME_WAY = Progress(step=100, epoch=2, num_digits=6_368, train_seconds=2.0)


def confusion(**mistakes: int) -> Counts:
    """100 digits of each class; ``_3_5=7`` says that 7 of class 3 were read as 5."""
    counts = [[100 * (true == read_as) for read_as in range(10)] for true in range(10)]
    for name, count in mistakes.items():
        _, true, read_as = name.split("_")
        counts[int(true)][int(read_as)] += count
        counts[int(true)][int(true)] -= count
    return tuple(tuple(row) for row in counts)


NO_MISTAKE = confusion()


def evaluation(step: int = 100, accuracy: float = 0.987, counts: Counts = NO_MISTAKE) -> Evaluation:
    return Evaluation(step=step, epoch=2, loss=0.0567, accuracy=accuracy, confusion=counts)


# --- where a run stands ---


@pytest.mark.parametrize(
    ("position", "line"),
    [(1, "Queued: next to start"), (2, "Queued: number 2 in the line"), (0, "Queued: next to start")],
)
def test_queued_run_says_its_place(position: int, line: str) -> None:
    assert status_line(replace(RUN, status=RunStatus.QUEUED, device=""), position) == line


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.PAUSED])
def test_run_before_its_first_step_says_what_it_does(status: RunStatus) -> None:
    run = replace(RUN, status=status, note=Note(NoteCode.STARTING))
    assert status_line(run) == "Starting on CPU"
    assert status_line(replace(run, device="")) == "Starting on auto"
    file = {"dataset": "mnist", "file": "t10k.gz", "bytes_done": 0, "bytes_total": None}
    assert status_line(replace(run, note=Note(NoteCode.DOWNLOADING, file))) == "Downloading mnist: t10k.gz …"


@pytest.mark.parametrize(
    ("status", "line"),
    [
        # (60,000 - 6,368) / 3,184 = 16.8
        (RunStatus.RUNNING, "Running · epoch 2/15 · step 100/945 · 3,184 digits/s · about 17 s left · CPU"),
        (RunStatus.PAUSED, "Paused · epoch 2/15 · step 100/945 · 3,184 digits/s · about 17 s left · CPU"),
        (RunStatus.FINISHED, "Finished · epoch 2/15 · step 100/945 · 3,184 digits/s · trained for 2 s · CPU"),
        (RunStatus.STOPPED, "Stopped · epoch 2/15 · step 100/945 · 3,184 digits/s · trained for 2 s · CPU"),
        (RunStatus.DIVERGED, "Diverged · epoch 2/15 · step 100/945 · 3,184 digits/s · trained for 2 s · CPU"),
        (RunStatus.FAILED, "Failed · epoch 2/15 · step 100/945 · 3,184 digits/s · trained for 2 s · CPU"),
    ],
)
def test_run_on_its_way_or_over_says_how_far_it_came(status: RunStatus, line: str) -> None:
    assert status_line(replace(RUN, status=status, progress=SOME_WAY)) == line


def test_run_that_ended_before_its_first_step_has_no_speed() -> None:
    assert status_line(replace(RUN, status=RunStatus.FAILED, device="")) == "Failed · epoch 0/15 · step 0/945"


def test_large_steps_are_readable() -> None:
    run = replace(RUN, config=RunConfig(dataset="mnist"), progress=replace(SOME_WAY, step=12_345, num_digits=790_000))
    assert "step 12,345/14,070" in status_line(run)


# --- how it ended ---


def test_result_of_a_finished_run() -> None:
    run = replace(RUN, status=RunStatus.FINISHED, progress=replace(SOME_WAY, epoch=15, train_seconds=8.0))
    assert result(run, evaluation(100, 0.993, confusion(_4_9=5, _7_1=2)), DIGITS) == (
        "Finished after 15 epochs in 8 s. It read 99.3% of 1,000 test digits right. "
        "Its commonest mistake: 4 read as 9, 5 times in that test."
    )


def test_result_of_a_stopped_run_says_when_it_was_tested() -> None:
    run = replace(RUN, status=RunStatus.STOPPED, progress=replace(SOME_WAY, step=1_234))
    classes = ("T-shirt/top", "Trouser", *DIGITS[2:])
    assert result(run, evaluation(1_200, 0.999, confusion(_0_1=1)), classes) == (
        "Stopped at step 1,234; the network is kept as it was then. "
        "It read 99.9% of 1,000 test digits right at step 1,200. "
        "Its commonest mistake: T-shirt/top read as Trouser, once in that test."
    )


@pytest.mark.parametrize("status", [RunStatus.DIVERGED, RunStatus.FAILED])
def test_result_of_a_run_that_went_wrong_says_why(status: RunStatus) -> None:
    why = Note(NoteCode.REFUSED, {"reason": "There is no such device."})
    run = replace(RUN, status=status, progress=SOME_WAY, note=why)
    assert result(run, None, DIGITS) == "There is no such device."
    assert result(run, evaluation(), DIGITS) == ("There is no such device. It read 98.7% of 1,000 test digits right.")


def test_result_of_a_run_that_the_server_stopped_says_so() -> None:
    run = replace(RUN, status=RunStatus.STOPPED, progress=SOME_WAY, note=Note(NoteCode.SERVER_STOPPED))
    assert result(run, None, DIGITS) == (
        "Stopped at step 100; the network is kept as it was then. The server was stopped."
    )


@pytest.mark.parametrize(
    ("mistakes", "end"),
    [
        ({}, "It read 98.7% of 1,000 test digits right."),
        ({"_3_5": 1}, "Its commonest mistake: 3 read as 5, once in that test."),
        ({"_3_5": 2, "_5_3": 7, "_0_9": 6}, "Its commonest mistake: 5 read as 3, 7 times in that test."),
        ({"_8_2": 100}, "Its commonest mistake: 8 read as 2, 100 times in that test."),
        ({"_7_1": 4, "_4_9": 4, "_3_5": 1}, "2 kinds of mistake are equally common, each made 4 times in that test."),
    ],
)
def test_result_names_the_commonest_mistake(mistakes: dict[str, int], end: str) -> None:
    run = replace(RUN, status=RunStatus.FINISHED, progress=SOME_WAY)
    assert result(run, evaluation(counts=confusion(**mistakes)), DIGITS).endswith(end)


@pytest.mark.parametrize(("count", "words"), [(1, "once"), (2, "twice"), (3, "3 times")])
def test_mistakes_are_counted_in_words(count: int, words: str) -> None:
    run = replace(RUN, status=RunStatus.FINISHED, progress=SOME_WAY)
    sentence = f"Its commonest mistake: 3 read as 5, {words} in that test."
    assert result(run, evaluation(counts=confusion(_3_5=count)), DIGITS).endswith(sentence)


def test_result_of_a_network_that_learned_nothing_names_no_mistake() -> None:
    run = replace(RUN, status=RunStatus.FINISHED, progress=SOME_WAY)
    said = result(run, evaluation(accuracy=0.1, counts=confusion(_3_5=3)), DIGITS, has_learned=False)
    assert said.endswith("It read 10.0% of 1,000 test digits right.")


# --- what a network makes of a picture, and how a run is told from others ---


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "23:30 Bi-LSTM 64: running (a)"),
        ({"status": RunStatus.FINISHED, "last_test": Score(9, 0.1, 0.9731)}, "23:30 Bi-LSTM 64: 97.3% (a)"),
        ({"status": RunStatus.FAILED}, "23:30 Bi-LSTM 64: failed (a)"),
        ({"last_test": Score(9, 0.1, 0.9)}, "23:30 Bi-LSTM 64: running (a)"),
        (
            {"config": RunConfig(cell="gru", sequence="pixels", dataset="mnist")},
            "23:30 Bi-GRU 64, mnist, pixels: running (a)",
        ),
        ({"name": "my *first*"}, "my *first* · 23:30 Bi-LSTM 64: running (a)"),
    ],
)
def test_title_of_a_run(changes: dict[str, Any], title: str) -> None:
    """The hours are those of the reader's time zone, and the day only matters if it is another one."""
    east = timezone(timedelta(hours=2))
    run = replace(RUN, created_at=datetime(2026, 3, 4, 21, 30, tzinfo=UTC), **changes)
    assert run_title(run, datetime(2026, 3, 4, 23, 59, tzinfo=east)) == title
    assert run_title(run, datetime(2026, 3, 5, 0, 1, tzinfo=east)) == title.replace("23:30", "04 Mar")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("", "Bi-LSTM 64 (a)"),
        ("my first", "my first (a)"),
        ("x" * 60, "x" * 23 + "… (a)"),
        ("<b>evil</b>%{y}", "‹b›evil‹/b›%(y) (a)"),
    ],
)
def test_short_title_is_a_name_without_markup(name: str, title: str) -> None:
    assert short_title(replace(RUN, name=name)) == title


def test_line_of_a_network_says_which_one_and_how_good_it_was_then() -> None:
    run = replace(RUN, name="mine", last_test=Score(900, 0.1, 0.99))
    assert network_line(run, Snapshot(1_200, 3, 0.9731)) == "mine · Bi-LSTM 64 (a) · step 1,200: 97.3% on test"
    assert network_line(run, Snapshot(9, 1)) == "mine · Bi-LSTM 64 (a) · step 9, not tested then"
    assert network_line(run, Snapshot(0, 0)) == "mine · Bi-LSTM 64 (a) · before training"
    other = replace(RUN, config=RunConfig(cell="rnn", sequence="pixels"))
    assert network_line(other, None) == "Bi-RNN 64, pixels (a) · no weights kept"


def test_a_built_in_run_tells_no_time() -> None:
    run = replace(RUN, built_in=True, status=RunStatus.FINISHED, progress=replace(SOME_WAY, epoch=15))
    assert run_title(run, datetime(2026, 3, 4, 23, 59, tzinfo=UTC)).startswith("Built in: Bi-LSTM 64: ")
    assert result(run, None, "0123456789") == "Finished after 15 epochs."


def test_every_status_has_a_word() -> None:
    assert set(STATUS) == set(RunStatus)


# --- the log ---


def test_log_has_every_hundredth_step_and_every_test_in_order() -> None:
    metrics = [Metric(step, (step - 1) // 63 + 1, 1 / step, 0.75, 1.0, 0.01) for step in range(1, 301)]
    lines = log_lines(metrics, [evaluation(63), evaluation(100), evaluation(126)])
    assert [" ".join(line.split()) for line in lines] == [  # how the columns are aligned is a matter of taste
        "epoch 2 step 63 test loss 0.0567 accuracy 98.7%",
        "epoch 2 step 100 batch loss 0.0100 accuracy 75.0%",
        "epoch 2 step 100 test loss 0.0567 accuracy 98.7%",
        "epoch 2 step 126 test loss 0.0567 accuracy 98.7%",
        "epoch 4 step 200 batch loss 0.0050 accuracy 75.0%",
        "epoch 5 step 300 batch loss 0.0033 accuracy 75.0%",
    ]


def test_log_is_empty_before_the_hundredth_step_and_the_first_test() -> None:
    assert log_lines([Metric(99, 1, 1.0, 1.0, 1.0, 0.01)], []) == []


def test_log_of_a_run_that_diverged_ends_with_the_step_at_which_it_did() -> None:
    run = replace(RUN, status=RunStatus.DIVERGED, note=Note(NoteCode.DIVERGED, {"step": 58}))
    metrics = [Metric(step, 1, 10.0**step, 0.1, 1.0, 0.01) for step in range(1, 37)]
    assert diverged_at(RUN) is None
    lines = log_lines(metrics, [], diverged_at(run))
    assert [" ".join(line.split()) for line in lines] == [
        "epoch 1 step 36 batch loss 1.0e+36 accuracy 10.0%",
        "epoch 1 step 58 end loss NaN or infinite: diverged",
    ]
    assert len(log_lines([], [], diverged_at(run))) == 1
