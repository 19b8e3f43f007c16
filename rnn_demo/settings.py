"""What the environment decides about this installation: where runs and data live, how many runs train at once."""

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rnn_demo.errors import InvalidConfig


class Settings(BaseSettings):
    """Read from the environment variables RNN_DEMO_STORE, RNN_DEMO_DATA and RNN_DEMO_SLOTS."""

    model_config = SettingsConfigDict(env_prefix="RNN_DEMO_", env_ignore_empty=True)

    store: str = "sqlite:///runs/rnn_demo.db"
    data: Path = Path("data")
    slots: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)


def load_settings() -> Settings:
    """The settings as the environment stands now.

    Raises:
        InvalidConfig: a variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = {}
        for detail in error.errors():
            name = f"RNN_DEMO_{str(detail['loc'][0]).upper()}"
            problems[name] = (
                f"The environment variable {name} is {detail['input']!r}, which cannot be used: {detail['msg']}."
            )
        raise InvalidConfig(problems) from error
