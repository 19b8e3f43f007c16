"""Learning curves: what is drawn of a run, and that the figure shows it."""

from typing import Any

import numpy as np
import pytest

from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.figures.curves import MOST_POINTS, SMOOTHING_STEPS, curve, curve_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme

NO_CONFUSION = ((0,) * 10,) * 10


def metrics(count: int) -> list[Metric]:
    losses = 2 + np.random.default_rng(0).normal(size=count)
    return [Metric(step, 1, loss, 1 / step, 0.5, 0.003) for step, loss in enumerate(losses.tolist(), start=1)]


def evaluations(*steps: int) -> list[Evaluation]:
    return [Evaluation(step, 1, loss=100 + step, accuracy=1 / step, confusion=NO_CONFUSION) for step in steps]


def smoothed(values: list[float]) -> list[float]:
    """An exponential moving average by its definition: a value ``ago`` steps back weighs (1 - alpha) ** ago."""
    alpha = 2 / (min(SMOOTHING_STEPS, 1 + len(values) / 20) + 1)
    weights = [(1 - alpha) ** ago for ago in range(len(values))]
    return [float(np.average(values[: n + 1][::-1], weights=weights[: n + 1])) for n in range(len(values))]


def test_short_run_is_drawn_whole() -> None:
    shown = curve("loss", metrics(50), evaluations(20, 40))
    assert shown.quantity == "loss"
    assert shown.steps.tolist() == list(range(1, 51))
    np.testing.assert_allclose(shown.raw, [metric.loss for metric in metrics(50)], rtol=1e-6)
    np.testing.assert_allclose(shown.smooth, smoothed([metric.loss for metric in metrics(50)]), rtol=1e-5)
    assert (shown.test_steps.tolist(), shown.test.tolist()) == ([20, 40], [120, 140])


def test_quantity_decides_what_is_drawn() -> None:
    shown = curve("accuracy", metrics(4), evaluations(2))
    assert shown.raw.tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert shown.test.tolist() == [0.5]


@pytest.mark.parametrize("count", [MOST_POINTS - 1, MOST_POINTS, MOST_POINTS + 1, 2 * MOST_POINTS - 1, 3_000, 14_070])
def test_long_run_is_thinned_but_keeps_both_ends(count: int) -> None:
    run = metrics(count)
    shown = curve("loss", run, evaluations(count))
    assert len(shown.steps) == len(shown.raw) == len(shown.smooth) == min(count, MOST_POINTS)
    assert (shown.steps[0], shown.steps[-1]) == (1, count)
    gaps = np.diff(shown.steps)
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1
    kept = [run[int(step) - 1] for step in shown.steps]
    np.testing.assert_allclose(shown.raw, [metric.loss for metric in kept], rtol=1e-6)


def test_smoothing_comes_before_thinning() -> None:
    run = metrics(1_300)
    shown = curve("loss", run, [])
    whole = smoothed([metric.loss for metric in run])
    np.testing.assert_allclose(shown.smooth, [whole[int(step) - 1] for step in shown.steps], rtol=1e-5)


def test_late_steps_keep_their_numbers() -> None:
    late = [Metric(step, 200, 0.1, 1.0, 0.1, 0.003) for step in range(11_999_000, 12_000_001)]
    assert curve("loss", late, []).steps[-1] == 12_000_000


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("quantity", "y"), [("loss", {"rangemode": "tozero"}), ("accuracy", {"range": (0, 1.02), "tickformat": ".0%"})]
)
def test_figure_spans_the_whole_run_to_come(quantity: Any, y: dict[str, Any], theme: Theme) -> None:
    shown = curve(quantity, metrics(50), evaluations(20, 40))
    figure = curve_figure(shown, 945, theme).figure
    raw, smooth, test = figure.data
    np.testing.assert_array_equal(raw.y, shown.raw)
    np.testing.assert_array_equal(smooth.y, shown.smooth)
    np.testing.assert_array_equal(test.y, shown.test)
    np.testing.assert_array_equal(test.x, [20, 40])
    assert figure.layout.xaxis.range == (0, 945)
    assert {name: figure.layout.yaxis[name] for name in y} == y
    assert figure.to_json()
    assert not figure.layout.annotations


def test_empty_chart_says_what_will_come() -> None:
    figure = curve_figure(curve("loss", [], []), 945, LIGHT).figure
    assert [note.text for note in figure.layout.annotations] == ["grows while the network trains"]
    assert figure.to_json()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("step", [0, 30, 945])
def test_cursor_marks_a_step_from_bottom_to_top(step: int, theme: Theme) -> None:
    shown = curve("loss", metrics(50), evaluations(20))
    figure = curve_figure(shown, 945, theme, cursor=step).figure
    (line,) = figure.layout.shapes
    assert (line.type, line.x0, line.x1, line.y0, line.y1, line.yref) == ("line", step, step, 0, 1, "y domain")
    assert figure.to_json()
    assert not curve_figure(shown, 945, theme).figure.layout.shapes


@pytest.mark.parametrize(("height", "legend"), [(120, False), (199, False), (200, True), (230, True)])
def test_low_chart_has_no_legend(height: int, legend: bool) -> None:
    figure = curve_figure(curve("loss", metrics(5), []), 945, LIGHT, height=height).figure
    assert (figure.layout.height, figure.layout.showlegend) == (height, legend)
