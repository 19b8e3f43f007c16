"""Keeping a runner alive as long as the web server lives."""

import asyncio
import logging

from rnn_demo.runner.launch import start_runner

logger = logging.getLogger(__name__)

CHECK_EVERY = 1.0  # seconds
RESTART_AFTER = 5.0  # seconds
END_TIMEOUT = 15.0  # seconds; it gives each of its workers a few to write its last words


async def supervise_runner() -> None:
    """Start a runner, and another one whenever it ends; end it when this is cancelled."""
    try:
        await _keep_running()
    except Exception:
        logger.exception("Nothing trains any more: the runner cannot be kept running")


async def _keep_running() -> None:
    runner = start_runner()
    try:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            if runner.poll() is not None:
                logger.error("The runner ended with exit code %s; it is started again.", runner.returncode)
                await asyncio.sleep(RESTART_AFTER)
                runner = start_runner()
    finally:
        assert runner.stdin is not None
        runner.stdin.close()
        await asyncio.to_thread(runner.wait, END_TIMEOUT)
