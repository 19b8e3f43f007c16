"""The eigenvalues beside the gradient ribbon: its numbers, recomputed from the weights."""

import re

import numpy as np

from rnn_demo.network import RowClassifier, build_model, load_model
from rnn_demo.service.service import Service
from rnn_demo.store import open_store
from tests.ui.networks import newest
from tests.ui.opening import keyed, open_page, texts


def radius(model: RowClassifier, name: str, rows: slice) -> float:
    """The largest |eigenvalue|, by powers of the matrix (Gelfand's formula)."""
    a = model.state_dict()[f"rnn.{name}"].double().numpy()[rows]
    return float(np.linalg.norm(np.linalg.matrix_power(a, 300)) ** (1 / 300))


def test_the_spectral_radius_is_that_of_the_weights(
    shown: Service, trained_url: str, one_way: str, two_ways: str
) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}"))
    store = open_store(trained_url)
    for run_id, name, rows, matrix in (
        (one_way, "weight_hh_l0", slice(None), "W_hh"),
        (two_ways, "weight_hh_l1", slice(12, 18), "W_hn"),  # of the top layer, after r and z
    ):
        run = shown.runs.get(run_id)
        now = load_model(run.config, store.weights(run_id, run.latest_step or 0))
        before = radius(build_model(run.config), name, rows)
        start = f"The spectral radius of `{matrix}`, forward, is **"
        found, at_first = said.partition(start)[2].partition("**, before training ")[::2]
        assert abs(float(found) - radius(now, name, rows)) < 0.02
        assert abs(float(at_first[:4]) - before) < 0.02
    store.close()


def test_which_layer_is_meant_is_said_where_there_are_several(shown: Service, one_way: str, two_ways: str) -> None:
    said = "Of several layers it is the top one's."
    assert said in texts(open_page("memory", f"run={one_way}&compare={two_ways}"))
    assert said not in texts(open_page("memory", f"run={one_way}"))


def test_the_built_in_networks_grow_as_the_notes_say(empty: Service) -> None:
    said = texts(open_page("memory", "run=tour-rnn&compare=tour-lstm"))
    found = re.findall(
        r"The spectral radius of `(\w+)`, forward, is \*\*([\d.]+)\*\*, before training ([\d.]+)\.", said
    )
    assert [(matrix, f"{float(now):.1f}", f"{float(before):.1f}") for matrix, now, before in found] == [
        ("W_hh", "3.4", "0.6"),
        ("W_hg", "3.8", "0.6"),
    ]


def test_before_training_one_number_is_said(shown: Service, one_way: str) -> None:
    said = texts(open_page("memory", f"run={one_way}&step=0"))
    start = radius(build_model(shown.runs.get(one_way).config), "weight_hh_l0", slice(None))
    found = re.findall(r"The spectral radius of `W_hh`, forward, is \*\*([\d.]+)\*\*(.*?)\n", said + "\n")
    assert [(abs(float(number) - start) < 0.02, rest) for number, rest in found] == [(True, " before training.")]


def test_another_gate_can_be_looked_at(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}&compare={one_way}")
    gates = keyed(page, "linked_gate")
    assert gates.options == ["new content", "r (GRU)", "z (GRU)"]
    gates.set_value("z").run()
    assert "`W_hz`" in texts(page)
    assert "`W_hh`" not in texts(page)  # a plain network has no such gate


def test_the_way_past_w_hh_is_measured(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}"))
    steps = newest(shown, two_ways).timescales_over_digits()
    assert steps is not None
    kept = np.exp(-1 / steps[1, 1])  # backward, in the top layer
    assert (
        "h is handed on multiplied by the update gate z. Each unit's geometric mean of it, over all rows of 1,000 test "
        f"digits, is **{kept.mean():.2f}** averaged over the units and {kept.max():.2f} in the unit that keeps most."
    ) in said
    assert "Past W_hh" not in texts(open_page("memory", f"run={one_way}"))
