"""When the server ends, everything that it started ends."""

from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser

from rnn_demo.experiment.records import RunStatus
from rnn_demo.store import open_store
from tests.e2e.pages.train_page import TrainPage
from tests.e2e.server import Server


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_stopping_the_server_ends_every_process(tmp_path: Path, browser: Browser, how: str) -> None:
    server = Server(tmp_path)
    with browser.new_context() as context:
        page = TrainPage(context.new_page())
        page.open(server.url, "num_epochs=200&hidden_size=16")
        page.expect_ready()
        page.train_to(10)
        family = psutil.Process(server.process.pid).children(recursive=True)
        assert len(family) >= 3  # the runner, the server that it forks from, and a worker
        getattr(server.process, how)()
        server.process.wait(timeout=30)
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    store = open_store(server.store_url)
    run = store.runs()[0]
    assert run.status is RunStatus.STOPPED
    assert store.snapshots(run.id)[-1].step == run.progress.step > 0
    store.close()
