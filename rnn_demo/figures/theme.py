"""The theme that all figures share: colours that the colour-blind can tell apart, for a light and a dark page."""

from dataclasses import dataclass
from typing import ClassVar

ColorScale = list[tuple[float, str]]


@dataclass(frozen=True)
class Theme:
    """Colours of one page. ``signed`` runs from -1 over 0 to 1, ``share`` from 0 to 1, ``ink`` from paper to pen."""

    text: str
    muted: str
    grid: str
    train: str
    test: str
    signed: ColorScale
    share: ColorScale
    ink: ColorScale
    # Ten colours of about equal weight that stay apart for the colour-blind as far as ten can (after Paul Tol's schemes).
    classes: ClassVar[tuple[str, ...]] = (
        "#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255", "#aa4499", "#888888",
    )  # fmt: skip

    @property
    def runs(self) -> tuple[str, ...]:
        """A colour for each of ten runs that are compared."""
        return self.train, self.test, *self.classes[2:]


LIGHT = Theme(
    text="#31333f",
    muted="#6b6f7b",
    grid="#e3e5ea",
    train="#1f5fa8",
    test="#b8500b",
    signed=[(0.0, "#123f78"), (0.25, "#5b93cc"), (0.5, "#f6f6f6"), (0.75, "#ee9a5e"), (1.0, "#8f3a02")],
    share=[(0.0, "#f6f6f6"), (0.5, "#5fa89f"), (1.0, "#0b4f47")],
    ink=[(0.0, "#f6f6f6"), (1.0, "#14151a")],
)
DARK = Theme(
    text="#fafafa",
    muted="#a3a8b4",
    grid="#3a3a38",
    train="#6fb1f5",
    test="#f59a55",
    signed=[(0.0, "#8cc4ff"), (0.25, "#2f6fb3"), (0.5, "#1d1d1c"), (0.75, "#b85c17"), (1.0, "#ffbd85")],
    share=[(0.0, "#1d1d1c"), (0.5, "#2a8177"), (1.0, "#9ff0e3")],
    ink=[(0.0, "#1d1d1c"), (1.0, "#f4f4f4")],
)


def theme_named(name: str | None) -> Theme:
    """The theme called "light" or "dark"; light if the browser did not say."""
    return DARK if name == "dark" else LIGHT
