"""The four files of an MNIST-like dataset on disk: checked, unpacked and, where needed, downloaded.

torchvision knows the files' places, names, checksums and format. The fetching is done here, because torchvision's can
neither be watched nor cancelled, and trusts every unpacked file that exists.
"""

import gzip
import os
import shutil
import struct
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from socket import gaierror
from typing import Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from filelock import FileLock, Timeout
from torch import Tensor
from torchvision.datasets import KMNIST, MNIST, FashionMNIST
from torchvision.datasets.mnist import read_image_file, read_label_file
from torchvision.datasets.utils import check_integrity

from rnn_demo.data.dataset import DownloadProgress
from rnn_demo.errors import DatasetUnavailable

_TORCHVISION = {"mnist": MNIST, "fashion-mnist": FashionMNIST, "kmnist": KMNIST}
_CHUNK_BYTES = 1 << 16
_NETWORK_TIMEOUT_SECONDS = 10.0
_LOCK_REPORT_SECONDS = 0.5


class _MirrorError(Exception):
    """One mirror did not deliver a file; the message is the reason in words."""


@dataclass(frozen=True)
class _Archive:
    """A .gz file and, beside it, the file unpacked from it, in the format called idx."""

    gz: Path
    md5: str

    @property
    def unpacked(self) -> Path:
        return self.gz.with_suffix("")

    def gz_is_intact(self) -> bool:
        return bool(check_integrity(self.gz, self.md5))

    def is_well_formed(self) -> bool:
        """Whether the unpacked file has the right header and just as many bytes as the header says."""
        if not self.unpacked.is_file():
            return False
        is_images = "images" in self.gz.name
        header = struct.Struct(">IIII" if is_images else ">II")
        with self.unpacked.open("rb") as file:
            start = file.read(header.size)
        if len(start) < header.size:
            return False
        magic, count, *sides = header.unpack(start)
        return (
            (magic, sides) == ((0x803, [28, 28]) if is_images else (0x801, []))
            and count > 0
            and self.unpacked.stat().st_size == header.size + count * (28 * 28 if is_images else 1)
        )

    def is_intact(self) -> bool:
        """Whether the unpacked file can be relied on: it matches the .gz file, where there is an intact one."""
        return self.is_well_formed() and (not self.gz_is_intact() or self._matches_gz())

    def unpack(self) -> None:
        with _replacing(self.unpacked) as part, gzip.open(self.gz) as source, part.open("wb") as target:
            shutil.copyfileobj(source, target)

    def _matches_gz(self) -> bool:
        # A .gz file ends with the checksum of what is in it, so there is no need to unpack it again.
        with self.gz.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            (crc,) = struct.unpack("<I", file.read(4))
        return bool(crc == zlib.crc32(self.unpacked.read_bytes()))


