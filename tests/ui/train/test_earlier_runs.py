"""The list of earlier runs."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.ui.train.config_form import config_form
from rnn_demo.ui.train.earlier_runs import earlier_runs
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
