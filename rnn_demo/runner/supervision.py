"""Keeping a runner alive as long as the web server lives."""

import asyncio
import logging
import subprocess

from rnn_demo.runner.launch import start_runner

logger = logging.getLogger(__name__)

CHECK_EVERY = 1.0  # seconds
RESTART_AFTER = 5.0  # seconds
END_TIMEOUT = 15.0  # seconds; it gives each of its workers a few to write its last words


async def supervise_runner(*, restart_after: float = RESTART_AFTER, end_timeout: float = END_TIMEOUT) -> None:
    """Start a runner, and another one whenever it ends; end it when this is cancelled.

    Args:
        restart_after: seconds between the end of a runner and the start of the next.
        end_timeout: seconds after which a runner that is to end is killed.
    """
    try:
        await _keep_running(restart_after, end_timeout)
    except Exception:
        logger.exception("Nothing trains any more: the runner cannot be kept running")


async def _keep_running(restart_after: float, end_timeout: float) -> None:
    runner = start_runner()
    try:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            if runner.poll() is not None:
                logger.error("The runner ended with exit code %s; it is started again.", runner.returncode)
                await asyncio.sleep(restart_after)
                runner = start_runner()
    finally:
        await _end(runner, end_timeout)


async def _end(runner: subprocess.Popen[bytes], timeout: float) -> None:
    assert runner.stdin is not None
    runner.stdin.close()
    try:
        await asyncio.to_thread(runner.wait, timeout)
    except subprocess.TimeoutExpired:
        logger.warning("The runner has not ended within %s s; it is killed.", timeout)
        runner.kill()
        await asyncio.to_thread(runner.wait)
