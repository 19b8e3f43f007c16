"""Waiting for the runner, which starts with the server but takes some seconds: its devices belong in the form."""

import streamlit as st

from rnn_demo.service.runs import Runs
from rnn_demo.ui.address.params import restore_url


@st.fragment(run_every=1.0)
def rerun_when_devices_are_known(runs: Runs) -> None:
    restore_url()
    if runs.devices():
        st.rerun()
