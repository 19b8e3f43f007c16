"""A training as one value: all that decides how it goes on, and the same as bytes."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import safetensors.torch
import torch
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


@dataclass(eq=False)
class TrainingState:
    """Where a training stands; `train` takes it on from there, in place.

    Attributes:
        schedule: of the learning rate; None if that is constant.
        random: torch's random states, from which dropout is drawn, by type of device: "cpu", and "cuda" where used.
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
        lr, weight_decay = config.learning_rate, config.weight_decay
        optimizer = _OPTIMIZERS[config.optimizer](model.parameters(), lr=lr, weight_decay=weight_decay)
        schedule = None
        if config.lr_schedule == "one_cycle":
            # One step more than are taken: the schedule is moved on after each step, and so may look one past the last.
            # It would move the momentum as well, and give rmsprop one that nobody asked for.
            schedule = OneCycleLR(optimizer, max_lr=lr, total_steps=config.num_steps + 1, cycle_momentum=False)
        kinds = ["cpu", "cuda"] if device.type == "cuda" else ["cpu"]
        random = {kind: torch.Generator(kind).manual_seed(config.seed).get_state() for kind in kinds}
        return cls(model, optimizer, schedule, random)

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
            saved = json.loads(json.loads(data[8 : 8 + header_size])["__metadata__"][_METADATA])
            if saved["config"] != config.model_dump(mode="json"):
                raise UnusableState("The saved state of the training is one of another configuration; start it anew.")
            state.model.load_state_dict(_below("model", tensors))
            state._load_optimizer(_below("optimizer", tensors), saved["learning_rate"])
            if state.schedule:
                state.schedule.load_state_dict(saved["schedule"])
            state.random |= {kind: values for kind, values in _below("random", tensors).items() if kind in state.random}
            state.step, state.tested_step = saved["step"], saved["tested_step"]
        except (SafetensorError, LookupError, ValueError, TypeError, RuntimeError) as error:
            raise UnusableState("The saved state of the training is damaged; start it anew.") from error
        return state

    def to_bytes(self) -> bytes:
        """The state as a safetensors file.

        For each of the weights W it has the tensors ``model.W`` and ``optimizer.W.NAME``, and for each random state
        ``random.DEVICE``; everything else is JSON in its metadata.
        """
        tensors = {f"model.{name}": weights for name, weights in self.model.state_dict().items()}
        for name, weights in self.model.named_parameters():
            values = self.optimizer.state.get(weights, {})
            tensors |= {f"optimizer.{name}.{what}": value for what, value in values.items()}
        tensors |= {f"random.{kind}": values for kind, values in self.random.items()}
        rest = {
            "config": self.config.model_dump(mode="json"),
            "step": self.step,
            "tested_step": self.tested_step,
            "learning_rate": self.learning_rate,
            "schedule": self.schedule.state_dict() if self.schedule else None,
        }
        return safetensors.torch.save(
            {name: values.cpu() for name, values in tensors.items()}, metadata={_METADATA: json.dumps(rest)}
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
        """While it lasts, torch draws from this training's random states, whatever others have drawn meanwhile."""
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

    def _load_optimizer(self, tensors: Mapping[str, Tensor], learning_rate: float) -> None:
        fresh = self.optimizer.state_dict()
        values = (_below(name, tensors) for name, _ in self.model.named_parameters())
        fresh["state"] = {number: of_weight for number, of_weight in enumerate(values) if of_weight}
        fresh["param_groups"][0]["lr"] = learning_rate
        self.optimizer.load_state_dict(fresh)


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those of ``tensors`` whose names begin with ``prefix`` and a dot, without these."""
    start = f"{prefix}."
    return {name.removeprefix(start): values for name, values in tensors.items() if name.startswith(start)}
