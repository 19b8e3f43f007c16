"""RowClassifier against PyTorch's own modules with the same weights, indexed by hand."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from rnn_demo.data import as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.config import RunConfig
from rnn_demo.network import RowClassifier, build_model, count_parameters, load_model, save_weights

PlainTorch = Callable[[RowClassifier], tuple[nn.RNNBase, nn.Linear]]

CELLS = ("rnn", "gru", "lstm")
READOUTS = ("final", "last", "mean", "every_row")
DIRECTIONS_AND_MERGES = [(False, "concat"), (True, "concat"), (True, "sum"), (True, "mean")]
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}


@pytest.fixture(scope="module")
def x() -> Tensor:
    """Three sequences (3, 28, 28) in 0..1."""
    return torch.rand(3, 28, 28, generator=torch.Generator().manual_seed(1))


def oracle(plain: Any, config: RunConfig, x: Tensor) -> Tensor:
    """What the network of ``config`` must say to ``x``, from the outputs of PyTorch's modules."""
    rnn, head = plain
    out, last_states = rnn(x)
    h_n = last_states[0] if config.cell == "lstm" else last_states  # (L*D, B, H)
    halves = out.split(config.hidden_size, dim=2)  # D times (B, T, H)
    states = {
        "final": [h_n[-2], h_n[-1]] if config.bidirectional else [h_n[-1]],
        "last": [half[:, 27] for half in halves],
        "mean": [sum(half[:, t] for t in range(28)) / 28 for half in halves],
        "every_row": list(halves),
    }[config.readout]
    joined = {
        "concat": lambda: torch.cat(states, dim=-1),
        "sum": lambda: states[0] + states[1],
        "mean": lambda: (states[0] + states[1]) / 2,
    }[config.merge]()
    return joined @ head.weight.T + head.bias


@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
@pytest.mark.parametrize("cell", CELLS)
@torch.no_grad()
def test_logits_are_those_of_plain_torch(
    plain_torch: PlainTorch, x: Tensor, *, cell: str, bidirectional: bool, merge: str, readout: str, num_layers: int
) -> None:
    config = RunConfig(
        cell=cell, bidirectional=bidirectional, merge=merge, readout=readout, num_layers=num_layers, hidden_size=5
    )
    model = build_model(config).eval()
    logits = model(x)
    assert logits.shape == ((3, 28, 10) if readout == "every_row" else (3, 10))
    torch.testing.assert_close(logits, oracle(plain_torch(model), config, x))


@torch.no_grad()
def test_relu_reaches_the_cell(plain_torch: PlainTorch, x: Tensor) -> None:
    config = RunConfig(cell="rnn", nonlinearity="relu", hidden_size=5)
    model = build_model(config)
    torch.testing.assert_close(model(x), oracle(plain_torch(model), config, x))
    assert not torch.allclose(model(x), build_model(RunConfig(cell="rnn", hidden_size=5))(x))


@torch.no_grad()
def test_pixels_are_read_one_by_one(plain_torch: PlainTorch) -> None:
    config = RunConfig(cell="gru", sequence="pixels", hidden_size=4)
    x = torch.rand(2, 784, 1, generator=torch.Generator().manual_seed(1))
    model = build_model(config)
    torch.testing.assert_close(model(x), oracle(plain_torch(model), config, x))


@torch.no_grad()
def test_dropout_acts_between_layers_and_in_training_only(x: Tensor) -> None:
    without = RunConfig(num_layers=2, hidden_size=5)
    model, reference = build_model(RunConfig(num_layers=2, hidden_size=5, dropout=0.5)), build_model(without).eval()
    assert torch.equal(model.eval()(x), reference(x))
    assert not torch.equal(model.train()(x), model(x))


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("bidirectional", [False, True])
def test_rows_that_have_seen_the_whole_picture_classify_it(readout: str, bidirectional: bool, x: Tensor) -> None:
    model = build_model(RunConfig(bidirectional=bidirectional, readout=readout, hidden_size=5))
    logits = model(x)
    expected = logits
    if readout == "every_row":
        expected = sum(logits[:, t] for t in range(28)) / 28 if bidirectional else logits[:, 27]
    assert model.picture_logits(logits).shape == (3, 10)
    torch.testing.assert_close(model.picture_logits(logits), expected)


