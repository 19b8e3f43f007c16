"""Pictures from outside: centred as MNIST's digits are, and read from files of every kind."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rnn_demo.data import Dataset, Picture, centre, read_picture
from rnn_demo.errors import NotAPicture
from tests.data.imports import assert_loads_no_torch

Grey = npt.NDArray[np.uint8]

WHITE, BLACK = 255, 0


def placed(digit: Grey, shape: tuple[int, int], top: int, left: int) -> Grey:
    picture = np.zeros(shape, np.uint8)
    picture[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return picture


def enlarged(digit: Grey, times: int) -> Grey:
    return np.kron(digit, np.ones((times, times), np.uint8))


def difference(one: npt.ArrayLike, other: npt.ArrayLike) -> int:
    return int(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max())


def likeness(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """The correlation of two pictures: 1 if they are alike up to brightness and contrast."""
    return float(np.corrcoef(np.ravel(one), np.ravel(other))[0, 1])


def centre_of_mass(picture: Picture) -> tuple[float, float]:
    mass = picture.astype(float)
    return tuple((mass.sum(axis) * np.arange(28)).sum() / mass.sum() for axis in (1, 0))


def ink_box(picture: Picture) -> tuple[int, int]:
    """Height and width of the part with ink."""
    rows, columns = picture.nonzero()
    return int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1


# --- centring ---


def test_digits_of_mnist_are_centred_already(sample: Dataset) -> None:
    images = np.concatenate([sample.train_images, sample.test_images])
    moved = [image for image in images if not np.array_equal(centre(image), image)]
    assert [max(ink_box(image)) for image in moved] == [19]  # the only one that does not fill its box


@pytest.mark.parametrize("times", [1, 2, 3, 7])
@pytest.mark.parametrize(("top", "left"), [(0, 0), (5, 31), (100, 2)])
def test_a_digit_comes_back_from_any_place_and_size(sample: Dataset, times: int, top: int, left: int) -> None:
    for image in sample.test_images[:20].numpy():
        drawn = placed(enlarged(image, times), (300, 260), top, left)
        # Its strongest pixel becomes 255, if it is 254.
        assert difference(centre(drawn), image) <= 1


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((60, 30), (20, 10)), ((30, 60), (10, 20)), ((200, 3), (20, 1)), ((100, 100), (20, 20)), ((2, 5), (8, 20))],
)
def test_the_box_is_filled_and_the_aspect_kept(shape: tuple[int, int], expected: tuple[int, int]) -> None:
    drawn = placed(np.full(shape, 200, np.uint8), (300, 300), 40, 17)
    assert ink_box(centre(drawn)) == expected


def test_scaling_averages_the_area_of_each_pixel() -> None:
    """A board of black and white fields, two to a pixel's side, turns to grey; the strongest pixel becomes white."""
    board = np.indices((40, 40)).sum(axis=0) % 2 * 255
    board[:2, :2] = 255
    scaled = centre(board.astype(np.uint8))
    assert ink_box(scaled) == (20, 20)
    assert np.unique(scaled).tolist() == [0, 128, 255]
    assert (scaled == 255).sum() == 1


def test_thin_lines_do_not_fade() -> None:
    line = np.zeros((200, 200), np.uint8)
    line[20:180, 100] = 90
    line[100, 60:140] = 90
    assert centre(line).max() == 255


drawings = st.builds(
    lambda shape, places, seed: np.where(
        np.isin(np.arange(shape[0] * shape[1]).reshape(shape), np.array(places) % (shape[0] * shape[1])),
        np.random.default_rng(seed).integers(1, 256, shape),
        0,
    ).astype(np.uint8),
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=60),
    st.integers(0, 1000),
)


@given(drawings)
def test_any_drawing_is_centred(drawing: Grey) -> None:
    centred = centre(drawing)
    assert centred.shape == (28, 28)
    assert centred.dtype == np.uint8
    assert max(ink_box(centred)) <= 20
    # Ink may stand so far off its box's middle that the box would leave the picture.
    for place, rows in zip(centre_of_mass(centred), (centred.any(1), centred.any(0)), strict=True):
        touches_border = bool(rows[0] or rows[-1])
        assert touches_border or abs(place - 14) <= 0.5


