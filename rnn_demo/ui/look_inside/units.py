"""Units: what a single hidden unit responds to, over many test digits."""

import pandas as pd
import streamlit as st

from rnn_demo.figures.units import unit_figure
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import linked_number, page_theme

ALT = "The mean state of the chosen unit for each class and row. The pictures beside it are those that excite it most."


def units_view(scene: Scene) -> None:
    """One unit's mean state per class and row, the digits that excite it, and how many units are saturated or dead."""
    statistics = scene.service.unit_statistics(scene.run.id, scene.step, scene.dataset)
    layers, hidden = statistics[0].saturated.shape
    directions = ("forward", "backward")[: len(statistics)]
    first, second, third = st.columns(3)
    with first:
        direction = st.selectbox("Direction", directions, key="unit_direction")
    with second:
        layer = int(st.number_input("Layer", 1, layers, layers, key="unit_layer")) - 1
    with third:
        key = "unit_number"
        st.session_state[key] = linked_number(Param.UNIT, 0, hidden - 1)

        def follow() -> None:
            st.query_params[Param.UNIT] = str(st.session_state[key])

        unit = int(st.number_input("Hidden unit", 0, hidden - 1, key=key, on_change=follow))
    chosen = statistics[directions.index(direction)]
    left, right = st.columns([3, 2])
    with left:
        live_chart(unit_figure(chosen.mean[layer, :, :, unit], scene.classes, page_theme()), key="unit_chart", alt=ALT)
    with right:
        st.markdown(f"**Digits that excite unit {unit} most**")
        with st.container(horizontal=True):
            for index in chosen.top_images[layer, unit]:
                digit_image(scene.service.digit(scene.dataset, int(index)).image, width=72)
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
            "dead units": f"{int(one.dead[number].sum())} of {hidden}",
        }
        for name, one in zip(directions, statistics, strict=True)
        for number in range(layers)
    ]
    st.table(pd.DataFrame(rows).set_index(["direction", "layer"]))
    st.caption(
        "Saturated: the share of all moments in which a state lies beyond ±0.95, where it hardly learns. Dead: a unit that "
        "never leaves ±0.05. Both over the first 1,000 test digits."
    )
