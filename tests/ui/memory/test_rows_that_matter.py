"""The view Which rows matter."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.words.memory import missing
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts


def test_the_worst_band_of_each_network_is_named(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}&view=rows&band=9"))
    for run_id in (one_way, two_ways):
        network = newest(shown, run_id)
        worst = min(network.band_curve(9), key=lambda band: band.accuracy)
        intact = network.order_accuracies().as_trained
        words = missing(
            "row", worst.first, 9, accuracy=worst.accuracy, intact=intact, num_digits=1_000, chance=network.chance
        )
        assert words in said


def test_columns_are_called_columns(empty: Service) -> None:
    columns = RunConfig(sequence="columns", hidden_size=3, train_size=20, batch_size=20, num_epochs=1)
    page = open_page("memory", f"run={train(empty, columns)}&view=rows&band=14")
    assert [slider.label for slider in page.slider] == ["Blanked at a time (columns)", "First blanked column"]
    assert " row " not in texts(page)


def test_rows_and_columns_are_both_named_in_the_plural(empty: Service) -> None:
    columns, rows = (
        train(empty, RunConfig(sequence=name, hidden_size=3, train_size=20, batch_size=20, num_epochs=1))
        for name in ("columns", "rows")
    )
    page = open_page("memory", f"run={columns}&compare={rows}&view=rows&band=14")
    assert [slider.label for slider in page.slider] == [
        "Blanked at a time (columns or rows)", "First blanked column or row"
    ]  # fmt: skip
    assert "columns or rows, counted on the paper" in texts(page)


def test_the_digit_is_read_without_the_band(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}&view=rows&band=10&row=8&digit=3")
    network = newest(shown, two_ways)
    picture = network.digits.digit(network.dataset, 3).picture.copy()
    picture[8:18] = 0
    seen = network.trace(picture)
    assert (
        sum(f"reads this as **{seen.prediction}** with {seen.confidence:.0%}" in one.value for one in page.markdown)
        >= 1
    )


def test_the_width_of_the_band_stands_in_the_link(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}&view=rows")
    page.slider[0].set_value(14).run()
    assert page.query_params == {"run": two_ways, "view": "rows", "band": "14"}
    page.slider[0].set_value(4).run()
    assert page.query_params == {"run": two_ways, "view": "rows"}
