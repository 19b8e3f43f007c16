"""The view Which rows matter."""

import re

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.networks import newest
from tests.ui.opening import open_page, texts


def test_the_worst_band_is_named(shown: Service, two_ways: str) -> None:
    bands = list(newest(shown, two_ways).band_curve(9))
    said = texts(open_page("memory", f"run={two_ways}&view=rows&band=9"))
    worst = re.search(r"blanking rows (\d+) to (\d+) leaves 2 × Bi-GRU 6 \(\w+\) at (\d+\.\d%)", said)
    assert worst is not None
    assert int(worst[2]) - int(worst[1]) == 8
    assert worst[3] == f"{min(band.accuracy for band in bands):.1%}"


def test_the_orders_stand_in_a_table(shown: Service, one_way: str, two_ways: str) -> None:
    table = open_page("memory", f"run={two_ways}&compare={one_way}&view=rows").table[0].value
    assert list(table.columns) == ["trained on", "rows as trained", "reversed", "shuffled"]
    assert list(table["trained on"]) == ["rows", "rows"]
    assert all(text.endswith("%") for text in table["reversed"])


def test_the_width_of_the_band_stands_in_the_link(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}&view=rows")
    page.slider[0].set_value(14).run()
    assert page.query_params == {"run": two_ways, "view": "rows", "band": "14"}
    page.slider[0].set_value(4).run()
    assert page.query_params == {"run": two_ways, "view": "rows"}


def test_a_run_without_weights_is_left_out(empty: Service) -> None:
    run_id = empty.runs.start(RunConfig()).id
    page = open_page("memory", f"run={run_id}&view=rows")
    assert [info.value for info in page.info] == [f"{run_id} is left out\\: it has not kept any weights yet."]
    assert not page.table
