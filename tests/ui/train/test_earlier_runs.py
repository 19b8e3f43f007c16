"""The list of earlier runs."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.ui.train.config_form import config_form
from rnn_demo.ui.train.earlier_runs import LISTED, earlier_runs
from tests.ui.opening import keyed, open_part


def form_and_list() -> None:
    config_form((), None)
    earlier_runs(get_service().runs)


def test_without_any_there_are_those_that_are_built_in(empty: Service) -> None:
    options = keyed(open_part(form_and_list), Key.EARLIER_RUN).options
    assert [option.startswith("Built in: ") for option in options] == [True] * len(empty.runs.built_in())


def test_choosing_one_opens_it_and_fills_the_form(empty: Service) -> None:
    first, second = (empty.runs.start(RunConfig(hidden_size=size)) for size in (8, 9))
    page = open_part(form_and_list)
    box = keyed(page, Key.EARLIER_RUN)
    assert [first.id in box.options[1], second.id in box.options[0]] == [True, True]  # newest first
    box.set_value(first.id).run()
    assert page.query_params == {"run": first.id, "hidden_size": "8"}
    assert keyed(page, Key.of_field("hidden_size")).value == 8
    assert keyed(page, Key.EARLIER_RUN).value is None


def test_the_list_has_names_and_says_how_many_it_holds(empty: Service) -> None:
    ids = [empty.runs.start(RunConfig()).id for _ in range(LISTED + 1)]
    empty.runs.rename(ids[-1], "mine")
    page = open_part(form_and_list)
    box = keyed(page, Key.EARLIER_RUN)
    assert box.options[0].startswith("mine · ")
    assert len(box.options) == LISTED + len(empty.runs.built_in())
    assert f"The {LISTED} latest runs of this server" in box.help
    assert keyed(page, Key.ALL_RUNS).label == f"All trained here: {LISTED + 1} runs"


def test_one_that_is_too_old_for_the_list_is_opened_with_its_settings_from_the_table(empty: Service) -> None:
    old = empty.runs.start(RunConfig(hidden_size=9))
    for _ in range(LISTED):
        empty.runs.start(RunConfig())
    page = open_part(form_and_list)
    keyed(page, Key.ALL_RUNS).click().run()
    ids = list(page.dataframe[0].value["id"])
    opening = page.session_state[Key.TABLES_OPENED] + 1  # the next one
    page.session_state[f"{Key.RUN_TABLE.at_opening(opening)} {' '.join(ids)}"] = {
        "selection": {"rows": [ids.index(old.id)], "columns": [], "cells": []}
    }
    keyed(page, Key.ALL_RUNS).click().run()
    next(button for button in page.button if button.label == "Open it, with its settings").click().run()
    assert page.query_params == {"run": old.id, "hidden_size": "9"}
    assert keyed(page, Key.of_field("hidden_size")).value == 9
