"""The terminal: ``python -m rnn_demo train``, ``runs`` and ``trace``.

It exits with 2 where the words of the command line are wrong, with 1 where it could not do what they say.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, CliApp, CliPositionalArg, CliSubCommand, SettingsConfigDict, SettingsError

from rnn_demo.errors import DeviceUnavailable, NotAPicture, RnnDemoError, RunNotFound, SnapshotNotFound
from rnn_demo.experiment.config import TEST_DIGITS, TRAIN_DIGITS, RunConfig
from rnn_demo.experiment.fields import config_problems, parse_config
from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.runner.launch import training_environment
from rnn_demo.service.digits import Split
from rnn_demo.service.service import Service
from rnn_demo.settings import load_settings
from rnn_demo.terminal.progress_bar import ProgressBar
from rnn_demo.words.runs import result

if TYPE_CHECKING:
    from torch import Tensor

USAGE_ERROR = 2
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
        environment = training_environment()
        if environment != os.environ:  # the allocator reads its settings when a process starts
            os.execve(sys.executable, [sys.executable, "-m", "rnn_demo", *sys.argv[1:]], environment)
        from rnn_demo.network.training import find_device

        config = parse_config(self.model_dump(include=set(RunConfig.model_fields)))
        find_device(config.device)
        service = Service(self.store or load_settings().store)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: _stop_gently(stop, number, frame))
        with ProgressBar(config) as progress:
            run = service.train_here(config, stop, progress.show)
        if self.as_json:
            print(json.dumps(summary(service, run)))
        elif run.status in (RunStatus.FINISHED, RunStatus.STOPPED):
            tests = service.evaluations_since(run.id, 0)
            print(f"Run {run.id}: {result(run, tests, service.classes(config.dataset))}")
        if run.status in (RunStatus.FAILED, RunStatus.DIVERGED):
            sys.exit(run.message)
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
        service = Service(self.store or load_settings().store)
        rows = [summary(service, run) for run in service.runs()]
        if self.as_json:
            print(json.dumps(rows))
            return
        print(f"{'run':<10}{'status':<10}{'network':<22}{'dataset':<15}{'epochs':>7}{'steps':>9}{'test accuracy':>15}")
        for row in rows:
            accuracy = "" if row["test_accuracy"] is None else f"{row['test_accuracy']:.1%}"
            print(
                f"{row['run_id']:<10}{row['status']:<10}{row['network']:<22}{row['dataset']:<15}"
                f"{row['epochs']:>7}{row['steps']:>9,}{accuracy:>15}"
            )


class Trace(BaseModel):
    """Write what one picture does in a trained network into a file, as named arrays (numpy's npz format).

    image (28, 28) uint8; forward, backward: hidden states (layers, steps, hidden), backward[l, t] being the state after
    reading the last row up to row t; cell_forward, cell_backward (layers, steps, hidden) for lstm; gates_forward,
    gates_backward (layers, steps, gates, hidden) in PyTorch's order, i f g o for lstm, r z n for gru; belief (steps,
    classes); probabilities (classes); vote_forward, vote_backward, vote_bias (classes), which add up to the logits;
    grad_h_forward, grad_h_backward, grad_x (steps). A network with one direction has nothing called backward.
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
        service = Service(self.store or load_settings().store)
        run = service.run(self.run)
        step = self._step(service)
        image, label, name = self._picture(service, run)
        arrays = service.arrays(run.id, step, image, label)
        _write_arrays(self.out, arrays)
        answer, probability = int(arrays["probabilities"].argmax()), arrays["probabilities"].max()
        classes = service.classes(service.shown_dataset(run.config))
        print(f"{self.out}: {name} in run {run.id} after {step:,} steps, read as {classes[answer]}, {probability:.1%}.")

    def _picture(self, service: Service, run: Run) -> "tuple[Tensor, int | None, str]":
        """The picture, its class if that is known, and what to call it."""
        if self.image is not None and self.index is None:
            try:
                data = self.image.read_bytes()
            except OSError as error:
                raise WrongValue(f"--image: {self.image} cannot be read: {error.strerror}.") from error
            from rnn_demo.data import centre, read_picture

            return centre(read_picture(data)), None, str(self.image)
        if self.index is None or self.image is not None:
            raise WrongValue("Say which one picture to read: either a digit with --index, or a file with --image.")
        dataset = run.config.dataset
        count = (TEST_DIGITS if self.split == "test" else TRAIN_DIGITS)[dataset]
        if self.index >= count:
            raise WrongValue(
                f"--index: {self.index} is not allowed; the {self.split} digits of {dataset} are 0 to {count - 1}."
            )
        digit = service.digit(dataset, self.index, self.split)
        return digit.image, digit.label, f"{self.split} digit {self.index}, a {digit.name},"

    def _step(self, service: Service) -> int:
        if self.step is not None:
            return self.step
        latest = service.latest_snapshot(self.run)
        if latest is None:
            raise RnnDemoError(f"The run {self.run} has no weights yet; wait until its training has begun.")
        return latest.step


