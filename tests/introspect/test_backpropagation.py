"""Gradients through time, against torch.autograd on PyTorch's modules and on its single-step cells."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from rnn_demo.data import as_sequence, normalise
from rnn_demo.introspect import gradients
from rnn_demo.network import RowClassifier
from tests.introspect.networks import CELLS, DIRECTIONS_AND_MERGES, SIZE, PlainTorch, network, one_layer

LABEL = 3
READOUTS = ["final", "last", "mean", "every_row"]


def single_step(layer: nn.RNNBase, config: Any) -> Callable[[Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]:
    """PyTorch's cell with the weights of ``layer``: from x_t, h and c to the next h and c."""
    kind = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}[config.cell]
    options = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
    cell = kind(layer.input_size, layer.hidden_size, **options)
    cell.load_state_dict({name.removesuffix("_l0"): values for name, values in layer.state_dict().items()})
    if config.cell == "lstm":
        return lambda x, h, c: cell(x, (h, c))
    return lambda x, h, c: (cell(x, h), c)


def norms_by_cells(model: RowClassifier, image: Tensor) -> list[list[float]]:
    """For each direction of the top layer the norms of d loss / d h_t, row by row."""
    config = model.config
    x = image / 255
    states: list[list[Tensor]] = []
    for layer in range(config.num_layers):
        states = []
        for reverse in (False, True)[: config.num_directions]:
            step = single_step(one_layer(model, layer, reverse), config)
            h, c = torch.zeros(SIZE), torch.zeros(SIZE)
            read = []
            for t in reversed(range(28)) if reverse else range(28):
                h, c = step(x[t], h, c)
                h.retain_grad()
                read.append(h)
            states.append(read[::-1] if reverse else read)
        x = torch.stack([torch.cat(both) for both in zip(*states, strict=True)])

    def head(parts: list[Tensor]) -> Tensor:
        total = torch.cat(parts) if config.merge == "concat" else torch.stack(parts).sum(0)
        return model.head(total / len(parts) if config.merge == "mean" else total)

    if config.readout == "final":
        logits = [head([direction[end] for direction, end in zip(states, (27, 0), strict=False)])]
    elif config.readout == "last":
        logits = [head([direction[27] for direction in states])]
    elif config.readout == "mean":
        logits = [head([sum(direction[1:], direction[0]) / 28 for direction in states])]
    else:
        logits = [head([direction[t] for direction in states]) for t in range(28)]
    (-sum(row.log_softmax(0)[LABEL] for row in logits) / len(logits)).backward()
    return [[0.0 if h.grad is None else h.grad.norm().item() for h in direction] for direction in states]


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
def test_gradients_of_the_states_are_those_of_torch_s_cells(
    image: Tensor, cell: dict[str, Any], num_layers: int, readout: str
) -> None:
    model = network(**cell, num_layers=num_layers, readout=readout)
    result = gradients(model, image.numpy(), LABEL)
    forward, backward = norms_by_cells(model, image)
    assert result.grad_h_forward.dtype == np.float32
    np.testing.assert_allclose(result.grad_h_forward, forward, rtol=1e-3, atol=1e-9)
    np.testing.assert_allclose(result.grad_h_backward, backward, rtol=1e-3, atol=1e-9)
    assert result.grad_h_forward.max() > 1e-4


@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
def test_gradients_follow_the_merge(image: Tensor, bidirectional: bool, merge: str) -> None:
    model = network(bidirectional=bidirectional, merge=merge)
    result = gradients(model, image.numpy(), LABEL)
    forward, *backward = norms_by_cells(model, image)
    np.testing.assert_allclose(result.grad_h_forward, forward, rtol=1e-3, atol=1e-9)
    if bidirectional:
        np.testing.assert_allclose(result.grad_h_backward, backward[0], rtol=1e-3, atol=1e-9)
    else:
        assert result.grad_h_backward is None


def test_a_change_of_a_state_changes_the_loss_by_its_gradient(image: Tensor) -> None:
    """By finite differences, in double precision: the last row's state moves straight to the head."""
    model = network(bidirectional=False).double()
    result = gradients(network(bidirectional=False), image.numpy(), LABEL)
    with torch.no_grad():
        out, _ = model.rnn(image[None].double() / 255)
        h = out[0, 27]

        def loss(state: Tensor) -> float:
            return functional.cross_entropy(model.head(state)[None], torch.tensor([LABEL])).item()

        slopes = [(loss(h + 1e-6 * e) - loss(h - 1e-6 * e)) / 2e-6 for e in torch.eye(SIZE, dtype=torch.float64)]
    assert result.grad_h_forward[27] == pytest.approx(np.linalg.norm(slopes), rel=1e-4)


def test_the_wrong_end_teaches_the_backward_direction_from_one_row_only(image: Tensor) -> None:
    result = gradients(network(readout="last"), image.numpy(), LABEL)
    assert result.grad_h_backward[27] > 0
    np.testing.assert_array_equal(result.grad_h_backward[:27], 0)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("bidirectional", [True, False])
def test_gradients_of_the_picture_are_those_of_the_plain_module(
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
        "every_row": [half.mean(dim=1) if bidirectional else half[:, -1] for half in halves],
    }[readout]
    head(torch.cat(picked, dim=1))[0, LABEL].backward()
    result = gradients(model, image.numpy(), LABEL)
    np.testing.assert_allclose(result.grad_x, x.grad[0].norm(dim=1), rtol=1e-3, atol=1e-9)
    assert result.grad_x.shape == result.grad_h_forward.shape == (x.shape[1],)


def test_taking_gradients_leaves_the_network_alone(image: Tensor) -> None:
    model = network(num_layers=2)
    with torch.no_grad():  # as a page may have it
        gradients(model, image.numpy(), LABEL)
    assert all(weights.grad is None for weights in model.parameters())
