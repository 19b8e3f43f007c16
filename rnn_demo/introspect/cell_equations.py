"""One cell at one row, one unit: its equations with the actual numbers put in, to be checked by hand.

The equations are the catalogue's; here are the numbers.
"""

from typing import NamedTuple

import numpy as np
import torch

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.results import Equation, Floats, Trace
from rnn_demo.network import RowClassifier

_SQUASH = {
    "sigmoid": (r"\sigma", torch.sigmoid),
    "tanh": (r"\tanh", torch.tanh),
    "relu": (r"\mathrm{ReLU}", torch.relu),
}


class _Line(NamedTuple):
    """The right side of an equation with its numbers, and what comes out."""

    numbers: str
    value: float


class _Terms(NamedTuple):
    """What one gate adds up: weights times input, its bias, weights times the previous state, its bias."""

    input: float
    input_bias: float
    state: float
    state_bias: float


def equations(
    model: RowClassifier, trace: Trace, layer: int, *, row: int, unit: int, backward: bool = False
) -> list[Equation]:
    """The equations of hidden unit ``unit`` of ``layer`` at time step ``row``, in the order in which they are computed.

    The last one's value is the hidden state itself. With ``backward`` the previous state is that of the row below.
    """
    cell, nonlinearity = CELLS[model.config.cell], model.config.nonlinearity
    direction = trace.backward if backward else trace.forward
    assert direction is not None
    previous = row + 1 if backward else row - 1
    h = _before(direction.states[layer], previous)
    terms = _terms(model, _input(trace, layer, row), h, f"l{layer}{'_reverse' if backward else ''}", unit)
    match model.config.cell:
        case "rnn":
            lines = [_squashed(nonlinearity, terms[0])]
        case "gru":
            lines = _gru(terms, float(h[unit]))
        case "lstm":
            assert direction.cells is not None
            lines = _lstm(terms, float(_before(direction.cells[layer], previous)[unit]))
    formulas = [*(gate.formula for gate in cell.gates), *cell.updates]
    if backward:
        formulas = [formula.replace("t-1", "t+1") for formula in formulas]
    if nonlinearity == "relu":
        formulas = [formula.replace(r"\tanh", r"\mathrm{ReLU}") for formula in formulas]
    return [Equation(formula, *line) for formula, line in zip(formulas, lines, strict=True)]


def _before(values: Floats, previous: int) -> Floats:
    """The entry ``previous`` of ``values`` (T, H); zeros where nothing has been read yet."""
    before: Floats = values[previous] if 0 <= previous < len(values) else np.zeros_like(values[0])
    return before


def _input(trace: Trace, layer: int, row: int) -> Floats:
    """What ``layer`` reads at ``row``: the picture, or the states of the layer below."""
    below = [half.states[layer - 1, row] for half in (trace.forward, trace.backward) if layer and half]
    return np.concatenate(below or [trace.sequence[row]])


def _terms(model: RowClassifier, x: Floats, h: Floats, suffix: str, unit: int) -> list[_Terms]:
    """The terms of every gate of ``unit``, or of the one sum of the plain cell; ``suffix`` ends the weights' names."""
    w_ih, b_ih, w_hh, b_hh = (
        # PyTorch stacks the gates, each with the rows of all units.
        model.rnn.get_parameter(f"{kind}_{suffix}").detach().numpy()[unit :: model.config.hidden_size]
        for kind in ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
    )
    return [_Terms(*map(float, terms)) for terms in zip(w_ih @ x, b_ih, w_hh @ h, b_hh, strict=True)]


def _squashed(squash: str, terms: _Terms) -> _Line:
    """A sum of the common form: squashed input, bias, state, bias."""
    latex, function = _SQUASH[squash]
    return _Line(f"{latex}({_signed(*terms)})", float(function(torch.tensor(sum(terms)))))


def _gru(terms: list[_Terms], h: float) -> list[_Line]:
    reset, update = (_squashed("sigmoid", of_gate) for of_gate in terms[:2])
    r, z, of_n = reset.value, update.value, terms[2]
    n = float(np.tanh(of_n.input + of_n.input_bias + r * (of_n.state + of_n.state_bias)))
    from_input, from_state = _signed(of_n.input, of_n.input_bias), _signed(of_n.state, of_n.state_bias)
    return [
        reset,
        update,
        _Line(rf"\tanh({from_input} + {_plain(r)} \cdot ({from_state}))", n),
        _Line(rf"(1 - {_plain(z)}) \cdot {_plain(n)} + {_plain(z)} \cdot {_plain(h)}", (1 - z) * n + z * h),
    ]


def _lstm(terms: list[_Terms], c: float) -> list[_Line]:
    gates = [_squashed(gate.squash, of_gate) for gate, of_gate in zip(CELLS["lstm"].gates, terms, strict=True)]
    i, f, g, o = (gate.value for gate in gates)
    memory = f * c + i * g
    return [
        *gates,
        _Line(rf"{_plain(f)} \cdot {_plain(c)} + {_plain(i)} \cdot {_plain(g)}", memory),
        _Line(rf"{_plain(o)} \cdot \tanh({memory:.3f})", o * float(np.tanh(memory))),
    ]


def _signed(*values: float) -> str:
    return " ".join(f"{value:+.3f}" for value in values)


def _plain(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
