"""What is written down while a network reads, against PyTorch's modules and against the equations in numpy.

The oracles take a network's exported weights and share no code with what is under test.
"""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.data import as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import CELLS as CATALOGUE
from rnn_demo.introspect.results import Trace
from rnn_demo.network import RowClassifier, load_model, save_weights
from tests.introspect.networks import (
    CELLS,
    DIRECTIONS_AND_MERGES,
    SIZE,
    Doubles,
    PlainTorch,
    network,
    one_layer,
    softmax,
)


def close(actual: NDArray[np.float32], expected: Tensor) -> None:
    assert actual.dtype == np.float32
    torch.testing.assert_close(torch.from_numpy(actual), expected, rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("num_layers", [1, 2, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
@torch.no_grad()
def test_states_of_every_layer_are_torch_s(
    image: Tensor, plain_torch: PlainTorch, cell: dict[str, Any], bidirectional: bool, num_layers: int
) -> None:
    model = network(**cell, bidirectional=bidirectional, num_layers=num_layers)
    trace = introspect.trace(model, image.numpy())
    assert trace.forward.states.shape == (num_layers, 28, SIZE)
    assert (trace.backward is not None) is bidirectional

    x = image.float() / 255
    for layer in range(num_layers):
        forward, _ = one_layer(model, layer, reverse=False)(x)
        close(trace.forward.states[layer], forward)
        x_next = forward
        if trace.backward:
            # The backward direction is a forward one that is given the rows from the last to the first.
            backward, _ = one_layer(model, layer, reverse=True)(x.flip(0))
            close(trace.backward.states[layer], backward.flip(0))
            x_next = torch.cat([forward, backward.flip(0)], dim=1)
        x = x_next

    for rnn in (model.rnn, plain_torch(model)[0]):
        top, _ = rnn(image[None] / 255)
        close(trace.forward.states[-1], top[0, :, :SIZE])
        if trace.backward:
            close(trace.backward.states[-1], top[0, :, SIZE:])


@torch.no_grad()
def test_states_of_784_pixels_are_torch_s(image: Tensor) -> None:
    model = network(cell="lstm", sequence="pixels", num_layers=2)
    trace = introspect.trace(model, image.numpy())
    top, _ = model.rnn(image.reshape(1, 784, 1) / 255)
    assert trace.forward.states.shape == (2, 784, SIZE)
    close(trace.forward.states[-1], top[0, :, :SIZE])
    close(trace.backward.states[-1], top[0, :, SIZE:])


# --- gates and cell states ---


def sigmoid(a: Doubles) -> Doubles:
    return 1 / (1 + np.exp(-a))


def lstm_by_hand(x: Doubles, w_ih: Doubles, w_hh: Doubles, b: Doubles, b_hh: Doubles) -> list[Doubles]:
    h = c = np.zeros(SIZE)
    steps = []
    for x_t in x:
        a = w_ih @ x_t + b + w_hh @ h + b_hh
        i, f, o = sigmoid(a[0:SIZE]), sigmoid(a[SIZE : 2 * SIZE]), sigmoid(a[3 * SIZE :])
        g = np.tanh(a[2 * SIZE : 3 * SIZE])
        c = f * c + i * g
        h = o * np.tanh(c)
        steps.append((h, c, np.stack([i, f, g, o])))
    return [np.stack(parts) for parts in zip(*steps, strict=True)]


def gru_by_hand(x: Doubles, w_ih: Doubles, w_hh: Doubles, b: Doubles, b_hh: Doubles) -> list[Doubles]:
    h = np.zeros(SIZE)
    steps = []
    for x_t in x:
        a, s = w_ih @ x_t + b, w_hh @ h + b_hh
        r = sigmoid(a[:SIZE] + s[:SIZE])
        z = sigmoid(a[SIZE : 2 * SIZE] + s[SIZE : 2 * SIZE])
        n = np.tanh(a[2 * SIZE :] + r * s[2 * SIZE :])
        h = (1 - z) * n + z * h
        steps.append((h, h, np.stack([r, z, n])))
    return [np.stack(parts) for parts in zip(*steps, strict=True)]


@pytest.mark.parametrize(("cell", "by_hand"), [("lstm", lstm_by_hand), ("gru", gru_by_hand)])
def test_gates_and_cells_follow_the_equations(image: Tensor, cell: str, by_hand: Any) -> None:
    model = network(cell=cell, num_layers=2)
    trace = introspect.trace(model, image.numpy())
    weights = {name: value.double().numpy() for name, value in model.state_dict().items()}
    x = image.numpy() / 255
    for layer in range(2):
        states = []
        for direction, suffix, order in ((trace.forward, "", 1), (trace.backward, "_reverse", -1)):
            names = [f"rnn.{kind}_l{layer}{suffix}" for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            h, c, gates = (values[::order] for values in by_hand(x[::order], *(weights[name] for name in names)))
            states.append(h)
            np.testing.assert_allclose(direction.states[layer], h, atol=2e-6)
            assert direction.gates[layer].shape == (28, len(CATALOGUE[cell].gates), SIZE)
            np.testing.assert_allclose(direction.gates[layer], gates, atol=2e-6)
            if cell == "lstm":
                np.testing.assert_allclose(direction.cells[layer], c, atol=2e-6)
        x = np.concatenate(states, axis=1)


@torch.no_grad()
def test_last_cell_state_is_torch_s(image: Tensor) -> None:
    model = network(cell="lstm", num_layers=2)
    trace = introspect.trace(model, image.numpy())
    _, (_, c_n) = model.rnn(image[None] / 255)
    for layer in range(2):
        close(trace.forward.cells[layer, -1], c_n[2 * layer, 0])
        close(trace.backward.cells[layer, 0], c_n[2 * layer + 1, 0])


@pytest.mark.parametrize(
    ("cell", "gates", "has_cells"), [("rnn", (), False), ("gru", ("r", "z", "n"), False), ("lstm", tuple("ifgo"), True)]
)
def test_what_a_cell_has_not_is_none(image: Tensor, cell: str, gates: tuple[str, ...], has_cells: bool) -> None:
    trace = introspect.trace(network(cell=cell), image.numpy())
    assert CATALOGUE[cell].gate_names == gates
    for direction in (trace.forward, trace.backward):
        assert (direction.gates is not None) is bool(gates)
        assert (direction.cells is not None) is has_cells


# --- prefix probabilities, row by row ---


@torch.no_grad()
def probabilities_of(model: RowClassifier, images: Tensor) -> NDArray[np.float32]:
    """The model's own class probabilities (B, C) for ``images`` (B, 28, 28) uint8."""
    logits = model(as_sequence(normalise(images), model.config.sequence, model.config.seed))
    return model.picture_logits(logits).softmax(dim=-1).numpy()


def covered(image: Tensor, sequence: str, seed: int) -> Tensor:
    """28 pictures: of number t only what is read up to the t-th row (or column) is left, the rest is blank."""
    pictures = torch.zeros(28, 28, 28, dtype=torch.uint8)
    order = list(range(28))
    if sequence == "rows_shuffled":
        numbered = torch.arange(28).repeat_interleave(28).reshape(1, 28, 28)
        order = as_sequence(numbered, "rows_shuffled", seed)[0, :, 0].tolist()
    for t in range(28):
        for line in order[: t + 1]:
            if sequence == "columns":
                pictures[t, :, line] = image[:, line]
            else:
                pictures[t, line] = image[line]
    return pictures


def assert_prefixes(trace: Trace, model: RowClassifier, image: Tensor) -> None:
    assert trace.prefix_probabilities.shape == (28, 10)
    assert trace.num_lines == 28
    assert trace.prediction == probabilities_of(model, image[None]).argmax()
    config = model.config
    np.testing.assert_allclose(
        trace.prefix_probabilities, probabilities_of(model, covered(image, config.sequence, config.seed)), atol=2e-6
    )
    np.testing.assert_allclose(trace.prefix_probabilities[-1], probabilities_of(model, image[None])[0], atol=2e-6)
    np.testing.assert_allclose(trace.probabilities, probabilities_of(model, image[None])[0], atol=2e-6)
    np.testing.assert_allclose(np.exp(trace.logits) / np.exp(trace.logits).sum(), trace.probabilities, atol=2e-6)
    assert np.ptp(trace.prefix_probabilities, axis=0).max() > 1e-4  # they do change from row to row


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
def test_prefix_probabilities_are_those_of_the_picture_uncovered_so_far(
    image: Tensor, bidirectional: bool, merge: str, readout: str
) -> None:
    options = {"bidirectional": bidirectional, "merge": merge, "readout": readout, "forget_bias": 4.0}
    model = network(**options, num_layers=2, dropout=0.5)
    assert_prefixes(introspect.trace(model, image.numpy()), model, image)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_prefix_probabilities_follow_the_order_of_reading(image: Tensor, sequence: str) -> None:
    model = network(sequence=sequence, forget_bias=5.0, readout="mean")
    assert_prefixes(introspect.trace(model, image.numpy()), model, image)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_sequence_is_what_the_network_read(image: Tensor, sequence: str) -> None:
    model = network(sequence=sequence, hidden_size=2)
    read: list[Tensor] = []
    model.rnn.register_forward_pre_hook(lambda _, inputs: read.append(inputs[0]))
    trace = introspect.trace(model, image.numpy())
    probabilities_of(model, image[None])
    np.testing.assert_array_equal(trace.sequence, read[-1][0].numpy())
    grey = image.numpy() / np.float32(255)
    if sequence == "rows":
        np.testing.assert_array_equal(trace.sequence, grey)
    elif sequence == "columns":
        np.testing.assert_array_equal(trace.sequence, grey.T)


def test_pictures_may_be_views_that_nobody_writes_to(image: Tensor) -> None:
    """As an edit or a cache gives them."""
    model, mirrored = network(), image.numpy()[:, ::-1]
    mirrored.flags.writeable = False
    expected = introspect.trace(model, image.flip(1).numpy())
    np.testing.assert_array_equal(introspect.trace(model, mirrored).logits, expected.logits)


def test_looking_changes_nothing_and_sees_the_same_again(image: Tensor) -> None:
    model = network(num_layers=2, dropout=0.5)
    before = save_weights(model)
    first = introspect.trace(model, image.numpy())
    again = introspect.trace(load_model(model.config, before), image.numpy())
    assert save_weights(model) == before
    np.testing.assert_array_equal(first.prefix_probabilities, again.prefix_probabilities)
    np.testing.assert_array_equal(first.step_probabilities, again.step_probabilities)
    np.testing.assert_array_equal(first.backward.gates, again.backward.gates)


# --- step probabilities ---


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
def test_step_probabilities_are_the_head_on_the_states_of_a_step(
    image: Tensor, plain_torch: PlainTorch, bidirectional: bool, merge: str, readout: str
) -> None:
    model = network(bidirectional=bidirectional, merge=merge, readout=readout, num_layers=2)
    trace = introspect.trace(model, image.numpy())
    rnn, head = plain_torch(model)
    with torch.no_grad():
        out = rnn(image[None] / 255)[0][0].double().numpy()  # (28, D*5)
    weight, bias = head.weight.detach().double().numpy(), head.bias.detach().double().numpy()

    def on_head(*halves: Doubles) -> Doubles:
        joined = {"concat": np.concatenate(halves, axis=1), "sum": sum(halves), "mean": sum(halves) / len(halves)}
        return softmax(joined[merge] @ weight.T + bias)

    if bidirectional:
        forward, backward = out[:, :SIZE], out[:, SIZE:]
        np.testing.assert_allclose(trace.step_probabilities, on_head(forward, backward), atol=2e-6)
        np.testing.assert_allclose(trace.step_probabilities_forward, on_head(forward, 0 * backward), atol=2e-6)
        np.testing.assert_allclose(trace.step_probabilities_backward, on_head(0 * forward, backward), atol=2e-6)
        assert np.abs(trace.step_probabilities_forward - trace.step_probabilities_backward).max() > 1e-3
    else:
        np.testing.assert_allclose(trace.step_probabilities, on_head(out), atol=2e-6)
        np.testing.assert_array_equal(trace.step_probabilities_forward, trace.step_probabilities)
        assert trace.step_probabilities_backward is None


def test_at_the_last_pixel_one_direction_has_seen_the_picture(image: Tensor) -> None:
    trace = introspect.trace(network(sequence="pixels", bidirectional=False), image.numpy())
    assert trace.step_probabilities.shape == (784, 10)
    np.testing.assert_allclose(trace.step_probabilities[-1], trace.probabilities, atol=2e-6)


# --- pictures of other sizes ---


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@torch.no_grad()
def test_a_network_that_reads_rows_reads_on_below_the_picture(image: Tensor, readout: str) -> None:
    model = network(readout=readout, num_layers=2)
    longer = torch.cat([image, torch.zeros(12, 28, dtype=torch.uint8)])
    trace = introspect.trace(model, longer.numpy())
    assert trace.sequence.shape == (40, 28)
    assert trace.prefix_probabilities.shape == trace.step_probabilities.shape == (40, 10)
    top, _ = model.rnn(longer[None] / 255)
    close(trace.forward.states[-1], top[0, :, :SIZE])
    close(trace.backward.states[-1], top[0, :, SIZE:])
    np.testing.assert_allclose(trace.prefix_probabilities[-1], trace.probabilities, atol=2e-6)
    np.testing.assert_allclose(
        trace.prefix_probabilities[27], trace.prefix_probabilities[39], atol=2e-6
    )  # the rest is blank in any case


@pytest.mark.parametrize(
    ("sequence", "size"),
    [("columns", (29, 28)), ("rows_shuffled", (40, 28)), ("pixels", (29, 28)), ("rows", (27, 28)), ("rows", (28, 29))],
)
def test_pictures_of_a_wrong_size_are_refused(sequence: str, size: tuple[int, int]) -> None:
    with pytest.raises(RnnDemoError, match=f"this one has {size[0]} rows of {size[1]}"):
        introspect.trace(network(sequence=sequence), np.zeros(size, dtype=np.uint8))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_forward_states_of_the_first_layer_are_alike_until_the_first_ink(cell: str) -> None:
    """In the layer above they need not be: there the forward direction also reads what came from below."""
    model = network(cell=cell, num_layers=2)
    pictures = torch.zeros(2, 28, 28, dtype=torch.uint8)
    pictures[0, 6:, 9:14], pictures[1, 6:, 3:20] = 200, 255
    one, other = (introspect.trace(model, picture).forward.states for picture in pictures.numpy())
    np.testing.assert_array_equal(one[0, :6], other[0, :6])
    assert (np.abs(one[0, 6:] - other[0, 6:]).max(axis=1) > 1e-6).all()
    assert np.abs(one[1, :6] - other[1, :6]).max() > 1e-6