@torch.no_grad()
@pytest.mark.parametrize("cell", CELLS)
def test_final_states_vote_additively(plain_torch: PlainTorch, x: Tensor, cell: str) -> None:
    model = build_model(RunConfig(cell=cell, hidden_size=5))
    rnn, _ = plain_torch(model)
    out, _ = rnn(x)
    forward_vote = out[:, 27, :5] @ model.head.weight[:, :5].T
    backward_vote = out[:, 0, 5:] @ model.head.weight[:, 5:].T
    torch.testing.assert_close(model(x), forward_vote + backward_vote + model.head.bias)


@torch.no_grad()
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_states_and_own_ends_are_torch_s(plain_torch: PlainTorch, x: Tensor, cell: str, bidirectional: bool) -> None:
    model = build_model(RunConfig(cell=cell, bidirectional=bidirectional, num_layers=2, hidden_size=5))
    out, last_states = plain_torch(model)[0](x)
    h_n = last_states[0] if cell == "lstm" else last_states  # (L*D, B, H)
    states = model.states(x)
    assert states.shape == (3, 28, 2 if bidirectional else 1, 5)
    torch.testing.assert_close(states, torch.stack(out.split(5, dim=2), dim=2))
    torch.testing.assert_close(model.own_ends(states), h_n[-states.shape[2] :].transpose(0, 1))
    assert torch.equal(model.logits_of(states), model(x))


@pytest.mark.parametrize("readout", READOUTS)
def test_loss_is_the_mean_over_pictures_and_rows(readout: str, x: Tensor) -> None:
    model = build_model(RunConfig(readout=readout, hidden_size=5))
    logits, labels = model(x), torch.tensor([3, 0, 9])
    every_row = logits if readout == "every_row" else logits[:, None]
    expected = -sum(every_row[i].log_softmax(-1)[:, label].mean() for i, label in enumerate(labels)) / 3
    torch.testing.assert_close(model.loss(logits, labels), expected)


# --- inputs ---


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_inputs_are_grey_values_in_the_order_of_reading(sequence: Any) -> None:
    images = torch.randint(256, (4, 28, 28), generator=torch.Generator().manual_seed(1), dtype=torch.uint8)
    inputs = build_model(RunConfig(sequence=sequence, hidden_size=2, seed=3)).inputs(images)
    assert inputs.dtype == torch.float32
    assert torch.equal(inputs, as_sequence(normalise(images), sequence, 3))
    if sequence == "rows":
        assert torch.equal(inputs, images / 255)


def test_a_network_that_reads_rows_takes_longer_pictures() -> None:
    images = torch.ones(2, 40, 28, dtype=torch.uint8)
    assert torch.equal(build_model(RunConfig(hidden_size=2)).inputs(images), images / 255)


@pytest.mark.parametrize(
    ("sequence", "size"),
    [("columns", (29, 28)), ("rows_shuffled", (40, 28)), ("pixels", (29, 28)), ("rows", (27, 28)), ("rows", (28, 29))],
)
def test_pictures_of_a_wrong_size_are_refused(sequence: str, size: tuple[int, int]) -> None:
    model = build_model(RunConfig(sequence=sequence, hidden_size=2))
    with pytest.raises(RnnDemoError, match=f"this one has {size[0]} rows of {size[1]}"):
        model.inputs(torch.zeros(1, *size, dtype=torch.uint8))


# --- first weights ---


@pytest.mark.parametrize("cell", CELLS)
def test_first_weights_are_those_that_torch_draws(cell: str) -> None:
    config = RunConfig(cell=cell, num_layers=2, hidden_size=5, seed=11)
    model = build_model(config)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell]
        rnn, head = kind(28, 5, 2, bidirectional=True), nn.Linear(10, 10)
    expected = [*rnn.state_dict().values(), *head.state_dict().values()]
    for weights, drawn in zip(model.state_dict().values(), expected, strict=True):
        assert torch.equal(weights, drawn)


def test_seed_alone_decides_the_first_weights() -> None:
    torch.manual_seed(1)
    first = build_model(RunConfig(recurrent_init="orthogonal")).state_dict()
    torch.manual_seed(2)
    again = build_model(RunConfig(recurrent_init="orthogonal")).state_dict()
    other = build_model(RunConfig(recurrent_init="orthogonal", seed=1)).state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)


