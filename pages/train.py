"""The Train page: settings, buttons, and the network learning before your eyes."""

import streamlit as st

from rnn_demo.ui import messages
from rnn_demo.ui.choosers.run import linked_run
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.ui.tour.cards import open_card_number
from rnn_demo.ui.train.config_form import config_form
from rnn_demo.ui.train.control_bar import control_bar
from rnn_demo.ui.train.devices import rerun_when_devices_are_known
from rnn_demo.ui.train.earlier_runs import earlier_runs
from rnn_demo.ui.train.forecast import forecast
from rnn_demo.ui.train.live_view import live_view
from rnn_demo.ui.train.reading_guide import reading_guide

service = get_service()
devices = service.runs.devices()
run = linked_run(service)

with st.sidebar:
    settings = config_form(devices, run)
    if not settings.is_wrong:
        forecast(service.runs, settings.config)
    earlier_runs(service.runs)

for problem in st.session_state[Key.LINK_PROBLEMS]:
    messages.warning(f"The link was not quite right; a default is used instead. {problem}")
control_bar(service.runs, None if settings.is_wrong else settings.config, run)
# A card of the tour that opens this page speaks of the curves.
live_view(service, settings.config, run, curves_first=open_card_number() is not None)
reading_guide(run.config if run else settings.config)
if not devices:
    rerun_when_devices_are_known(service.runs)
