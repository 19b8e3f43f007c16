"""Panels on one row axis: where they stand on a wide and on a narrow screen, and what their colours mean."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.figures.panels import Panel, panels_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from tests.figures.drawn import axes, heatmaps, lines_of, overlapping, places, range_of_colours

LINES = [(2,), (3,), (4,), (4, 5), (3, 4), (4, 5, 5), (2, 1, 3)]
EVERY_LINE = pytest.mark.parametrize("counts", LINES, ids=str)


def panel(number: int, **options: Any) -> Panel:
    values = np.full((28, 5), number, dtype=np.float64) / 100
    return Panel(**{"title": f"panel {number}", "values": values, "colours": "share", "hover": f"hover {number}",
                    "columns": f"columns {number}", **options})  # fmt: skip


def some_lines(counts: tuple[int, ...], **options: Any) -> list[list[Panel]]:
    """Lines of so many panels, numbered in order, no two of a width."""
    starts = np.cumsum([0, *counts])
    return [
        [panel(number, width=1 + number / 10, **options) for number in range(start, start + count)]
        for start, count in zip(starts, counts, strict=False)
    ]


@EVERY_LINE
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_panel_is_drawn_below_its_title(counts: tuple[int, ...], theme: Theme) -> None:
    lines = some_lines(counts)
    figure, narrow = panels_figure(lines, theme)
    for number, (title, drawn) in enumerate(heatmaps(figure).items()):
        assert title == f"panel {number}"
        np.testing.assert_array_equal(drawn.z, np.full((28, 5), number / 100, dtype=np.float32))
        assert np.asarray(drawn.z).dtype == np.float32
        assert drawn.hovertemplate == f"hover {number}<extra></extra>"
        assert axes(figure, number)[0].title.text == f"columns {number}"
        note = figure.layout.annotations[number]
        assert (note.xref, note.yref) == (f"{drawn.xaxis} domain", f"{drawn.yaxis} domain")
        x, y = axes(figure, number)
        assert (x.anchor, y.anchor) == (drawn.yaxis, drawn.xaxis)
    assert len({drawn.yaxis for drawn in figure.data}) == sum(counts)
    assert figure.to_json()
    assert go.Figure(figure).update_layout(narrow).to_json()


@EVERY_LINE
def test_panels_stand_in_lines_and_never_overlap(counts: tuple[int, ...]) -> None:
    lines = some_lines(counts)
    figure, narrow = panels_figure(lines, LIGHT)
    for all_places in (places(figure), places(figure, narrow)):
        assert overlapping(all_places) == []
        for place in all_places:
            assert 0 <= place.x[0] < place.x[1] <= 1
            assert 0 <= place.y[0] < place.y[1] <= 1

    wide = places(figure)
    numbers = iter(range(sum(counts)))
    assert lines_of(wide) == [[next(numbers) for _ in range(count)] for count in counts]
    for line in lines_of(wide):
        assert (wide[line[0]].x[0], wide[line[-1]].x[1]) == pytest.approx((0, 1))
        assert len({wide[number].y for number in line}) == 1  # row t on one line of the screen
        shares = [(wide[number].x[1] - wide[number].x[0]) / (1 + number / 10) for number in line]
        np.testing.assert_allclose(shares, shares[0])


@EVERY_LINE
def test_on_a_narrow_screen_two_make_a_line(counts: tuple[int, ...]) -> None:
    figure, narrow = panels_figure(some_lines(counts), LIGHT)
    placed = places(figure, narrow)
    last_of_first = counts[0] - 1
    starts = np.cumsum([0, *counts])
    lines = [list(range(start, start + count)) for start, count in zip(starts, counts, strict=False)]
    lines[0] = [0, last_of_first, *range(1, last_of_first)]
    pairs = lines_of(placed)
    assert pairs == [line[start : start + 2] for line in lines for start in range(0, len(line), 2)]
    for left, right in (pair for pair in pairs if len(pair) == 2):
        assert placed[left].y == placed[right].y
        widths = [placed[number].x[1] - placed[number].x[0] for number in (left, right)]
        assert widths[0] == pytest.approx(widths[1])


def pixels(drawn: go.Figure) -> float:
    """The height of the figure between its margins."""
    margin = drawn.layout.margin
    return float(drawn.layout.height - margin.t - margin.b)


@EVERY_LINE
def test_rows_are_as_high_in_every_figure(counts: tuple[int, ...]) -> None:
    reference, reference_narrow = panels_figure([[panel(0), panel(1)]], LIGHT)
    figure, narrow = panels_figure(some_lines(counts), LIGHT)
    for changes, alone in (({}, {}), (narrow, reference_narrow)):
        drawn = go.Figure(figure).update_layout(changes)
        expected = pixels(go.Figure(reference).update_layout(alone))
        for _, y in places(drawn):
            assert (y[1] - y[0]) * pixels(drawn) == pytest.approx(expected)


@EVERY_LINE
def test_below_each_line_stand_the_bars_of_its_colours_and_say_what_they_measure(counts: tuple[int, ...]) -> None:
    lines = [
        [one._replace(colours=("signed", "share")[number % 2], scale=f"{number % 2} in line {group}")
         for number, one in enumerate(line)]
        for group, line in enumerate(some_lines(counts))
    ]  # fmt: skip
    figure, narrow = panels_figure(lines, LIGHT)
    for changes in ({}, narrow):
        drawn = go.Figure(figure).update_layout(changes)
        placed, first = places(drawn), 0
        for group, line in enumerate(lines):
            bottom = min(placed[number].y[0] for number in range(first, first + len(line)))
            tops_below = [place.y[1] for place in placed[first + len(line) :]]
            axes_of_line = dict.fromkeys(drawn.data[number].coloraxis for number in range(first, first + len(line)))
            bars = [drawn.layout[name].colorbar for name in axes_of_line]
            assert [bar.title.text for bar in bars] == [f"{kind} in line {group}" for kind in range(len(bars))]
            for bar in bars:
                assert 40 < (bottom - bar.y) * pixels(drawn) < drawn.layout.margin.b
                assert all((bar.y - top) * pixels(drawn) > 60 for top in tops_below)
            if len(bars) == 2:
                assert bars[0].x + bars[0].len / 2 < bars[1].x - bars[1].len / 2
            first += len(line)


def test_colours_that_measure_nothing_in_words_have_no_bar() -> None:
    figure, _ = panels_figure([[panel(0, colours="ink"), panel(1, scale="state", colours="signed", limit=2.0)]], LIGHT)
    assert [figure.layout[name].showscale for name in ("coloraxis", "coloraxis2")] == [False, False]


@pytest.mark.parametrize(
    ("num_rows", "ticks"),
    [
        (28, (0, 7, 14, 21, 27)),
        (33, (0, 7, 14, 21, 28, 32)),
        (68, (0, 14, 28, 42, 56, 67)),
        (140, (0, 28, 56, 84, 112, 139)),
    ],
)
def test_row_t_has_the_same_number_in_every_panel(num_rows: int, ticks: tuple[int, ...]) -> None:
    values = np.zeros((num_rows, 3), dtype=np.float32)
    figure, narrow = panels_figure(some_lines((3, 2), values=values), LIGHT)
    for drawn in (figure, go.Figure(figure).update_layout(narrow)):
        for number in range(5):
            y = axes(drawn, number)[1]
            assert y.range == (num_rows - 0.5, -0.5)  # row 0 at the top
            assert y.tickvals == ticks


def test_rows_are_named_at_the_left_end_of_each_line_only() -> None:
    figure, narrow = panels_figure(some_lines((4, 3)), LIGHT, row_name="column")
    for changes, left in (({}, [0, 4]), (narrow, [0, 1, 4, 6])):
        drawn = go.Figure(figure).update_layout(changes)
        for number in range(7):
            y = axes(drawn, number)[1]
            assert (y.showticklabels, y.title.text) == ((True, "column") if number in left else (False, ""))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_fixed_whatever_the_values(theme: Theme) -> None:
    expected: dict[str, tuple[float, float, Any]] = {
        "signed": (-1, 1, theme.signed), "share": (0, 1, theme.share), "ink": (0, 1, theme.ink)
    }  # fmt: skip
    wild = np.array([[-300.0, 0, 700]] * 28, dtype=np.float32)
    line = [panel(number, title=name, colours=name, values=wild) for number, name in enumerate(expected)]
    figure, _ = panels_figure([line], theme)
    for name, drawn in heatmaps(figure).items():
        low, high, scale = expected[name]
        assert range_of_colours(figure, drawn) == (low, high)
        assert figure.layout[drawn.coloraxis].colorscale == tuple(scale)
        assert (drawn.zmin, drawn.zmax, drawn.colorscale) == (None, None, None)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_limit_of_its_own_is_symmetric_and_touches_no_other_panel(theme: Theme) -> None:
    line = [panel(0, colours="signed"), panel(1, colours="signed", limit=3.5)]
    figure, _ = panels_figure([line], theme)
    assert [range_of_colours(figure, drawn) for drawn in figure.data] == [(-1, 1), (-3.5, 3.5)]
    assert figure.data[1].colorscale == tuple(theme.signed)
    assert figure.data[1].showscale is False


def test_each_panel_says_in_which_direction_it_comes_into_being() -> None:
    directions = ("both", "down", "up")
    line = [panel(number, reads=reads) for number, reads in enumerate(directions)]
    assert tuple(panels_figure([line, [panel(3)]], LIGHT)[0].layout.meta["reads"]) == (*directions, "down")


def test_columns_have_names_numbers_or_nothing() -> None:
    figure, _ = panels_figure([[panel(0, ticks=tuple("abcde")), panel(1), panel(2, ticks=())]], LIGHT)
    named, numbered, bare = (axes(figure, number)[0] for number in range(3))
    assert (named.type, named.tickvals) == ("category", tuple("abcde"))
    assert figure.data[0].x == tuple("abcde")  # so that hovering says the name
    assert (numbered.tickvals, numbered.tick0, numbered.dtick) == (None, 0, 2)
    assert bare.tickvals == ()


def test_columns_and_rows_in_an_order_keep_their_own_numbers() -> None:
    order = np.random.default_rng(0).permutation(20).tolist()
    one = panel(0, values=np.zeros((3, 20)), numbers=order)
    figure, _ = panels_figure([[one]], LIGHT, row_numbers=[5, 99, 783])
    (drawn,), (x, y) = figure.data, axes(figure, 0)
    assert drawn.x == tuple(map(str, order))
    assert drawn.y == ("5", "99", "783")
    assert (x.type, x.tickvals) == ("category", tuple(str(order[place]) for place in (0, 5, 10, 15)))
    assert (y.type, y.tickvals) == ("category", ("5", "99", "783"))


@pytest.mark.parametrize("columns", [1, 4, 5, 20, 28, 64, 100, 128, 255, 256])
def test_numbers_of_columns_have_room(columns: int) -> None:
    figure, _ = panels_figure([[panel(0), panel(1, values=np.zeros((28, columns)))]], LIGHT)
    distance = axes(figure, 1)[0].dtick
    assert distance == int(distance)
    assert 1 <= len(range(0, columns, distance)) <= 4
