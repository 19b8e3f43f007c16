"""The catalogue against what it speaks of: torch's own cells, and the data."""

import numpy as np
import pytest
import torch
from torch import nn

from rnn_demo.data import Dataset, as_sequence
from rnn_demo.experiment.catalogue import CELLS, DATASETS, NUM_CLASSES, SEQUENCES, SIDE, CellName, SequenceName

MODULES: dict[CellName, type[nn.RNNBase]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_has_as_many_weights_as_its_module_in_torch(name: CellName) -> None:
    cell, module = CELLS[name], MODULES[name](5, 7)
    assert module.weight_hh_l0.shape == (cell.weight_factor * 7, 7)
    assert cell.weight_factor == max(1, len(cell.gates))
    _, state = module(torch.zeros(1, 5))
    assert cell.has_cell_state == isinstance(state, tuple)


@pytest.mark.parametrize("name", CELLS)
def test_every_letter_of_a_cell_is_computed_by_one_formula(name: CellName) -> None:
    cell = CELLS[name]
    computed = [formula.split(" = ")[0] for formula in (*(gate.formula for gate in cell.gates), *cell.updates)]
    letters = [*cell.gate_names, *("c" if cell.has_cell_state else ""), "h"]
    assert computed == [f"{letter}_t" for letter in letters]
    assert all(gate.purpose for gate in cell.gates)


def test_gates_are_squashed_as_their_formulas_say() -> None:
    for cell in CELLS.values():
        for gate in cell.gates:
            assert gate.formula.split(" = ")[1].startswith({"sigmoid": "\\sigma(", "tanh": "\\tanh("}[gate.squash])


def test_sizes_are_those_of_the_sample(sample: Dataset) -> None:
    kind = DATASETS["mnist-sample"]
    assert (len(sample.train_labels), len(sample.test_labels)) == (kind.num_train, kind.num_test) == (4_000, 1_000)
    assert sample.test_images.shape[1:] == (SIDE, SIDE)


@pytest.mark.full_mnist
def test_sizes_are_those_of_mnist(full_mnist: Dataset) -> None:
    kind = DATASETS["mnist"]
    assert (len(full_mnist.train_labels), len(full_mnist.test_labels)) == (kind.num_train, kind.num_test)


def test_every_dataset_has_its_classes_and_its_licence() -> None:
    for dataset in DATASETS.values():
        assert len(set(dataset.classes)) == NUM_CLASSES
        assert dataset.licence


@pytest.mark.parametrize("name", SEQUENCES)
def test_steps_and_features_are_those_of_the_data(sample: Dataset, name: SequenceName) -> None:
    steps = as_sequence(sample.test_images[:1], name, seed=0)
    assert tuple(steps.shape[1:]) == (SEQUENCES[name].num_steps, SEQUENCES[name].num_features)


@pytest.mark.parametrize("name", SEQUENCES)
def test_lines_begin_and_end_at_their_own_steps(name: SequenceName) -> None:
    """Numbered by the line that they belong to, the steps say where each line begins and ends."""
    kind = SEQUENCES[name]
    line_of_step = np.arange(kind.num_steps) // kind.steps_per_line
    starts, ends = (np.arange(kind.num_steps)[steps] for steps in (kind.line_starts, kind.line_ends))
    assert [int(line_of_step[step]) for step in starts] == list(range(SIDE))
    assert [int(line_of_step[step]) for step in ends] == list(range(SIDE))
    assert all(step == 0 or line_of_step[step - 1] < line_of_step[step] for step in starts)
    assert all(step == kind.num_steps - 1 or line_of_step[step + 1] > line_of_step[step] for step in ends)
