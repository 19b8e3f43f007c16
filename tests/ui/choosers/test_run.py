"""Choosing the network that a page shows, and others beside it."""

import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.choosers.run import LISTED, compared_runs, linked_run, run_chooser
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.words.markdown import literal
from tests.ui.opening import keyed, open_part, warnings


def linked() -> None:
    run = linked_run(get_service())
    st.text(run.id if run else "none")


def chooser() -> None:
    run = run_chooser(get_service())
    st.text(run.id if run else "none")


def compared() -> None:
    service = get_service()
    run = run_chooser(service, can_compare=True)
    assert run is not None
    st.text([other.id for other in compared_runs(service, run)])


def with_weights(store: Store) -> str:
    """A network that nobody trained: it will do for a list."""
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    store.write(run.id, Update(Progress(), snapshot=Snapshot(0, 0), weights=b"some"))
    return run.id


def said(page: AppTest) -> str:
    return page.text[0].value


# The run of the link


def test_the_run_of_the_link_is_kept_when_the_page_changes(empty: Service) -> None:
    run = empty.runs.start(RunConfig())
    page = open_part(linked, f"run={run.id}")
    assert said(page) == run.id
    page.query_params = {}  # as Streamlit does when a person goes to another page
    assert said(page.run()) == run.id
    assert page.query_params == {"run": run.id}


def test_without_a_run_in_the_link_there_is_none(empty: Service) -> None:
    assert said(open_part(linked)) == "none"


def test_an_unknown_run_gets_a_sentence(empty: Service) -> None:
    page = open_part(linked, "run=[x](http://evil)" + "x" * 300)
    assert said(page) == "none"
    (sentence,) = warnings(page)
    assert literal("[x](http://evil)") in sentence
    assert len(sentence) < 200


# The list


def test_without_a_network_of_ones_own_there_are_those_that_are_built_in(empty: Service) -> None:
    page = open_part(chooser)
    built_in = empty.runs.built_in()
    assert said(page) == built_in[0].id
    assert [run.id in title for run, title in zip(built_in, page.selectbox[0].options, strict=True)] == [True] * 8


def test_built_in_networks_stand_after_ones_own(shown: Service, one_way: str, two_ways: str) -> None:
    options = open_part(chooser).selectbox[0].options
    assert ["Built in:" in option for option in options] == [False] * 2 + [True] * len(shown.runs.built_in())


def test_a_run_that_has_not_begun_is_no_network(empty: Service) -> None:
    run = empty.runs.start(RunConfig())
    assert not any(run.id in option for option in open_part(chooser).selectbox[0].options)


def test_the_newest_network_is_shown_at_first_and_stands_in_the_url(
    shown: Service, one_way: str, two_ways: str
) -> None:
    page = open_part(chooser)
    assert said(page) == two_ways
    assert page.query_params == {"run": two_ways}
    assert [two_ways in page.selectbox[0].options[0], one_way in page.selectbox[0].options[1]] == [True, True]


def test_choosing_a_network_puts_it_into_the_url(shown: Service, one_way: str) -> None:
    page = open_part(chooser)
    page.selectbox[0].set_value(one_way).run()
    assert said(page) == one_way
    assert page.query_params == {"run": one_way}


def test_an_unknown_run_in_the_link_is_replaced_by_the_newest(shown: Service, two_ways: str) -> None:
    page = open_part(chooser, "run=nonsense")
    assert said(page) == two_ways
    assert "nonsense" in warnings(page)[0]


# Beside it


def test_networks_are_compared_over_the_link(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(compared, f"run={two_ways}&compare={one_way}")
    assert said(page) == f"['{one_way}']"
    assert not warnings(page)
    page.multiselect[0].set_value([]).run()
    assert said(page) == "[]"
    assert page.query_params == {"run": two_ways}
    page.multiselect[0].set_value([one_way]).run()
    assert page.query_params == {"run": two_ways, "compare": one_way}


def test_a_network_is_not_compared_with_itself(shown: Service, two_ways: str) -> None:
    page = open_part(compared, f"run={two_ways}&compare={two_ways}")
    assert said(page) == "[]"
    assert not warnings(page)


def test_what_cannot_be_compared_gets_a_sentence(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(compared, f"run={two_ways}&compare={one_way},[x](http://evil)")
    assert said(page) == f"['{one_way}']"
    (sentence,) = warnings(page)
    assert sentence.startswith(literal("There is no run '[x](http://evil)' in this store."))


def test_a_network_that_the_link_names_twice_is_shown_once(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(compared, f"run={two_ways}&compare={one_way},{one_way}")
    assert said(page) == f"['{one_way}']"


def test_of_too_many_to_compare_the_first_are_shown(shown: Service, two_ways: str) -> None:
    names = ",".join(f"unknown{number}" for number in range(500))
    sentences = warnings(open_part(compared, f"run={two_ways}&compare={names}"))
    assert sentences[0] == "The link names 500 networks to compare with; at most 2 are shown."
    assert [sentence.split("'")[1] for sentence in sentences[1:]] == ["unknown0", "unknown1"]


def test_a_network_older_than_those_in_the_list_can_be_compared(empty: Service, store: Store) -> None:
    ids = [with_weights(store) for _ in range(LISTED + 2)]
    page = open_part(compared, f"run={ids[-1]}&compare={ids[0]}")
    assert said(page) == f"['{ids[0]}']"
    assert not warnings(page)


def test_opening_another_network_leaves_the_moment_of_the_first(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(chooser, f"run={two_ways}&step=10&digit=3")
    assert page.query_params == {"run": two_ways, "step": "10", "digit": "3"}
    page.selectbox[0].set_value(one_way).run()
    assert page.query_params == {"run": one_way, "digit": "3"}


# In the table of all


def press_in_table(page: AppTest, run_id: str, label: str) -> None:
    """Open the table, tick the run, press the button below; the page closes the table then."""
    keyed(page, Key.ALL_RUNS).click().run()
    ids = list(page.dataframe[0].value["id"])
    opening = page.session_state[Key.TABLES_OPENED] + 1  # the next one
    page.session_state[f"{Key.RUN_TABLE.at_opening(opening)} {' '.join(ids)}"] = {
        "selection": {"rows": [ids.index(run_id)], "columns": [], "cells": []}
    }
    keyed(page, Key.ALL_RUNS).click().run()  # outside a browser every press runs the whole page, which closes the table
    next(button for button in page.button if button.label == label).click().run()


def test_a_network_is_opened_from_the_table(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(chooser, f"run={two_ways}&step=10")
    press_in_table(page, one_way, "Look at it")
    assert said(page) == one_way
    assert page.query_params == {"run": one_way}
    assert not page.dataframe


def test_a_network_joins_the_compared_ones_from_the_table(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_part(compared, f"run={two_ways}&compare=first,second")
    press_in_table(page, one_way, "Compare with it")
    assert page.query_params["compare"] == f"second,{one_way}"
    press_in_table(page, two_ways, "Compare with it")  # with itself: nothing happens
    assert page.query_params["compare"] == f"second,{one_way}"


def test_names_are_in_the_list_and_help_says_what_is_listed(empty: Service, store: Store) -> None:
    ids = [with_weights(store) for _ in range(LISTED + 2)]
    store.rename(ids[-1], "my *own*")
    box = open_part(chooser).selectbox[0]
    assert box.options[0].startswith("my *own* · ")
    assert len(box.options) == LISTED + len(empty.runs.built_in())
    assert f"The latest {LISTED} networks of this server" in box.help
    (others,) = open_part(compared).multiselect
    assert set(others.options) == set(box.options[1:])  # all but the one that is shown
