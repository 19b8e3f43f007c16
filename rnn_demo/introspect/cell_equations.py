"""One cell at one row, one unit: its equations with the actual numbers put in, to be checked by hand.

The equations are the catalogue's, and what comes out stands in the trace; here are the numbers.
"""

import numpy as np

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import weights_of
from rnn_demo.introspect.results import Equation, Floats, Trace
from rnn_demo.network import RowClassifier

_LATEX = {"sigmoid": r"\sigma", "tanh": r"\tanh", "relu": r"\mathrm{ReLU}"}


def equations(
    model: RowClassifier, trace: Trace, layer: int, *, row: int, unit: int, backward: bool = False
) -> list[Equation]:
    """The equations of hidden unit ``unit`` of ``layer`` at time step ``row``, in the order in which they are computed.

    The last one's value is the hidden state itself. With ``backward`` the previous state is that of the row below.
    """
    cell, nonlinearity = CELLS[model.config.cell], model.config.nonlinearity
    direction = trace.backward if backward else trace.forward
    assert direction is not None
    computed = [part[layer, row] for part in (direction.gates, direction.cells, direction.states) if part is not None]
    values = np.vstack(computed)[:, unit].tolist()

    below = [half.states[layer - 1, row] for half in (trace.forward, trace.backward) if layer and half]
    x = np.concatenate(below or [trace.sequence[row]])
    previous = row + 1 if backward else row - 1
    h = _before(direction.states[layer], previous)
    w_ih, w_hh, b_ih, b_hh = (
        # PyTorch stacks the gates, each with the rows of all units.
        weights.numpy()[unit :: model.config.hidden_size]
        for weights in weights_of(model, layer, backward=backward)
    )
    # What each gate adds up, or the plain cell: weights times input, its bias, weights times previous state, its bias.
    terms = np.stack([w_ih @ x, b_ih, w_hh @ h, b_hh], axis=1)
    squashes = [gate.squash for gate in cell.gates] if cell.gates else [nonlinearity]
    numbers = [f"{_LATEX[squash]}({_signed(of_gate)})" for squash, of_gate in zip(squashes, terms, strict=True)]
    match model.config.cell:
        case "gru":
            r, z, n, _ = map(_plain, values)
            numbers[2:] = [
                rf"\tanh({_signed(terms[2, :2])} + {r} \cdot ({_signed(terms[2, 2:])}))",
                rf"(1 - {z}) \cdot {n} + {z} \cdot {_plain(h[unit])}",
            ]
        case "lstm":
            assert direction.cells is not None
            i, f, g, o, *_ = map(_plain, values)
            c = _plain(_before(direction.cells[layer], previous)[unit])
            numbers += [rf"{f} \cdot {c} + {i} \cdot {g}", rf"{o} \cdot \tanh({values[4]:.3f})"]

    formulas = [*(gate.formula for gate in cell.gates), *cell.updates]
    if backward:
        formulas = [formula.replace("t-1", "t+1") for formula in formulas]
    if nonlinearity == "relu":
        formulas = [formula.replace(_LATEX["tanh"], _LATEX["relu"]) for formula in formulas]
    return [Equation(*line) for line in zip(formulas, numbers, values, strict=True)]


def _before(values: Floats, previous: int) -> Floats:
    """The entry ``previous`` of ``values`` (T, H); zeros where nothing has been read yet."""
    return values[previous] if 0 <= previous < len(values) else np.zeros_like(values[0])


def _signed(terms: Floats) -> str:
    return " ".join(f"{term:+.3f}" for term in terms)


def _plain(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
