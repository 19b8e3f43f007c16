"""The equations of one cell, against the trace, the weights, and their own text read as arithmetic."""

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.experiment.catalogue import CELLS as CATALOGUE
from rnn_demo.introspect import equations
from rnn_demo.introspect.results import Direction, Equation, Trace
from rnn_demo.network import RowClassifier
from tests.introspect.networks import CELLS, SIZE, network

EVERY_CELL = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
EVERY_DIRECTION = pytest.mark.parametrize(
    ("bidirectional", "backward"), [(False, False), (True, False), (True, True)], ids=["only", "forward", "backward"]
)
EVERY_LAYER = pytest.mark.parametrize("layer", [0, 1], ids=["first layer", "upper layer"])
EVERY_ROW = pytest.mark.parametrize("row", [0, 13, 27])

NAMES = {
    "sigma": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
}
NUMBER = re.compile(r"[+-]\d+\.\d{3}")  # of a sum; a factor has no sign, or stands in brackets


def half(trace: Trace, backward: bool) -> Direction:
    direction = trace.backward if backward else trace.forward
    assert direction is not None
    return direction


def arithmetic(latex: str) -> float:
    """The value of an equation's numbers, by Python's rules."""
    text = latex.replace("\\mathrm{ReLU}", "relu").replace("\\cdot", "*")
    value: float = eval(re.sub(r"\\(sigma|tanh)", r"\1", text), {"__builtins__": {}}, NAMES)
    return value


def stacked(model: RowClassifier, trace: Trace, layer: int, row: int, backward: bool) -> dict[str, Any]:
    """W x, b, W h and b (G, H) of all gates at ``row``, by numpy, from the exported weights."""
    weights = {name: value.double().numpy() for name, value in model.state_dict().items()}
    suffix = f"l{layer}{'_reverse' if backward else ''}"
    states = half(trace, backward).states[layer]
    before = np.roll(states, -1 if backward else 1, axis=0)
    before[27 if backward else 0] = 0
    halves = [direction for direction in (trace.forward, trace.backward) if direction]
    x = trace.sequence[row] if layer == 0 else np.concatenate([one.states[layer - 1, row] for one in halves])
    sums = {
        "input": weights[f"rnn.weight_ih_{suffix}"] @ x,
        "input_bias": weights[f"rnn.bias_ih_{suffix}"],
        "state": weights[f"rnn.weight_hh_{suffix}"] @ before[row],
        "state_bias": weights[f"rnn.bias_hh_{suffix}"],
    }
    return {name: values.reshape(-1, SIZE) for name, values in sums.items()}


def symbols(lines: list[Equation]) -> list[str]:
    return [line.formula.split("_")[0] for line in lines]


@EVERY_CELL
@EVERY_DIRECTION
@EVERY_LAYER
@EVERY_ROW
def test_every_line(
    image: Tensor, cell: dict[str, Any], *, bidirectional: bool, backward: bool, layer: int, row: int
) -> None:
    model = network(**cell, bidirectional=bidirectional, num_layers=2)
    gates = CATALOGUE[model.config.cell].gate_names
    trace = introspect.trace(model, image.numpy())
    direction = half(trace, backward)
    terms = stacked(model, trace, layer, row, backward)
    for unit in range(SIZE):
        lines = equations(model, trace, layer, row=row, unit=unit, backward=backward)

        assert symbols(lines) == [*gates, *("c" * (model.config.cell == "lstm")), "h"]
        assert lines[-1].value == pytest.approx(direction.states[layer, row, unit], abs=1e-5)
        for number, line in enumerate(lines[: len(gates)]):
            assert direction.gates is not None
            assert line.value == pytest.approx(direction.gates[layer, row, number, unit], abs=1e-5)
        if direction.cells is not None:
            assert lines[-2].value == pytest.approx(direction.cells[layer, row, unit], abs=1e-5)

        for line in lines:  # up to what is lost by writing each of its numbers with three digits
            assert arithmetic(line.numbers) == pytest.approx(line.value, abs=0.0025)
            # After a sign a negative number stands in brackets, and in one pair only.
            assert not re.search(r"(\\cdot|[+-]) *-|\(\(", line.numbers)

        for number, line in enumerate(lines[: len(gates) or 1]):
            written = [float(text) for text in NUMBER.findall(line.numbers)]
            np.testing.assert_allclose(written, [values[number, unit] for values in terms.values()], atol=0.00051)


