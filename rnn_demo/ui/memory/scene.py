"""What the views of the page Memory look at: some networks at one moment of their training, and one digit."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.service.digits import Digit
from rnn_demo.service.networks import Network
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.words.markdown import literal
from rnn_demo.words.quantities import count
from rnn_demo.words.runs import short_title


@dataclass(frozen=True)
class Shown:
    """``network`` is that of ``run`` after ``step`` steps, ``untrained`` the same before the first."""

    run: Run
    step: int
    network: Network
    untrained: Network

    @property
    def title(self) -> str:
        """What it is called among others, as plain text."""
        return short_title(self.run)

    @property
    def heading(self) -> str:
        """The same in Markdown."""
        return f"**{literal(self.title)}**"

    @property
    def config(self) -> RunConfig:
        return self.network.config


@dataclass(frozen=True)
class Scene:
    """``shown`` networks, of which there is at least one, at ``step`` or as near to it as they were kept."""

    service: Service
    shown: Sequence[Shown]
    step: int
    digit: Digit

    @property
    def line(self) -> str:
        """What a line of the picture is to the networks."""
        return " or ".join(self._lines)

    @property
    def lines(self) -> str:
        """The same of several lines."""
        return " or ".join(f"{line}s" for line in self._lines)

    @property
    def _lines(self) -> Sequence[str]:
        return list(dict.fromkeys(one.config.reading.line for one in self.shown))

    @property
    def num_digits(self) -> int:
        """Over how many test digits accuracies are measured."""
        return max(one.network.num_digits for one in self.shown)

    @property
    def chance(self) -> float:
        """The share of the commonest class among these digits; the largest where the networks read different ones."""
        return max(one.network.chance for one in self.shown)


def kept_steps(service: Service, run: Run) -> list[int]:
    """The steps of which the network can be shown: 0, as its seed gives it, and those that were kept."""
    return sorted({0, *(snapshot.step for snapshot in service.runs.snapshots(run.id))})


def network_at(service: Service, run: Run, step: int) -> Network:
    """The network of ``run`` at one of its `kept_steps`."""
    return service.network(run, step) if step else service.untrained(run.config)


def shown_at(service: Service, runs: Sequence[Run], step: int) -> list[Shown]:
    """Every run at the kept moment nearest to ``step``; a sentence for each that cannot be shown."""
    shown = []
    for run in runs:
        if run.latest_step is None:
            messages.info(f"{short_title(run)} is left out: it has not kept any weights yet.")
            continue
        nearest = min(kept_steps(service, run), key=lambda kept: abs(kept - step))
        one = Shown(run, nearest, network_at(service, run, nearest), service.untrained(run.config))
        if one.network.is_finite:
            shown.append(one)
        else:
            messages.info(
                f"{one.title} is left out: its training diverged, and after {count(nearest, 'step')} what it computes "
                "is no numbers any more. Choose an earlier moment of the training."
            )
    return shown
