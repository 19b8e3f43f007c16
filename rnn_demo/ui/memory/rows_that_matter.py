"""Which rows matter: blank a band of rows, or of columns, and see what is left."""

import numpy as np
import streamlit as st

from rnn_demo.data import Picture
from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.figures.accuracy_over import accuracy_figure, band_curves
from rnn_demo.introspect.results import Band
from rnn_demo.ui.address.linked import number
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.memory.digit_in_sight import framed, said_of
from rnn_demo.ui.memory.scene import Scene, Shown
from rnn_demo.ui.session import page_theme
from rnn_demo.words.markdown import literal
from rnn_demo.words.memory import missing

WIDTH = 120  # pixels of the digit without the band
ALT = (
    "The accuracy of each network, and the mean probability of the right class, by the first line of the blanked band."
)


def rows_that_matter_view(scene: Scene) -> None:
    """Accuracy and probability over the position of a blank band, beside the digit without it."""
    line = scene.line
    left, right = st.columns([1, 4])
    with left:
        width = number(
            f"Blanked at a time ({scene.lines})", Param.BAND, low=1, high=SIDE // 2, default=4, widget=st.slider
        )
    with right:
        bands = [_measured(one, width) for one in scene.shown]
        worst = min(bands[0], key=lambda band: band.accuracy).first
        first = number(f"First blanked {line}", Param.ROW, high=SIDE - width, default=worst, widget=st.slider)
    with left:
        for word in dict.fromkeys(one.config.reading.line for one in scene.shown):
            picture = _without(scene.digit.picture, word, first, width)
            digit_image(framed(picture), width=WIDTH, alt=f"The digit without {width} of its {word}s, from {first} on")
            for one in scene.shown:
                if one.config.reading.line == word:
                    st.markdown(said_of(one, picture, scene.digit))
    with right:
        curves = [curve for one, own in zip(scene.shown, bands, strict=True) for curve in band_curves(one.title, own)]
        chart = accuracy_figure(
            curves, page_theme(), x_title=f"first blanked {line}", chance=scene.chance, cursor=first
        )
        live_chart(chart, key="bands", alt=ALT)
        for one, own in zip(scene.shown, bands, strict=True):
            least = min(own, key=lambda band: band.accuracy)
            said = missing(
                one.config.reading.line, least.first, width, accuracy=least.accuracy,
                intact=one.network.intact().accuracy, num_digits=one.network.num_digits,
                chance=one.network.chance,
            )  # fmt: skip
            st.markdown(f"- {one.heading}: {said}")
        st.caption(
            f"Each point is a network reading the first {scene.num_digits:,} test digits with a band of the paper blank: "
            f"{scene.lines}, counted on the paper in whatever order a network reads them. Nothing is trained anew, so a "
            "fall says what this network relies on."
        )


def _measured(one: Shown, width: int) -> list[Band]:
    of = one.network.num_bands(width)
    bands: list[Band] = []
    bar = st.empty()
    for band in one.network.band_curve(width):
        bands.append(band)
        bar.progress(len(bands) / of, literal(f"{one.title}: band {len(bands)} of {of}"))
    bar.empty()
    return bands


def _without(picture: Picture, line: str, first: int, width: int) -> Picture:
    """``picture`` (28, 28) with a band of lines blank."""
    left: Picture = np.array(picture)
    lines = left.T if line == "column" else left
    lines[first : first + width] = 0
    return left
