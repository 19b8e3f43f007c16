"""Files on disk and their damage: what is noticed, and what is done about it."""

from collections.abc import Callable

import numpy as np
import pytest

from rnn_demo.data import is_available, load_dataset
from tests.data.mirror import FILES, TRAIN_IMAGES, Source, idx


def cut(content: bytes) -> bytes:
    return content[:-10]


def flip(content: bytes) -> bytes:
    """One byte changed near the end, where header and length don't tell."""
    return content[:-20] + bytes([content[-20] ^ 5]) + content[-19:]


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [cut, flip, empty])
@pytest.mark.parametrize("name", FILES)
def test_damaged_gz_is_fetched_again(source: Source, name: str, damage: Callable[[bytes], bytes]) -> None:
    source.fill(source.raw, source.gz | {f"{name}.gz": damage(source.gz[f"{name}.gz"])})
    assert not is_available("mnist", source.root)
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == [f"/good/{name}.gz"]
    assert (source.raw / f"{name}.gz").read_bytes() == source.gz[f"{name}.gz"]


@pytest.mark.parametrize("damage", [cut, flip, empty])
@pytest.mark.parametrize("name", FILES)
def test_damaged_unpacked_file_is_rebuilt_without_a_network(
    source: Source, name: str, damage: Callable[[bytes], bytes]
) -> None:
    source.fill(source.raw, source.gz | source.unpacked | {name: damage(source.unpacked[name])})
    assert is_available("mnist", source.root)
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == []
    assert (source.raw / name).read_bytes() == source.unpacked[name]


@pytest.mark.parametrize("damage", [cut, empty])
@pytest.mark.parametrize("name", FILES)
def test_truncated_unpacked_file_without_its_gz_is_fetched(
    source: Source, name: str, damage: Callable[[bytes], bytes]
) -> None:
    source.fill(source.raw, source.unpacked | {name: damage(source.unpacked[name])})
    assert not is_available("mnist", source.root)
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == [f"/good/{name}.gz"]


@pytest.mark.parametrize("shape", [(30,), (30, 20, 20), (0, 28, 28)])
def test_images_of_another_shape_are_replaced(source: Source, shape: tuple[int, ...]) -> None:
    mistaken = idx(np.zeros(shape, dtype=np.uint8))
    source.fill(source.raw, source.unpacked | {TRAIN_IMAGES: mistaken})
    source.assert_is(load_dataset("mnist", source.root))
