"""The errors that this package raises on purpose.

Every message is one readable sentence (or a few) that says what is wrong and what to do next, so that a page or the
terminal can show it as it stands.
"""

from collections.abc import Mapping


class RnnDemoError(Exception):
    """Base of all errors whose message is meant for the person in front of the screen."""


class InvalidConfig(RnnDemoError):
    """Some values of a configuration are not allowed.

    ``problems`` maps the name of each field at fault to one line that names the field, the value and what is allowed.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(self.problems.values()))


class InvalidName(RnnDemoError):
    """A run cannot be called this, or keeps the name that it has."""


class DatasetUnavailable(RnnDemoError):
    """A dataset can neither be read from disk nor be downloaded."""


class NotAPicture(RnnDemoError):
    """An uploaded file is not a picture that can be read: another format, too large, or damaged."""


class DeviceUnavailable(RnnDemoError):
    """The device that a run asks for does not exist on this machine."""


class TrainingDiverged(RnnDemoError):
    """The loss became NaN or infinite at ``step``."""

    def __init__(self, step: int) -> None:
        self.step = step
        super().__init__(f"The loss became NaN or infinite at step {step:,}.")


class UnusableState(RnnDemoError):
    """A saved training state is damaged, or belongs to another configuration."""


class RunNotFound(RnnDemoError):
    """No run with this id is in the store."""


class RunIsOver(RnnDemoError):
    """The run has ended, and what has ended does not change any more."""


class SnapshotNotFound(RnnDemoError):
    """The run has no snapshot at this step (any more)."""


class StoreUnavailable(RnnDemoError):
    """The store cannot be opened, read or written."""
