"""The subcommand ``trace``: what one picture does in a trained network, as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import BaseModel, Field
from pydantic_settings import CliPositionalArg

from rnn_demo import data
from rnn_demo.atomic import replacing
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.records import Run
from rnn_demo.introspect.results import Array
from rnn_demo.service.digits import Split
from rnn_demo.service.service import Service
from rnn_demo.terminal.store_option import StoreUrl, open_service


class WrongValue(RnnDemoError):
    """What an option says does not go with the others, or with what there is."""


class Trace(BaseModel):
    """Write what one picture does in a trained network into a file, as named arrays (numpy's npz format).

    image (28, 28) uint8; forward, backward: hidden states (layers, steps, hidden), backward[l, t] being the state after
    reading the last row up to row t; cell_forward, cell_backward (layers, steps, hidden) for lstm; gates_forward,
    gates_backward (layers, steps, gates, hidden) in PyTorch's order, i f g o for lstm, r z n for gru;
    prefix_probabilities (rows, classes), what the network says while all rows after row t are blank, which the pages
    call its belief; step_probabilities (steps, classes), what its head says of the states at step t alone; probabilities
    (classes); vote_forward, vote_backward, vote_bias (classes), which add up to the logits; grad_h_forward,
    grad_h_backward, grad_x (steps), the lengths of the gradients of the loss by the top layer's hidden states and by the
    input, and for lstm grad_c_forward, grad_c_backward (steps), by its cell states. A network with one direction has
    nothing called backward.
    """

    run: CliPositionalArg[str] = Field(description="The run's id, as the list of runs shows it.")
    index: int | None = Field(None, ge=0, description="Which digit of the run's dataset.")
    split: Split = Field("test", description="The part of the dataset that --index counts in.")
    image: Path | None = Field(None, description="A PNG or JPEG picture to read instead of a digit of the dataset.")
    step: int | None = Field(None, ge=0, lt=2**31, description="The snapshot to look at; the newest if left out.")
    out: Path = Field(description="The file to write.")
    store: StoreUrl = None

    def cli_cmd(self) -> None:
        """Write the file; one line on stdout says what is in it."""
        service = open_service(self.store)
        run = service.runs.get(self.run)
        step = run.latest_step if self.step is None else self.step
        if step is None:
            raise RnnDemoError(f"The run {self.run} has no weights yet; wait until its training has begun.")
        picture, label, name = self._picture(service, run)
        inside = service.network(run, step)
        arrays = inside.arrays(picture, label)
        _write_arrays(self.out, arrays)
        prediction, probability = int(arrays["probabilities"].argmax()), arrays["probabilities"].max()
        read_as = f"read as {inside.classes[prediction]}, {probability:.1%}"
        print(f"{self.out}: {name} in run {run.id} after {step:,} steps, {read_as}.")

    def _picture(self, service: Service, run: Run) -> tuple[data.Picture, int | None, str]:
        """The picture, its class if that is known, and what to call it."""
        if self.image is not None and self.index is None:
            try:
                content = self.image.read_bytes()
            except OSError as error:
                raise WrongValue(f"--image: {self.image} cannot be read: {error.strerror}.") from error
            return data.centre(data.read_picture(content)), None, str(self.image)
        if self.index is None or self.image is not None:
            raise WrongValue("Say which one picture to read: either a digit with --index, or a file with --image.")
        dataset = run.config.dataset
        kind = DATASETS[dataset]
        count = kind.num_test if self.split == "test" else kind.num_train
        if self.index >= count:
            raise WrongValue(
                f"--index: {self.index} is not allowed; the {self.split} digits of {dataset} are 0 to {count - 1}."
            )
        digit = service.digits.digit(dataset, self.index, self.split)
        return digit.picture, digit.label, f"{self.split} digit {self.index}, a {digit.name},"


def _write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays by name into an npz file, which appears whole or not at all.

    Raises:
        RnnDemoError: it cannot be written.
    """
    try:
        with replacing(path) as part, part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes them for its one option
    except (OSError, ValueError) as error:  # a ValueError where the path ends in no name
        reason = error.strerror if isinstance(error, OSError) else "Is a directory"
        raise RnnDemoError(
            f"The file {path} cannot be written: {reason}. Name one with --out in a folder that "
            "exists and that you may write to."
        ) from error
