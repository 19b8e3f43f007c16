"""The four files of an MNIST-like dataset on disk: checked, unpacked and, where needed, fetched by pooch.

torchvision knows the files' addresses, names, checksums and format. Its own fetching can neither be watched nor
cancelled, and trusts every unpacked file that exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import IncompleteRead
from pathlib import Path
from socket import gaierror
from urllib.parse import urlsplit

import pooch
import requests
from filelock import FileLock
from torchvision import datasets

from rnn_demo.data.archive import Archive
from rnn_demo.data.dataset import Dataset
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.catalogue import NUM_CLASSES, SAMPLE, DatasetName
from rnn_demo.experiment.events import Downloading

_HEADERS = {"User-Agent": "rnn_demo", "Accept-Encoding": "identity"}  # requests would unpack what a server packs

_Tell = Callable[[str, int, int | None], None]  # the fields of `Downloading`, but for the dataset's name

pooch.get_logger().setLevel("WARNING")


class DatasetFiles:
    """The four files below ``root`` of the dataset ``name``, for which torchvision has the class ``source``.

    A server that is silent for ``timeout`` seconds is given up.
    """

    def __init__(self, name: DatasetName, source: str, root: Path, timeout: float = 10) -> None:
        known = getattr(datasets, source)
        self._name = name
        self._mirrors: list[str] = known.mirrors
        self._timeout = timeout
        self._folder = root.absolute() / source / "raw"
        # Training images and labels, then test images and labels.
        self._archives = [Archive(self._folder / gz, md5) for gz, md5 in known.resources]

    def are_available(self) -> bool:
        """Whether `load` would need no network. Writes nothing.

        Raises:
            DatasetUnavailable: the folder cannot be read.
        """
        try:
            return all(archive.is_well_formed() or archive.gz_is_intact() for archive in self._archives)
        except OSError as error:
            raise self._unusable(error) from error

    def load(self, on_progress: Callable[[Downloading], None]) -> Dataset:
        """Read the files, after unpacking or downloading what is missing or damaged.

        ``on_progress`` cancels by raising. Files appear whole or not at all, and one process at a time works on them,
        so that others may load the same dataset meanwhile.

        Raises:
            DatasetUnavailable: no mirror delivers a file, the folder cannot be used, or its files are of something else.
        """

        def tell(file: str, bytes_done: int, bytes_total: int | None) -> None:
            try:
                on_progress(Downloading(self._name, file, bytes_done, bytes_total))
            except Exception as error:
                raise _Cancelled(error) from error

        try:
            # Asked before anything is written: a complete folder may be read-only.
            if not all(archive.is_intact() for archive in self._archives):
                self._put_in_place(tell)
            tensors = [archive.read() for archive in self._archives]
        except _Cancelled as cancelled:
            raise cancelled.args[0] from None
        except OSError as error:
            raise self._unusable(error) from error
        for images, labels in (tensors[:2], tensors[2:]):
            if len(images) != len(labels) or labels.max() >= NUM_CLASSES:
                raise DatasetUnavailable(
                    f"The files in {self._folder} are not those of {self._name}: their labels do not fit their images. "
                    f"Delete them, and they will be downloaded anew, or use {SAMPLE}, which is built in."
                )
        return Dataset(self._name, *tensors)

    def _put_in_place(self, tell: _Tell) -> None:
        def report_waiting() -> bool:
            tell(self._archives[0].gz.name, 0, None)
            return False  # do not give up

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / ".lock")
        with lock.acquire(poll_interval=0.5, cancel_check=report_waiting):
            for archive in self._archives:
                if not archive.is_intact():
                    self._fetch(archive, tell)
                    archive.unpack()

    def _fetch(self, archive: Archive, tell: _Tell) -> None:
        name = archive.gz.name

        def download(url: str, part: str, _: object) -> None:
            tell(name, 0, None)
            bar = _Bar(Path(part), lambda done, total: tell(name, done, total))
            pooch.HTTPDownloader(bar, 1 << 14, timeout=self._timeout, headers=_HEADERS)(url, part, None)
            Path(part).chmod(0o644)  # pooch makes it for its owner alone

        failures = []
        for mirror in self._mirrors:
            try:
                pooch.retrieve(mirror + name, f"md5:{archive.md5}", name, self._folder, downloader=download)
                return
            except requests.RequestException as error:
                reason = _reason(error, self._timeout)
            except ValueError:
                reason = "the file it sent has a wrong checksum"
            failures.append(f"{urlsplit(mirror).netloc}: {reason}")
        names = ", ".join(archive.gz.name for archive in self._archives)
        raise DatasetUnavailable(
            f"The dataset {self._name} cannot be downloaded, because its file {name} could not be fetched "
            f"({'; '.join(failures)}). Use {SAMPLE}, which is built in and needs no network, or put the files "
            f"{names} into the folder {self._folder}."
        )

    def _unusable(self, error: OSError) -> DatasetUnavailable:
        reason = (error.strerror or str(error)).lower()
        return DatasetUnavailable(
            f"The dataset {self._name} cannot be kept in the folder {self._folder}: {reason}. Set the environment "
            f"variable RNN_DEMO_DATA to a folder that you may read and write, or use {SAMPLE}, which is built in."
        )


class _Cancelled(Exception):
    """Carries what a listener raised past all that catches the errors of network and disk."""


@dataclass
class _Bar:
    """What pooch takes for a progress bar. It looks at the file, since pooch counts whole chunks."""

    part: Path
    tell: Callable[[int, int | None], None]
    total: int = 0  # set by pooch when the server has answered; it stays 0 if the server does not say

    def update(self, _: int) -> None:
        self.tell(self.part.stat().st_size, self.total or None)

    def reset(self) -> None:
        """Nothing to do here, nor to close."""

    close = reset


def _reason(error: BaseException, timeout: float) -> str:
    """Why a network did not do what it should: the first error that says so, from requests' down to the system's."""
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"the server answered {response.status_code} {response.reason}"
        case requests.Timeout() | TimeoutError():
            return f"no answer within {timeout:g} seconds"
        case gaierror():
            return "its address was not found; is this machine online?"
        case IncompleteRead(partial=int(done), expected=int(left)):
            return f"the connection broke after {done:,} of {done + left:,} bytes"
        case OSError(strerror=str(words)):
            return words[:1].lower() + words[1:]
    cause = error.__cause__ or error.__context__
    return _reason(cause, timeout) if cause else str(error)