@pytest.mark.parametrize("heavy", ["top", "bottom"])
def test_no_ink_is_cut_off(heavy: str) -> None:
    """Nearly all ink at one end would put the other end outside."""
    drawn = np.zeros((20, 20), np.uint8)
    drawn[:, 10] = 1
    drawn[0, :] = 255
    drawn = drawn if heavy == "top" else drawn[::-1]
    centred = centre(drawn)
    assert centred.sum() == drawn.sum()
    assert ink_box(centred) == (20, 20)
    assert centred[27 if heavy == "top" else 0].any()


@pytest.mark.parametrize("shape", [(28, 28), (1, 1), (56, 90)])
def test_a_blank_picture_stays_blank(shape: tuple[int, int]) -> None:
    np.testing.assert_array_equal(centre(np.zeros(shape, np.uint8)), np.zeros((28, 28), np.uint8))


def test_the_picture_itself_is_left_alone(sample: Dataset) -> None:
    image = sample.test_images[0].numpy().copy()
    centre(image)[:] = 0
    np.testing.assert_array_equal(image, sample.test_images[0])


# --- files ---


def file_of(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.fixture
def digit(sample: Dataset) -> Grey:
    return sample.test_images[7].numpy()


@pytest.fixture
def paper(digit: Grey) -> Image.Image:
    """The digit, black on a white sheet of 112 by 140 pixels."""
    return Image.fromarray(WHITE - placed(enlarged(digit, 4), (140, 112), 20, 0))


def test_an_exported_digit_comes_back_as_it_was(sample: Dataset) -> None:
    for image in sample.test_images[:200].numpy():
        np.testing.assert_array_equal(read_picture(file_of(Image.fromarray(image))), image)
        np.testing.assert_array_equal(read_picture(file_of(Image.fromarray(WHITE - image))), image)


def as_palette(picture: Image.Image) -> bytes:
    return file_of(picture.convert("P"))


def as_palette_with_a_transparent_colour(picture: Image.Image) -> bytes:
    """White is not in the file: it is where nothing is."""
    coloured = picture.convert("P")
    return file_of(coloured, transparency=WHITE)


def as_ink_on_nothing(picture: Image.Image) -> bytes:
    """Black everywhere; only the opacity draws."""
    drawn = Image.new("RGBA", picture.size, "black")
    drawn.putalpha(picture.point(lambda grey: WHITE - grey))
    return file_of(drawn)


def as_grey_and_opacity(picture: Image.Image) -> bytes:
    return file_of(Image.merge("LA", [Image.new("L", picture.size, BLACK), picture.point(lambda grey: WHITE - grey)]))


def as_16_bit(picture: Image.Image) -> bytes:
    return file_of(Image.fromarray(np.asarray(picture).astype(np.uint16) * 257))


def as_white_on_black(picture: Image.Image) -> bytes:
    return file_of(picture.point(lambda grey: WHITE - grey))


@pytest.mark.parametrize(
    "write",
    [
        file_of,
        lambda picture: file_of(picture.convert("RGB")),
        as_palette,
        as_palette_with_a_transparent_colour,
        as_ink_on_nothing,
        as_grey_and_opacity,
        as_16_bit,
        as_white_on_black,
    ],
    ids=["grey", "RGB", "palette", "palette and hole", "RGBA", "LA", "16 bits", "white on black"],
)
def test_every_kind_of_png_is_read(write: Callable[[Image.Image], bytes], paper: Image.Image, digit: Grey) -> None:
    ink = read_picture(write(paper))
    assert ink.dtype == np.uint8
    assert difference(ink, WHITE - np.asarray(paper)) <= 1
    assert difference(centre(ink), digit) <= 2


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 95}])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_read(mode: str, options: dict[str, Any], paper: Image.Image, digit: Grey) -> None:
    """JPEG's own noise around the strokes is not ink."""
    ink = read_picture(file_of(paper.convert(mode), "JPEG", **options))
    assert likeness(ink, WHITE - np.asarray(paper)) > 0.98
    assert not ink[np.asarray(paper) == WHITE].any()
    assert likeness(centre(ink), digit) > 0.95


