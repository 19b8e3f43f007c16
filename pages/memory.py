"""The page Memory: how far back a network can see."""

import streamlit as st

from rnn_demo.ui.choosers.run import compared_runs, run_chooser
from rnn_demo.ui.choosers.shown_network import shown_network
from rnn_demo.ui.choosers.view import view_chooser
from rnn_demo.ui.components.terms import explain_terms
from rnn_demo.ui.memory.digit_in_sight import digit_in_sight
from rnn_demo.ui.memory.forgetting import forgetting_view
from rnn_demo.ui.memory.gradient_ribbon import gradient_ribbon_view
from rnn_demo.ui.memory.moment import choose_moment
from rnn_demo.ui.memory.order import order_view
from rnn_demo.ui.memory.rows_that_matter import rows_that_matter_view
from rnn_demo.ui.memory.scene import Scene, shown_at
from rnn_demo.ui.session import get_service
from rnn_demo.ui.tour.places import places

VIEWS = {
    "ribbon": ("Gradient ribbon", gradient_ribbon_view),
    "forgetting": ("Forgetting curve", forgetting_view),
    "rows": ("Which rows matter", rows_that_matter_view),
    "order": ("Order matters", order_view),
}

service = get_service()
sight = st.container()
side, above, stage = places()
with side:
    st.subheader("Memory", anchor=False)
    run = run_chooser(service, can_compare=True)
    runs = [run, *compared_runs(service, run)]
with above:
    view = view_chooser({name: title for name, (title, _) in VIEWS.items()})
with stage:
    step = choose_moment(service, runs)
    shown = shown_at(service, runs, step)
with sight, st.container(horizontal=True, gap="medium", key="shown_networks"):
    for one in shown:
        shown_network(service.runs, one.run, one.step)
if shown:
    with side, st.container(key="digit_in_sight"):
        digit = digit_in_sight(service, shown)
    with stage:
        VIEWS[view][1](Scene(service, shown, step, digit))
        explain_terms(view, *(one.config for one in shown))
