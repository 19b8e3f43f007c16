"""The eigenvalues beside the gradient ribbon: its numbers, recomputed from the weights."""

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
    assert f"update gate z, which here is **{kept.mean():.2f}** for a unit on average and {kept.max():.2f} for" in said
    assert "Past W_hh" not in texts(open_page("memory", f"run={one_way}"))