def test_black_and_white_is_read() -> None:
    drawn = Image.new("1", (9, 9), 1)
    drawn.putpixel((4, 5), 0)
    ink = read_picture(file_of(drawn))
    assert np.argwhere(ink).tolist() == [[5, 4]]
    assert ink[5, 4] == 255


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_stands_upright(kind: str, orientation: int, paper: Image.Image) -> None:
    """A camera writes how it was held; the picture is turned by so many degrees to the right."""
    turned = paper.rotate({1: 0, 3: 180, 6: 90, 8: 270}[orientation], expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    ink = read_picture(file_of(turned, kind, exif=exif))
    assert ink.shape == (140, 112)
    assert likeness(ink, WHITE - np.asarray(paper)) > 0.98


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_noise_and_the_shadow_of_a_photograph_are_not_ink(kind: str, digit: Grey) -> None:
    random = np.random.default_rng(0)
    ink = placed(enlarged(digit, 12), (400, 500), 30, 90) / 255
    light = 1 - np.linspace(0, 0.4, 500)  # the right is in shadow
    photograph = (190 * light - 150 * light * ink + random.normal(0, 8, ink.shape)).clip(0, 255)
    centred = centre(read_picture(file_of(Image.fromarray(photograph.astype(np.uint8)), kind)))
    assert likeness(centred, digit) > 0.9
    sheet = 190 * light + random.normal(0, 5, ink.shape)
    assert not read_picture(file_of(Image.fromarray(sheet.astype(np.uint8)), kind)).any()


@pytest.mark.parametrize("colour", [BLACK, 100, WHITE])
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (28, 28)])
def test_a_picture_of_one_colour_is_blank(size: tuple[int, int], colour: int) -> None:
    ink = read_picture(file_of(Image.new("L", size, colour)))
    assert ink.shape == size[::-1]
    assert not ink.any()


def test_a_large_picture_is_scaled_down() -> None:
    drawn = Image.new("L", (3000, 2000), WHITE)
    drawn.paste(BLACK, (1000, 500, 1600, 1500))
    ink = read_picture(file_of(drawn))
    assert ink.shape == (373, 560)
    assert ink_box(centre(ink)) == (20, 12)


# --- what is refused ---


def bomb(width: int, height: int) -> bytes:
    """A small PNG file that says it is huge; its few pixels would fill the memory."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 10_000), (2**31 - 1, 2**31 - 1), (17_000_000, 1)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: Any) -> None:
        raise AssertionError("its pixels were unpacked")

    monkeypatch.setattr(Image.Image, "load", explode)
    with pytest.raises(NotAPicture, match="pixels, and 16 million are allowed"):
        read_picture(bomb(*size))


def test_a_file_of_more_than_a_megabyte_is_refused() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (1100, 1000)).astype(np.uint8)
    with pytest.raises(NotAPicture, match=r"has 1\.\d MB, and 1 MB is allowed"):
        read_picture(file_of(Image.fromarray(noise)))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF", "PPM"])
def test_another_format_is_refused(kind: str, paper: Image.Image) -> None:
    with pytest.raises(NotAPicture, match="neither a PNG nor a JPEG"):
        read_picture(file_of(paper, kind))


@pytest.mark.parametrize("data", [b"", b"a seven", b"<svg xmlns='http://www.w3.org/2000/svg'/>", bytes(5000)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture, match="neither a PNG nor a JPEG"):
        read_picture(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_truncated_file_is_refused_wherever_it_ends(kind: str, paper: Image.Image) -> None:
    whole = file_of(paper, kind)
    # The last bytes only say that the file ends: 12 of a PNG's, 2 of a JPEG's.
    for length in range(0, len(whole) - 20, 7):
        with pytest.raises(NotAPicture, match=r"damaged or incomplete|neither a PNG nor a JPEG"):
            read_picture(whole[:length])


def test_texts_that_unpack_to_more_than_they_should_are_refused(paper: Image.Image) -> None:
    texts = PngInfo()
    texts.add_text("comment", "7" * 20_000_000, zip=True)
    with pytest.raises(NotAPicture, match="damaged"):
        read_picture(file_of(paper, pnginfo=texts))


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_a_picture_or_is_refused(changes: list[tuple[float, int]]) -> None:
    drawn = Image.effect_noise((40, 30), 90)
    for kind, mode in [("PNG", "RGBA"), ("JPEG", "RGB")]:
        data = bytearray(file_of(drawn.convert(mode), kind))
        for place, byte in changes:
            data[int(place**3 * len(data))] = byte  # mostly the start, where the headers are
        try:
            ink = read_picture(bytes(data))
        except NotAPicture:
            continue
        assert ink.dtype == np.uint8
        assert ink.ndim == 2


def test_it_does_without_torch() -> None:
    assert_loads_no_torch("rnn_demo.data.drawing")
