"""One file of a dataset on disk: packed, unpacked, and whether it can be relied on."""

import gzip
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path

from torch import Tensor
from torchvision.datasets.mnist import read_image_file, read_label_file
from torchvision.datasets.utils import check_integrity

from rnn_demo.atomic import replacing
from rnn_demo.experiment.catalogue import SIDE


@dataclass(frozen=True)
class Archive:
    """A .gz file and, beside it, the file unpacked from it, in the format called idx.

    Every method raises OSError where the folder cannot be used.
    """

    gz: Path
    md5: str

    @property
    def unpacked(self) -> Path:
        return self.gz.with_suffix("")

    @property
    def _sides(self) -> list[int]:
        return [SIDE, SIDE] if "images" in self.gz.name else []

    def gz_is_intact(self) -> bool:
        return bool(check_integrity(self.gz, self.md5))

    def is_well_formed(self) -> bool:
        """Whether the unpacked file has the header that belongs to as many bytes. Quick: it reads no more."""
        if not self.unpacked.is_file():
            return False
        sides = self._sides
        count, rest = divmod(self.unpacked.stat().st_size - 4 * (2 + len(sides)), prod(sides))
        if rest or count < 1:
            return False
        # The first number ends with the number of dimensions; the 8 says that they hold bytes.
        header = struct.pack(f">{2 + len(sides)}I", 0x801 + len(sides), count, *sides)
        with self.unpacked.open("rb") as file:
            return file.read(len(header)) == header

    def is_intact(self) -> bool:
        """Whether the unpacked file can be relied on: it matches the .gz file, where there is an intact one."""
        return self.is_well_formed() and (not self.gz_is_intact() or self._content() == self.unpacked.read_bytes())

    def unpack(self) -> None:
        with replacing(self.unpacked) as part:
            part.write_bytes(self._content())

    def read(self) -> Tensor:
        """The images of the unpacked file, (N, 28, 28) uint8, or its labels, (N,) int64."""
        tensor: Tensor = (read_image_file if self._sides else read_label_file)(self.unpacked)
        return tensor

    def _content(self) -> bytes:
        return gzip.decompress(self.gz.read_bytes())
