"""Training as a generator of events. It knows no store, no screen and no clock.

Whoever drains the generator decides: pausing is not calling ``next()``, stopping is ``close()``.
"""

import math
from collections.abc import Iterator
from itertools import count, takewhile

import torch
from torch import Tensor, nn

from rnn_demo.data import Dataset
from rnn_demo.errors import TrainingDiverged
from rnn_demo.experiment.events import Evaluated, Stepped, TrainingEvent
from rnn_demo.experiment.records import Metric
from rnn_demo.network.evaluation import evaluate
from rnn_demo.network.state import TrainingState

# Reading a number from a GPU waits for everything queued before it, so there the numbers of some steps travel together.
STEPS_PER_REPORT_ON_GPU = 16


def train(state: TrainingState, dataset: Dataset) -> Iterator[TrainingEvent]:
    """Take ``state`` on to the end of the last epoch, in place, as its own config says.

    With each event the state holds all that has been told: what goes on from its bytes tells what is left. The order of
    the digits in epoch e depends on (seed, e) alone.

    Raises:
        TrainingDiverged: the loss became NaN or infinite.
    """
    config, device = state.config, state.device
    data = dataset.to(device)
    chosen = _order(len(data.train_labels), config.seed, epoch=0)[: config.train_digits].to(device)
    report_every = 1 if device.type == "cpu" else STEPS_PER_REPORT_ON_GPU

    yield from _test_if_due(state, data)
    while state.step < config.num_steps:
        epochs_over, steps_taken = divmod(state.step, config.steps_per_epoch)
        order = chosen[_order(len(chosen), config.seed, epochs_over + 1).to(device)]
        pending: list[tuple[float, Tensor]] = []  # what `_take_step` returned
        for batch in torch.split(order, config.batch_size)[steps_taken:]:
            pending.append(_take_step(state, data, batch))
            if state.is_test_due or len(pending) == report_every or is_milestone(state.step):
                metrics = _read_metrics(pending, state)
                sound = tuple(takewhile(lambda metric: math.isfinite(metric.loss), metrics))
                if sound:
                    yield Stepped(sound)
                if len(sound) < len(metrics):
                    raise TrainingDiverged(metrics[len(sound)].step)
                pending.clear()
            yield from _test_if_due(state, data)


def is_milestone(step: int) -> bool:
    """Whether the weights after ``step`` steps (1, 2, 4, 8, …) are worth keeping: so much happens early."""
    return step & (step - 1) == 0


def _test_if_due(state: TrainingState, data: Dataset) -> Iterator[TrainingEvent]:
    if state.is_test_due:
        evaluation = yield from evaluate(state.model, data, state.step, state.epoch)
        state.tested_step = state.step
        yield Evaluated(evaluation)


def _take_step(state: TrainingState, data: Dataset, batch: Tensor) -> tuple[float, Tensor]:
    """One optimizer step on the digits whose indexes are ``batch`` (B,).

    Returns its learning rate, and loss, accuracy and gradient norm as (3,), still on the device.
    """
    model, learning_rate = state.model.train(), state.learning_rate
    labels = data.train_labels[batch]
    with state.own_random_numbers():
        logits = model(model.inputs(data.train_images[batch]))
    loss = model.loss(logits, labels)
    state.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    limit = model.config.clip_grad_norm or math.inf  # with an infinite limit the norm is measured and nothing is cut
    grad_norm = nn.utils.clip_grad_norm_(model.parameters(), limit)
    state.optimizer.step()
    if state.schedule:
        state.schedule.step()
    state.step += 1
    predictions = model.picture_logits(logits.detach()).argmax(dim=-1)
    accuracy = (predictions == labels).sum() / len(labels)
    return learning_rate, torch.stack([loss.detach(), accuracy, grad_norm])


def _read_metrics(pending: list[tuple[float, Tensor]], state: TrainingState) -> tuple[Metric, ...]:
    values = torch.stack([numbers for _, numbers in pending]).tolist()  # one wait for the device, not one a step
    first_step = state.step - len(pending) + 1
    return tuple(
        Metric(step, state.epoch, loss, accuracy, grad_norm, learning_rate)
        for step, (learning_rate, _), (loss, accuracy, grad_norm) in zip(count(first_step), pending, values)
    )


def _order(count: int, seed: int, epoch: int) -> Tensor:
    """A permutation of ``count`` digits that depends on (seed, epoch) alone; epoch 0 chooses the training digits."""
    generator = torch.Generator().manual_seed((seed << 10) + epoch)  # epochs stay below 2**10
    return torch.randperm(count, generator=generator)
