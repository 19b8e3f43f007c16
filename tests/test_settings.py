"""What the environment decides."""

import os
from pathlib import Path

import pytest

from rnn_demo.errors import InvalidConfig
from rnn_demo.settings import load_settings

NAMES = ("RNN_DEMO_STORE", "RNN_DEMO_DATA", "RNN_DEMO_SLOTS")


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert settings.store == "sqlite:///runs/rnn_demo.db"
    assert settings.data == Path("data")
    assert settings.slots == os.cpu_count()


def test_empty_means_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = load_settings()
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_settings() == unset


def test_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(NAMES, ("postgresql://host/db", "/some/folder", "3"), strict=True):
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.store, settings.data, settings.slots) == ("postgresql://host/db", Path("/some/folder"), 3)


@pytest.mark.parametrize("value", ["0", "257", "many", "1.5"])
def test_impossible_number_of_slots_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RNN_DEMO_SLOTS", value)
    with pytest.raises(InvalidConfig) as caught:
        load_settings()
    assert list(caught.value.problems) == ["RNN_DEMO_SLOTS"]
    assert str(caught.value).startswith(
        f"The environment variable RNN_DEMO_SLOTS is '{value}', which cannot be used: Input should be "
    )
