"""Builds rnn_demo/assets/networks/: trains the networks that ship with the package, on the built-in digits.

    python -m tools.build_networks [ID ...]

On the same machine the same files come out, bit for bit: what depends on the clock is left out of them.
"""

import sys
import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.library.networks import FOLDER, to_bytes
from rnn_demo.runner import train_run
from rnn_demo.store import open_store

BUILT_AT = datetime(2026, 11, 24, tzinfo=UTC)
LAST = 945  # the last step of 15 epochs
THROUGH_TRAINING = (0, 16, 64, 128, 256, 512, LAST)


class Recipe(NamedTuple):
    """A run to train, and the steps whose weights are kept: of those that a store keeps, and the last in any case."""

    config: RunConfig
    steps: tuple[int, ...] = ()


RECIPES = {
    "tour-bi-lstm": Recipe(RunConfig(), (0,)),
    "tour-rnn": Recipe(RunConfig(cell="rnn", bidirectional=False), THROUGH_TRAINING),
    "tour-rnn-orthogonal": Recipe(RunConfig(cell="rnn", bidirectional=False, recurrent_init="orthogonal"), (0, 128)),
    "tour-gru": Recipe(RunConfig(cell="gru", bidirectional=False), (0,)),
    "tour-lstm": Recipe(RunConfig(bidirectional=False), (0, 16, 64, 128, 256)),
    "tour-lstm-shuffled": Recipe(RunConfig(bidirectional=False, sequence="rows_shuffled")),
    "tour-overfitting": Recipe(RunConfig(bidirectional=False, hidden_size=32, train_size=200, num_epochs=60)),
    "tour-divergence": Recipe(
        RunConfig(
            cell="rnn",
            bidirectional=False,
            nonlinearity="relu",
            optimizer="sgd",
            learning_rate=0.1,
            lr_schedule="constant",
            clip_grad_norm=0.0,
        )
    ),
}


def build(run_id: str, recipe: Recipe) -> bytes:
    """Train the run of ``recipe`` in a store of its own; return the file that ships."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'runs.db'}")
        config = recipe.config.model_copy(update={"device": "cpu"})  # elsewhere other numbers come out
        queued = store.create_run(config, status=RunStatus.RUNNING)
        run = train_run(store, queued, threading.Event())
        news = store.news(run.id)
        assert run.latest_step is not None
        weights = {step: store.weights(run.id, step) for step in {*recipe.steps, run.latest_step}}
        store.close()
    built_in = replace(
        run,
        id=run_id,
        config=recipe.config,
        built_in=True,
        created_at=BUILT_AT,
        started_at=BUILT_AT,
        finished_at=BUILT_AT,
        progress=replace(run.progress, train_seconds=0.0),
    )
    return to_bytes(built_in, news.metrics, news.evaluations, dict(sorted(weights.items())))


def main(names: list[str]) -> None:
    """Build the networks of these ids, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or RECIPES:
        target = FOLDER / f"{name}.safetensors"
        target.write_bytes(build(name, RECIPES[name]))
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    print(f"together {sum(path.stat().st_size for path in FOLDER.iterdir()):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
