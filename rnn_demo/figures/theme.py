"""The theme that all figures share: colours that the colour-blind can tell apart, for a light and a dark page."""

from dataclasses import dataclass

import numpy as np

ColorScale = list[tuple[float, str]]


@dataclass(frozen=True)
class Theme:
    """Colours of one page, whose background is ``paper``.

    ``signed`` runs from -1 over 0 to 1, ``share`` from 0 to 1, ``mistake`` from the least to 1, ``ink`` from paper to pen.
    ``classes`` are ten colours that stand out from the paper and stay apart for the colour-blind: found by searching for
    the largest smallest distance in the eyes of people with all cones, without red ones and without green ones.
    """

    paper: str
    text: str
    muted: str
    grid: str
    train: str
    test: str
    signed: ColorScale
    share: ColorScale
    ink: ColorScale
    mistake: ColorScale
    classes: tuple[str, ...]

    @property
    def runs(self) -> tuple[str, ...]:
        """A colour for each of ten runs that are compared."""
        return self.train, self.test, *self.classes[2:]


_LIGHT_CLASSES = (
    "#3c73e5", "#824e04", "#0f9e53", "#7e3342", "#489389", "#3b0b7b", "#8c9300", "#5e437a", "#4394cd", "#003900",
)  # fmt: skip
_DARK_CLASSES = (
    "#019de3", "#eb8d69", "#1a8a2f", "#855291", "#3bfbae", "#2961d8", "#d0a50c", "#746457", "#45bec5", "#d2fa82",
)  # fmt: skip

# Paper and text are those of the page: Streamlit's own, and .streamlit/config.toml's.
LIGHT = Theme(
    paper="#ffffff",
    text="#14151a",
    muted="#6b6f7b",
    grid="#e3e5ea",
    train="#1f5fa8",
    test="#b8500b",
    signed=[(0.0, "#123f78"), (0.25, "#5b93cc"), (0.5, "#f6f6f6"), (0.75, "#ee9a5e"), (1.0, "#8f3a02")],
    share=[(0.0, "#f6f6f6"), (0.5, "#5fa89f"), (1.0, "#0b4f47")],
    ink=[(0.0, "#f6f6f6"), (1.0, "#14151a")],
    mistake=[(0.0, "#fbe3d0"), (0.1, "#f2b98c"), (1.0, "#a84a08")],
    classes=_LIGHT_CLASSES,
)
DARK = Theme(
    paper="#171614",
    text="#fafafa",
    muted="#a3a8b4",
    grid="#3a3a38",
    train="#6fb1f5",
    test="#f59a55",
    signed=[(0.0, "#8cc4ff"), (0.25, "#2f6fb3"), (0.5, "#1d1d1c"), (0.75, "#b85c17"), (1.0, "#ffbd85")],
    share=[(0.0, "#1d1d1c"), (0.5, "#2a8177"), (1.0, "#9ff0e3")],
    ink=[(0.0, "#1d1d1c"), (1.0, "#f4f4f4")],
    mistake=[(0.0, "#40291a"), (0.1, "#7a4316"), (1.0, "#ffb273")],
    classes=_DARK_CLASSES,
)


def theme_named(name: str | None) -> Theme:
    """The theme called "light" or "dark"; light if the browser did not say."""
    return DARK if name == "dark" else LIGHT


def text_on_scale(scale: ColorScale, value: float) -> str:
    """Black or white: what stands out more from the colour of ``value`` on ``scale``.

    By the relative luminance and the contrast ratio of the Web Content Accessibility Guidelines 2.2; there black becomes
    the better choice at a luminance of 0.179.
    """
    stops = [place for place, _ in scale]
    luminance = 0.0
    for share, digits in ((0.2126, slice(1, 3)), (0.7152, slice(3, 5)), (0.0722, slice(5, 7))):
        part = np.interp(value, stops, [int(colour[digits], 16) / 255 for _, colour in scale])
        luminance += share * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return "#000000" if luminance > 0.179 else "#ffffff"
