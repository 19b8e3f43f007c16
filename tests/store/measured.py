"""Measurements to write to a store."""

from rnn_demo.experiment.records import Evaluation, Metric

CONFUSION = tuple(tuple(10 * row + column for column in range(10)) for row in range(10))


def metric(step: int, loss: float = 0.25) -> Metric:
    return Metric(step, epoch=1, loss=loss, accuracy=0.1 * 3, grad_norm=1 / 3, learning_rate=1e-3)


def evaluation(step: int, accuracy: float = 0.5) -> Evaluation:
    return Evaluation(step, epoch=1, loss=0.1 * step, accuracy=accuracy, confusion=CONFUSION)
