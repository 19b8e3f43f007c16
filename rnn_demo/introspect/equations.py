"""One cell at one row, one unit: its equations with the actual numbers put in, to be checked by hand.

The equations and their symbols are those of PyTorch's documentation of ``nn.RNN``, ``nn.GRU`` and ``nn.LSTM``.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from rnn_demo.introspect.trace import Trace
from rnn_demo.introspect.unroll import GATES
from rnn_demo.network.model import RowClassifier


@dataclass(frozen=True)
class Equation:
    """One line: LaTeX of the formula, LaTeX of the same with its numbers, and what comes out."""

    formula: str
    numbers: str
    value: float


@dataclass(frozen=True)
class _Terms:
    """What one gate adds up: weights times input, its bias, weights times the previous state, its bias."""

    input: float
    input_bias: float
    state: float
    state_bias: float

    def total(self) -> float:
        return self.input + self.input_bias + self.state + self.state_bias

    def written(self) -> str:
        return " ".join(_signed(term) for term in (self.input, self.input_bias, self.state, self.state_bias))


def equations(
    model: RowClassifier, trace: Trace, layer: int, *, row: int, unit: int, backward: bool = False
) -> list[Equation]:
    """The equations of hidden unit ``unit`` of ``layer`` at time step ``row``, in the order in which they are computed.

    The last one's value is the hidden state itself. With ``backward`` the previous state is that of the row below.
    """
    direction = trace.backward if backward else trace.forward
    assert direction is not None
    last = direction.states.shape[1] - 1
    start = row == (last if backward else 0)
    previous = row + 1 if backward else row - 1
    h_before = torch.zeros(model.config.hidden_size) if start else torch.from_numpy(direction.states[layer, previous])
    terms = _terms(model, _input(model, trace, layer, row), h_before, f"l{layer}{'_reverse' if backward else ''}", unit)
    before = f"h_{{{'t+1' if backward else 't-1'}}}"
    h = float(h_before[unit])
    match model.config.cell:
        case "rnn":
            return [_rnn(terms["h"], before, model.config.nonlinearity)]
        case "gru":
            return _gru(terms, before, h)
        case "lstm":
            cells = direction.cells
            assert cells is not None
            c = 0.0 if start else float(cells[layer, previous, unit])
            return _lstm(terms, before, c)


def _input(model: RowClassifier, trace: Trace, layer: int, row: int) -> Tensor:
    """What ``layer`` reads at ``row``: the picture, or the states of the layer below."""
    if layer == 0:
        return torch.from_numpy(trace.sequence[row])
    below = [direction.states[layer - 1, row] for direction in (trace.forward, trace.backward) if direction]
    return torch.cat([torch.from_numpy(states) for states in below])


def _terms(model: RowClassifier, x: Tensor, h: Tensor, suffix: str, unit: int) -> dict[str, _Terms]:
    weights = {name: value.detach() for name, value in model.rnn.named_parameters()}
    size = model.config.hidden_size
    names = GATES[model.config.cell] or ("h",)
    return {
        name: _Terms(
            input=float(weights[f"weight_ih_{suffix}"][number * size + unit] @ x),
            input_bias=float(weights[f"bias_ih_{suffix}"][number * size + unit]),
            state=float(weights[f"weight_hh_{suffix}"][number * size + unit] @ h),
            state_bias=float(weights[f"bias_hh_{suffix}"][number * size + unit]),
        )
        for number, name in enumerate(names)
    }


def _rnn(terms: _Terms, before: str, nonlinearity: str) -> Equation:
    squash = {"tanh": "\\tanh", "relu": "\\mathrm{ReLU}"}[nonlinearity]
    total = torch.tensor(terms.total())
    value = float(torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total))
    formula = f"h_t = {squash}(W_{{ih}} x_t + b_{{ih}} + W_{{hh}} {before} + b_{{hh}})"
    return Equation(formula, f"{squash}({terms.written()})", value)


def _gate(name: str, terms: _Terms, before: str) -> Equation:
    """A gate of the common form: squashed input, bias, state, bias."""
    squash = "\\tanh" if name == "g" else "\\sigma"
    total = torch.tensor(terms.total())
    value = float(torch.tanh(total) if name == "g" else torch.sigmoid(total))
    formula = f"{name}_t = {squash}(W_{{i{name}}} x_t + b_{{i{name}}} + W_{{h{name}}} {before} + b_{{h{name}}})"
    return Equation(formula, f"{squash}({terms.written()})", value)


def _lstm(terms: dict[str, _Terms], before: str, c_before: float) -> list[Equation]:
    gates = {name: _gate(name, terms[name], before) for name in GATES["lstm"]}
    i, f, g, o = (gates[name].value for name in GATES["lstm"])
    c = f * c_before + i * g
    h = o * float(torch.tanh(torch.tensor(c)))
    c_symbol = before.replace("h", "c")
    return [
        *gates.values(),
        Equation(f"c_t = f_t \\odot {c_symbol} + i_t \\odot g_t",
                 f"{_plain(f)} \\cdot {_plain(c_before)} + {_plain(i)} \\cdot {_plain(g)}", c),
        Equation("h_t = o_t \\odot \\tanh(c_t)", f"{_plain(o)} \\cdot \\tanh({c:.3f})", h),
    ]  # fmt: skip


def _gru(terms: dict[str, _Terms], before: str, h_before: float) -> list[Equation]:
    r, z = _gate("r", terms["r"], before), _gate("z", terms["z"], before)
    n_terms = terms["n"]
    inner = n_terms.state + n_terms.state_bias
    n = float(torch.tanh(torch.tensor(n_terms.input + n_terms.input_bias + r.value * inner)))
    h = (1 - z.value) * n + z.value * h_before
    return [
        r,
        z,
        Equation(f"n_t = \\tanh(W_{{in}} x_t + b_{{in}} + r_t \\odot (W_{{hn}} {before} + b_{{hn}}))",
                 f"\\tanh({_signed(n_terms.input)} {_signed(n_terms.input_bias)} + {_plain(r.value)} \\cdot "
                 f"({_signed(n_terms.state)} {_signed(n_terms.state_bias)}))", n),
        Equation(f"h_t = (1 - z_t) \\odot n_t + z_t \\odot {before}",
                 f"(1 - {_plain(z.value)}) \\cdot {_plain(n)} + {_plain(z.value)} \\cdot {_plain(h_before)}", h),
    ]  # fmt: skip


def _signed(value: float) -> str:
    return f"{value:+.3f}"


def _plain(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