def test_torch_s_random_state_is_left_alone() -> None:
    config = RunConfig(recurrent_init="orthogonal", forget_bias=1)
    state = torch.get_rng_state()
    weights = save_weights(build_model(config))
    count_parameters(config)
    load_model(config, weights)
    assert torch.equal(torch.get_rng_state(), state)


def test_threads_that_build_at_once_do_not_mix_their_random_numbers() -> None:
    configs = [RunConfig(hidden_size=64, seed=seed) for seed in range(4)] * 16
    alone = {config: save_weights(build_model(config)) for config in configs}
    state = torch.get_rng_state()
    with ThreadPoolExecutor(8) as pool:
        at_once = [save_weights(model) for model in pool.map(build_model, configs)]
    assert at_once == [alone[config] for config in configs]
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize("cell", CELLS)
def test_orthogonal_start_is_orthogonal_in_every_gate(cell: str) -> None:
    config = RunConfig(cell=cell, num_layers=2, hidden_size=6, recurrent_init="orthogonal")
    recurrent = {name: w for name, w in build_model(config).rnn.named_parameters() if name.startswith("weight_hh")}
    assert len(recurrent) == 4  # 2 layers, 2 directions
    for weights in recurrent.values():
        gates = weights.view(BLOCKS[cell], 6, 6)
        torch.testing.assert_close(gates @ gates.mT, torch.eye(6).expand_as(gates))
    uniform = build_model(RunConfig(cell=cell, hidden_size=6)).rnn.weight_hh_l0
    assert uniform.abs().max() <= 6**-0.5  # PyTorch's range, in which no orthogonal 6 × 6 matrix of this seed lies


def test_forget_bias_lands_on_the_forget_gates_alone() -> None:
    plain = build_model(RunConfig(num_layers=2, hidden_size=6)).state_dict()
    biased = build_model(RunConfig(num_layers=2, hidden_size=6, forget_bias=2.5)).state_dict()
    for name in plain:
        expected = plain[name].clone()
        if name.startswith("rnn.bias_ih"):
            expected[6:12] += 2.5  # PyTorch stacks an lstm's gates as i, f, g, o
        assert torch.equal(biased[name], expected), name


# --- size and saving ---


@pytest.mark.parametrize("sequence", ["rows", "pixels"])
@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
@pytest.mark.parametrize(("cell", "num_layers"), [*itertools.product(CELLS, [1, 3])])
def test_parameters_are_counted_without_building(
    cell: str, num_layers: int, bidirectional: bool, merge: str, sequence: str
) -> None:
    config = RunConfig(
        cell=cell,
        num_layers=num_layers,
        bidirectional=bidirectional,
        merge=merge,
        sequence=sequence,
        hidden_size=7,
        recurrent_init="orthogonal",
    )
    directions = 2 if bidirectional else 1
    inputs = [1 if sequence == "pixels" else 28] + [7 * directions] * (num_layers - 1)
    recurrent = sum(directions * BLOCKS[cell] * 7 * (size + 7 + 2) for size in inputs)
    head = 10 * (7 * directions if merge == "concat" else 7) + 10
    assert count_parameters(config) == recurrent + head
    model = build_model(config)
    assert count_parameters(config) == sum(weights.numel() for weights in model.parameters())
    assert model.nbytes == 4 * count_parameters(config)


@torch.no_grad()
@pytest.mark.parametrize("cell", CELLS)
def test_saved_network_says_the_same(cell: str, x: Tensor) -> None:
    config = RunConfig(cell=cell, num_layers=2, dropout=0.5, hidden_size=5, recurrent_init="orthogonal", seed=3)
    model = build_model(config).eval()
    for weights in model.parameters():  # away from what the seed alone would give
        weights.add_(0.1)
    saved = save_weights(model)
    logits = model(x)
    loaded = load_model(config, saved)
    assert torch.equal(loaded(x), logits)
    assert not loaded.training
    for weights in model.parameters():
        weights.zero_()
    assert torch.equal(loaded(x), logits)


def test_saved_weights_are_a_safetensors_file_with_torch_s_names() -> None:
    model = build_model(RunConfig(hidden_size=5))
    names = [
        f"rnn.{kind}_l0{suffix}"
        for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        for suffix in ("", "_reverse")
    ]
    tensors = safetensors.torch.load(save_weights(model))
    assert sorted(tensors) == sorted([*names, "head.weight", "head.bias"])
    assert all(torch.equal(tensors[name], weights) for name, weights in model.state_dict().items())
