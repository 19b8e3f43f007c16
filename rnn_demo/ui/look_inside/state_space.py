"""State space: where the states of many digits go while they are read."""

import numpy as np
import streamlit as st

from rnn_demo.figures.state_space import state_space_figure
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme

ALT = (
    "Each point is the state of one test digit along the first principal axes, coloured by class. They begin together and "
    "part into clouds while the rows are read. A line shows the path of the chosen digit."
)


def state_space_view(scene: Scene) -> None:
    """Trajectories of test digits, with the chosen one on top."""
    first, second = st.columns(2)
    with first:
        directions = ("forward", "backward") if scene.config.bidirectional else ("forward",)
        backward = st.segmented_control(
            "Direction", directions, default="forward", required=True, key="space_direction"
        )
    with second:
        axes = st.segmented_control("Axes", ("2-D", "3-D"), default="2-D", required=True, key="space_axes")
    if scene.config.sequence == "pixels" or len(scene.image) != 28:
        st.info("The state space is shown for pictures of 28 rows that are read by rows or columns.")
        return
    is_backward = backward == "backward"
    layer = scene.config.num_layers - 1
    latest = scene.service.latest_snapshot(scene.run.id)
    paths = scene.service.trajectories(
        scene.run.id,
        scene.step,
        scene.dataset,
        layer,
        backward=is_backward,
        axes_step=latest.step if latest and scene.run.status.is_over else scene.step,
    )
    direction = scene.trace.backward if is_backward else scene.trace.forward
    assert direction is not None
    chosen = (direction.states[layer] - paths.axes.mean) @ paths.axes.directions.T
    figure = state_space_figure(
        paths, chosen.astype(np.float32), scene.classes, page_theme(), flat=axes == "2-D", backward=is_backward
    )
    st.plotly_chart(figure, key=f"space_{backward}_{axes}", theme=None, alt=ALT)
    st.caption(
        f"The states of {len(paths.points)} test digits in the top layer, along the directions in which they vary most. "
        "Press Play above the chart, or move its slider, to read on. The axes are found once for a finished run, so that "
        "the moments of its training can be compared."
    )
