"""Progress bars in the terminal."""

import sys
from typing import Any, Self

from tqdm import tqdm

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Downloading, Evaluated, Event, Stepped
from rnn_demo.words.quantities import loss_figure


class ProgressBar:
    """Bars on stderr: one for a download while there is one, one for the training."""

    def __init__(self, config: RunConfig) -> None:
        self._config = config
        self._bar: tqdm[Any] | None = None
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: Event) -> None:
        """Move the bar that ``event`` concerns."""
        match event:
            case Stepped(metrics):
                bar = self._switch_to("training", self._config.num_steps, "step")
                bar.update(metrics[-1].step - bar.n)
                bar.set_postfix_str(f"epoch {metrics[-1].epoch}, loss {loss_figure(metrics[-1].loss)}", refresh=False)
            case Evaluated(evaluation):
                bar = self._switch_to("training", self._config.num_steps, "step")
                bar.set_description_str(f"test accuracy {evaluation.accuracy:.1%}")
            case Downloading(file=file, bytes_done=bytes_done, bytes_total=bytes_total) if bytes_done:
                bar = self._switch_to(f"downloading {file}", bytes_total, "B")
                bar.total = bytes_total
                bar.update(bytes_done - bar.n)

    def _switch_to(self, what: str, total: int | None, unit: str) -> "tqdm[Any]":
        if self._bar is None or self._shown != what:
            self.__exit__()
            self._shown = what
            self._bar = tqdm(
                desc=what, total=total, unit=unit, unit_scale=unit == "B", file=sys.stderr, dynamic_ncols=True
            )
        return self._bar
