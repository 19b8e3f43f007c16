"""``python -m rnn_demo trace``, as a program that someone else starts; its arrays are checked with numpy and torch."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import safetensors.torch
import torch
from PIL import Image
from torch import Tensor, nn

from rnn_demo.data import Dataset, centre, read_picture
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.store import open_store
from tests.terminal.program import call, url_in

CONFIG = RunConfig(hidden_size=6, num_layers=2, train_size=400, batch_size=20, num_epochs=2, seed=5)
SHAPES = {
    "image": (28, 28),
    "forward": (2, 28, 6),
    "backward": (2, 28, 6),
    "cell_forward": (2, 28, 6),
    "cell_backward": (2, 28, 6),
    "gates_forward": (2, 28, 4, 6),
    "gates_backward": (2, 28, 4, 6),
    "prefix_probabilities": (28, 10),
    "step_probabilities": (28, 10),
    "probabilities": (10,),
    "vote_forward": (10,),
    "vote_backward": (10,),
    "vote_bias": (10,),
    "grad_h_forward": (28,),
    "grad_h_backward": (28,),
    "grad_c_forward": (28,),
    "grad_c_backward": (28,),
    "grad_x": (28,),
}


class Stored(NamedTuple):
    """A store's URL, the service at it, and two runs in it: with two directions and with one."""

    url: str
    service: Service
    both: Run
    one_direction: Run


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    url = url_in(tmp_path_factory.mktemp("trace"))
    service = Service(url)
    configs = (CONFIG, RunConfig(cell="rnn", bidirectional=False, hidden_size=4, train_size=100, num_epochs=1))
    both, one = (service.runs.train_here(config, threading.Event(), lambda event: None) for config in configs)
    yield Stored(url, service, both, one)
    service.close()


def trace(url: str, *words: object) -> tuple[int, str, str]:
    return call(url, "trace", *words)


def arrays_in(path: Path) -> dict[str, Any]:
    with np.load(path) as file:
        return dict(file)


def weights_of(stored: Stored, run: Run, step: int) -> dict[str, Tensor]:
    store = open_store(stored.url)
    weights = store.weights(run.id, step)
    store.close()
    return safetensors.torch.load(weights)


def plain_module(weights: dict[str, Tensor]) -> nn.LSTM:
    rnn = nn.LSTM(28, 6, 2, bidirectional=True, batch_first=True)
    rnn.load_state_dict({name[4:]: values for name, values in weights.items() if name.startswith("rnn.")})
    return rnn


def answer(states: Tensor, weights: dict[str, Tensor]) -> Tensor:
    """The logits (N, 10) for N pictures, of whose states (N, 28, 12) each direction's last ones are read out."""
    read_out = torch.cat([states[:, 27, :6], states[:, 0, 6:]], dim=1)
    return read_out @ weights["head.weight"].T + weights["head.bias"]


