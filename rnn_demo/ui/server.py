"""The web server around the pages: it starts and ends the runner, and serves the charts' library."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.responses import FileResponse
from starlette.routing import Route

from rnn_demo import introspect
from rnn_demo.errors import RnnDemoError
from rnn_demo.runner.supervision import supervise_runner
from rnn_demo.ui import messages
from rnn_demo.ui.components import plotly_js

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """While the server runs, a runner runs; when the server ends, it ends with all its workers."""
    threading.Thread(target=_load_torch, daemon=True).start()
    supervisor = asyncio.create_task(supervise_runner())
    yield
    supervisor.cancel()
    await asyncio.wait([supervisor])


def _load_torch() -> None:
    """So that the first page that looks inside a network does not wait for it."""
    introspect.warm_up()


def show_error(error: Exception) -> bool:
    """Put a sentence on the page instead of a traceback."""
    if isinstance(error, RnnDemoError):
        messages.error(str(error))
    else:
        logger.error("A page failed", exc_info=error)
        messages.error(
            f"This page failed in a way that nobody foresaw ({type(error).__name__}). Training goes on undisturbed; "
            "reload the page to go on. The details are in the server's log."
        )
    return True


async def _plotly_js(request: object) -> FileResponse:
    return FileResponse(
        plotly_js.FILE, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


ROUTES = [Route(plotly_js.url(), _plotly_js)]