class RnnDemo(BaseSettings):
    """Train recurrent networks that read handwritten digits row by row, list them, and look inside.

    The app in which one watches them learn is started with: streamlit run app.py
    """

    model_config = SettingsConfigDict(
        cli_prog_name="python -m rnn_demo", cli_kebab_case=True, cli_implicit_flags=True, cli_hide_none_type=True
    )

    train: CliSubCommand[Train] = Field(description="Train a network; --help lists the settings.")
    runs: CliSubCommand[Runs] = Field(description="List the runs in the store.")
    trace: CliSubCommand[Trace] = Field(description="Write what one digit does in a trained network into a file.")

    def cli_cmd(self) -> None:
        """Run the subcommand."""
        CliApp.run_subcommand(self, cli_exit_on_error=False)


def main() -> None:
    """Run the command line's words; exit with 2 and a line per mistake if they are not right."""
    try:
        CliApp.run(RnnDemo)
    except ValidationError as error:
        print("\n".join(_problems(error)), file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except SettingsError as error:  # no subcommand
        print(error, file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except DeviceUnavailable as error:
        print(f"device: {error}", file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except (WrongValue, RunNotFound, SnapshotNotFound, NotAPicture) as error:
        print(error, file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except RnnDemoError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:  # before the training has begun
        sys.exit(INTERRUPTED)


def summary(service: Service, run: Run) -> dict[str, Any]:
    """What there is to say of a run, for people and programs; accuracy and loss are None before the first test."""
    last = service.last_evaluation(run.id)
    return {
        "run_id": run.id,
        "status": str(run.status),
        "network": run.config.network,
        "dataset": run.config.dataset,
        "epochs": run.progress.epoch,
        "steps": run.progress.step,
        "test_accuracy": last.accuracy if last else None,
        "test_loss": last.loss if last else None,
        "train_seconds": round(run.progress.train_seconds, 3),
        "digits_per_second": round(run.progress.digits_per_second, 1),
        "device": run.device,
    }


def _problems(error: ValidationError) -> Iterable[str]:
    """One line per mistake in the words of the command line."""
    first, *_ = error.errors()
    if first["loc"][0] == "train":
        return config_problems(error).values()
    return [
        f"--{detail['loc'][-1]}: {'' if detail['type'] == 'missing' else repr(detail['input']) + ' is not allowed: '}"
        f"{detail['msg'][:1].lower()}{detail['msg'][1:]}."
        for detail in error.errors()
    ]


def _write_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """Write arrays by name into an npz file, which appears whole or not at all.

    Raises:
        RnnDemoError: it cannot be written.
    """
    import numpy as np

    part = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        try:
            with part.open("wb") as file:
                np.savez(file, **arrays)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise RnnDemoError(
            f"The file {path} cannot be written: {error.strerror}. Name one with --out in a folder that "
            "exists and that you may write to."
        ) from error


def _stop_gently(stop: threading.Event, number: int, frame: FrameType | None) -> None:
    """End the run in order; a second signal ends the process at once."""
    stop.set()
    signal.signal(number, signal.SIG_DFL)
