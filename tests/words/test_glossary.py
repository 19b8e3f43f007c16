"""The glossary explains the words of the pages, and speaks the truth where the code knows it."""

import ast
import math
import re
from pathlib import Path

import pytest
from torch import Tensor, nn

from rnn_demo.experiment.catalogue import CELLS, NUM_CLASSES, CellName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect.units import DEAD_BELOW, SATURATED_ABOVE
from rnn_demo.service.service import Service
from rnn_demo.words.glossary import GLOSSARY, VIEW_TERMS, terms_of
from rnn_demo.words.labels import GRADIENTS, VOTES
from tests.test_house import modules

# What the axes of figures may be called without an explanation: it says all itself.
PLAIN = re.compile(r"28 pixels|read as|really is|.*rows? .*|first blanked row|axis \d.*|(real|imaginary) part")
NAMES = {
    "probability": "softmax",
    "state": "hidden state",
    "length of the gradient": "gradient",
    "input": "time step",
    "units off": "lesion",
    "units": "hidden unit",
}


def test_every_view_speaks_of_terms_that_exist() -> None:
    assert {name for names in VIEW_TERMS.values() for name in names} <= set(GLOSSARY)
    for view, names in VIEW_TERMS.items():
        assert len(set(names)) == len(names), view


def test_every_term_is_one_or_two_plain_sentences_with_nothing_twice() -> None:
    for term in GLOSSARY.values():
        sentences = re.split(r"(?<=[.)]) (?=[A-Z])", term.meaning)
        assert 1 <= len(sentences) <= 3, term.name
        assert term.meaning.endswith("."), term.name
        assert term.meaning.count("*") % 2 == 0, term.name
    symbols = [term.symbol for term in GLOSSARY.values() if term.symbol]
    assert len(set(symbols)) == len(symbols)


def shown(view: str, *configs: RunConfig) -> set[str]:
    return {term.name for term in terms_of(view, configs)}


@pytest.mark.parametrize("view", [view for view, names in VIEW_TERMS.items() if "gate" in names])
@pytest.mark.parametrize("cell", CELLS)
def test_only_the_gates_of_the_cell_are_explained(view: str, cell: CellName) -> None:
    names = shown(view, RunConfig(cell=cell))
    purposes = " ".join(gate.purpose for gate in CELLS[cell].gates)
    gates = {name for name in VIEW_TERMS[view] if name.endswith(" gate")}
    assert {name for name in names if name.endswith(" gate")} == {name for name in gates if name in purposes}
    assert ("gate" in names) == bool(CELLS[cell].gates)
    assert not (cell != "lstm" and "cell state" in names)


def test_terms_are_those_of_the_networks_shown() -> None:
    one, two = RunConfig(bidirectional=False), RunConfig(num_layers=2, cell="gru")
    assert shown("units", two) - shown("units", one) == {"direction", "layer"}
    assert shown("steps", two) - shown("steps", one) == {"backward state"}
    assert "saturated" not in shown("units", RunConfig(cell="rnn", nonlinearity="relu"))
    assert "row" not in shown("order", RunConfig(sequence="columns"))
    assert {"backward state", "eigenvalue"} <= shown("ribbon", one, two)  # enough that one of those compared has it


def axis_names() -> set[str]:
    """What the axes of all figures are called, where the code says so outright."""
    names = set()
    for _, module in modules("rnn_demo/figures"):
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                place = {"axis": 1, "class_axis": 1, "Panel": 4, "_bar": 0}.get(call.func.id)
                if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                    names.add(str(call.args[place].value))  # type: ignore[attr-defined]
    return names


def test_what_stands_at_axes_is_explained() -> None:
    found = axis_names() | {*GRADIENTS.values(), *VOTES.values()}
    assert {"hidden unit", "step", "vote"} <= found
    for name in found:
        words = NAMES.get(name, name)
        assert PLAIN.fullmatch(name) or any(term in words for term in GLOSSARY), f"{name}: explain it in the glossary"


@pytest.mark.parametrize("cell", CELLS)
def test_every_gate_and_state_has_its_symbol(cell: str) -> None:
    symbols = " ".join(term.symbol for term in GLOSSARY.values())
    letters = [*CELLS[cell].gate_names, "h", *("c" if CELLS[cell].has_cell_state else "")]  # type: ignore[index]
    for letter in letters:
        assert f"{letter}_t" in symbols


def test_numbers_are_those_of_the_code() -> None:
    assert f"±{SATURATED_ABOVE}" in GLOSSARY["saturated"].meaning
    assert f"±{DEAD_BELOW}" in GLOSSARY["dead unit"].meaning
    assert f"{math.log(NUM_CLASSES):.1f}" in GLOSSARY["loss"].meaning
    assert f"{math.exp(-1):.0%}" in GLOSSARY["timescale"].meaning


def test_a_memory_has_faded_to_37_percent_after_its_timescale() -> None:
    forget = 0.8
    assert forget ** (-1 / math.log(forget)) == pytest.approx(0.37, abs=0.005)


def test_a_loss_of_equal_logits_is_that_of_guessing() -> None:
    loss = nn.functional.cross_entropy(Tensor([[0.0] * NUM_CLASSES]), Tensor([3]).long())
    assert loss.item() == pytest.approx(2.3, abs=0.01)


def test_a_cell_state_may_leave_the_range_that_a_hidden_state_keeps_to(tmp_path: Path) -> None:
    service = Service(f"sqlite:///{tmp_path / 'runs.db'}")
    run = service.runs.get("tour-lstm")
    assert run.latest_step is not None
    network = service.network(run, run.latest_step)
    trace = network.trace(service.digits.digit("mnist-sample", 0).picture)
    assert trace.forward.cells is not None
    assert abs(trace.forward.cells).max() > 1 >= abs(trace.forward.states).max()
    service.close()
