"""The subcommands ``train``, ``runs`` and ``trace``: the fields of each are its flags."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import numpy as np
from pydantic import AliasChoices, BaseModel, Field
from pydantic_settings import CliPositionalArg

from rnn_demo import data, network, runner
from rnn_demo.atomic import replacing
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.introspect.results import Array
from rnn_demo.service.digits import Split
from rnn_demo.service.service import Service
from rnn_demo.settings import load_settings
from rnn_demo.terminal.progress_bar import ProgressBar
from rnn_demo.words.notes import note
from rnn_demo.words.runs import result

INTERRUPTED = 130  # as shells report a program that Ctrl-C ended

STORE_HELP = "URL of the store; the environment variable RNN_DEMO_STORE if left out."


class WrongValue(RnnDemoError):
    """What an option says does not go with the others, or with what there is."""


class Train(RunConfig):
    """Train a network here and now, and keep its run in the store."""

    store: str | None = Field(None, description=STORE_HELP)
    as_json: bool = Field(
        False, validation_alias=AliasChoices("json"), description="Print the result as one line of JSON."
    )

    def cli_cmd(self) -> None:
        """Train; a progress bar on stderr, the result on stdout."""
        environment = runner.training_environment()
        if environment != os.environ:  # the allocator reads its settings when a process starts
            os.execve(sys.executable, [sys.executable, "-m", "rnn_demo", *sys.argv[1:]], environment)
        config = parse_config(self.model_dump(include=set(RunConfig.model_fields)))
        network.find_device(config.device)
        service = _service(self.store)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: _stop_gently(stop, number, frame))
        with ProgressBar(config) as progress:
            run = service.runs.train_here(config, stop, progress.show)
        if self.as_json:
            print(json.dumps(summary(run)))
        elif run.status in (RunStatus.FINISHED, RunStatus.STOPPED):
            *_, last = None, *service.runs.news(run.id).evaluations
            print(f"Run {run.id}: {result(run, last, DATASETS[config.dataset].classes)}")
        if run.status in (RunStatus.FAILED, RunStatus.DIVERGED):
            sys.exit(note(run))
        if stop.is_set():
            sys.exit(INTERRUPTED)


class Runs(BaseModel):
    """List the runs in the store, newest first."""

    store: str | None = Field(None, description=STORE_HELP)
    as_json: bool = Field(
        False, validation_alias=AliasChoices("json"), description="Print a JSON list, a run per entry."
    )

    def cli_cmd(self) -> None:
        """Print one line per run, or all as JSON."""
        runs = _service(self.store).runs.latest()
        if self.as_json:
            print(json.dumps([summary(run) for run in runs]))
            return
        print(f"{'run':<10}{'status':<10}{'network':<22}{'dataset':<15}{'epochs':>7}{'steps':>9}{'test accuracy':>15}")
        for run in runs:
            accuracy = f"{run.last_test.accuracy:.1%}" if run.last_test else ""
            print(
                f"{run.id:<10}{run.status:<10}{run.config.network:<22}{run.config.dataset:<15}"
                f"{run.progress.epoch:>7}{run.progress.step:>9,}{accuracy:>15}"
            )


class Trace(BaseModel):
    """Write what one picture does in a trained network into a file, as named arrays (numpy's npz format).

    image (28, 28) uint8; forward, backward: hidden states (layers, steps, hidden), backward[l, t] being the state after
    reading the last row up to row t; cell_forward, cell_backward (layers, steps, hidden) for lstm; gates_forward,
    gates_backward (layers, steps, gates, hidden) in PyTorch's order, i f g o for lstm, r z n for gru;
    prefix_probabilities (rows, classes), what the network says while all rows after row t are blank, which the pages
    call its belief; belief (steps, classes), what its head says of the states at step t alone; probabilities (classes);
    vote_forward, vote_backward, vote_bias (classes), which add up to the logits; grad_h_forward, grad_h_backward, grad_x
    (steps). A network with one direction has nothing called backward.
    """

    run: CliPositionalArg[str] = Field(description="The run's id, as the list of runs shows it.")
    index: int | None = Field(None, ge=0, description="Which digit of the run's dataset.")
    split: Split = Field("test", description="The part of the dataset that --index counts in.")
    image: Path | None = Field(None, description="A PNG or JPEG picture to read instead of a digit of the dataset.")
    step: int | None = Field(None, ge=0, description="The snapshot to look at; the newest if left out.")
    out: Path = Field(description="The file to write.")
    store: str | None = Field(None, description=STORE_HELP)

    def cli_cmd(self) -> None:
        """Write the file; one line on stdout says what is in it."""
        service = _service(self.store)
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


def summary(run: Run) -> dict[str, str | int | float | None]:
    """What there is to say of a run, for programs; accuracy and loss are None before the first test."""
    return {
        "run_id": run.id,
        "status": str(run.status),
        "network": run.config.network,
        "dataset": run.config.dataset,
        "epochs": run.progress.epoch,
        "steps": run.progress.step,
        "test_accuracy": run.last_test.accuracy if run.last_test else None,
        "test_loss": run.last_test.loss if run.last_test else None,
        "train_seconds": round(run.progress.train_seconds, 3),
        "digits_per_second": round(run.progress.digits_per_second, 1),
        "device": run.device,
    }


def _service(store: str | None) -> Service:
    return Service(store or load_settings().store)


def _write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays by name into an npz file, which appears whole or not at all.

    Raises:
        RnnDemoError: it cannot be written.
    """
    try:
        with replacing(path) as part, part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes them for its one option
    except OSError as error:
        raise RnnDemoError(
            f"The file {path} cannot be written: {error.strerror}. Name one with --out in a folder that "
            "exists and that you may write to."
        ) from error


def _stop_gently(stop: threading.Event, number: int, frame: FrameType | None) -> None:
    """End the run in order; a second signal ends the process at once."""
    stop.set()
    signal.signal(number, signal.SIG_DFL)
