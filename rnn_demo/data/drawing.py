"""A picture from outside, drawn or uploaded, as one more digit: grey, ink bright, centred as MNIST's digits are."""

import struct
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from rnn_demo.errors import NotAPicture
from rnn_demo.experiment.catalogue import SIDE

Grey = NDArray[np.uint8]  # (H, W) of any size; 0 is blank, 255 the strongest possible ink
Picture = NDArray[np.uint8]  # (28 + k, 28): a digit as networks read it, with k blank rows added at its end

MAX_BYTES = 1 << 20
MAX_PIXELS = 16_000_000  # a telephone's photograph has 12 million
MAX_SIDE = 560  # pixels; larger pictures are scaled down to it, which also averages a camera's noise away

BOX = 20  # MNIST's digits were scaled to fit a box of this side …
MIDDLE = 14  # … and placed with their centre of mass on the pixel of this row and this column

# What a camera or JPEG adds to blank paper stays below this share of the strongest ink, or below these grey values.
NOISE_SHARE = 1 / 3
NOISE_GREYS = 24

# Pillow has no common class for what its decoders raise on damaged files.
_DAMAGE = (OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError, struct.error)


def read_picture(data: bytes) -> Grey:
    """The PNG or JPEG file ``data`` as grey values (H, W), 0 for blank and 255 for the strongest possible ink.

    What differs from the border is ink: dark on light paper, or light on dark. Transparency is seen on white. The noise
    of photographs and of JPEG is removed. The longer side is at most `MAX_SIDE` pixels.

    Raises:
        NotAPicture: it is larger than `MAX_BYTES` or `MAX_PIXELS`, neither PNG nor JPEG, or damaged.
    """
    if len(data) > MAX_BYTES:
        raise NotAPicture(
            f"The picture has {len(data) / MAX_BYTES:.1f} MB, and 1 MB is allowed; upload a smaller one, or only the "
            "part with the digit."
        )
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels(f"{image.width:,} × {image.height:,}")
            is_jpeg = image.format != "PNG"
            grey = _as_grey(image)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("far too many") from error
    except UnidentifiedImageError as error:
        raise NotAPicture(
            "The file is neither a PNG nor a JPEG picture; save it as one of these and upload that."
        ) from error
    except _DAMAGE as error:
        raise NotAPicture("The picture is damaged or incomplete; save it anew and upload that.") from error
    grey.thumbnail((MAX_SIDE, MAX_SIDE))
    return _ink(np.asarray(grey), is_jpeg)


def centre(ink: Grey) -> Picture:
    """The grey picture ``ink`` (H, W) as MNIST would have it: (28, 28).

    The part with ink is scaled to fit a box of 20 x 20 pixels, its aspect kept: each pixel is the mean of the area that
    it covers, and the strongest becomes 255, so that thin lines don't fade. Its centre of mass comes to row 14, column
    14, to the nearest pixel, or as near as it can without losing ink. MNIST's own digits come back as they are, but for
    the few (1 of the 5,000 built in) whose longer side is not 20. A blank picture stays blank.
    """
    placed = np.zeros((SIDE, SIDE), np.uint8)
    if not ink.any():
        return placed
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if max(digit.shape) != BOX:
        digit = _scaled(digit)
    height, width = digit.shape
    top, left = _start(digit.sum(axis=1)), _start(digit.sum(axis=0))
    placed[top : top + height, left : left + width] = digit
    return placed


def _too_many_pixels(number: str) -> NotAPicture:
    return NotAPicture(
        f"The picture has {number} pixels, and {MAX_PIXELS // 1_000_000} million are allowed; upload a smaller one."
    )


def _as_grey(image: Image.Image) -> Image.Image:
    """Any mode of PNG or JPEG as 8-bit grey, upright."""
    if image.mode.startswith("I"):  # 16 bits, which Pillow's own conversion would clip
        return Image.fromarray((np.asarray(image) // 256).astype(np.uint8))
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return ImageOps.exif_transpose(image.convert("L"))


def _ink(grey: Grey, is_jpeg: bool) -> Grey:
    """How far each pixel differs from the paper, to the side on which the ink is."""
    on_border = np.ones(grey.shape, dtype=bool)
    on_border[1:-1, 1:-1] = False
    paper = np.median(grey[on_border])
    is_dark_on_light = paper > (float(grey.min()) + float(grey.max())) / 2
    # The border of a drawn picture is of one grey, except where ink touches it; that of a photograph is not.
    is_photograph = np.median(abs(grey[on_border] - paper)) > 0
    difference = grey - (_lit_paper(grey, on_border) if is_photograph else paper)
    ink = (-difference if is_dark_on_light else difference).clip(0, 255)
    if is_photograph or is_jpeg:
        ink[ink < max(NOISE_GREYS, NOISE_SHARE * ink.max())] = 0
    return ink.round().astype(np.uint8)


def _lit_paper(grey: Grey, on_border: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The paper's brightness at each pixel, (H, W): the plane that fits the border best, as light comes from a side."""
    plane = np.stack([np.ones(grey.shape), *np.indices(grey.shape)], axis=-1)
    tilt = np.linalg.lstsq(plane[on_border], grey[on_border])[0]
    lit: NDArray[np.float64] = plane @ tilt
    return lit


def _scaled(digit: Grey) -> Grey:
    """``digit``, which has ink, with a longer side of 20 pixels."""
    height, width = (max(1, round(side * BOX / max(digit.shape))) for side in digit.shape)
    small = np.asarray(Image.fromarray(digit).convert("F").resize((width, height), Image.Resampling.BOX))
    scaled: Grey = np.rint(small * (255 / small.max())).astype(np.uint8)
    return scaled


def _start(mass: NDArray[np.integer]) -> int:
    """Where a digit begins whose rows (or columns) have this much ink."""
    centre_of_mass = float(np.average(np.arange(len(mass)), weights=mass))
    return min(max(round(MIDDLE - centre_of_mass), 0), SIDE - len(mass))
