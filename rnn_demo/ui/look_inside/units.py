"""Units: what a single hidden unit responds to, over many test digits."""

import pandas as pd
import streamlit as st

from rnn_demo.figures.units import unit_response, unit_response_figure
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer, choose_unit
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme

ALT = "The mean state of the chosen unit for each class and row. The pictures beside it are those that excite it most."


def units_view(scene: Scene) -> None:
    """One unit's mean state per class and row, the digits that excite it, and how many units are saturated or dead."""
    network = scene.network
    statistics = network.unit_statistics()
    first, second, third = st.columns(3)
    with first:
        backward = choose_direction(scene.config)
    with second:
        layer = choose_layer(scene.config)
    with third:
        unit = choose_unit(scene.config)
    chosen = statistics[int(backward)]
    left, right = st.columns([3, 2])
    with left:
        response = unit_response(chosen, layer, unit)
        live_chart(unit_response_figure(response, scene.classes, page_theme()), key="unit_chart", alt=ALT)
    with right:
        st.markdown(f"**Digits that excite unit {unit} most**")
        with st.container(horizontal=True):
            for index in chosen.top_images[layer, unit]:
                digit = network.digits.digit(network.dataset, int(index))
                digit_image(digit.picture, width=72, alt=f"Test digit {index}, {digit.name}")
        st.caption(
            f"It is strongest at row {int(chosen.peak_step[layer, unit])} on the average, and saturated (beyond ±0.95) "
            f"{chosen.saturated[layer, unit]:.0%} of the time."
        )
    st.markdown("**Saturated and dead units**")
    rows = [
        {
            "direction": name,
            "layer": number + 1,
            "saturated": f"{one.saturated[number].mean():.1%}",
            "dead units": f"{int(one.dead[number].sum())} of {scene.config.hidden_size}",
        }
        for name, one in zip(("forward", "backward"), statistics, strict=False)
        for number in range(scene.config.num_layers)
    ]
    st.table(pd.DataFrame(rows).set_index(["direction", "layer"]))
    st.caption(
        "Saturated: the share of all moments in which a state lies beyond ±0.95, where it hardly learns. Dead: a unit that "
        f"never leaves ±0.05. Both over the first {network.num_digits:,} test digits."
    )
