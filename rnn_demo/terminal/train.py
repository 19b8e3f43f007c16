"""The subcommand ``train``: the fields of a configuration are its flags."""

import json
import os
import signal
import sys
import threading
from types import FrameType

from pydantic import AliasChoices, Field

from rnn_demo import network, runner
from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.records import News, RunStatus
from rnn_demo.experiment.verdict import judge
from rnn_demo.terminal.progress_bar import ProgressBar
from rnn_demo.terminal.runs import summary
from rnn_demo.terminal.store_option import StoreUrl, open_service
from rnn_demo.words.notes import note
from rnn_demo.words.verdicts import changes, outcome

INTERRUPTED = 130  # as shells report a program that Ctrl-C ended


class Train(RunConfig):
    """Train a network here and now, and keep its run in the store."""

    store: StoreUrl = None
    as_json: bool = Field(
        False, validation_alias=AliasChoices("json"), description="Print the result as one line of JSON."
    )

    def cli_cmd(self) -> None:
        """Train; a progress bar on stderr, the result on stdout."""
        environment = runner.training_environment()
        if environment != os.environ:  # the allocator reads its settings when a process starts
            os.execve(sys.executable, [sys.executable, "-m", "rnn_demo", *sys.argv[1:]], environment)
        config = parse_config(self.model_dump(include=set(RunConfig.model_fields)))
        network.find_device(config.device)
        service = open_service(self.store)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: _stop_gently(stop, number, frame))
        with ProgressBar(config) as progress:
            run = service.runs.train_here(config, stop, progress.show)
        if self.as_json:
            print(json.dumps(summary(run)))
        elif run.status in (RunStatus.FINISHED, RunStatus.STOPPED):
            print(f"Run {run.id}: {_judged(service.runs.news(run.id))}")
        if run.status is RunStatus.DIVERGED:
            sys.exit(_judged(service.runs.news(run.id)))
        if run.status is RunStatus.FAILED:
            sys.exit(note(run))
        if stop.is_set():
            sys.exit(INTERRUPTED)


def _judged(news: News) -> str:
    """How a run ended, what is to be thought of its result, and what would cure it."""
    run, evaluations = news.run, news.evaluations
    verdict = judge(run, news.metrics, evaluations)
    last = evaluations[-1] if evaluations else None
    cure = f" To cure it, set {changes(run.config, verdict.cure)}." if verdict and verdict.cure else ""
    return outcome(run, last, DATASETS[run.config.dataset].classes, verdict) + cure


def _stop_gently(stop: threading.Event, number: int, frame: FrameType | None) -> None:
    """End the run in order; a second signal ends the process at once."""
    stop.set()
    signal.signal(number, signal.SIG_DFL)
