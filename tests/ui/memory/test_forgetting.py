"""The view Forgetting curve: each of its sentences, recomputed from the curves."""

from pathlib import Path

import numpy as np

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.words.memory import forgetting
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts


def test_each_network_and_each_half_has_a_sentence(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}&view=forgetting"))
    for run_id, series in ((one_way, ["accuracy"]), (two_ways, ["accuracy", "forward", "backward"])):
        points = list(newest(shown, run_id).forgetting_curve([0, 28, 84]))
        for name in series:
            accuracies = [(point.blanks, getattr(point, name)) for point in points]
            told_apart = points[-1].told_apart if name == "accuracy" else None
            assert forgetting(accuracies, told_apart, 1_000, newest(shown, run_id).chance) in said
    assert "The backward half starts at the far end" in said
    assert "backward half" not in texts(open_page("memory", f"run={one_way}&view=forgetting"))


def test_the_digit_is_read_with_its_blank_rows(shown: Service, one_way: str) -> None:
    page = open_page("memory", f"run={one_way}&view=forgetting&blanks=50&digit=3")
    network = newest(shown, one_way)
    digit = network.digits.digit(network.dataset, 3)
    seen = network.trace(np.concatenate([digit.picture, np.zeros((50, 28), np.uint8)]))
    assert sum(f"reads this as **{seen.prediction}** with {seen.confidence:.0%}" in one.value for one in page.markdown)
    page.slider[0].set_value(28).run()
    assert "blanks" not in page.query_params


def test_the_slider_reaches_as_far_as_the_readme_says(shown: Service, one_way: str) -> None:
    (slider,) = open_page("memory", f"run={one_way}&view=forgetting").slider
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert f"after up to {slider.max:.0f} blank rows" in " ".join(readme.split())


def test_what_cannot_be_given_more_rows_is_left_out(empty: Service) -> None:
    columns = RunConfig(sequence="columns", hidden_size=3, train_size=20, batch_size=20, num_epochs=1)
    run_id = train(empty, columns)
    page = open_page("memory", f"run={run_id}&view=forgetting")
    (info,) = page.info
    assert info.value.startswith("Bi-LSTM 3")
    assert info.value.endswith("is left out\\: only a network that reads rows in order can be given more of them.")
    assert "at once" not in texts(page)
