"""Progress bars in the terminal."""

import sys
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from rnn_demo.experiment.config import RunConfig

if TYPE_CHECKING:
    from rnn_demo.data import DownloadProgress
    from rnn_demo.network.training import Event


class ProgressBar:
    """Bars on stderr: one for a download while there is one, one for the training."""

    def __init__(self, config: RunConfig) -> None:
        self._config = config
        self._bar: tqdm[Any] | None = None
        self._file = ""

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, event: "Event | DownloadProgress") -> None:
        """Move the bar that ``event`` concerns."""
        from rnn_demo.network.training import Evaluated, Stepped, Testing

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
            case download if download.bytes_done:
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
