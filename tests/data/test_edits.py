"""Edits against pictures changed by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.data import Dataset, Edit, Picture, apply_edit
from rnn_demo.errors import InvalidConfig
from tests.data.imports import assert_loads_no_torch

NUMBERED = (np.arange(784) % 256).astype(np.uint8).reshape(28, 28)


@pytest.fixture
def digit(sample: Dataset) -> Picture:
    return sample.test_images[3].numpy()


def test_the_default_changes_nothing(digit: Picture) -> None:
    np.testing.assert_array_equal(apply_edit(Edit(), digit), digit)


@pytest.mark.parametrize(("flip", "axis"), [("horizontal", 1), ("vertical", 0)])
def test_a_flip_mirrors(flip: Any, axis: int) -> None:
    np.testing.assert_array_equal(apply_edit(Edit(flip=flip), NUMBERED), np.flip(NUMBERED, axis))


@pytest.mark.parametrize(
    ("right", "down"), [(0, 0), (3, 0), (-3, 0), (0, 5), (0, -5), (4, -2), (27, -27), (28, 0), (0, -28)]
)
def test_ink_that_is_shifted_leaves_at_the_border(right: int, down: int) -> None:
    expected = np.zeros((28, 28), np.uint8)
    for row in range(28):
        for column in range(28):
            if 0 <= row + down < 28 and 0 <= column + right < 28:
                expected[row + down, column + right] = NUMBERED[row, column]
    np.testing.assert_array_equal(apply_edit(Edit(shift_right=right, shift_down=down), NUMBERED), expected)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (10, 14), (27, 27), (0, 27)])
def test_blanked_rows_are_inclusive(first: int, last: int) -> None:
    expected = NUMBERED.copy()
    expected[first : last + 1] = 0
    np.testing.assert_array_equal(apply_edit(Edit(blank_from=first, blank_to=last), NUMBERED), expected)


def test_blank_rows_make_the_sequence_longer(digit: Picture) -> None:
    longer = apply_edit(Edit(blank_rows_at_end=5), digit)
    assert longer.shape == (33, 28)
    assert longer.dtype == np.uint8
    np.testing.assert_array_equal(longer[:28], digit)
    assert not longer[28:].any()


def test_noise_has_the_deviation_asked_for() -> None:
    grey = np.full((28, 28), 128, np.uint8)
    noisy = apply_edit(Edit(noise=0.1), grey).astype(float)
    # 784 numbers: the standard error of their mean is 25.5 / 28, that of their deviation 25.5 / sqrt(2 · 784).
    assert noisy.mean() == pytest.approx(128, abs=4 * 25.5 / 28)
    assert noisy.std(ddof=1) == pytest.approx(25.5, abs=4 * 25.5 / (2 * 784) ** 0.5)


def test_noise_of_less_than_a_grey_value_changes_nothing(digit: Picture) -> None:
    np.testing.assert_array_equal(apply_edit(Edit(noise=0.0001), digit), digit)


def test_noise_depends_on_its_seed_alone(digit: Picture) -> None:
    first = apply_edit(Edit(noise=0.3, noise_seed=1), digit)
    np.random.default_rng(1).random()  # other random numbers drawn meanwhile make no difference
    np.testing.assert_array_equal(first, apply_edit(Edit(noise=0.3, noise_seed=1), digit))
    assert (first != apply_edit(Edit(noise=0.3, noise_seed=2), digit)).any()


def test_noise_stays_within_the_greys() -> None:
    """Rounding to eight bits must not turn what is too bright into black."""
    assert apply_edit(Edit(noise=0.2), np.full((28, 28), 255, np.uint8)).min() > 20
    assert apply_edit(Edit(noise=0.2), np.zeros((28, 28), np.uint8)).max() < 235


def test_it_is_flipped_then_shifted_then_blanked() -> None:
    edit = Edit(flip="vertical", shift_down=2, noise=0.5, blank_from=2, blank_to=3, blank_rows_at_end=1)
    picture = np.zeros((28, 28), np.uint8)
    picture[27] = 255  # comes to row 0, then to row 2
    edited = apply_edit(edit, picture)
    assert not edited[2:4].any()
    assert not edited[28].any()
    without_blank = apply_edit(edit.model_copy(update={"blank_from": None, "blank_to": None}), picture)
    assert without_blank[2].mean() > 4 * without_blank[3].mean() / 3
    np.testing.assert_array_equal(edited[4:28], without_blank[4:28])


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    first, last = draw(st.just((None, None)) | st.tuples(st.integers(0, 13), st.integers(13, 27)))
    shift = st.integers(-28, 28)
    return Edit(
        flip=draw(st.sampled_from(["none", "horizontal", "vertical"])),
        shift_right=draw(shift),
        shift_down=draw(shift),
        noise=draw(st.floats(0, 1)),
        noise_seed=draw(st.integers(0, 2**31 - 1)),
        blank_from=first,
        blank_to=last,
        blank_rows_at_end=draw(st.integers(0, 112)),
    )


@given(edits())
def test_any_edit_leaves_the_picture_itself_alone(edit: Edit) -> None:
    picture = NUMBERED.copy()
    edited = apply_edit(edit, picture)
    assert edited.shape == (28 + edit.blank_rows_at_end, 28)
    assert edited.dtype == np.uint8
    edited[:] = 0
    np.testing.assert_array_equal(picture, NUMBERED)


@given(edits())
def test_an_edit_travels_as_text(edit: Edit) -> None:
    assert Edit.parse({name: str(value) for name, value in edit.model_dump(exclude_defaults=True).items()}) == edit


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"noise": 1.5}, "noise", "less than or equal to 1"),
        ({"noise": float("nan")}, "noise", "finite"),
        ({"shift_right": 29}, "shift_right", "less than or equal to 28"),
        ({"blank_rows_at_end": -1}, "blank_rows_at_end", "greater than or equal to 0"),
        ({"blank_from": 5}, "blank_to", "give both or neither"),
        ({"blank_to": 5}, "blank_to", "give both or neither"),
        ({"blank_from": 9, "blank_to": 3}, "blank_to", "which is 9"),
        ({"blank_from": 28, "blank_to": 28}, "blank_from", "less than or equal to 27"),
        ({"flip": "diagonal"}, "flip", "'none', 'horizontal' or 'vertical'"),
        ({"colour": "red"}, "colour", "the fields are flip"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(values: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(InvalidConfig) as raised:
        Edit.parse(values)
    assert words in raised.value.problems[field]
    assert raised.value.problems[field].startswith(f"{field}: ")


def test_it_does_without_torch() -> None:
    assert_loads_no_torch("rnn_demo.data.edits")
