"""Units: what a single hidden unit responds to, over many test digits."""

import pandas as pd
import streamlit as st

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.units import unit_response, unit_response_figure
from rnn_demo.introspect.results import UnitStatistics
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer, choose_unit
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import shuffled

ALT = "The mean state of the chosen unit for each class and step. The pictures beside it are those that excite it most."
THUMBNAIL = 84  # pixels


def units_view(scene: Scene) -> None:
    """One unit's mean state per class and step, the digits that excite it, and how many units are saturated or dead."""
    with st.container(horizontal=True):
        backward = choose_direction(scene.config)
        layer = choose_layer(scene.config)
        unit = choose_unit(scene.config)
    statistics = scene.network.unit_statistics()
    chosen = statistics[int(backward)]
    direction = "backward" if backward else "forward"
    st.markdown(
        f"**Unit {unit}** of layer {layer + 1}, {direction}: its mean state after each {scene.config.reading.step}, class "
        f"by class, over the first {scene.network.num_digits:,} test digits"
    )
    left, right = st.columns([3, 2])
    with left:
        response = unit_response(chosen, layer, unit, scene.config.reading.step)
        live_chart(unit_response_figure(response, scene.classes, page_theme()), key="unit_chart", alt=ALT)
    with right:
        _top_digits(scene, chosen, layer, unit)
        st.caption(f"{in_words(scene.config, chosen, layer, unit)} {shuffled(scene.config)}")
    _table(scene, statistics)


def in_words(config: RunConfig, chosen: UnitStatistics, layer: int, unit: int) -> str:
    """Where a unit is strongest, and how often it is saturated."""
    reading, peak = config.reading, int(chosen.peak_step[layer, unit])
    where = f" ({reading.line} {peak // SIDE})" if reading.steps_per_line > 1 else ""
    strongest = f"On the average it is strongest at {reading.step} {peak}{where}"
    if _is_unbounded(config):
        return f"{strongest}."
    return f"{strongest}, and saturated (beyond ±0.95) {chosen.saturated[layer, unit]:.0%} of the time."


def _top_digits(scene: Scene, chosen: UnitStatistics, layer: int, unit: int) -> None:
    network = scene.network
    st.markdown(f"**Digits that excite unit {unit} most**")
    with st.container(horizontal=True):
        for index in map(int, chosen.top_images[layer, unit]):
            digit = network.digits.digit(network.dataset, index)
            digit_image(digit.picture, width=THUMBNAIL, alt=f"Test digit {index}, a {digit.name}.")


def _table(scene: Scene, statistics: tuple[UnitStatistics, ...]) -> None:
    """How many units of each direction and layer are saturated or dead."""
    bounded = not _is_unbounded(scene.config)
    st.markdown("**Saturated and dead units**" if bounded else "**Dead units**")
    rows = [
        {
            "direction": name,
            "layer": number + 1,
            **({"saturated": f"{one.saturated[number].mean():.1%}"} if bounded else {}),
            "dead units": f"{int(one.dead[number].sum())} of {scene.config.hidden_size}",
        }
        for name, one in zip(("forward", "backward"), statistics, strict=False)
        for number in range(scene.config.num_layers)
    ]
    st.table(pd.DataFrame(rows).set_index(["direction", "layer"]))
    saturated = "Saturated: the share of all moments in which a state lies beyond ±0.95, where it hardly learns. "
    st.caption(
        f"{saturated if bounded else ''}Dead: a unit that never leaves ±0.05. Over the first "
        f"{scene.network.num_digits:,} test digits."
    )


def _is_unbounded(config: RunConfig) -> bool:
    """Whether states have no bound that they could come near: those of relu."""
    return config.cell == "rnn" and config.nonlinearity == "relu"
