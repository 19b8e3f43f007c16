"""A network reads many pictures: in batches of a size that suits the device, and the test during training.

Letters in shapes: N and B pictures, T steps, F numbers read at each step, C classes.
"""

import math
from collections.abc import Generator, Iterator

import torch
from torch import Tensor

from rnn_demo.data import Dataset
from rnn_demo.errors import TrainingDiverged
from rnn_demo.experiment.catalogue import NUM_CLASSES, SIDE
from rnn_demo.experiment.events import Testing
from rnn_demo.experiment.records import Evaluation
from rnn_demo.network.model import RowClassifier

# A batch has about so many hidden states, of all layers. On a processor 8 MB of them stay near its cache and, for the
# largest network too, take a fraction of a second; a GPU is quicker the more it has to do at a time.
STATES_PER_BATCH = 2**21
STATES_PER_BATCH_ON_GPU = 2**27


def in_batches(model: RowClassifier, images: Tensor) -> Iterator[tuple[slice, Tensor]]:
    """``images`` (N, 28 + k, 28) uint8 in order: which of them a batch holds, and these as inputs (B, T, F)."""
    config = model.config
    steps = config.reading.num_steps * images.shape[1] // SIDE
    states = steps * config.num_layers * config.num_directions * config.hidden_size  # of one picture
    size = max(1, (STATES_PER_BATCH if images.device.type == "cpu" else STATES_PER_BATCH_ON_GPU) // states)
    for start in range(0, len(images), size):
        batch = slice(start, start + size)
        yield batch, model.inputs(images[batch])


def accuracy(predictions: Tensor, labels: Tensor) -> float:
    """The share (0..1) of the classes ``predictions`` (N,) that are ``labels`` (N,)."""
    return (predictions == labels).sum().item() / len(labels)


@torch.no_grad()
def evaluate(model: RowClassifier, data: Dataset, step: int, epoch: int) -> Generator[Testing, None, Evaluation]:
    """Test ``model`` on the whole test set of ``data``, both on one device.

    Yields before each batch, and returns what was found.

    Raises:
        TrainingDiverged: the loss is NaN or infinite, as after a last step that no other follows to notice it.
    """
    loss, predicted = torch.zeros((), device=data.test_labels.device), []
    for batch, x in in_batches(model, data.test_images):
        yield Testing()
        labels = data.test_labels[batch]
        logits = model.eval()(x)
        loss += model.loss(logits, labels) * len(labels)
        predicted.append(model.picture_logits(logits).argmax(dim=-1))
    # Only here does a GPU have to be waited for.
    predictions, labels = torch.cat(predicted).cpu(), data.test_labels.cpu()
    mean_loss = loss.item() / len(labels)
    if not math.isfinite(mean_loss):
        raise TrainingDiverged(step)
    confusion = torch.bincount(labels * NUM_CLASSES + predictions, minlength=NUM_CLASSES**2)
    return Evaluation(
        step=step,
        epoch=epoch,
        loss=mean_loss,
        accuracy=accuracy(predictions, labels),
        confusion=tuple(map(tuple, confusion.reshape(NUM_CLASSES, NUM_CLASSES).tolist())),
    )