def test_the_file_holds_what_the_network_does(stored: Stored, sample: Dataset, tmp_path: Path) -> None:
    out = tmp_path / "seven.npz"
    exit_status, stdout, stderr = trace(stored.url, stored.both.id, "--index", 7, "--out", out)
    assert (exit_status, stderr) == (0, "")
    assert stdout.startswith(f"{out}: test digit 7, a 8, in run {stored.both.id} after 40 steps, read as ")
    assert len(stdout.splitlines()) == 1
    arrays = arrays_in(out)
    assert {name: values.shape for name, values in arrays.items()} == SHAPES
    assert {name: values.dtype.name for name, values in arrays.items()} == {
        name: "uint8" if name == "image" else "float32" for name in SHAPES
    }
    np.testing.assert_array_equal(arrays["image"], sample.test_images[7].numpy())

    weights = weights_of(stored, stored.both, 40)
    x = (sample.test_images[7][None] / 255).requires_grad_()
    states, (_, c_n) = plain_module(weights)(x)
    np.testing.assert_allclose(arrays["forward"][1], states[0, :, :6].detach(), atol=2e-6)
    np.testing.assert_allclose(arrays["backward"][1], states[0, :, 6:].detach(), atol=2e-6)
    np.testing.assert_allclose(arrays["cell_forward"][:, 27], c_n[[0, 2], 0].detach(), atol=2e-6)
    np.testing.assert_allclose(arrays["cell_backward"][:, 0], c_n[[1, 3], 0].detach(), atol=2e-6)
    logits = answer(states, weights)[0]
    np.testing.assert_allclose(arrays["probabilities"], logits.softmax(0).detach(), atol=2e-6)
    np.testing.assert_allclose(
        arrays["vote_forward"] + arrays["vote_backward"] + arrays["vote_bias"], logits.detach(), atol=1e-5
    )
    by_step = (states[0] @ weights["head.weight"].T + weights["head.bias"]).softmax(dim=1)
    np.testing.assert_allclose(arrays["step_probabilities"], by_step.detach(), atol=2e-6)
    # Picture t of these holds rows 0..t, and is blank below.
    prefixes = torch.stack([sample.test_images[7].where(torch.arange(28)[:, None] <= row, 0) for row in range(28)])
    prefix_logits = answer(plain_module(weights)(prefixes / 255)[0], weights)
    np.testing.assert_allclose(arrays["prefix_probabilities"], prefix_logits.softmax(dim=1).detach(), atol=2e-6)
    (gradient,) = torch.autograd.grad(-logits.log_softmax(0)[sample.test_labels[7]], x)
    np.testing.assert_allclose(arrays["grad_x"], gradient[0].norm(dim=1), rtol=1e-3, atol=1e-9)
    # An lstm's equations tie its gates, cells and states together.
    i, f, g, o = arrays["gates_forward"][0].transpose(1, 0, 2)
    before = np.concatenate([np.zeros((1, 6)), arrays["cell_forward"][0, :-1]])
    np.testing.assert_allclose(arrays["cell_forward"][0], f * before + i * g, atol=2e-6)
    np.testing.assert_allclose(arrays["forward"][0], o * np.tanh(arrays["cell_forward"][0]), atol=2e-6)


def test_another_moment_and_the_training_digits(stored: Stored, sample: Dataset, tmp_path: Path) -> None:
    out = tmp_path / "first"
    words = ("--index", 3_999, "--split", "train", "--step", 0, "--out", out, "--store", stored.url)
    exit_status, stdout, _ = trace("sqlite:///nowhere/else.db", stored.both.id, *words)
    assert exit_status == 0
    assert f"train digit 3999, a {int(sample.train_labels[3_999])}, in run {stored.both.id} after 0 steps" in stdout
    arrays = arrays_in(out)  # under the very name that was asked for
    states, _ = plain_module(weights_of(stored, stored.both, 0))(sample.train_images[3_999][None] / 255)
    np.testing.assert_allclose(arrays["backward"][1], states[0, :, 6:].detach(), atol=2e-6)


def test_one_direction_has_nothing_backward(stored: Stored, tmp_path: Path) -> None:
    out = tmp_path / "one.npz"
    assert trace(stored.url, stored.one_direction.id, "--index", 0, "--out", out)[0] == 0
    present = set(arrays_in(out))
    assert present == {
        name for name in SHAPES if not any(part in name for part in ("backward", "cell", "gates", "grad_c"))
    }


