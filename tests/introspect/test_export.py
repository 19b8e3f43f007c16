"""The named arrays of one picture: what a network has, under the names that other programs know."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.introspect import as_arrays, gradients, votes
from tests.introspect.networks import SIZE, network

ALWAYS = {
    "image": (28, 28),
    "forward": (2, 28, SIZE),
    "step_probabilities": (28, 10),
    "prefix_probabilities": (28, 10),
    "probabilities": (10,),
    "vote_forward": (10,),
    "vote_bias": (10,),
    "grad_h_forward": (28,),
    "grad_x": (28,),
}
BACKWARD = {"backward": (2, 28, SIZE), "vote_backward": (10,), "grad_h_backward": (28,)}


@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_names_and_shapes(image: Tensor, cell: str, bidirectional: bool) -> None:
    expected: dict[str, Any] = {**ALWAYS, **(BACKWARD if bidirectional else {})}
    for direction in ("forward", "backward") if bidirectional else ("forward",):
        if cell != "rnn":
            expected[f"gates_{direction}"] = (2, 28, {"gru": 3, "lstm": 4}[cell], SIZE)
        if cell == "lstm":
            expected[f"cell_{direction}"] = (2, 28, SIZE)
            expected[f"grad_c_{direction}"] = (28,)
    arrays = as_arrays(network(cell=cell, bidirectional=bidirectional, num_layers=2), image.numpy())
    assert {name: values.shape for name, values in arrays.items()} == expected


def test_arrays_are_those_of_the_single_functions(image: Tensor) -> None:
    model, picture = network(num_layers=2), image.numpy()
    trace = introspect.trace(model, picture)
    arrays = as_arrays(model, picture)
    assert trace.backward is not None
    np.testing.assert_array_equal(arrays["image"], picture)
    np.testing.assert_array_equal(arrays["forward"], trace.forward.states)
    np.testing.assert_array_equal(arrays["backward"], trace.backward.states)
    np.testing.assert_array_equal(arrays["cell_backward"], trace.backward.cells)
    np.testing.assert_array_equal(arrays["gates_forward"], trace.forward.gates)
    np.testing.assert_array_equal(arrays["step_probabilities"], trace.step_probabilities)
    np.testing.assert_array_equal(arrays["prefix_probabilities"], trace.prefix_probabilities)
    np.testing.assert_array_equal(arrays["probabilities"], trace.probabilities)
    np.testing.assert_array_equal(arrays["vote_backward"], votes(model, trace).backward)
    gradient = gradients(model, image[None], torch.tensor([trace.prediction]))
    for name, lengths in vars(gradient).items():
        np.testing.assert_array_equal(arrays[name], lengths[0])


def test_gradients_are_those_of_the_label(image: Tensor) -> None:
    model, picture = network(), image.numpy()
    for label in (0, 7):
        arrays = as_arrays(model, picture, label)
        expected = gradients(model, image[None], torch.tensor([label])).grad_x[0]
        np.testing.assert_array_equal(arrays["grad_x"], expected)


def test_the_package_offers_functions_whatever_was_loaded_before() -> None:
    """A module that had the name of a function would take its place as soon as another module imported it."""
    assert {name: callable(getattr(introspect, name)) for name in introspect.__all__} == dict.fromkeys(
        introspect.__all__, True
    )
