"""What many tests share: datasets, any valid configuration, and a network's weights in PyTorch's own modules."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from torch import nn

from rnn_demo.data import Dataset, data_root, load_dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.network.model import RowClassifier

PlainTorch = Callable[[RowClassifier], tuple[nn.RNNBase, nn.Linear]]

# A property holds or not, however busy the machine is.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def sample() -> Dataset:
    return load_dataset("mnist-sample")


@pytest.fixture(scope="session")
def full_mnist() -> Dataset:
    if not (data_root() / "MNIST" / "raw").is_dir():
        pytest.skip("RNN_DEMO_DATA does not point at a folder with the files of MNIST")
    return load_dataset("mnist")


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Torch on one core, as a worker has it: quicker at these sizes, whatever else runs on the machine."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def plain_torch() -> PlainTorch:
    """Copies a network's exported weights into ``nn.RNN`` / ``nn.GRU`` / ``nn.LSTM`` and ``nn.Linear``."""

    def copy(model: RowClassifier) -> tuple[nn.RNNBase, nn.Linear]:
        config = model.config
        kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[config.cell]
        options = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
        rnn = kind(
            config.reading.num_features,
            config.hidden_size,
            config.num_layers,
            bidirectional=config.bidirectional,
            batch_first=True,
            **options,
        )
        head = nn.Linear(model.head.in_features, 10)
        weights = model.state_dict()
        assert all(name.startswith(("rnn.", "head.")) for name in weights)
        for module, prefix in ((rnn, "rnn."), (head, "head.")):
            own = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
            module.load_state_dict(own, strict=True)
        return rnn, head

    return copy


@st.composite
def run_configs(draw: st.DrawFn) -> RunConfig:
    """Any valid configuration; most fields are left at their defaults, as people do."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "dataset": st.sampled_from(["mnist-sample", "mnist", "fashion-mnist", "kmnist"]),
        "sequence": st.sampled_from(["rows", "columns", "rows_shuffled", "pixels"]),
        "cell": st.sampled_from(["rnn", "gru", "lstm"]),
        "bidirectional": st.booleans(),
        "hidden_size": st.integers(1, 256),
        "num_layers": st.integers(1, 4),
        "readout": st.sampled_from(["final", "last", "mean", "every_row"]),
        "recurrent_init": st.sampled_from(["uniform", "orthogonal"]),
        "num_epochs": st.integers(1, 200),
        "batch_size": st.integers(1, 2000),
        "optimizer": st.sampled_from(["adam", "adamw", "sgd", "rmsprop"]),
        "learning_rate": st.floats(1e-6, 10),
        "lr_schedule": st.sampled_from(["constant", "one_cycle"]),
        "clip_grad_norm": st.floats(0, 100),
        "weight_decay": st.floats(0, 1),
        "eval_every": st.integers(0, 100_000),
        "seed": st.integers(0, 2**31 - 1),
        "device": st.sampled_from(["auto", "cpu", "mps", "cuda", "cuda:0", "cuda:13"]),
    }
    values = draw(st.fixed_dictionaries({}, optional=fields))
    # What has an effect beside some values only.
    dependent: dict[str, st.SearchStrategy[Any]] = {
        "train_size": st.none()
        | st.integers(10, 4000 if values.get("dataset", "mnist-sample") == "mnist-sample" else 60_000)
    }
    if values.get("num_layers", 1) > 1:
        dependent["dropout"] = st.floats(0, 0.9)
    if values.get("cell") == "rnn":
        dependent["nonlinearity"] = st.sampled_from(["tanh", "relu"])
    if values.get("cell", "lstm") == "lstm":
        dependent["forget_bias"] = st.floats(0, 5)
    if values.get("bidirectional", True):
        dependent["merge"] = st.sampled_from(["concat", "sum", "mean"])
    return RunConfig(**values, **draw(st.fixed_dictionaries({}, optional=dependent)))


# So that a property of all configurations may say `st.from_type(RunConfig)`.
st.register_type_strategy(RunConfig, run_configs())
