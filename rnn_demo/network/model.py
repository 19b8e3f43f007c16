"""RowClassifier: a recurrent network that reads a picture step by step and says which class it is.

The whole model is here. Letters in shape comments: B pictures in a batch, T time steps, F numbers read at each step,
D directions (1 or 2), H hidden units, C classes. The weights have the names of plain ``nn.RNN`` / ``nn.GRU`` /
``nn.LSTM`` and ``nn.Linear``: ``rnn.weight_ih_l0`` …, ``head.weight``, ``head.bias``.
"""

import safetensors.torch
import torch
from torch import Tensor, nn

from rnn_demo.experiment.config import SEQUENCE_SHAPES, RunConfig

NUM_CLASSES = 10


class RowClassifier(nn.Module):
    """A recurrent network with a linear head, built from a `RunConfig`.

    Its first weights are drawn from torch's global random state; `build_model` seeds them.
    """

    def __init__(self, config: RunConfig) -> None:
        super().__init__()
        self.config = config
        _, input_size = SEQUENCE_SHAPES[config.sequence]
        sizes = {"input_size": input_size, "hidden_size": config.hidden_size, "num_layers": config.num_layers}
        options = {"bidirectional": config.bidirectional, "dropout": config.dropout, "batch_first": True}
        match config.cell:
            case "rnn":
                self.rnn: nn.RNNBase = nn.RNN(**sizes, **options, nonlinearity=config.nonlinearity)
            case "gru":
                self.rnn = nn.GRU(**sizes, **options)
            case "lstm":
                self.rnn = nn.LSTM(**sizes, **options)
        merged = config.num_directions * config.hidden_size if config.merge == "concat" else config.hidden_size
        self.head = nn.Linear(merged, NUM_CLASSES)
        self._initialise()

    def forward(self, x: Tensor) -> Tensor:
        """Logits of the pictures ``x`` (B, T, F): (B, C), or (B, T, C) with read-out ``every_row``."""
        out, _ = self.rnn(x)  # (B, T, D*H)
        states = out.unflatten(2, (self.config.num_directions, self.config.hidden_size))  # (B, T, D, H)
        logits: Tensor = self.head(self.merge(self.read_out(states)))
        return logits

    def read_out(self, states: Tensor) -> Tensor:
        """Pick what the head sees from ``states`` (B, T, D, H): (B, D, H), or all of them with ``every_row``."""
        match self.config.readout:
            case "final":
                # Each direction ends at its own end: forward after the last step, backward after the first.
                ends = [states[:, -1, 0], states[:, 0, 1]] if self.config.bidirectional else [states[:, -1, 0]]
                return torch.stack(ends, dim=1)
            case "last":
                return states[:, -1]
            case "mean":
                return states.mean(dim=1)
            case "every_row":
                return states

    def merge(self, states: Tensor) -> Tensor:
        """Join the directions of ``states`` (..., D, H): (..., D*H) for ``concat``, else (..., H)."""
        match self.config.merge:
            case "concat":
                return states.flatten(-2)
            case "sum":
                return states.sum(dim=-2)
            case "mean":
                return states.mean(dim=-2)

    def answer(self, logits: Tensor) -> Tensor:
        """The logits (B, C) by which a picture is classified, from what `forward` returned.

        With ``every_row`` and one direction only the last row has seen the whole picture, so it answers. With two
        directions every row has (from above and from below), so their mean answers.
        """
        if self.config.readout != "every_row":
            return logits
        return logits.mean(dim=1) if self.config.bidirectional else logits[:, -1]

    @torch.no_grad()
    def _initialise(self) -> None:
        size = self.config.hidden_size
        for name, weights in self.rnn.named_parameters():
            if name.startswith("weight_hh") and self.config.recurrent_init == "orthogonal":
                for gate in torch.split(weights, size):
                    nn.init.orthogonal_(gate)
            if name.startswith("bias_ih") and self.config.cell == "lstm":
                weights[size : 2 * size] += self.config.forget_bias  # PyTorch orders an lstm's gates i, f, g, o


def build_model(config: RunConfig) -> RowClassifier:
    """The untrained network of ``config``: the same weights for the same seed; torch's random state is left alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        return RowClassifier(config)


def count_parameters(config: RunConfig) -> int:
    """How many weights the network of ``config`` has. Allocates none of them."""
    with torch.device("meta"):
        return sum(weights.numel() for weights in RowClassifier(config).parameters())


def save_weights(model: RowClassifier) -> bytes:
    """The model's weights as the bytes of a safetensors file."""
    return safetensors.torch.save({name: weights.cpu() for name, weights in model.state_dict().items()})


def load_model(config: RunConfig, weights: bytes) -> RowClassifier:
    """The network of ``config`` with ``weights`` from `save_weights`, on the CPU, ready to be looked at."""
    with torch.device("meta"):
        model = RowClassifier(config)
    model.load_state_dict(safetensors.torch.load(weights), assign=True)
    return model.eval()
