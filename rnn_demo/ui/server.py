"""The web server around the pages: it starts and ends the runner, and serves the charts' library."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.responses import FileResponse
from starlette.routing import Route

from rnn_demo.errors import RnnDemoError
from rnn_demo.runner.launch import start_runner
from rnn_demo.service.service import load_torch
from rnn_demo.ui.components.chart import PLOTLY_JS, PLOTLY_JS_PATH
from rnn_demo.words.markdown import literal

logger = logging.getLogger(__name__)

RUNNER_CHECK_EVERY = 1.0  # seconds
RUNNER_RESTART_AFTER = 5.0  # seconds
RUNNER_END_TIMEOUT = 15.0  # seconds; it gives each of its workers a few to write its last words


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """While the server runs, a runner runs; when the server ends, it ends with all its workers."""
    threading.Thread(target=load_torch, daemon=True).start()
    supervisor = asyncio.create_task(_supervise_runner())
    supervisor.add_done_callback(_log_failure)
    yield
    supervisor.cancel()
    await asyncio.wait([supervisor])


def _log_failure(supervisor: asyncio.Task[None]) -> None:
    if not supervisor.cancelled() and (error := supervisor.exception()):
        logger.error("Nothing trains any more: the runner cannot be kept running", exc_info=error)


async def _supervise_runner() -> None:
    """Keep one runner alive until cancelled."""
    runner = start_runner()
    try:
        while True:
            await asyncio.sleep(RUNNER_CHECK_EVERY)
            if runner.poll() is not None:
                logger.error("The runner ended with exit code %s; it is started again.", runner.returncode)
                await asyncio.sleep(RUNNER_RESTART_AFTER)
                runner = start_runner()
    finally:
        assert runner.stdin is not None
        runner.stdin.close()
        await asyncio.to_thread(runner.wait, RUNNER_END_TIMEOUT)


def show_error(error: Exception) -> bool:
    """Put a sentence on the page instead of a traceback."""
    if isinstance(error, RnnDemoError):
        st.error(literal(str(error)))
    else:
        logger.error("A page failed", exc_info=error)
        st.error(
            f"This page failed in a way that nobody foresaw ({type(error).__name__}). Training goes on undisturbed; "
            "reload the page to go on. The details are in the server's log."
        )
    return True


async def _plotly_js(request: object) -> FileResponse:
    return FileResponse(
        PLOTLY_JS, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


ROUTES = [Route(PLOTLY_JS_PATH, _plotly_js)]
