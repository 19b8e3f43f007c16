"""One file of a dataset on disk: packed, unpacked, and whether it can be relied on."""

import gzip
import os
import shutil
import struct
import zlib
from dataclasses import dataclass
from math import prod
from pathlib import Path

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

    def gz_is_intact(self) -> bool:
        return bool(check_integrity(self.gz, self.md5))

    def is_well_formed(self) -> bool:
        """Whether the unpacked file has the right header and just as many bytes as the header says."""
        if not self.unpacked.is_file():
            return False
        sides = [SIDE, SIDE] if "images" in self.gz.name else []
        header = struct.Struct(f">{2 + len(sides)}I")
        with self.unpacked.open("rb") as file:
            start = file.read(header.size)
        if len(start) < header.size:
            return False
        magic, count, *sides_found = header.unpack(start)
        # The magic number ends with the number of dimensions; the 8 says that they hold bytes.
        return (
            (magic, sides_found) == (0x801 + len(sides), sides)
            and count > 0
            and self.unpacked.stat().st_size == header.size + count * prod(sides)
        )

    def is_intact(self) -> bool:
        """Whether the unpacked file can be relied on: it matches the .gz file, where there is an intact one."""
        return self.is_well_formed() and (not self.gz_is_intact() or self._matches_gz())

    def save(self, content: bytes) -> None:
        """Keep ``content`` as the .gz file."""
        with replacing(self.gz) as part:
            part.write_bytes(content)

    def unpack(self) -> None:
        with replacing(self.unpacked) as part, gzip.open(self.gz) as source, part.open("wb") as target:
            shutil.copyfileobj(source, target)

    def _matches_gz(self) -> bool:
        # A .gz file ends with the checksum of what is in it, so there is no need to unpack it again.
        with self.gz.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            (crc,) = struct.unpack("<I", file.read(4))
        return bool(crc == zlib.crc32(self.unpacked.read_bytes()))
