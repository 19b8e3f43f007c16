"""A small dataset of the four files, a server that has them, and torchvision made to know both."""

import gzip
import hashlib
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import datasets

from rnn_demo.data import Dataset

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


class Server:
    """An HTTP server with the .gz files; the first part of a path says how it behaves, as in ``/broken/x.gz``.

    good, unsized (without saying how long a file is), packing (if the client can unpack), missing, broken (off, halfway),
    wrong (bytes), mute (without an answer), waiting and stalling (until ``go_on``).
    """

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
                if behaviour == "mute":
                    return
                self.send_response(200)
                if behaviour == "packing" and "gzip" in self.headers.get("Accept-Encoding", ""):
                    self.send_header("Content-Encoding", "gzip")
                if behaviour != "unsized":
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if behaviour == "broken":
                    body = body[: len(body) // 2]
                elif behaviour == "wrong":
                    body = bytes(len(body))
                elif behaviour == "stalling":
                    self.wfile.write(body[:100])
                    server.go_on.wait()
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


def visible_files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}
