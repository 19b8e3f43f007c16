"""The test during training and the batches of many pictures, against numpy on all pictures at once."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from rnn_demo.data import Dataset
from rnn_demo.errors import TrainingDiverged
from rnn_demo.experiment import events
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation
from rnn_demo.network import accuracy, build_model, evaluate, in_batches


def drain(test: Generator[events.Testing, None, Evaluation]) -> tuple[int, Evaluation]:
    """How many batches a test took, and what it found."""
    batches = 0
    while True:
        try:
            assert next(test) == events.Testing()
        except StopIteration as end:
            return batches, end.value
        batches += 1


@pytest.mark.parametrize(
    "values", [{}, {"readout": "every_row"}, {"readout": "every_row", "bidirectional": False}], ids=str
)
def test_evaluation_is_what_numpy_computes(sample: Dataset, values: dict[str, Any]) -> None:
    data = replace(sample, test_images=sample.train_images[:1_500], test_labels=sample.train_labels[:1_500])
    model = build_model(RunConfig(hidden_size=64, recurrent_init="orthogonal", **values))
    batches, result = drain(evaluate(model, data, step=7, epoch=3))
    assert batches > 1  # the last of them a smaller one

    with torch.no_grad():
        logits = model(data.test_images / 255).double().numpy()
    labels = data.test_labels.numpy()
    every_row = logits if logits.ndim == 3 else logits[:, None]  # (B, T, C)
    log_p = every_row - np.log(np.exp(every_row).sum(axis=-1, keepdims=True))
    loss = -np.mean([log_p[i, :, label].mean() for i, label in enumerate(labels)])
    of_picture = every_row.mean(axis=1) if model.config.bidirectional else every_row[:, -1]
    predictions = of_picture.argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    np.add.at(confusion, (labels, predictions), 1)

    assert (result.step, result.epoch) == (7, 3)
    assert result.loss == pytest.approx(loss, rel=1e-5)
    assert result.accuracy == np.mean(predictions == labels)
    assert result.confusion == tuple(map(tuple, confusion.tolist()))
    assert all(type(count) is int for row in result.confusion for count in row)


def test_evaluation_leaves_out_dropout_and_gradients(sample: Dataset) -> None:
    data = replace(sample, test_images=sample.test_images[:30], test_labels=sample.test_labels[:30])
    model = build_model(RunConfig(hidden_size=8, num_layers=2, dropout=0.9))
    reference = build_model(RunConfig(hidden_size=8, num_layers=2))
    test = evaluate(model, data, step=1, epoch=1)
    next(test)
    assert torch.is_grad_enabled()  # for whoever trains meanwhile
    model.train()
    _, result = drain(test)
    assert result == drain(evaluate(reference, data, step=1, epoch=1))[1]


def test_loss_that_is_no_number_has_diverged(sample: Dataset) -> None:
    model = build_model(RunConfig(hidden_size=4))
    torch.nn.init.constant_(model.head.bias, torch.nan)
    with pytest.raises(TrainingDiverged) as caught:
        drain(evaluate(model, sample, step=12, epoch=1))
    assert caught.value.step == 12


@pytest.mark.parametrize(
    ("values", "most"),
    [
        ({"hidden_size": 64}, 600),
        ({"hidden_size": 64, "num_layers": 4}, 150),
        ({"hidden_size": 256, "sequence": "pixels"}, 6),
        ({"hidden_size": 256, "sequence": "pixels", "num_layers": 4}, 1),
    ],
    ids=str,
)
def test_batches_hold_every_picture_once_and_fewer_the_more_there_is_to_do(
    sample: Dataset, values: dict[str, Any], most: int
) -> None:
    model = build_model(RunConfig(**values))
    batches = list(in_batches(model, sample.test_images))
    sizes = [len(x) for _, x in batches]
    assert most / 2 < max(sizes) <= most
    assert sum(sizes) == 1_000
    assert [*range(1_000)] == [number for batch, _ in batches for number in range(1_000)[batch]]
    for batch, x in batches[:2]:
        assert torch.equal(x, model.inputs(sample.test_images[batch]))


def test_accuracy_is_the_share_that_is_right() -> None:
    assert accuracy(torch.tensor([1, 2, 3]), torch.tensor([1, 0, 3])) == 2 / 3
