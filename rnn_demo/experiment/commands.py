"""What a person may ask of a run that a worker holds."""

from enum import StrEnum


class Command(StrEnum):
    """Left in the store for the run's worker; one that no longer makes sense has no effect."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
