"""Events go in; what stands on the bars comes out."""

import pytest

from rnn_demo.experiment import events
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Downloading, Evaluated, Event, Stepped
from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.terminal.progress_bar import ProgressBar

CONFIG = RunConfig(train_size=100, batch_size=10, num_epochs=2)  # 20 steps


def stepped(*steps: int) -> Stepped:
    return Stepped(tuple(Metric(step, 1 + (step - 1) // 10, 2 / step, 0.5, 1.0, 0.01) for step in steps))


def bars(capsys: pytest.CaptureFixture[str], *shown: Event) -> list[str]:
    """What stands on each bar when the last event has been shown and the bars are closed; nothing on stdout."""
    with ProgressBar(CONFIG) as progress:
        for event in shown:
            progress.show(event)
    written = capsys.readouterr()
    assert written.out == ""
    return [bar.split("\r")[-1] for bar in written.err.split("\n") if bar]


def test_steps_move_the_bar_to_the_last_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    (bar,) = bars(capsys, stepped(1, 2, 3), stepped(4, 5))
    assert bar.startswith("training:  25%")
    assert "5/20" in bar
    assert "epoch 1, loss 0.400" in bar


def test_a_test_puts_its_accuracy_on_the_bar_and_leaves_it_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    test = Evaluated(Evaluation(step=20, epoch=2, loss=0.1, accuracy=0.875, confusion=()))
    (bar,) = bars(capsys, stepped(*range(1, 21)), events.Testing(), test)
    assert bar.startswith("test accuracy 87.5%: 100%")
    assert "20/20" in bar
    assert "epoch 2, loss 0.100" in bar


def test_a_download_has_a_bar_of_its_own_before_that_of_the_training(capsys: pytest.CaptureFixture[str]) -> None:
    downloads = [Downloading("mnist", "images", done, 8_000_000) for done in (0, 2_000_000, 8_000_000)]
    downloads.append(Downloading("mnist", "labels", 3_000, 6_000))
    images, labels, training = bars(capsys, *downloads, stepped(1))
    assert images.startswith("downloading images: 100%")
    assert "8.00M/8.00M" in images
    assert labels.startswith("downloading labels:  50%")
    assert "3.00k/6.00k" in labels
    assert training.startswith("training:   5%")


def test_a_download_of_unknown_size_counts_what_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    (bar,) = bars(capsys, Downloading("mnist", "images", 2_500_000, None))
    assert bar.startswith("downloading images: 2.50MB")


@pytest.mark.parametrize("shown", [[], [Downloading("mnist", "images", 0, None)], [events.Testing()]])
def test_where_nothing_moves_there_is_no_bar(capsys: pytest.CaptureFixture[str], shown: list[Event]) -> None:
    assert bars(capsys, *shown) == []
