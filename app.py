"""The app: ``streamlit run app.py``."""

import streamlit as st

from rnn_demo.ui.server import ROUTES, lifespan, show_error

app = st.App("rnn_demo/ui/main.py", lifespan=lifespan, routes=ROUTES, on_script_error=show_error)
