"""One cell by hand: the equations of one unit at one row with their numbers."""

import streamlit as st

from rnn_demo.ui.choosers.unit import choose_direction, choose_pixel, choose_row, choose_unit
from rnn_demo.ui.look_inside.scene import Scene


def equations_view(scene: Scene, layer: int) -> None:
    """Choose a row, a unit and a direction of ``layer``, and check its state with a pocket calculator."""
    with st.expander("One cell by hand", icon=":material/calculate:"):
        with st.container(horizontal=True):
            row = choose_row(scene.trace.num_lines, scene.config.reading.line)
            unit = choose_unit(scene.config)
            backward = choose_direction(scene.config)
        where, step = f"{scene.config.reading.line} {row}", row * scene.config.reading.steps_per_line
        if scene.config.reading.steps_per_line > 1:  # it reads the row pixel by pixel
            pixel = choose_pixel()
            where, step = f"{where}, pixel {pixel}", step + pixel
        lines = st.container(key="equations")
        for line in scene.network.equations(scene.picture, layer=layer, row=step, unit=unit, backward=backward):
            lines.latex(f"{line.formula} = {line.numbers} = {line.value:.3f}")
        st.caption(
            f"Unit {unit} of layer {layer + 1} at {where}. The four numbers in a bracket are weights times input, its "
            "bias, weights times the previous state, and its bias; σ is the logistic function. The last line is the state "
            "that the heatmap shows. Where a line is longer than the screen is wide, scroll it sideways."
        )
