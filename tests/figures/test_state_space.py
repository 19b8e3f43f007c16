"""State space: frames in the order of reading, seen through one window."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.figures.state_space import state_space, state_space_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Axes, Trajectories

DIGITS = tuple("0123456789")
STEPS = 6
BOTH_WAYS = pytest.mark.parametrize("backward", [False, True], ids=["forward", "backward"])
BOTH_VIEWS = pytest.mark.parametrize("flat", [True, False], ids=["flat", "in space"])

RANDOM = np.random.default_rng(0)
LABELS = np.array([0, 1, 1, 3, 9, 3, 3])  # and none of the other classes
AXES = Axes(RANDOM.normal(size=8), np.eye(3, 8, dtype=np.float32)[:, ::-1], np.array([0.5, 0.25, 0.125], np.float32))
PATHS = Trajectories(AXES, RANDOM.normal(size=(7, STEPS, 3), scale=(1, 5, 20)).astype(np.float32), LABELS)
STATES = RANDOM.normal(size=(STEPS, 8)).astype(np.float32)
CHOSEN = (STATES - AXES.mean)[:, [7, 6, 5]].astype(np.float32)


def drawn(flat: bool, backward: bool, paths: Trajectories = PATHS, theme: Theme = LIGHT) -> go.Figure:
    return state_space_figure(state_space(paths, STATES, backward=backward), DIGITS, theme, flat=flat).figure


def points(trace: Any, flat: bool) -> Any:
    return np.stack([trace.x, trace.y] if flat else [trace.x, trace.y, trace.z], axis=1)


def limits(figure: go.Figure, flat: bool) -> list[tuple[float, float]]:
    layout = figure.layout
    axes = [layout.xaxis, layout.yaxis] if flat else [layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis]
    return [axis.range for axis in axes]


def read(backward: bool) -> list[int]:
    """The steps in the order in which they are read."""
    return list(range(STEPS))[:: -1 if backward else 1]


@BOTH_WAYS
def test_chosen_digit_is_seen_along_the_axes_of_the_others(backward: bool) -> None:
    data = state_space(PATHS, STATES, backward=backward)
    np.testing.assert_array_equal(data.chosen, CHOSEN)
    np.testing.assert_array_equal(data.points, PATHS.points)
    np.testing.assert_array_equal(data.labels, LABELS)
    assert list(data.order) == read(backward)


@BOTH_WAYS
@BOTH_VIEWS
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_frame_for_each_row_in_the_order_of_reading(flat: bool, backward: bool, theme: Theme) -> None:
    figure = drawn(flat, backward, theme=theme)
    dimensions = 2 if flat else 3
    assert [frame.name for frame in figure.frames] == [str(step) for step in read(backward)]
    for step, frame in zip(read(backward), figure.frames, strict=True):
        *clouds, _ = frame.data
        assert [cloud.name for cloud in clouds] == list(DIGITS)
        for label, cloud in enumerate(clouds):
            expected = PATHS.points[PATHS.labels == label, step, :dimensions]
            np.testing.assert_array_equal(points(cloud, flat), expected)
    assert figure.to_json()


@BOTH_WAYS
@BOTH_VIEWS
def test_the_chosen_path_grows_row_by_row(flat: bool, backward: bool) -> None:
    for number, frame in enumerate(drawn(flat, backward).frames, start=1):
        expected = CHOSEN[read(backward)[:number], : 2 if flat else 3]
        np.testing.assert_array_equal(points(frame.data[-1], flat), expected)


@BOTH_WAYS
@BOTH_VIEWS
def test_what_is_shown_first_has_read_everything(flat: bool, backward: bool) -> None:
    figure = drawn(flat, backward)
    last = figure.frames[-1]
    assert len(figure.data) == len(last.data) == 11
    for shown, of_frame in zip(figure.data, last.data, strict=True):
        assert shown.to_plotly_json().keys() == of_frame.to_plotly_json().keys()
        np.testing.assert_array_equal(points(shown, flat), points(of_frame, flat))
    (slider,) = figure.layout.sliders
    assert slider.steps[slider.active].label == last.name


@BOTH_WAYS
@BOTH_VIEWS
def test_all_frames_are_seen_through_one_window_that_holds_all_points(flat: bool, backward: bool) -> None:
    figure = drawn(flat, backward)
    assert all(frame.layout.to_plotly_json() == {} for frame in figure.frames)
    assert len(set(limits(figure, flat))) == (2 if flat else 3)
    for number, (low, high) in enumerate(limits(figure, flat)):
        values = PATHS.points[..., number]
        assert low < values.min() < values.max() < high
        assert high - low < 1.2 * np.ptp(values)


@BOTH_VIEWS
def test_states_that_never_move_have_a_window_too(flat: bool) -> None:
    still = Trajectories(AXES, np.zeros((7, STEPS, 3), np.float32), LABELS)
    for low, high in limits(drawn(flat, False, still), flat):
        assert low < 0 < high


@BOTH_WAYS
def test_slider_leads_to_every_frame_and_play_goes_through_them(backward: bool) -> None:
    figure = drawn(True, backward)
    names = [frame.name for frame in figure.frames]
    (slider,) = figure.layout.sliders
    assert [step.label for step in slider.steps] == names
    assert [list(step.args[0]) for step in slider.steps] == [[name] for name in names]
    (menu,) = figure.layout.updatemenus
    play, pause = menu.buttons
    assert (play.label, play.method, play.args[0]) == (
        "Play the paths",
        "animate",
        None,
    )  # None: all frames in their order
    assert play.args[1]["frame"]["duration"] > 0
    assert (pause.label, list(pause.args[0])) == ("Pause", [None])


def test_the_slider_says_what_a_step_is() -> None:
    data = state_space(PATHS, STATES, backward=False, step="column")
    (slider,) = state_space_figure(data, DIGITS, LIGHT, flat=True).figure.layout.sliders
    assert slider.currentvalue.prefix == "after reading column "


@BOTH_VIEWS
def test_axes_say_what_share_of_the_variance_they_show(flat: bool) -> None:
    layout = drawn(flat, False).layout
    axes = [layout.xaxis, layout.yaxis] if flat else [layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis]
    titles = [axis.title.text for axis in axes]
    assert titles == ["axis 1 (50%)", "axis 2 (25%)", "axis 3 (12%)"][: len(axes)]


@BOTH_VIEWS
def test_every_class_has_a_colour_of_its_own_in_all_frames(flat: bool) -> None:
    figure = drawn(flat, False)
    colours = [[trace.marker.color for trace in frame.data] for frame in figure.frames]
    assert len(set(colours[0])) == 11
    assert all(of_frame == colours[0] for of_frame in colours)
