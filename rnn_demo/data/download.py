"""The four files of an MNIST-like dataset on disk: checked, unpacked and, where needed, downloaded.

torchvision knows the files' places, names, checksums and format, pooch fetches them. torchvision's own fetching can
neither be watched nor cancelled, and trusts every unpacked file that exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from torch import Tensor
from torchvision import datasets
from torchvision.datasets.mnist import read_image_file, read_label_file

from rnn_demo.data.archive import Archive
from rnn_demo.data.fetch import NotFetched, fetch
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.catalogue import NUM_CLASSES, SAMPLE, DatasetName
from rnn_demo.experiment.events import Downloading

_LOCK_REPORT_SECONDS = 0.5

_Tell = Callable[[str, int, int | None], None]  # the fields of `Downloading`, but for the dataset's name


@dataclass(frozen=True)
class DatasetFiles:
    """Where the four files of the dataset ``name`` lie and where they come from.

    ``archives`` are the training images and labels, then the test images and labels.
    """

    name: DatasetName
    folder: Path
    mirrors: tuple[str, ...]
    archives: tuple[Archive, ...]

    @classmethod
    def of(cls, name: DatasetName, source: str, root: Path) -> Self:
        """The files below ``root`` of the dataset that torchvision has the class ``source`` for."""
        known = getattr(datasets, source)
        folder = root / source / "raw"
        return cls(name, folder, tuple(known.mirrors), tuple(Archive(folder / gz, md5) for gz, md5 in known.resources))

    def are_available(self) -> bool:
        """Whether `complete` would need no network. Writes nothing.

        Raises:
            DatasetUnavailable: the folder cannot be read.
        """
        try:
            return all(archive.is_well_formed() or archive.gz_is_intact() for archive in self.archives)
        except OSError as error:
            raise self._unusable(error) from error

    def complete(self, on_progress: Callable[[Downloading], None]) -> None:
        """Put all unpacked files in place; unpack or download what is missing or damaged.

        ``on_progress`` cancels by raising. Files appear whole or not at all, and one process at a time works on them,
        so that others may read or complete the same folder meanwhile.

        Raises:
            DatasetUnavailable: no mirror delivers a file, or the folder cannot be used.
        """
        of_listener: OSError | None = None  # not to be taken for one of network or disk

        def tell(file: str, bytes_done: int, bytes_total: int | None) -> None:
            nonlocal of_listener
            try:
                on_progress(Downloading(self.name, file, bytes_done, bytes_total))
            except OSError as error:
                of_listener = error
                raise

        try:
            # Asked before anything is written: a complete folder may be read-only.
            if not all(archive.is_intact() for archive in self.archives):
                self._work(tell)
        except OSError as error:
            if error is of_listener:
                raise
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
            if len(images) != len(labels) or labels.max() >= NUM_CLASSES:
                raise DatasetUnavailable(
                    f"The files in {self.folder} are not those of {self.name}: their labels do not fit their images. "
                    f"Delete them, and they will be downloaded anew, or use {SAMPLE}, which is built in."
                )
        return tensors

    def _work(self, tell: _Tell) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock")
        while not lock.is_locked:
            try:
                lock.acquire(timeout=_LOCK_REPORT_SECONDS)
            except Timeout:
                tell(self.archives[0].gz.name, 0, None)
        try:
            for archive in self.archives:
                if not archive.is_intact():
                    if not archive.gz_is_intact():
                        archive.save(self._download(archive, tell))
                    archive.unpack()
        finally:
            lock.release()

    def _download(self, archive: Archive, tell: _Tell) -> bytes:
        failures = []
        for mirror in self.mirrors:
            try:
                return fetch(mirror + archive.gz.name, archive.md5, partial(tell, archive.gz.name))
            except NotFetched as failure:
                failures.append(f"{urlsplit(mirror).netloc}: {failure}")
        names = ", ".join(archive.gz.name for archive in self.archives)
        raise DatasetUnavailable(
            f"The dataset {self.name} cannot be downloaded, because its file {archive.gz.name} could not be fetched "
            f"({'; '.join(failures)}). Use {SAMPLE}, which is built in and needs no network, or put the files "
            f"{names} into the folder {self.folder.absolute()}."
        )

    def _unusable(self, error: OSError) -> DatasetUnavailable:
        reason = (error.strerror or str(error)).lower()
        return DatasetUnavailable(
            f"The dataset {self.name} cannot be kept in the folder {self.folder.absolute()}: {reason}. Set the "
            f"environment variable RNN_DEMO_DATA to a folder that you may read and write, or use {SAMPLE}, which is "
            "built in."
        )
