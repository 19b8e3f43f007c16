"""Datasets: the built-in sample, files on disk and their damage, downloads from a real server, sequence views."""

import gzip
import hashlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import datasets

from rnn_demo.data import Dataset, as_sequence, data_root, is_available, load_dataset, normalise
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.events import Downloading

CHECKOUT = Path(__file__).parents[2]
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


# --- the built-in sample ---


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return load_dataset("mnist-sample")


def test_sample_has_every_class_equally_often(sample: Dataset) -> None:
    assert sample.train_images.shape == (4000, 28, 28)
    assert sample.test_images.shape == (1000, 28, 28)
    assert sample.train_images.dtype == sample.test_images.dtype == torch.uint8
    assert sample.train_labels.dtype == sample.test_labels.dtype == torch.int64
    assert sample.train_labels.bincount().tolist() == [400] * 10
    assert sample.test_labels.bincount().tolist() == [100] * 10
    assert sample.classes == tuple("0123456789")


def test_sample_never_changes(sample: Dataset) -> None:
    digest = hashlib.sha256()
    for tensor in (sample.train_images, sample.train_labels, sample.test_images, sample.test_labels):
        digest.update(tensor.numpy().astype(np.uint8).tobytes())
    assert digest.hexdigest() == "6cfa11bf2531c39b5d54179a673dfe131a6061a49a4d92ef5fd5a8280e373964"


def test_sample_shows_no_image_twice(sample: Dataset) -> None:
    images = torch.cat([sample.train_images, sample.test_images])
    assert len({image.numpy().tobytes() for image in images}) == 5000


def test_sample_is_upright_ink_on_a_blank_border(sample: Dataset) -> None:
    ink = sample.train_images.float().mean(0)
    assert ink[8:20, 8:20].mean() > 80
    assert ink[0].max() < 1
    # The horizontal stroke of a seven is at its top, the vertical one of a one runs from top to bottom.
    seven = sample.train_images[sample.train_labels == 7].float().mean(0)
    assert seven[6:10].mean() > 1.5 * seven[20:24].mean()
    one = sample.train_images[sample.train_labels == 1].float().mean(0)
    assert one[5:23].sum(0).argmax().item() in (13, 14)


def test_any_first_digits_of_the_sample_are_balanced_and_mixed(sample: Dataset) -> None:
    for labels in (sample.train_labels, sample.test_labels):
        tens = labels.reshape(-1, 10)
        assert torch.equal(tens.sort(1).values, torch.arange(10).expand_as(tens))
        assert len(tens.unique(dim=0)) == len(tens)


