"""The page Look inside: the trained network taken apart, digit by digit, at any moment of its training."""

import streamlit as st

from rnn_demo.ui import messages
from rnn_demo.ui.choosers.edits import edited
from rnn_demo.ui.choosers.moment import choose_moment
from rnn_demo.ui.choosers.picture import picture_source
from rnn_demo.ui.choosers.run import run_chooser
from rnn_demo.ui.choosers.view import view_chooser
from rnn_demo.ui.components.terms import explain_terms
from rnn_demo.ui.look_inside.erasing import erasing_view
from rnn_demo.ui.look_inside.gates import gates_view
from rnn_demo.ui.look_inside.in_sight import picture_in_sight
from rnn_demo.ui.look_inside.lesions import lesions_view
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.look_inside.state_space import state_space_view
from rnn_demo.ui.look_inside.states import states_view
from rnn_demo.ui.look_inside.step_probabilities import step_probabilities_view
from rnn_demo.ui.look_inside.units import units_view
from rnn_demo.ui.look_inside.weights import weights_view
from rnn_demo.ui.look_inside.who_decided import who_decided_view
from rnn_demo.ui.look_inside.wrong_end import wrong_end_view
from rnn_demo.ui.session import get_service
from rnn_demo.ui.tour.places import places

VIEWS = {
    "states": ("States", states_view),
    "steps": ("Step by step", step_probabilities_view),
    "votes": ("Who decided?", who_decided_view),
    "wrong-end": ("Wrong end", wrong_end_view),
    "units": ("Units", units_view),
    "space": ("State space", state_space_view),
    "weights": ("Weights", weights_view),
    "erase": ("Erase", erasing_view),
    "gates": ("Gates", gates_view),
    "lesions": ("Lesions", lesions_view),
}

service = get_service()
sight = st.container()
side, above, stage = places()
with side:
    st.subheader("Look inside", anchor=False)
    run = run_chooser(service)
with above:
    moments = choose_moment(service, run)
if moments:
    network, latest = (service.network(run, step) for step in moments)
    with side:
        picture, label = picture_source(network)
        scene = Scene(run, network, latest, edited(network, picture), label)
    with sight:
        picture_in_sight(scene, service.runs, moments[0])
    with above:
        view = view_chooser({name: title for name, (title, _) in VIEWS.items()})
    with stage:
        if scene.says_nothing:
            messages.info(scene.says_nothing)
        else:
            VIEWS[view][1](scene)
        explain_terms(view, scene.config)
