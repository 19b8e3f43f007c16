"""An image as a sequence, pixel by pixel against plain loops."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from rnn_demo.data import Dataset, as_sequence, normalise

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def images() -> torch.Tensor:
    """Three images (3, 28, 28) of float32 in which no two pixels are alike."""
    return torch.arange(3 * 28 * 28, dtype=torch.float32).reshape(3, 28, 28)


def test_rows_go_from_top_to_bottom(images: torch.Tensor) -> None:
    steps = as_sequence(images, "rows", seed=0)
    assert steps.shape == (3, 28, 28)
    assert all(steps[1, t, f] == images[1, t, f] for t in range(28) for f in range(28))


def test_columns_go_from_left_to_right(images: torch.Tensor) -> None:
    steps = as_sequence(images, "columns", seed=0)
    assert steps.shape == (3, 28, 28)
    assert all(steps[1, t, f] == images[1, f, t] for t in range(28) for f in range(28))


def test_pixels_go_row_by_row(images: torch.Tensor) -> None:
    steps = as_sequence(images, "pixels", seed=0)
    assert steps.shape == (3, 784, 1)
    assert all(steps[1, 28 * row + column, 0] == images[1, row, column] for row in range(28) for column in range(28))


def test_shuffled_rows_are_whole_rows_in_another_order(images: torch.Tensor) -> None:
    steps = as_sequence(images, "rows_shuffled", seed=3)
    order = [int(step[0]) // 28 for step in steps[0]]
    assert sorted(order) == list(range(28))
    assert order != list(range(28))
    assert all(torch.equal(steps[b, t], images[b, order[t]]) for b in range(3) for t in range(28))


def test_order_of_shuffled_rows_depends_on_the_seed_alone(images: torch.Tensor) -> None:
    state = torch.get_rng_state()
    first = as_sequence(images, "rows_shuffled", seed=4)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(as_sequence(images[:1], "rows_shuffled", seed=4), first[:1])
    assert not torch.equal(as_sequence(images, "rows_shuffled", seed=5), first)
    # Another process, with random numbers drawn before.
    script = (
        "import torch; from rnn_demo.data import as_sequence; torch.rand(5)\n"
        "print(as_sequence(torch.arange(784).reshape(1, 28, 28), 'rows_shuffled', 4)[0, :, 0].tolist())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == first[0, :, 0].tolist()


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_sequence_and_normalise_may_change_places(sample: Dataset, sequence: str) -> None:
    digits = sample.test_images[:16]
    assert as_sequence(digits, sequence, 0).dtype == torch.uint8
    assert torch.equal(normalise(as_sequence(digits, sequence, 0)), as_sequence(normalise(digits), sequence, 0))


def test_normalise_divides_by_255() -> None:
    grey = torch.arange(256, dtype=torch.uint8)
    expected = np.arange(256, dtype=np.float32) / np.float32(255)
    assert normalise(grey).dtype == torch.float32
    assert normalise(grey).numpy().tobytes() == expected.tobytes()
    assert (normalise(grey)[0].item(), normalise(grey)[255].item()) == (0.0, 1.0)
    assert grey[255] == 255


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_gpu_sees_what_the_cpu_sees(sample: Dataset, sequence: str) -> None:
    digits = sample.to("cuda").test_images[:16]
    steps = normalise(as_sequence(digits, sequence, 11))
    assert steps.is_cuda
    assert torch.equal(steps.cpu(), normalise(as_sequence(sample.test_images[:16], sequence, 11)))
