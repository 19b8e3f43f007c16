"""Runs whose networks ship with the package: one safetensors file each, built by ``tools/build_networks.py``.

A file holds the weights of some moments of training as the tensors ``step_945/rnn.weight_ih_l0`` …, what was measured
as ``metrics`` (S, 6), ``evaluations`` (E, 4) and ``confusions`` (E, 10, 10), in the order of the fields of `Metric` and
`Evaluation`, and the `Run` as JSON in its metadata.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import safetensors.numpy
from pydantic import TypeAdapter
from safetensors import safe_open

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.records import Cursor, Evaluation, Metric, News, Run, Snapshot

FOLDER = Path(str(files("rnn_demo") / "assets" / "networks"))

_RUN = TypeAdapter(Run)
_TOLD = Cursor(1)  # nothing is ever new after the first news


class BuiltInRun:
    """One run that ships with the package, read from the file at ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with safe_open(path, "numpy") as file:
            self.run: Run = _RUN.validate_json(file.metadata()["run"])
            steps = {name.partition("/")[0] for name in file.keys() if "/" in name}  # noqa: SIM118  # it is no mapping
        self._steps = sorted(int(step.removeprefix("step_")) for step in steps)

    @property
    def snapshots(self) -> list[Snapshot]:
        """The moments of training whose weights are here, in order of their steps."""
        accuracies = {evaluation.step: evaluation.accuracy for evaluation in self._measured[1]}
        per_epoch = self.run.config.steps_per_epoch
        return [Snapshot(step, -(-step // per_epoch), accuracies.get(step)) for step in self._steps]

    def news(self, after: Cursor) -> News:
        """Everything, to whoever has read nothing yet; then nothing more."""
        if after == _TOLD:
            return News(self.run, 0, (), (), None, _TOLD)
        metrics, evaluations = self._measured
        return News(self.run, 0, metrics, evaluations, tuple(self.snapshots), _TOLD)

    def weights(self, step: int) -> bytes:
        """The weights after ``step`` steps as the bytes of a safetensors file, as a store would give them.

        Raises:
            SnapshotNotFound: there are none of this step here.
        """
        if step not in self._steps:
            raise SnapshotNotFound(
                f"The built-in run {self.run.id} has no weights for step {step:,}, but for "
                f"{', '.join(f'{one:,}' for one in self._steps)}. Choose another moment."
            )
        prefix = f"step_{step}/"
        with safe_open(self._path, "numpy") as file:
            names = [name for name in file.keys() if name.startswith(prefix)]  # noqa: SIM118
            return safetensors.numpy.save({name.removeprefix(prefix): file.get_tensor(name) for name in names})

    @cached_property
    def _measured(self) -> tuple[tuple[Metric, ...], tuple[Evaluation, ...]]:
        with safe_open(self._path, "numpy") as file:
            metrics, tests, confusions = map(file.get_tensor, ("metrics", "evaluations", "confusions"))
        return tuple(Metric(int(step), int(epoch), *rest) for step, epoch, *rest in metrics.tolist()), tuple(
            Evaluation(int(step), int(epoch), loss, accuracy, tuple(map(tuple, confusion)))
            for (step, epoch, loss, accuracy), confusion in zip(tests.tolist(), confusions.tolist(), strict=True)
        )


@cache
def built_in_runs() -> Mapping[str, BuiltInRun]:
    """The runs that ship with this package, by their ids."""
    runs = map(BuiltInRun, sorted(FOLDER.glob("*.safetensors"), key=lambda path: path.stem))
    return {built_in.run.id: built_in for built_in in runs}


def to_bytes(
    run: Run, metrics: Sequence[Metric], evaluations: Sequence[Evaluation], weights: Mapping[int, bytes]
) -> bytes:
    """The file of a run whose ``weights``, safetensors files, are given by their steps."""
    tensors = {
        f"step_{step}/{name}": tensor
        for step, file in weights.items()
        for name, tensor in safetensors.numpy.load(file).items()
    }
    tensors["metrics"] = np.array([[*vars(metric).values()] for metric in metrics], np.float32).reshape(-1, 6)
    tests = [(one.step, one.epoch, one.loss, one.accuracy) for one in evaluations]
    tensors["evaluations"] = np.array(tests, np.float64).reshape(-1, 4)
    tensors["confusions"] = np.array([one.confusion for one in evaluations], np.uint16).reshape(-1, 10, 10)
    return safetensors.numpy.save(tensors, metadata={"run": _RUN.dump_json(run).decode()})
