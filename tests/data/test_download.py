"""The four files of a dataset: downloaded from one mirror or another, by one process or two, cancelled or killed."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from requests import Timeout

from rnn_demo.data import DatasetFiles, is_available, load_dataset
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.events import Downloading
from tests.data.mirror import FILES, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, Source, idx, visible_files

CHECKOUT = Path(__file__).parents[2]


def test_missing_files_are_downloaded_once(source: Source) -> None:
    source.assert_is(load_dataset("mnist", source.root))
    assert source.server.requests == [f"/good/{name}" for name in source.gz]
    assert visible_files(source.raw) == {*FILES, *source.gz}
    source.assert_is(load_dataset("mnist", source.root))
    assert len(source.server.requests) == 4


def test_what_was_downloaded_can_be_read_by_others(source: Source) -> None:
    load_dataset("mnist", source.root)
    assert all((source.raw / name).stat().st_mode & 0o444 == 0o444 for name in source.gz)


@pytest.mark.parametrize("behaviour", ["good", "unsized"])
def test_every_byte_is_told_of(source: Source, behaviour: str) -> None:
    source.use_mirrors(source.server.url(behaviour))
    reports: list[Downloading] = []
    load_dataset("mnist", source.root, reports.append)
    assert {report.dataset for report in reports} == {"mnist"}
    for name, content in source.gz.items():
        first, *others = (report for report in reports if report.file == name)
        assert first == Downloading("mnist", name, 0, None)
        assert {report.bytes_total for report in others} == {len(content) if behaviour == "good" else None}
        done = [report.bytes_done for report in others]
        assert done == sorted(done)
        assert done[-1] == len(content)
    assert len({report.bytes_done for report in reports if report.file == f"{TRAIN_IMAGES}.gz"}) > 2


def test_what_is_unpacked_already_is_not_told_of(source: Source) -> None:
    source.fill(source.raw, source.gz)
    reports: list[Downloading] = []
    load_dataset("mnist", source.root, reports.append)
    assert reports == []


def test_a_server_that_packs_answers_is_asked_not_to(source: Source) -> None:
    """What is fetched is packed already: unpacked on the way, it would have another checksum."""
    source.use_mirrors(source.server.url("packing"))
    source.assert_is(load_dataset("mnist", source.root))


def test_nothing_is_printed(source: Source, capfd: pytest.CaptureFixture[str]) -> None:
    load_dataset("mnist", source.root)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("missing", "the server answered 404 Not Found"),
        ("wrong", "the file it sent has a wrong checksum"),
        ("broken", "the connection broke after {half:,} of {all:,} bytes"),
        ("mute", "Remote end closed connection without response"),
        ("waiting", "no answer within 0.2 seconds"),
        ("stalling", "no answer within 0.2 seconds"),
    ],
)
def test_bad_mirror_is_named_and_leaves_nothing(source: Source, behaviour: str, reason: str) -> None:
    source.use_mirrors(source.server.url(behaviour))
    with pytest.raises(DatasetUnavailable) as caught:
        DatasetFiles("mnist", "MNIST", source.root, timeout=0.2).load(lambda progress: None)
    name = f"{TRAIN_IMAGES}.gz"
    size = len(source.gz[name])
    host = urlsplit(source.server.url(behaviour)).netloc
    assert f"{name} could not be fetched ({host}: {reason.format(half=size // 2, all=size)})." in str(caught.value)
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
    assert f"127.0.0.1:{port}: connection refused; no-such-host.invalid: its address was not found; is" in message
    assert "Use mnist-sample, which is built in" in message
    assert f"put the files {', '.join(source.gz)} into the folder {source.raw}." in message


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("own"), ValueError("own"), Timeout("own")])
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
    assert visible_files(source.raw).isdisjoint({*FILES, *source.gz})
    source.assert_is(load_dataset("mnist", source.root))
    assert visible_files(source.raw) >= {*FILES, *source.gz}


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
