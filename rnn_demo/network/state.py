"""A training as one value: all that decides how it goes on, and the same as bytes."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import safetensors.torch
import torch
from pydantic import BaseModel, model_validator
from safetensors import SafetensorError
from torch import Tensor
from torch.optim import SGD, Adam, AdamW, Optimizer, RMSprop
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

from rnn_demo.errors import UnusableState
from rnn_demo.experiment.config import RunConfig
from rnn_demo.network.model import RowClassifier, build_model

_OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {
    "adam": Adam,
    "adamw": AdamW,
    "sgd": partial(SGD, momentum=0.9),
    "rmsprop": RMSprop,
}
_METADATA = "training_state"


class _Progress(BaseModel, strict=True, extra="forbid"):
    """How far which training has come: what is saved of a state beside its tensors."""

    config: RunConfig
    step: int
    tested_step: int

    @model_validator(mode="after")
    def _is_possible(self) -> "_Progress":
        if not 0 <= self.tested_step <= self.step <= self.config.num_steps:
            raise ValueError("no training gets there")
        return self


@dataclass(eq=False)
class TrainingState:
    """Where a training stands; `train` takes it on from there, in place.

    Attributes:
        schedule: of the learning rate; None if that is constant.
        random: torch's random states, from which dropout is drawn, by type of device: "cpu", and "cuda" where used. On
            mps dropout is drawn from torch's own state there, which is not saved.
        step: how many optimizer steps have been taken.
        tested_step: the step after which the latest test was finished; 0 before the first.
    """

    model: RowClassifier
    optimizer: Optimizer
    schedule: LRScheduler | None
    random: dict[str, Tensor]
    step: int = 0
    tested_step: int = 0

    @classmethod
    def start(cls, config: RunConfig, device: torch.device) -> "TrainingState":
        """The state before the first step, on ``device``."""
        model = build_model(config).to(device)
        optimizer = _OPTIMIZERS[config.optimizer](
            model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        kinds = ["cpu", "cuda"] if device.type == "cuda" else ["cpu"]
        random = {kind: torch.Generator(kind).manual_seed(config.seed).get_state() for kind in kinds}
        return cls(model, optimizer, _schedule(config, optimizer, step=0), random)

    @classmethod
    def from_bytes(cls, config: RunConfig, data: bytes, device: torch.device) -> "TrainingState":
        """The state of a training of ``config`` from what `to_bytes` gave, on ``device``.

        On the CPU it goes on bit for bit as it would have without the way through bytes.

        Raises:
            UnusableState: ``data`` is damaged, or the state of another configuration.
        """
        state = cls.start(config, device)
        try:
            tensors = safetensors.torch.load(data)
            header_size = int.from_bytes(data[:8], "little")  # the module above reads all but the metadata
            metadata = json.loads(data[8 : 8 + header_size])["__metadata__"]
            saved = _Progress.model_validate_json(metadata[_METADATA])
            if saved.config != config:
                raise UnusableState("The saved state of the training is one of another configuration; start it anew.")
            state.step, state.tested_step = saved.step, saved.tested_step
            if state.step:
                state._make_optimizer_tensors()
            state._copy(tensors)
            state.schedule = _schedule(config, state.optimizer, state.step)
        except (SafetensorError, LookupError, ValueError, TypeError, RuntimeError) as error:
            raise UnusableState("The saved state of the training is damaged; start it anew.") from error
        return state

    def to_bytes(self) -> bytes:
        """The state as a safetensors file.

        For each of the weights W it has the tensors ``model.W`` and ``optimizer.W.NAME``, and for each random state
        ``random.DEVICE``. The configuration and the steps are JSON in its metadata; the learning rate follows from them.
        """
        progress = _Progress(config=self.config, step=self.step, tested_step=self.tested_step)
        return safetensors.torch.save(
            {name: values.cpu() for name, values in self._tensors().items()},
            metadata={_METADATA: progress.model_dump_json()},
        )

    @property
    def config(self) -> RunConfig:
        return self.model.config

    @property
    def device(self) -> torch.device:
        return self.model.head.weight.device

    @property
    def learning_rate(self) -> float:
        """That of the next step."""
        rate: float = self.optimizer.param_groups[0]["lr"]
        return rate

    @property
    def epoch(self) -> int:
        """The epoch, numbered from 1, to which the latest step belongs; 0 before the first."""
        return -(-self.step // self.config.steps_per_epoch)

    @property
    def is_test_due(self) -> bool:
        """Whether the network is to be tested before the next step."""
        config = self.config
        epoch_ends = self.step % config.steps_per_epoch == 0
        return self.step > self.tested_step and (
            epoch_ends or (config.eval_every > 0 and self.step % config.eval_every == 0)
        )

    @contextmanager
    def own_random_numbers(self) -> Iterator[None]:
        """While it lasts, torch draws from this training's random states, whatever others have drawn before.

        Not so on mps: there it draws from its own state, which is not saved, and a training with dropout that goes on
        from bytes is another than the one that was never interrupted.
        """
        if not self.config.dropout:  # nothing is drawn
            yield
            return
        with torch.random.fork_rng(devices=[self.device] if "cuda" in self.random else []):
            torch.set_rng_state(self.random["cpu"])
            if "cuda" in self.random:
                torch.cuda.set_rng_state(self.random["cuda"], self.device)
            yield
            self.random["cpu"] = torch.get_rng_state()
            if "cuda" in self.random:
                self.random["cuda"] = torch.cuda.get_rng_state(self.device)

    def _tensors(self) -> dict[str, Tensor]:
        """All tensors of the state itself, no copies, by their names in a file."""
        tensors: dict[str, Tensor] = {f"model.{name}": weights for name, weights in self.model.state_dict().items()}
        for name, weights in self.model.named_parameters():
            values = self.optimizer.state.get(weights, {})
            tensors |= {f"optimizer.{name}.{what}": value for what, value in values.items()}
        return tensors | {f"random.{kind}": values for kind, values in self.random.items()}

    def _make_optimizer_tensors(self) -> None:
        """Optimizers make them at their first step: take one, to nowhere in particular."""
        for weights in self.model.parameters():
            weights.grad = torch.zeros_like(weights)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def _copy(self, tensors: Mapping[str, Tensor]) -> None:
        """Take over the values of ``tensors``, which must have the names, shapes and types of the state's own."""
        own = self._tensors()
        if _kinds(own) != _kinds(tensors):
            raise ValueError("these are not the tensors of such a state")
        for name in own.keys() & tensors.keys():
            own[name].copy_(tensors[name])
        for kind, values in self.random.items():
            torch.Generator(kind).set_state(values)  # fails where that is no random state


def _schedule(config: RunConfig, optimizer: Optimizer, step: int) -> LRScheduler | None:
    """The learning rate's schedule after ``step`` steps; it sets the optimizer's learning rate."""
    if config.lr_schedule == "constant":
        return None
    # One step more than are taken: the schedule is moved on after each step, and so may look one past the last.
    # It would move the momentum as well, and give rmsprop one that nobody asked for.
    total_steps, last_epoch = config.num_steps + 1, step - 1  # torch moves it on by one at once
    return OneCycleLR(
        optimizer, config.learning_rate, total_steps=total_steps, cycle_momentum=False, last_epoch=last_epoch
    )


def _kinds(tensors: Mapping[str, Tensor]) -> dict[str, tuple[torch.Size, torch.dtype]]:
    """Shapes and types of ``tensors`` by name, but for a GPU's random state: training may go on on another device."""
    return {name: (values.shape, values.dtype) for name, values in tensors.items() if name != "random.cuda"}
