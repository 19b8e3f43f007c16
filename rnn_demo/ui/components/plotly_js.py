"""The charts' library in the browser: the one that the Python package plotly brings along."""

from pathlib import Path

import plotly
import streamlit as st
from streamlit.url_util import make_url_path

FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PATH = f"/plotly-{plotly.__version__}.min.js"  # with its version, so that browsers may keep it for ever


def url() -> str:
    """Where a page finds it."""
    return make_url_path(st.get_option("server.baseUrlPath"), PATH)
