"""RowClassifier: a recurrent network that reads a picture step by step and says which class it is.

The whole model is here. Letters in shape comments: B pictures in a batch, T time steps, F numbers read at each step,
D directions (1 or 2), H hidden units, C classes. The weights have the names of plain ``nn.RNN`` / ``nn.GRU`` /
``nn.LSTM`` and ``nn.Linear``: ``rnn.weight_ih_l0`` …, ``head.weight``, ``head.bias``.
"""

import threading

import safetensors.torch
import torch
from torch import Tensor, nn

from rnn_demo.data import as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import CELLS, NUM_CLASSES, SIDE
from rnn_demo.experiment.config import RunConfig

# Torch has one random state for the whole process: two threads that build at once would draw from each other's seed.
_building = threading.Lock()


class RowClassifier(nn.Module):
    """A recurrent network with a linear head, built from a `RunConfig`.

    Its first weights are drawn from torch's global random state; `build_model` seeds them.
    """

    def __init__(self, config: RunConfig) -> None:
        super().__init__()
        self.config = config
        sizes = (config.reading.num_features, config.hidden_size, config.num_layers)
        options = {"bidirectional": config.bidirectional, "dropout": config.dropout, "batch_first": True}
        match config.cell:
            case "rnn":
                self.rnn: nn.RNNBase = nn.RNN(*sizes, **options, nonlinearity=config.nonlinearity)
            case "gru":
                self.rnn = nn.GRU(*sizes, **options)
            case "lstm":
                self.rnn = nn.LSTM(*sizes, **options)
        merged = config.num_directions * config.hidden_size if config.merge == "concat" else config.hidden_size
        self.head = nn.Linear(merged, NUM_CLASSES)
        self._initialise()

    @property
    def nbytes(self) -> int:
        """The bytes that its weights take."""
        return sum(weights.nbytes for weights in self.parameters())

    def inputs(self, images: Tensor) -> Tensor:
        """Pictures (B, 28, 28) uint8 as what the network reads: (B, T, F) float32 in 0..1.

        A network that reads by rows takes pictures (B, 28 + k, 28) too.

        Raises:
            RnnDemoError: the pictures have another size.
        """
        sequence = self.config.sequence
        height, width = images.shape[1:]
        if width != SIDE or height < SIDE or (height > SIDE and sequence != "rows"):
            more = " or more rows of 28" if sequence == "rows" else ""
            raise RnnDemoError(
                f"This network reads pictures of 28 rows of 28 pixels{more}; this one has {height} rows of {width}. "
                "Scale the picture, or choose a network that reads by rows."
            )
        return as_sequence(normalise(images), sequence, self.config.seed)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of the pictures ``x`` (B, T, F): (B, C), or (B, T, C) with read-out ``every_row``."""
        return self.logits_of(self.states(x))

    def states(self, x: Tensor) -> Tensor:
        """The top layer's states (B, T, D, H) while the network reads ``x`` (B, T, F)."""
        out, _ = self.rnn(x)  # (B, T, D*H)
        states: Tensor = out.unflatten(-1, (self.config.num_directions, self.config.hidden_size))
        return states

    def logits_of(self, states: Tensor) -> Tensor:
        """What `forward` makes of the top layer's ``states`` (B, T, D, H): they are read out, merged and classified."""
        return self.classify(self.read_out(states))

    def read_out(self, states: Tensor) -> Tensor:
        """Pick what the head sees from ``states`` (B, T, D, H): (B, D, H), or all of them with ``every_row``."""
        match self.config.readout:
            case "final":
                return self.own_ends(states)
            case "last":
                return states[:, -1]
            case "mean":
                return states.mean(dim=1)
            case "every_row":
                return states

    def own_ends(self, states: Tensor) -> Tensor:
        """Each direction's own last state in ``states`` (B, T, D, H), forward at step T - 1, backward at 0: (B, D, H)."""
        ends = [states[:, -1, 0], states[:, 0, 1]] if self.config.bidirectional else [states[:, -1, 0]]
        return torch.stack(ends, dim=1)

    def classify(self, states: Tensor) -> Tensor:
        """The head's logits (..., C) for ``states`` (..., D, H), whichever moment they are of."""
        logits: Tensor = self.head(self.merge(states))
        return logits

    def merge(self, states: Tensor) -> Tensor:
        """Join the directions of ``states`` (..., D, H): (..., D*H) for ``concat``, else (..., H)."""
        match self.config.merge:
            case "concat":
                return states.flatten(-2)
            case "sum":
                return states.sum(dim=-2)
            case "mean":
                return states.mean(dim=-2)

    def picture_logits(self, logits: Tensor) -> Tensor:
        """The logits (B, C) by which whole pictures are classified, from what `forward` returned.

        With ``every_row`` and one direction only the last row has seen the whole picture, so its logits count. With two
        directions every row has (from above and from below), so their mean counts.
        """
        if self.config.readout != "every_row":
            return logits
        return logits.mean(dim=1) if self.config.bidirectional else logits[:, -1]

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean cross-entropy of ``logits`` (B, C) or, a loss at every row, (B, T, C), for ``labels`` (B,)."""
        if logits.dim() == 3:
            labels = labels[:, None].expand(logits.shape[:2])  # (B, T)
        return nn.functional.cross_entropy(logits.flatten(0, -2), labels.flatten())

    @torch.no_grad()
    def _initialise(self) -> None:
        size = self.config.hidden_size
        for name, weights in self.rnn.named_parameters():
            if name.startswith("weight_hh") and self.config.recurrent_init == "orthogonal":
                for gate in torch.split(weights, size):
                    nn.init.orthogonal_(gate)
            if name.startswith("bias_ih") and self.config.cell == "lstm":
                torch.split(weights, size)[CELLS["lstm"].gate_names.index("f")].add_(self.config.forget_bias)


def build_model(config: RunConfig) -> RowClassifier:
    """The untrained network of ``config``: the same weights for the same seed, in whichever threads others are built.

    Torch's random state on the CPU is afterwards as it was; meanwhile no other thread may draw from it. Those of GPUs,
    from which nothing is drawn here, are left with the seed.
    """
    with _building, torch.random.fork_rng(devices=[]):
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
