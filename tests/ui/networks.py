"""The networks that pages show, asked directly."""

import threading

from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect.results import Trace
from rnn_demo.service.networks import Network
from rnn_demo.service.service import Service


def train(service: Service, config: RunConfig) -> str:
    """The id of a run of ``config``, trained in the process of the test."""
    return service.runs.train_here(config, threading.Event(), lambda event: None).id


def newest(service: Service, run_id: str) -> Network:
    """The run's newest network."""
    run = service.runs.get(run_id)
    assert run.latest_step is not None
    return service.network(run, run.latest_step)


def trace_of(network: Network, digit: int) -> Trace:
    """What the test digit does in it."""
    return network.trace(network.digits.digit(network.dataset, digit).picture)
