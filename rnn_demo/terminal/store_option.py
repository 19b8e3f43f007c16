"""The option that every subcommand has: the store to work at."""

from typing import Annotated

from pydantic import Field

from rnn_demo.service.service import Service
from rnn_demo.settings import load_settings

StoreUrl = Annotated[
    str | None, Field(description="URL of the store; the environment variable RNN_DEMO_STORE if left out.")
]


def open_service(store: StoreUrl) -> Service:
    """The service at that store."""
    return Service(store or load_settings().store)
