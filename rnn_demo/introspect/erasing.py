"""The state is the memory: what becomes of the prediction if the state is erased while the picture is read."""

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.introspect.layers import read_by_layer, sequence_of, stepper
from rnn_demo.introspect.results import Floats
from rnn_demo.network import RowClassifier


@torch.no_grad()
def erased(model: RowClassifier, picture: Picture, *, forward: bool, backward: bool) -> Floats:
    """The probabilities (lines, C) if the state after line t is set to zero and the network reads on from there.

    ``forward`` and ``backward`` say in which directions; it is done in all layers at once, to an lstm's cell state too.
    What sees the state after line t sees the zeros: the next step, the layer above, and the read-out. For a direction
    that reads backward the state after line t is the one after reading up to line t.

    Raises:
        RnnDemoError: the picture has another size than the network reads.
    """
    reading = model.config.reading
    sequence = sequence_of(model, picture)  # (T, F)
    num_lines = len(sequence) // reading.steps_per_line
    x = sequence.expand(num_lines, *sequence.shape)  # in the picture number t the state after line t is lost
    steps = torch.arange(len(sequence))
    ends = {False: steps[reading.line_ends], True: steps[reading.line_starts]}
    chosen = [is_backward for is_backward, is_chosen in ((False, forward), (True, backward)) if is_chosen]
    for layer in range(model.config.num_layers):
        states = read_by_layer(model, layer, x)  # (lines, T, D, H)
        for is_backward in chosen:
            keep = steps[:, None] != ends[is_backward]  # (T, lines)
            states[:, :, int(is_backward)] = _states(model, layer, x, is_backward, keep)
        x = states.flatten(2)
    return model.picture_logits(model.logits_of(states)).softmax(dim=1).numpy()


def _states(model: RowClassifier, layer: int, x: Tensor, backward: bool, keep: Tensor) -> Tensor:
    """The states (B, T, H) of one layer in one direction that reads ``x`` (B, T, F or D*H).

    They are zero after the steps where ``keep`` (T, B) is False.
    """
    step = stepper(model, layer, backward=backward)
    h = c = x.new_zeros(len(x), model.config.hidden_size)
    states = [h] * x.shape[1]
    for t in reversed(range(len(states))) if backward else range(len(states)):
        h, c = (part.where(keep[t, :, None], 0.0) for part in step(x[:, t], h, c))
        states[t] = h
    return torch.stack(states, dim=1)
