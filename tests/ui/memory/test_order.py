"""The view Order matters."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.words.memory import order, trained_so
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts

TINY = {"bidirectional": False, "hidden_size": 8, "train_size": 400, "batch_size": 20, "num_epochs": 2}


def test_each_network_says_what_another_order_does_to_it(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}&view=order&digit=3"))
    for run_id in (one_way, two_ways):
        network = newest(shown, run_id)
        found = network.order_accuracies()
        assert order("row", found.as_trained, found.reversed, found.shuffled, 1_000) in said
        picture = network.digits.digit(network.dataset, 3).picture
        for title, seen in zip(("as trained", "reversed", "shuffled"), network.in_orders(picture), strict=True):
            answer = seen.probabilities
            assert f"**{title}**: reads this as **{answer.argmax()}** with {answer.max():.0%}" in said
    assert "train one with `rows_shuffled`" in said


def test_trained_so_stands_beside_only_tested_so(empty: Service) -> None:
    shuffled, rows = (train(empty, RunConfig(**TINY, sequence=name)) for name in ("rows_shuffled", "rows"))
    said = texts(open_page("memory", f"run={rows}&compare={shuffled}&view=order"))
    own, tested = newest(empty, shuffled).order_accuracies().as_trained, newest(empty, rows).order_accuracies().shuffled
    end = trained_so("a", own, "b", tested)
    assert end.partition("a reads ")[2].partition(" Only")[0] in said
    assert end.rpartition("b ")[2] in said
    assert "train one with" not in said
