"""The terminal: ``python -m rnn_demo train``, ``runs``, ``rename`` and ``trace``.

It exits with 2 where the words of the command line are wrong, with 1 where it could not do what they say.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, CliApp, CliSubCommand, SettingsConfigDict, SettingsError

from rnn_demo.errors import DeviceUnavailable, InvalidName, NotAPicture, RnnDemoError, RunNotFound, SnapshotNotFound
from rnn_demo.experiment.fields import config_problems
from rnn_demo.terminal.rename import Rename
from rnn_demo.terminal.runs import Runs
from rnn_demo.terminal.trace import Trace, WrongValue
from rnn_demo.terminal.train import INTERRUPTED, Train

USAGE_ERROR = 2
READER_GONE = 141  # as shells report a program that wrote into a closed pipe

# As it was called: as the installed command, or as a module.
PROGRAM = "python -m rnn_demo" if Path(sys.argv[0]).name == "__main__.py" else Path(sys.argv[0]).stem


class RnnDemo(BaseSettings):
    """Train recurrent networks that read handwritten digits row by row, list them, and look inside.

    The app in which one watches them learn is started with: streamlit run app.py
    """

    model_config = SettingsConfigDict(
        cli_prog_name=PROGRAM, cli_kebab_case=True, cli_implicit_flags=True, cli_hide_none_type=True
    )

    train: CliSubCommand[Train] = Field(description="Train a network; --help lists the settings.")
    runs: CliSubCommand[Runs] = Field(description="List the runs in the store.")
    rename: CliSubCommand[Rename] = Field(description="Give a run a name.")
    trace: CliSubCommand[Trace] = Field(description="Write what one digit does in a trained network into a file.")

    def cli_cmd(self) -> None:
        """Run the subcommand."""
        CliApp.run_subcommand(self, cli_exit_on_error=False)


def main() -> None:
    """Run the command line's words; exit with 2 and a line per mistake if they are not right."""
    try:
        CliApp.run(RnnDemo)
        sys.stdout.flush()
    except ValidationError as error:
        _exit_as_misused("\n".join(_problems(error)))
    except DeviceUnavailable as error:
        _exit_as_misused(f"device: {error}")
    except (
        SettingsError,
        WrongValue,
        InvalidName,
        RunNotFound,
        SnapshotNotFound,
        NotAPicture,
    ) as error:  # or no subcommand
        _exit_as_misused(error)
    except RnnDemoError as error:
        sys.exit(str(error))
    except BrokenPipeError:  # whoever read has had enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at the end would fail once more
        sys.exit(READER_GONE)
    except KeyboardInterrupt:  # before the training has begun
        sys.exit(INTERRUPTED)


def _exit_as_misused(why: object) -> None:
    print(why, file=sys.stderr)
    sys.exit(USAGE_ERROR)


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
