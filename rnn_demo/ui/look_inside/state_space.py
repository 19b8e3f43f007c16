"""State space: where the states of many digits go while they are read."""

import streamlit as st

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.records import RunStatus
from rnn_demo.figures.state_space import state_space, state_space_figure
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import choice
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import shuffled

ALT = (
    "Each point is the state of one test digit along the first principal axes, coloured by class. They part into clouds "
    "while the rows are read. A line shows the path of the chosen digit."
)
AXES = {"2": "2-D", "3": "3-D"}


def state_space_view(scene: Scene) -> None:
    """Trajectories of test digits, with the chosen one on top."""
    with st.container(horizontal=True):
        backward = choose_direction(scene.config)
        axes = choice("Axes", Param.AXES, AXES)
        layer = choose_layer(scene.config)
    if scene.config.reading.num_steps != SIDE or len(scene.picture) != SIDE:
        messages.info("The state space is shown for pictures of 28 rows that are read by rows or columns.")
        return
    if scene.run.status in (RunStatus.FINISHED, RunStatus.STOPPED):
        along = scene.latest
        whose = "of the run's newest network, so that the moments of its training can be compared"
    else:
        along = scene.network
        whose = "of the network shown; at another moment of the run they are others, so places cannot be compared"
    paths = scene.network.trajectories(layer, backward=backward, along=along)
    direction = scene.trace.backward if backward else scene.trace.forward
    assert direction is not None
    step = scene.config.reading.step
    data = state_space(paths, direction.states[layer], backward=backward, step=step)
    chart = state_space_figure(data, scene.classes, page_theme(), flat=axes == "2")
    st.plotly_chart(chart.figure, key=f"space_{layer}_{backward}_{axes}", theme=None, alt=ALT)
    st.caption(
        f"The {'backward' if backward else 'forward'} states of the first {len(paths.points)} test digits in layer "
        f"{layer + 1} of {scene.config.num_layers}, along the directions in which they vary most. Press Play the paths "
        f"above the chart, or move its slider, to read on {step} by {step}. The axes are those {whose}. "
        f"{shuffled(scene.config)}"
    )
