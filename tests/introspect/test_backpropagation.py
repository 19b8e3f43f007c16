"""Gradients through time, against finite differences of a network in NumPy, in double precision."""

from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.introspect import gradients
from rnn_demo.introspect.results import Floats
from rnn_demo.network import RowClassifier
from tests.introspect.networks import (
    CELLS,
    DIRECTIONS_AND_MERGES,
    SIZE,
    Doubles,
    PlainTorch,
    joined,
    network,
    read_out,
    softmax,
)

LABEL = 3
READOUTS = ["final", "last", "mean", "every_row"]
STEPS = (0, 11, 27)
SMALL = 1e-5


class Nudge(NamedTuple):
    """What is added to h and to c of the top layer in one direction at one step."""

    backward: bool
    step: int
    h: Doubles
    c: Doubles


def loss_by_hand(model: RowClassifier, x: Doubles, nudge: Nudge | None = None) -> float:
    """The training loss of one sequence ``x`` (T, F), by the equations in PyTorch's documentation."""
    config, weights = model.config, {name: value.double().numpy() for name, value in model.state_dict().items()}
    halves: list[Doubles] = []
    for layer in range(config.num_layers):
        halves = []
        for backward in (False, True)[: config.num_directions]:
            suffix = f"_l{layer}{'_reverse' if backward else ''}"
            own = [weights[f"rnn.{kind}{suffix}"] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            is_nudged = nudge is not None and layer == config.num_layers - 1 and backward == nudge.backward
            halves.append(states_by_hand(config, own, x, backward, nudge if is_nudged else None)[None])
        x = np.concatenate(halves, axis=2)[0]
    seen = joined(read_out(halves, config.readout), config.merge)
    probabilities = softmax(seen @ weights["head.weight"].T + weights["head.bias"])
    return float(-np.log(probabilities[..., LABEL]).mean())


def states_by_hand(config: Any, weights: list[Doubles], x: Doubles, backward: bool, nudge: Nudge | None) -> Doubles:
    w_ih, w_hh, b_ih, b_hh = weights
    h, c, states = np.zeros(config.hidden_size), np.zeros(config.hidden_size), np.zeros((len(x), config.hidden_size))
    for t in reversed(range(len(x))) if backward else range(len(x)):
        a, b = w_ih @ x[t] + b_ih, w_hh @ h + b_hh
        if config.cell == "rnn":
            h = np.maximum(a + b, 0) if config.nonlinearity == "relu" else np.tanh(a + b)
        elif config.cell == "gru":
            (ar, az, an), (br, bz, bn) = np.split(a, 3), np.split(b, 3)
            r, z = 1 / (1 + np.exp(-(ar + br))), 1 / (1 + np.exp(-(az + bz)))
            h = (1 - z) * np.tanh(an + r * bn) + z * h
        else:
            i, f, g, o = np.split(a + b, 4)
            c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
            h = np.tanh(c) / (1 + np.exp(-o))
        if nudge is not None and t == nudge.step:
            h, c = h + nudge.h, c + nudge.c
        states[t] = h
    return states


def length_by_differences(model: RowClassifier, x: Doubles, backward: bool, step: int, part: str) -> float:
    """The length of the gradient by h or by c at one step, each of its units moved up and down by a little."""
    size = model.config.hidden_size

    def moved(unit: int, by: float) -> float:
        change = {"h": np.zeros(size), "c": np.zeros(size)}
        change[part][unit] = by
        return loss_by_hand(model, x, Nudge(backward, step, **change))

    return float(np.linalg.norm([(moved(u, SMALL) - moved(u, -SMALL)) / (2 * SMALL) for u in range(size)]))


def expect_differences(model: RowClassifier, image: Tensor) -> None:
    """At `STEPS`, every gradient by a state of ``model`` is what changing that state does."""
    result = gradients(model, image[None], torch.tensor([LABEL]))
    x = image.double().numpy() / 255
    for direction in ("forward", "backward"):
        for part in "hc":
            lengths = getattr(result, f"grad_{part}_{direction}")
            is_there = (direction == "forward" or model.config.bidirectional) and (
                part == "h" or model.config.cell == "lstm"
            )
            if not is_there:
                assert lengths is None
                continue
            assert (lengths.dtype, lengths.shape) == (np.float32, (1, 28))
            expected = [length_by_differences(model, x, direction == "backward", step, part) for step in STEPS]
            np.testing.assert_allclose(lengths[0, list(STEPS)], expected, rtol=1e-3, atol=1e-8)
    assert result.grad_h_forward.max() > 1e-4


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
def test_a_change_of_a_state_changes_the_loss_by_its_gradient(
    image: Tensor, cell: dict[str, Any], num_layers: int, readout: str
) -> None:
    expect_differences(network(**cell, num_layers=num_layers, readout=readout), image)


@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
def test_gradients_follow_the_merge(image: Tensor, bidirectional: bool, merge: str) -> None:
    expect_differences(network(bidirectional=bidirectional, merge=merge), image)


def test_an_lstm_hands_on_h_and_c_together(image: Tensor) -> None:
    result = gradients(network(cell="lstm"), image[None], torch.tensor([LABEL]))
    for backward, direction in enumerate(("forward", "backward")):
        h, c = (getattr(result, f"grad_{part}_{direction}").astype(np.float64) for part in "hc")
        lengths = result.by("state", backward=bool(backward))
        assert lengths is not None
        np.testing.assert_allclose(lengths, np.sqrt(h**2 + c**2), rtol=1e-6)
        np.testing.assert_array_equal(result.by("hidden", backward=bool(backward)), h.astype(np.float32))
    np.testing.assert_array_equal(result.by("input"), result.grad_x)


def test_other_cells_hand_on_h(image: Tensor) -> None:
    result = gradients(network(cell="gru", bidirectional=False), image[None], torch.tensor([LABEL]))
    np.testing.assert_array_equal(result.by("state"), result.grad_h_forward)
    assert result.by("state", backward=True) is None


def test_the_wrong_end_teaches_the_backward_direction_from_one_row_only(image: Tensor) -> None:
    lengths = gradients(network(readout="last"), image[None], torch.tensor([LABEL])).grad_h_backward
    assert lengths is not None
    assert lengths[0, 27] > 0
    np.testing.assert_array_equal(lengths[0, :27], 0)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("bidirectional", [True, False])
def test_gradients_of_the_input_are_those_of_the_loss_of_the_plain_module(
    image: Tensor, plain_torch: PlainTorch, bidirectional: bool, readout: str, sequence: Any
) -> None:
    model = network(sequence=sequence, bidirectional=bidirectional, readout=readout, num_layers=2, hidden_size=3)
    rnn, head = plain_torch(model)
    x = as_sequence(normalise(image[None]), sequence, model.config.seed).requires_grad_()
    halves = rnn(x)[0].split(3, dim=2)
    picked = {
        "final": [half[:, end] for half, end in zip(halves, (-1, 0), strict=False)],
        "last": [half[:, -1] for half in halves],
        "mean": [half.mean(dim=1) for half in halves],
        "every_row": list(halves),
    }[readout]
    head(torch.cat(picked, dim=-1)).log_softmax(-1)[..., LABEL].mean().neg().backward()
    result = gradients(model, image[None], torch.tensor([LABEL]))
    assert x.grad is not None
    np.testing.assert_allclose(result.grad_x, x.grad.norm(dim=2), rtol=1e-3, atol=1e-9)
    assert result.grad_x.shape == result.grad_h_forward.shape == (1, x.shape[1])


def test_pictures_together_are_pictures_one_by_one(sample: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    model = network(num_layers=2)
    images, labels = sample.test_images[:7], sample.test_labels[:7]
    alone = [gradients(model, images[n : n + 1], labels[n : n + 1]) for n in range(7)]
    monkeypatch.setattr("rnn_demo.network.evaluation.STATES_PER_BATCH", 3 * 28 * 2 * 2 * SIZE)  # three at a time
    together = gradients(model, images, labels)
    for field in fields(together):
        lengths: Floats = getattr(together, field.name)
        expected = np.concatenate([getattr(one, field.name) for one in alone])
        np.testing.assert_allclose(lengths, expected, rtol=1e-4, atol=1e-9)


def test_taking_gradients_leaves_the_network_alone(image: Tensor) -> None:
    model = network(num_layers=2)
    with torch.no_grad():  # as a page may have it
        gradients(model, image[None], torch.tensor([LABEL]))
    assert all(weights.grad is None for weights in model.parameters())
