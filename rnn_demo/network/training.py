"""Training as a generator of events. It knows no store, no screen and no clock.

Whoever drains the generator decides: pausing is not calling ``next()``, stopping is ``close()``.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.errors import DeviceUnavailable, TrainingDiverged
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Device, Evaluation, Metric
from rnn_demo.network.model import NUM_CLASSES, RowClassifier

SGD_MOMENTUM = 0.9
TEST_BATCH = 1_000
# Reading a number from a GPU waits for everything queued before it, so there the numbers of some steps travel together.
STEPS_PER_REPORT_ON_GPU = 16


@dataclass(frozen=True)
class Stepped:
    """Optimizer steps were taken; the model holds the weights after the last of them."""

    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class Testing:
    """A test is under way; a chance to pause or stop."""

    done: int
    total: int


@dataclass(frozen=True)
class Evaluated:
    """The model was tested on the whole test set."""

    evaluation: Evaluation


Event = Stepped | Testing | Evaluated


def train(model: RowClassifier, dataset: Dataset, device: torch.device) -> Iterator[Event]:
    """Train ``model`` in place on ``device`` as its own config says; the iterator ends with the last epoch.

    The order of the digits in epoch e depends on (seed, e) alone.

    Raises:
        TrainingDiverged: the loss became NaN or infinite.
    """
    config = model.config
    torch.manual_seed(config.seed)  # dropout
    model.to(device)
    data = dataset.to(device)
    chosen = _order(len(data.train_labels), config.seed, epoch=0)[: config.train_digits].to(device)
    optimizer = _optimizer(model, config)
    schedule = _schedule(optimizer, config)
    report_every = 1 if device.type == "cpu" else STEPS_PER_REPORT_ON_GPU

    step = 0
    for epoch in range(1, config.num_epochs + 1):
        order = chosen[_order(len(chosen), config.seed, epoch).to(device)]
        pending: list[tuple[float, Tensor]] = []  # learning rate; loss, share right and gradient norm
        for batch in torch.split(order, config.batch_size):
            model.train()
            learning_rate = optimizer.param_groups[0]["lr"]
            pending.append((learning_rate, _train_step(model, optimizer, data, batch)))
            if schedule:
                schedule.step()
            step += 1
            epoch_ends = step == epoch * config.steps_per_epoch
            test_due = epoch_ends or (config.eval_every and step % config.eval_every == 0)
            if test_due or len(pending) == report_every or is_milestone(step):
                metrics = _read_metrics(pending, step, epoch)
                sound = tuple(takewhile(lambda metric: math.isfinite(metric.loss), metrics))
                if sound:
                    yield Stepped(sound)
                if len(sound) < len(metrics):
                    raise TrainingDiverged(_why_diverged(metrics[len(sound)].step, config))
                pending.clear()
            if test_due:
                yield from evaluate(model, data, step, epoch)


def evaluate(model: RowClassifier, data: Dataset, step: int = 0, epoch: int = 0) -> Iterator[Testing | Evaluated]:
    """Test ``model`` on the whole test set of ``data`` (on the model's device); `Evaluated` comes last.

    Raises:
        TrainingDiverged: the loss is NaN or infinite, as after a last step that no other follows to notice it.
    """
    total = len(data.test_labels)
    loss = torch.zeros((), device=data.test_labels.device)
    confusion = torch.zeros(NUM_CLASSES * NUM_CLASSES, dtype=torch.long, device=data.test_labels.device)
    for start in range(0, total, TEST_BATCH):
        yield Testing(start, total)
        model.eval()
        labels = data.test_labels[start : start + TEST_BATCH]
        with torch.no_grad():
            logits = model(_inputs(data.test_images[start : start + TEST_BATCH], model.config))
            loss += _loss(logits, labels) * len(labels)
            read_as = model.answer(logits).argmax(dim=-1)
            confusion += torch.bincount(labels * NUM_CLASSES + read_as, minlength=NUM_CLASSES * NUM_CLASSES)
    mean_loss = loss.item() / total
    if not math.isfinite(mean_loss):
        raise TrainingDiverged(_why_diverged(step, model.config))
    counts = confusion.reshape(NUM_CLASSES, NUM_CLASSES).cpu()
    yield Evaluated(
        Evaluation(
            step=step,
            epoch=epoch,
            loss=mean_loss,
            accuracy=counts.diagonal().sum().item() / total,
            confusion=tuple(tuple(row) for row in counts.tolist()),
        )
    )


def is_milestone(step: int) -> bool:
    """Whether the weights after ``step`` steps (1, 2, 4, 8, …) are worth keeping: so much happens early."""
    return step & (step - 1) == 0


def find_device(name: str) -> torch.device:
    """The device that ``name`` (as in `RunConfig.device`) means on this machine.

    Raises:
        DeviceUnavailable: it does not exist here.
    """
    here = [device.name for device in list_devices()]
    if name == "auto":
        return torch.device(here[-1] if len(here) == 1 else here[1])
    wanted = "cuda:0" if name == "cuda" else name
    if wanted not in here:
        raise DeviceUnavailable(
            f"The device {name} does not exist on this machine. Choose auto or one of these: {', '.join(here)}."
        )
    return torch.device(wanted)


def describe_device(device: torch.device) -> str:
    """``device`` in words: its name, and what it is."""
    if device.type == "cuda":
        return f"{device}: {torch.cuda.get_device_name(device)}"
    return "CPU" if device.type == "cpu" else "Apple GPU"


def list_devices() -> list[Device]:
    """The devices on which this machine can train; the CPU comes first."""
    names = ["cpu", *(f"cuda:{index}" for index in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        names.append("mps")
    return [Device(name, describe_device(torch.device(name))) for name in names]


def _train_step(model: RowClassifier, optimizer: torch.optim.Optimizer, data: Dataset, batch: Tensor) -> Tensor:
    """One optimizer step on the digits whose indexes are ``batch`` (B,): loss, share right, gradient norm, as (3,)."""
    labels = data.train_labels[batch]
    logits = model(_inputs(data.train_images[batch], model.config))
    loss = _loss(logits, labels)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    limit = model.config.clip_grad_norm or math.inf  # with an infinite limit the norm is measured and nothing is cut
    grad_norm = nn.utils.clip_grad_norm_(model.parameters(), limit)
    optimizer.step()
    right = (model.answer(logits.detach()).argmax(dim=-1) == labels).float().mean()
    return torch.stack([loss.detach(), right, grad_norm])


def _inputs(images: Tensor, config: RunConfig) -> Tensor:
    """Pictures (B, 28, 28) uint8 as what the network reads: (B, T, F) float32."""
    return as_sequence(normalise(images), config.sequence, config.seed)


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean cross-entropy of ``logits`` (B, C) or, a loss at every row, (B, T, C), for ``labels`` (B,)."""
    if logits.dim() == 3:
        labels = labels[:, None].expand(logits.shape[:2]).flatten()  # (B*T,)
        logits = logits.flatten(0, 1)  # (B*T, C)
    return nn.functional.cross_entropy(logits, labels)


def _read_metrics(pending: list[tuple[float, Tensor]], last_step: int, epoch: int) -> tuple[Metric, ...]:
    values = torch.stack([numbers for _, numbers in pending]).tolist()  # one wait for the device, not one a step
    first_step = last_step - len(pending) + 1
    return tuple(
        Metric(step, epoch, loss, accuracy, grad_norm, learning_rate)
        for step, (learning_rate, _), (loss, accuracy, grad_norm) in zip(count(first_step), pending, values)
    )


def _why_diverged(step: int, config: RunConfig) -> str:
    advice = [f"a learning rate of {config.learning_rate / 10:g}"]
    if not config.clip_grad_norm:
        advice.append("gradient clipping at 1 (clip_grad_norm)")
    if config.cell == "rnn":
        if config.nonlinearity == "relu":
            advice.append("nonlinearity tanh")
        advice.append("an lstm or gru cell")
    cause = (
        f"the learning rate of {config.learning_rate:g} is probably too large"
        if config.clip_grad_norm
        else f"the gradients probably exploded: the learning rate is {config.learning_rate:g} and nothing clips them"
    )
    return f"The loss became NaN or infinite at step {step:,}: {cause}. Try {' or '.join(advice)}."


def _order(count: int, seed: int, epoch: int) -> Tensor:
    """A permutation of ``count`` digits that depends on (seed, epoch) alone; epoch 0 chooses the training digits."""
    generator = torch.Generator().manual_seed((seed << 10) + epoch)  # epochs stay below 2**10
    return torch.randperm(count, generator=generator)


def _optimizer(model: RowClassifier, config: RunConfig) -> torch.optim.Optimizer:
    weights, lr, weight_decay = model.parameters(), config.learning_rate, config.weight_decay
    match config.optimizer:
        case "adam":
            return torch.optim.Adam(weights, lr=lr, weight_decay=weight_decay)
        case "adamw":
            return torch.optim.AdamW(weights, lr=lr, weight_decay=weight_decay)
        case "sgd":
            return torch.optim.SGD(weights, lr=lr, weight_decay=weight_decay, momentum=SGD_MOMENTUM)
        case "rmsprop":
            return torch.optim.RMSprop(weights, lr=lr, weight_decay=weight_decay)


def _schedule(optimizer: torch.optim.Optimizer, config: RunConfig) -> LRScheduler | None:
    if config.lr_schedule == "constant":
        return None
    # One step more than are taken: the schedule is moved on after each step, and so may look one past the last. It
    # would move the momentum as well, and give rmsprop one that nobody asked for.
    return OneCycleLR(optimizer, max_lr=config.learning_rate, total_steps=config.num_steps + 1, cycle_momentum=False)