@dataclass(frozen=True)
class DatasetFiles:
    """Where the four files of the dataset ``name`` lie and where they come from.

    ``archives`` are the training images and labels, then the test images and labels.
    """

    name: str
    folder: Path
    mirrors: tuple[str, ...]
    archives: tuple[_Archive, ...]

    @classmethod
    def of(cls, name: str, root: Path) -> Self:
        """The files of one of torchvision's datasets below ``root``."""
        source = _TORCHVISION[name]
        folder = root / source.__name__ / "raw"
        archives = tuple(_Archive(folder / file, md5) for file, md5 in source.resources)
        return cls(name, folder, tuple(source.mirrors), archives)

    def are_available(self) -> bool:
        """Whether `complete` would need no network. Writes nothing.

        Raises:
            DatasetUnavailable: the folder cannot be read.
        """
        try:
            return all(archive.is_well_formed() or archive.gz_is_intact() for archive in self.archives)
        except OSError as error:
            raise self._unusable(error) from error

    def complete(self) -> Generator[DownloadProgress, None, None]:
        """Put all unpacked files in place; unpack or download what is missing or damaged.

        Closing the iterator cancels. Files appear whole or not at all, and one process at a time works on them, so
        that others may read or complete the same folder meanwhile.

        Raises:
            DatasetUnavailable: no mirror delivers a file, or the folder cannot be used.
        """
        try:
            # Asked before anything is written: a complete folder may be read-only.
            if all(archive.is_intact() for archive in self.archives):
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock")
            while not lock.is_locked:
                try:
                    lock.acquire(timeout=_LOCK_REPORT_SECONDS)
                except Timeout:
                    yield DownloadProgress(self.name, self.archives[0].gz.name, 0, None)
            try:
                for archive in self.archives:
                    if not archive.is_intact():
                        if not archive.gz_is_intact():
                            yield from self._download(archive)
                        archive.unpack()
            finally:
                lock.release()
        except OSError as error:
            raise self._unusable(error) from error

    def read(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Training images (N, 28, 28) uint8 and labels (N,) int64, then test images and labels, once complete.

        Raises:
            DatasetUnavailable: the files cannot be read, or do not belong together.
        """
        train_images, train_labels, test_images, test_labels = (archive.unpacked for archive in self.archives)
        try:
            tensors = (
                read_image_file(train_images),
                read_label_file(train_labels),
                read_image_file(test_images),
                read_label_file(test_labels),
            )
        except OSError as error:
            raise self._unusable(error) from error
        for images, labels in (tensors[:2], tensors[2:]):
            if len(images) != len(labels) or labels.max() > 9:
                raise DatasetUnavailable(
                    f"The files in {self.folder} are not those of {self.name}: their labels do not fit their images. "
                    "Delete them, and they will be downloaded anew, or use mnist-sample, which is built in."
                )
        return tensors

    def _download(self, archive: _Archive) -> Iterator[DownloadProgress]:
        failures = []
        for mirror in self.mirrors:
            try:
                yield from self._download_from(mirror, archive)
                return
            except _MirrorError as failure:
                failures.append(f"{urlsplit(mirror).netloc}: {failure}")
        names = ", ".join(archive.gz.name for archive in self.archives)
        raise DatasetUnavailable(
            f"The dataset {self.name} cannot be downloaded, because its file {archive.gz.name} could not be fetched "
            f"({'; '.join(failures)}). Use mnist-sample, which is built in and needs no network, or put the files "
            f"{names} into the folder {self.folder.absolute()}."
        )

    def _download_from(self, mirror: str, archive: _Archive) -> Iterator[DownloadProgress]:
        file_name, bytes_done = archive.gz.name, 0
        yield DownloadProgress(self.name, file_name, 0, None)
        with _replacing(archive.gz) as part:
            with part.open("wb") as file:
                for chunk, bytes_total in _stream(mirror + file_name):
                    file.write(chunk)
                    bytes_done += len(chunk)
                    yield DownloadProgress(self.name, file_name, bytes_done, bytes_total)
            if not check_integrity(part, archive.md5):
                raise _MirrorError("the file it sent has a wrong checksum")

    def _unusable(self, error: OSError) -> DatasetUnavailable:
        return DatasetUnavailable(
            f"The dataset {self.name} cannot be kept in the folder {self.folder.absolute()}: {_reason(error)}. Set the "
            "environment variable RNN_DEMO_DATA to a folder that you may read and write, or use mnist-sample, which is "
            "built in."
        )


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A name beside ``path`` to write to: it becomes ``path`` in one step if the block ends well, else it goes away."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _stream(url: str) -> Iterator[tuple[bytes, int | None]]:
    """The pieces of what ``url`` gives, as they come in, each with the size of the whole in bytes, if it is known."""
    request = Request(url, headers={"User-Agent": "rnn_demo"})
    bytes_done = 0
    try:
        with urlopen(request, timeout=_NETWORK_TIMEOUT_SECONDS) as response:
            bytes_total: int | None = response.length
            while chunk := response.read1(_CHUNK_BYTES):
                bytes_done += len(chunk)
                yield chunk, bytes_total
    except (OSError, HTTPException) as error:
        raise _MirrorError(_reason(error)) from error
    if bytes_total is not None and bytes_done < bytes_total:
        raise _MirrorError(f"the connection broke after {bytes_done:,} of {bytes_total:,} bytes")


def _reason(error: Exception) -> str:
    """Why a network or a disk did not do what it should, in words."""
    match error:
        case HTTPError():
            return f"the server answered {error.code} {error.reason}"
        case URLError(reason=Exception() as cause):
            return _reason(cause)
        case gaierror():
            return "its address was not found; is this machine online?"
        case TimeoutError():
            return f"no answer within {_NETWORK_TIMEOUT_SECONDS:.0f} seconds"
        case OSError(strerror=str(words)):
            return words[:1].lower() + words[1:]
        case _:
            return str(error) or type(error).__name__