@EVERY_CELL
@pytest.mark.parametrize(("backward", "row"), [(False, 0), (True, 27)])
def test_before_the_first_row_there_is_nothing(image: Tensor, cell: dict[str, Any], backward: bool, row: int) -> None:
    model = network(**cell)
    lines = equations(model, introspect.trace(model, image.numpy()), 0, row=row, unit=2, backward=backward)
    assert "0.000" in lines[0].numbers
    if model.config.cell == "lstm":
        assert lines[-2].numbers.split(" + ")[0].endswith("\\cdot 0.000")
    if model.config.cell == "gru":
        assert lines[-1].numbers.endswith("\\cdot 0.000")


@EVERY_CELL
def test_formulas_are_those_of_pytorch_and_name_the_row_that_was_read_before(
    image: Tensor, cell: dict[str, Any]
) -> None:
    model = network(**cell)
    trace = introspect.trace(model, image.numpy())
    forward, backward = (equations(model, trace, 0, row=13, unit=0, backward=backward) for backward in (False, True))
    for down, up in zip(forward, backward, strict=True):
        assert up.formula == down.formula.replace("t-1", "t+1")
    assert "h_{t-1}" in forward[0].formula
    kind = "relu" if cell.get("nonlinearity") == "relu" else cell["cell"]
    sum_of = "W_{{i{0}}} x_t + b_{{i{0}}} + W_{{h{0}}} h_{{t-1}} + b_{{h{0}}}".format
    expected = {
        "rnn": [f"h_t = \\tanh({sum_of('h')})"],
        "relu": [f"h_t = \\mathrm{{ReLU}}({sum_of('h')})"],
        "gru": [
            f"r_t = \\sigma({sum_of('r')})",
            f"z_t = \\sigma({sum_of('z')})",
            "n_t = \\tanh(W_{in} x_t + b_{in} + r_t \\odot (W_{hn} h_{t-1} + b_{hn}))",
            "h_t = (1 - z_t) \\odot n_t + z_t \\odot h_{t-1}",
        ],
        "lstm": [
            f"i_t = \\sigma({sum_of('i')})",
            f"f_t = \\sigma({sum_of('f')})",
            f"g_t = \\tanh({sum_of('g')})",
            f"o_t = \\sigma({sum_of('o')})",
            "c_t = f_t \\odot c_{t-1} + i_t \\odot g_t",
            "h_t = o_t \\odot \\tanh(c_t)",
        ],
    }[kind]
    assert [line.formula for line in forward] == expected


@EVERY_CELL
def test_large_numbers_are_written_out_and_squashed(image: Tensor, cell: dict[str, Any]) -> None:
    model = network(**cell)
    with torch.no_grad():
        for weights in model.rnn.parameters():
            weights.mul_(12)
    trace = introspect.trace(model, image.numpy())
    for row in (5, 20):
        lines = equations(model, trace, 0, row=row, unit=1)
        assert lines[-1].value == pytest.approx(trace.forward.states[0, row, 1], rel=1e-4, abs=1e-5)
        for line in lines:
            assert "e" not in line.numbers.replace("\\mathrm{ReLU}", "")
            assert math.isfinite(arithmetic(line.numbers))


def test_one_pixel_at_a_time(image: Tensor) -> None:
    model = network(cell="gru", sequence="pixels")
    trace = introspect.trace(model, image.numpy())
    for row, backward in ((0, False), (400, False), (783, True), (300, True)):
        value = equations(model, trace, 0, row=row, unit=3, backward=backward)[-1].value
        assert value == pytest.approx(half(trace, backward).states[0, row, 3], abs=1e-5)