def test_sample_does_not_wait_for_torchvision() -> None:
    script = (
        "import sys; from rnn_demo.data import is_available, load_dataset\n"
        "assert is_available('mnist-sample') and len(load_dataset('mnist-sample').train_images) == 4000\n"
        "print('torchvision' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_moving_a_dataset_moves_all_its_tensors(sample: Dataset) -> None:
    moved = sample.to("meta")
    tensors = (moved.train_images, moved.train_labels, moved.test_images, moved.test_labels)
    assert {tensor.device.type for tensor in tensors} == {"meta"}
    assert (moved.name, moved.classes) == (sample.name, sample.classes)


# --- small datasets of the four files, and a server that has them ---


class Server:
    """An HTTP server with the .gz files; the first part of a path says how it behaves, as in ``/broken/x.gz``."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.go_on = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(self.path)
                _, behaviour, name = self.path.split("/")
                body = server.files[name]
                if behaviour == "missing":
                    self.send_error(404)
                    return
                if behaviour == "waiting":
                    server.go_on.wait()
                self.send_response(200)
                if behaviour != "unsized":
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if behaviour == "broken":
                    body = body[: len(body) // 2]
                elif behaviour == "wrong":
                    body = bytes(len(body))
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def url(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/{behaviour}/"

    def close(self) -> None:
        self.go_on.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class Source:
    """torchvision's MNIST class, made to know small files of our own."""

    def __init__(self, server: Server, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.raw = root / "MNIST" / "raw"
        random = np.random.default_rng(0)
        self.images = random.integers(0, 256, (50, 28, 28), dtype=np.uint8)
        self.labels = random.integers(0, 10, 50, dtype=np.uint8)
        train, test = slice(0, 30), slice(30, 50)
        self.unpacked = dict(
            zip(
                FILES,
                (idx(self.images[train]), idx(self.labels[train]), idx(self.images[test]), idx(self.labels[test])),
                strict=True,
            )
        )
        self.gz = {f"{name}.gz": gzip.compress(content) for name, content in self.unpacked.items()}
        self.resources = [(name, hashlib.md5(content).hexdigest()) for name, content in self.gz.items()]
        self.server = server
        server.files = self.gz
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(datasets.MNIST, "resources", self.resources)
        self.use_mirrors(server.url("good"))

    def use_mirrors(self, *mirrors: str) -> None:
        self._monkeypatch.setattr(datasets.MNIST, "mirrors", list(mirrors))

    def fill(self, folder: Path, files: dict[str, bytes]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)

    def assert_is(self, dataset: Dataset) -> None:
        assert dataset.train_images.numpy().tobytes() == self.images[:30].tobytes()
        assert dataset.test_images.numpy().tobytes() == self.images[30:].tobytes()
        assert dataset.train_labels.tolist() == self.labels[:30].tolist()
        assert dataset.test_labels.tolist() == self.labels[30:].tolist()
        assert dataset.train_images.dtype == torch.uint8
        assert dataset.train_labels.dtype == torch.int64


def idx(array: np.ndarray) -> bytes:
    """``array`` of uint8 in the idx format: a magic number that holds type and dimensions, the shape, the bytes."""
    return struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def source(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv("no_proxy", "*")
    return Source(server, tmp_path, monkeypatch)


def visible_files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


# --- download ---


def test_missing_files_are_downloaded_once(source: Source) -> None:
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == [f"/good/{name}" for name in source.gz]
    assert visible_files(source.raw) == {*FILES, *source.gz}
    source.assert_is(load_dataset("mnist", source.root))
    assert len(source.server.requests) == 4


def test_progress_counts_every_byte(source: Source) -> None:
    reports: list[Downloading] = []
    load_dataset("mnist", source.root, reports.append)
    assert {report.dataset for report in reports} == {"mnist"}
    for name, content in source.gz.items():
        of_file = [report for report in reports if report.file == name]
        done = [report.bytes_done for report in of_file]
        assert of_file[0] == Downloading("mnist", name, 0, None)
        assert done == sorted(set(done))
        assert of_file[-1] == Downloading("mnist", name, len(content), len(content))


def test_size_may_be_unknown(source: Source) -> None:
    source.use_mirrors(source.server.url("unsized"))
    reports: list[Downloading] = []
    source.assert_is(load_dataset("mnist", source.root, reports.append))
    assert {report.bytes_total for report in reports} == {None}
    assert max(report.bytes_done for report in reports) == max(map(len, source.gz.values()))


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("missing", "the server answered 404 Not Found"),
        ("broken", "the connection broke after"),
        ("wrong", "the file it sent has a wrong checksum"),
    ],
)
def test_bad_mirror_is_named_and_leaves_nothing(source: Source, behaviour: str, reason: str) -> None:
    source.use_mirrors(source.server.url(behaviour))
    with pytest.raises(DatasetUnavailable, match=reason) as caught:
        load_dataset("mnist", source.root)
    assert f"{TRAIN_IMAGES}.gz could not be fetched (127.0.0.1:" in str(caught.value)
    assert visible_files(source.raw) == set()


@pytest.mark.parametrize("behaviour", ["missing", "broken", "wrong"])
def test_next_mirror_is_tried(source: Source, behaviour: str) -> None:
    source.use_mirrors(source.server.url(behaviour), source.server.url("good"))
    source.assert_is(load_dataset("mnist", source.root))
    first = f"{TRAIN_IMAGES}.gz"
    assert source.server.requests[:2] == [f"/{behaviour}/{first}", f"/good/{first}"]


def test_without_a_network_the_message_tells_what_to_do(source: Source) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    source.use_mirrors(f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/")
    with pytest.raises(DatasetUnavailable) as caught:
        load_dataset("mnist", source.root)
    message = str(caught.value)
    assert message.startswith(f"The dataset mnist cannot be downloaded, because its file {TRAIN_IMAGES}.gz could not")
    assert f"127.0.0.1:{port}: connection refused; no-such-host.invalid: its address was not found" in message
    assert "Use mnist-sample, which is built in" in message
    assert f"put the files {', '.join(source.gz)} into the folder {source.raw}." in message


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("the listener's own")])
def test_cancelling_leaves_no_half_file(source: Source, error: BaseException) -> None:
    def cancel(progress: Downloading) -> None:
        if progress.bytes_done and progress.file.startswith(TEST_IMAGES):
            raise error

    with pytest.raises(type(error)) as caught:
        load_dataset("mnist", source.root, cancel)
    assert caught.value is error
    complete = {TRAIN_IMAGES, TRAIN_LABELS}
    assert visible_files(source.raw) == complete | {f"{name}.gz" for name in complete}
    source.assert_is(load_dataset("mnist", source.root))


