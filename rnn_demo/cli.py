"""The terminal: ``python -m rnn_demo train …`` and ``python -m rnn_demo runs``. Its flags are `RunConfig`'s fields."""

import json
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, CliApp, CliSubCommand, SettingsConfigDict, SettingsError
from tqdm import tqdm

from rnn_demo.config import RunConfig
from rnn_demo.config_fields import config_problems, parse_config
from rnn_demo.errors import DeviceUnavailable, RnnDemoError
from rnn_demo.records import Run, RunStatus
from rnn_demo.runner.launch import training_environment
from rnn_demo.service import Service
from rnn_demo.settings import load_settings
from rnn_demo.wording import result

if TYPE_CHECKING:
    from rnn_demo.data import DownloadProgress
    from rnn_demo.training import Event

USAGE_ERROR = 2
INTERRUPTED = 130  # as shells report a program that Ctrl-C ended

STORE_HELP = "URL of the store; the environment variable RNN_DEMO_STORE if left out."


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
        from rnn_demo.training import find_device

        config = parse_config(self.model_dump(include=set(RunConfig.model_fields)))
        find_device(config.device)
        service = Service(self.store or load_settings().store)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: _stop_gently(stop, number, frame))
        with _Progress(config) as progress:
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


class RnnDemo(BaseSettings):
    """Train recurrent networks that read handwritten digits row by row, and list what was trained.

    The app in which one watches them learn is started with: streamlit run app.py
    """

    model_config = SettingsConfigDict(
        cli_prog_name="python -m rnn_demo", cli_kebab_case=True, cli_implicit_flags=True, cli_hide_none_type=True
    )

    train: CliSubCommand[Train] = Field(description="Train a network; --help lists the settings.")
    runs: CliSubCommand[Runs] = Field(description="List the runs in the store.")

    def cli_cmd(self) -> None:
        """Run the subcommand."""
        CliApp.run_subcommand(self, cli_exit_on_error=False)


def main() -> None:
    """Run the command line's words; exit with 2 and a line per mistake if they are not right."""
    try:
        CliApp.run(RnnDemo)
    except ValidationError as error:
        print("\n".join(config_problems(error).values()), file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except SettingsError as error:  # no subcommand
        print(error, file=sys.stderr)
        sys.exit(USAGE_ERROR)
    except DeviceUnavailable as error:
        print(f"device: {error}", file=sys.stderr)
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


def _stop_gently(stop: threading.Event, number: int, frame: FrameType | None) -> None:
    """End the run in order; a second signal ends the process at once."""
    stop.set()
    signal.signal(number, signal.SIG_DFL)


class _Progress:
    """Bars on stderr: one for a download while there is one, one for the training."""

    def __init__(self, config: RunConfig) -> None:
        self._config = config
        self._bar: tqdm[Any] | None = None
        self._file = ""

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: "Event | DownloadProgress") -> None:
        """Move the bar that ``event`` concerns."""
        from rnn_demo.training import Evaluated, Stepped, Testing

        match event:
            case Stepped(metrics):
                bar = self._switch_to("training", self._config.num_steps, "step")
                bar.update(metrics[-1].step - bar.n)
                bar.set_postfix_str(f"epoch {metrics[-1].epoch}, loss {metrics[-1].loss:.3f}", refresh=False)
            case Evaluated(evaluation):
                bar = self._switch_to("training", self._config.num_steps, "step")
                bar.set_description_str(f"test accuracy {evaluation.accuracy:.1%}")
            case Testing():
                pass
            case download:
                bar = self._switch_to(f"downloading {download.file}", download.bytes_total, "B")
                bar.total = download.bytes_total
                bar.update(download.bytes_done - bar.n)

    def _switch_to(self, what: str, total: int | None, unit: str) -> "tqdm[Any]":
        if self._bar is None or self._file != what:
            self.__exit__()
            self._file = what
            self._bar = tqdm(
                desc=what, total=total, unit=unit, unit_scale=unit == "B", file=sys.stderr, dynamic_ncols=True
            )
        return self._bar
