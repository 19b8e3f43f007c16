"""``python -m rnn_demo`` as a program that someone else starts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rnn_demo.experiment.config import RunConfig

REPOSITORY = Path(__file__).parents[2]

# Takes a second or two.
QUICK = RunConfig(cell="gru", hidden_size=8, train_size=400, batch_size=20, num_epochs=3, seed=5, bidirectional=False)


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'runs.db'}"


def start(url: str, *words: object) -> subprocess.Popen[str]:
    """Start the program with these words and with the store at ``url`` in its environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "rnn_demo", *map(str, words)],
        cwd=REPOSITORY,
        env=os.environ | {"RNN_DEMO_STORE": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit status and what it wrote to stdout and stderr."""
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout, stderr


def call(url: str, *words: object) -> tuple[int, str, str]:
    return finish(start(url, *words))


def flags(config: RunConfig) -> list[str]:
    words = []
    for name, value in config.changed().items():
        flag = name.replace("_", "-")
        words += [f"--{'' if value else 'no-'}{flag}"] if isinstance(value, bool) else [f"--{flag}", str(value)]
    return words


def read_json(text: str) -> Any:
    """What ``text`` says by the letter of JSON, which has no NaN and no Infinity."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
