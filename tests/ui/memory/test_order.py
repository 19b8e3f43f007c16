"""The view Order matters."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.words.markdown import literal
from rnn_demo.words.memory import order, trained_so
from rnn_demo.words.runs import short_title
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts

TINY = {"bidirectional": False, "hidden_size": 8, "train_size": 400, "batch_size": 20, "num_epochs": 2}


def test_each_network_says_what_another_order_does_to_it(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}&view=order&digit=3"))
    for run_id in (one_way, two_ways):
        network = newest(shown, run_id)
        found = network.order_accuracies()
        accuracies = found.as_trained, found.reversed, found.shuffled
        assert order("row", *accuracies, num_digits=1_000, chance=network.chance) in said
        picture = network.digits.digit(network.dataset, 3).picture
        for title, seen in zip(("as trained", "reversed", "shuffled"), network.in_orders(picture), strict=True):
            answer = seen.probabilities
            assert f"**{title}**: reads this as **{answer.argmax()}** with {answer.max():.0%}" in said
    assert "train one that reads rows_shuffled" in said


def test_trained_on_shuffled_rows_stands_beside_trained_in_order(empty: Service) -> None:
    shuffled, rows = (train(empty, RunConfig(**TINY, sequence=name)) for name in ("rows_shuffled", "rows"))
    said = texts(open_page("memory", f"run={rows}&compare={shuffled}&view=order"))
    own, tested = newest(empty, shuffled).order_accuracies().as_trained, newest(empty, rows).order_accuracies().shuffled
    of_shuffled, of_rows = (f"**{literal(short_title(empty.runs.get(run_id)))}**" for run_id in (shuffled, rows))
    assert trained_so(of_shuffled, own, of_rows, tested) in said
    assert "train one with" not in said