CHILD = """
import hashlib, json, sys
from pathlib import Path
from torchvision.datasets import MNIST
from rnn_demo.data import load_dataset

settings = json.loads(sys.argv[1])
MNIST.mirrors, MNIST.resources = settings["mirrors"], settings["resources"]
print("ready", flush=True)
sys.stdin.readline()
dataset = load_dataset("mnist", Path(settings["root"]), lambda progress: print("progress", flush=True))
print(hashlib.sha256(dataset.train_images.numpy().tobytes()).hexdigest(), flush=True)
"""


@pytest.fixture
def start_child(source: Source) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a process that loads from a mirror of the given behaviour once a line is written to it."""
    children: list[subprocess.Popen[str]] = []

    def start(behaviour: str) -> subprocess.Popen[str]:
        settings = {
            "mirrors": [source.server.url(behaviour)],
            "resources": source.resources,
            "root": str(source.root),
        }
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, json.dumps(settings)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


def test_two_processes_download_once(source: Source, start_child: Callable[[str], subprocess.Popen[str]]) -> None:
    children = [start_child("waiting"), start_child("waiting")]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    # Both are inside load_dataset before the server gives the first file away.
    for child in children:
        assert child.stdout.readline() == "progress\n"
    source.server.go_on.set()
    outputs = [child.communicate()[0].splitlines() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    expected = hashlib.sha256(source.images[:30].tobytes()).hexdigest()
    assert [lines[-1] for lines in outputs] == [expected, expected]
    assert sorted(source.server.requests) == sorted(f"/waiting/{name}" for name in source.gz)


def test_killed_download_does_no_harm(source: Source, start_child: Callable[[str], subprocess.Popen[str]]) -> None:
    child = start_child("waiting")
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("go\n")
    child.stdin.flush()
    assert child.stdout.readline() == "progress\n"
    child.kill()
    child.wait()
    assert visible_files(source.raw) == set()
    source.assert_is(load_dataset("mnist", source.root))
    assert visible_files(source.raw) == {*FILES, *source.gz}


# --- files on disk ---


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


@pytest.mark.parametrize("kind", ["gz", "unpacked"])
def test_complete_folder_needs_no_network(source: Source, kind: str) -> None:
    assert not is_available("mnist", source.root)
    source.fill(source.raw, getattr(source, kind))
    assert is_available("mnist", source.root)
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == []


@pytest.mark.parametrize(
    "labels", [idx(np.zeros(7, dtype=np.uint8)), idx(np.full(20, 10, dtype=np.uint8))], ids=["too few", "no digits"]
)
def test_files_of_something_else_are_refused(source: Source, labels: bytes) -> None:
    source.fill(source.raw, source.unpacked | {TEST_LABELS: labels})
    with pytest.raises(DatasetUnavailable, match=r"are not those of mnist.*Delete them"):
        load_dataset("mnist", source.root)


@pytest.mark.parametrize("shape", [(30,), (30, 20, 20), (0, 28, 28)])
def test_images_of_another_shape_are_replaced(source: Source, shape: tuple[int, ...]) -> None:
    mistaken = idx(np.zeros(shape, dtype=np.uint8))
    source.fill(source.raw, source.unpacked | {TRAIN_IMAGES: mistaken})
    source.assert_is(load_dataset("mnist", source.root))


def test_root_that_is_a_file_is_refused(source: Source) -> None:
    root = source.root / "file"
    root.touch()
    assert not is_available("mnist", root)
    with pytest.raises(DatasetUnavailable, match=r"folder .*/file/MNIST/raw: not a directory\. Set .* RNN_DEMO_DATA"):
        load_dataset("mnist", root)


@pytest.fixture
def make_read_only() -> Iterator[Callable[[Path], None]]:
    """Takes the right to write to a folder away until the test is over."""
    folders: list[Path] = []

    def take_away(folder: Path) -> None:
        folders.append(folder)
        folder.chmod(0o555)
        if os.access(folder, os.W_OK):
            pytest.skip("nothing is read-only for this user")

    yield take_away
    for folder in folders:
        folder.chmod(0o755)


def test_read_only_folder_is_refused_when_files_are_missing(
    source: Source, make_read_only: Callable[[Path], None]
) -> None:
    source.fill(source.raw, source.gz)
    make_read_only(source.raw)
    with pytest.raises(DatasetUnavailable, match=r"permission denied\. Set the environment variable RNN_DEMO_DATA"):
        load_dataset("mnist", source.root)


def test_read_only_folder_is_enough_when_it_is_complete(source: Source, make_read_only: Callable[[Path], None]) -> None:
    source.fill(source.raw, source.gz | source.unpacked)
    make_read_only(source.raw)
    source.assert_is(load_dataset("mnist", source.root))


def test_root_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", "/some/folder")
    assert data_root() == Path("/some/folder")
    monkeypatch.setenv("RNN_DEMO_DATA", "~/digits")
    assert data_root() == Path.home() / "digits"
    for unset in (lambda: monkeypatch.setenv("RNN_DEMO_DATA", ""), lambda: monkeypatch.delenv("RNN_DEMO_DATA")):
        unset()
        assert data_root() == Path("data")


def test_default_root_is_used(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", str(source.root))
    source.fill(source.raw, source.unpacked)
    assert is_available("mnist")
    source.assert_is(load_dataset("mnist"))


@pytest.mark.parametrize(("name", "torchvision_class"), [("fashion-mnist", "FashionMNIST"), ("kmnist", "KMNIST")])
def test_other_datasets_have_their_own_folder_and_classes(source: Source, name: str, torchvision_class: str) -> None:
    source.fill(source.root / torchvision_class / "raw", source.unpacked)
    dataset = load_dataset(name, source.root)
    source.assert_is(dataset)
    assert dataset.name == name
    assert dataset.classes == tuple(getattr(datasets, torchvision_class).classes)


def test_unknown_dataset_is_refused() -> None:
    for function in (load_dataset, is_available):
        with pytest.raises(DatasetUnavailable, match="no dataset called 'cifar'; choose one of mnist-sample, mnist"):
            function("cifar")


# --- the real files ---


@pytest.fixture
def full_mnist() -> Dataset:
    if not (data_root() / "MNIST" / "raw").is_dir():
        pytest.skip("RNN_DEMO_DATA does not point at a folder with the files of MNIST")
    return load_dataset("mnist")


@pytest.mark.full_mnist
def test_full_mnist(full_mnist: Dataset, sample: Dataset) -> None:
    assert full_mnist.train_images.shape == (60_000, 28, 28)
    assert full_mnist.test_images.shape == (10_000, 28, 28)
    train_counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert full_mnist.train_labels.bincount().tolist() == train_counts
    assert full_mnist.test_labels.bincount().tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    blank_last_rows = (full_mnist.test_images[:, 27] == 0).all(1).sum().item()
    assert blank_last_rows == 9910

    labels = {image.numpy().tobytes(): int(label) for image, label in zip(*_train(full_mnist), strict=True)}
    for image, label in zip(*_train(sample), strict=True):
        assert labels[image.numpy().tobytes()] == label


def _train(dataset: Dataset) -> tuple[torch.Tensor, torch.Tensor]:
    return dataset.train_images, dataset.train_labels


# --- sequences ---


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
