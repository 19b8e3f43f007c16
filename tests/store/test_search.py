"""The store's contract about finding runs among many."""

import time

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, Run, RunStatus, Snapshot, Update
from rnn_demo.experiment.search import RunOrder, RunSearch
from rnn_demo.store import Store
from tests.store.measured import evaluation

MANY = 2_000
QUICK = 0.5  # seconds on a busy machine; some 30 ms otherwise


def add(store: Store, name: str = "", cell: str = "lstm", accuracy: float | None = None) -> str:
    """A run, tested once if it has an ``accuracy``."""
    run = store.create_run(RunConfig(cell=cell), status=RunStatus.RUNNING)
    store.rename(run.id, name)
    if accuracy is not None:
        store.write(run.id, Update(Progress(step=1), evaluations=(evaluation(1, accuracy),)))
    return run.id


def found(store: Store, limit: int = 100, offset: int = 0, **search: object) -> list[str]:
    """The ids that a search gives; it counts as many where it gives all."""
    wanted = RunSearch(**search)  # type: ignore[arg-type]
    runs = store.find_runs(wanted, limit, offset=offset)
    if offset == 0 and len(runs) < limit:
        assert store.count_runs(wanted) == len(runs)
    return [run.id for run in runs]


def test_without_conditions_all_are_found_newest_first(store: Store) -> None:
    assert found(store) == []
    ids = [add(store) for _ in range(5)]
    assert found(store) == ids[::-1]
    assert found(store, limit=2, offset=2) == [ids[2], ids[1]]
    assert found(store, offset=5) == []
    assert found(store, order=RunOrder.OLDEST) == ids


def test_a_part_of_the_name_or_of_the_id_will_do_in_capitals_or_not(store: Store) -> None:
    amsel, other = add(store, "Große Übung 1"), add(store, "second")
    for text in ("übung", "ÜBUNG 1", "große", amsel, amsel[:7].upper()):
        assert found(store, text=text) == [amsel]
    assert found(store, text="nowhere") == []
    assert found(store, text="") == [other, amsel]


@pytest.mark.parametrize("text", ["100%", "a_b", "a\\b", "'; DROP TABLE runs; --"])
def test_no_character_has_a_meaning_of_its_own(store: Store, text: str) -> None:
    add(store, "100 axb a|b")
    wanted = add(store, f"<{text}>")
    assert found(store, text=text) == [wanted]


def test_runs_are_found_by_their_cell(store: Store) -> None:
    rnn, gru, lstm = (add(store, cell=cell) for cell in ("rnn", "gru", "lstm"))
    assert [found(store, cell=cell) for cell in ("rnn", "gru", "lstm")] == [[rnn], [gru], [lstm]]


def test_runs_are_found_by_what_they_reached(store: Store) -> None:
    low, high, _, also_high = (add(store, accuracy=accuracy) for accuracy in (0.5, 0.9, None, 0.9))
    assert found(store, min_accuracy=0.6) == [also_high, high]
    assert found(store, min_accuracy=0.5) == [also_high, high, low]
    assert len(found(store, min_accuracy=0.0)) == 4


def test_the_most_accurate_come_first_and_the_untested_last(store: Store) -> None:
    low, untested, high, also_low = (add(store, accuracy=accuracy) for accuracy in (0.5, None, 0.9, 0.5))
    assert found(store, order=RunOrder.MOST_ACCURATE) == [high, also_low, low, untested]


def test_names_are_in_the_order_of_the_alphabet_and_the_nameless_last(store: Store) -> None:
    nameless, beta, alpha, second_beta = (add(store, name) for name in ("", "Beta", "alpha", "beta"))
    assert found(store, order=RunOrder.NAME) == [alpha, second_beta, beta, nameless]


def test_conditions_hold_together(store: Store) -> None:
    wanted = add(store, "probe", "gru", 0.9)
    for name, cell, accuracy in (("other", "gru", 0.9), ("probe", "rnn", 0.9), ("probe", "gru", 0.8)):
        add(store, name, cell, accuracy)
    store.write(wanted, Update(Progress(step=1), snapshot=Snapshot(1, 1), weights=b"w"))
    assert found(store, text="probe", cell="gru", min_accuracy=0.85, with_weights=True) == [wanted]


def test_runs_without_weights_may_be_left_out_and_the_others_have_a_size(store: Store) -> None:
    first, without = (add(store) for _ in range(2))
    for step, weights in ((0, b"12345"), (1, b"67")):
        store.write(first, Update(Progress(step), snapshot=Snapshot(step, 1), weights=weights))
    assert found(store, with_weights=True) == [first]
    assert store.weights_bytes([first, without, "deadbeef"]) == {first: 7}
    assert store.weights_bytes([]) == {}


def test_a_page_of_thousands_comes_at_once(store: Store) -> None:
    names = [f"run {number}" for number in range(MANY)]
    ids = [store.create_run(RunConfig(cell="gru" if number % 2 else "lstm")).id for number in range(MANY)]
    for run_id, name in zip(ids[:20], names, strict=False):
        store.rename(run_id, name)
    store.find_runs(RunSearch(), 1)  # the settings are validated once
    began = time.perf_counter()
    page: list[Run] = store.find_runs(RunSearch(text="run", cell="gru", order=RunOrder.NAME), 5)
    last = store.find_runs(RunSearch(order=RunOrder.MOST_ACCURATE), 50, offset=MANY - 50)
    number = store.count_runs(RunSearch(text="run"))
    assert time.perf_counter() - began < QUICK
    assert [run.name for run in page] == ["run 1", "run 11", "run 13", "run 15", "run 17"]
    assert ([run.id for run in last], number) == (ids[:50][::-1], 20)