def test_a_picture_from_a_file(stored: Stored, sample: Dataset, tmp_path: Path) -> None:
    """A drawn picture has no class that is known, so the gradients are for the answer."""
    picture, out = tmp_path / "drawn.png", tmp_path / "drawn.npz"
    paper = Image.fromarray(255 - sample.test_images[12].numpy()).resize((280, 280))
    paper.save(picture)
    exit_status, stdout, stderr = trace(stored.url, stored.both.id, "--image", picture, "--out", out)
    assert (exit_status, stderr) == (0, "")
    assert f"{picture} in run {stored.both.id}" in stdout
    arrays = arrays_in(out)
    image = centre(read_picture(picture.read_bytes()))
    np.testing.assert_array_equal(arrays["image"], image)
    x = (torch.from_numpy(image)[None] / 255).requires_grad_()
    weights = weights_of(stored, stored.both, 40)
    states, _ = plain_module(weights)(x)
    logits = answer(states, weights)[0]
    (gradient,) = torch.autograd.grad(-logits.log_softmax(0).max(), x)
    np.testing.assert_allclose(arrays["grad_x"], gradient[0].norm(dim=1), rtol=1e-3, atol=1e-9)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--index 1000", "--index: 1000 is not allowed; the test digits of mnist-sample are 0 to 999."),
        ("--index 4000 --split train", "--index: 4000 is not allowed; the train digits of mnist-sample are 0 to 3999."),
        ("--index=-1", "--index: '-1' is not allowed: input should be greater than or equal to 0."),
        ("--index seven", "--index: 'seven' is not allowed: input should be a valid integer"),
        ("--index 0 --split valid", "--split: 'valid' is not allowed: input should be 'test' or 'train'."),
        ("--index 0 --step=-5", "--step: '-5' is not allowed: "),
        ("--index 0 --step 39", "has no weights for step 39"),
        ("", "Say which one picture to read: either a digit with --index, or a file with --image."),
        ("--index 0 --image pyproject.toml", "Say which one picture to read"),
        ("--image nowhere.png", "--image: nowhere.png cannot be read: No such file or directory."),
        ("--image pyproject.toml", "The file is neither a PNG nor a JPEG picture"),
    ],
)
def test_a_wrong_value_is_one_sentence(stored: Stored, tmp_path: Path, words: str, said: str) -> None:
    exit_status, stdout, stderr = trace(stored.url, stored.both.id, *words.split(), "--out", tmp_path / "out.npz")
    assert (exit_status, stdout) == (2, "")
    (line,) = stderr.splitlines()
    assert said in line
    assert list(tmp_path.iterdir()) == []


def test_a_missing_word_or_run_is_a_wrong_value(stored: Stored, tmp_path: Path) -> None:
    exit_status, _, stderr = trace(stored.url, stored.both.id, "--index", 0)
    assert (exit_status, stderr) == (2, "--out: field required.\n")
    exit_status, _, stderr = trace(stored.url, "nothing", "--index", 0, "--out", tmp_path / "out.npz")
    assert exit_status == 2
    (line,) = stderr.splitlines()
    assert line.startswith("There is no run 'nothing' in this store.")
    exit_status, _, stderr = trace(stored.url, "--index", 0, "--out", tmp_path / "out.npz")
    assert exit_status == 2
    assert "required: RUN" in stderr
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_has_not_begun_has_no_weights(stored: Stored, tmp_path: Path) -> None:
    waiting = stored.service.runs.start(CONFIG)
    exit_status, _, stderr = trace(stored.url, waiting.id, "--index", 0, "--out", tmp_path / "out.npz")
    assert exit_status == 1
    assert stderr == f"The run {waiting.id} has no weights yet; wait until its training has begun.\n"


def test_a_file_that_cannot_be_written_is_one_sentence_and_leaves_nothing(stored: Stored, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for out, reason in ((tmp_path / "nowhere" / "out.npz", "No such file or directory"), (folder, "Is a directory")):
        exit_status, stdout, stderr = trace(stored.url, stored.both.id, "--index", 0, "--out", out)
        assert (exit_status, stdout) == (1, "")
        (line,) = stderr.splitlines()
        assert line.startswith(f"The file {out} cannot be written: {reason}. Name one with --out")
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_an_earlier_file_is_replaced_as_a_whole_or_kept(stored: Stored, tmp_path: Path) -> None:
    out = tmp_path / "out.npz"
    out.write_text("an earlier result")
    assert trace(stored.url, stored.both.id, "--index", 1_000, "--out", out)[0] == 2
    assert out.read_text() == "an earlier result"
    assert trace(stored.url, stored.both.id, "--index", 1, "--out", out)[0] == 0
    assert set(arrays_in(out)) == set(SHAPES)
    assert list(tmp_path.iterdir()) == [out]
