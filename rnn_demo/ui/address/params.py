"""The names under which things stand in a session's state and in the URL."""

from enum import StrEnum


class Key(StrEnum):
    """Keys of `st.session_state`."""

    PRESET = "preset"
    LINK_PROBLEMS = "link_problems"
    HISTORY = "history"
    RUN = "run"
    OWN_RUNS = "own_runs"
    DIGIT = "digit"
    DIGIT_CLASS = "digit_class"
    DIGIT_INDEX = "digit_index"
    CHOSEN_RUN = "chosen_run"
    SOURCE = "source"
    VIEW = "look_view"
    MEMORY_VIEW = "memory_view"
    COMPARED_RUNS = "compared_runs"
    LAYER = "layer"
    UNIT_ORDERS = "unit_orders"
    MOMENT = "moment"
    PLAYING = "playing"
    SHOWN_MOMENT = "shown_moment"
    EARLIER_RUN = "earlier_run"

    @staticmethod
    def of_field(name: str) -> str:
        """The key of the widget of the `RunConfig` field ``name``."""
        return f"config_{name}"


class Param(StrEnum):
    """Parameters of the URL beside the fields of `RunConfig`."""

    RUN = "run"
    DIGIT = "digit"
    COMPARE = "compare"
    STEP = "step"
    VIEW = "view"
    LAYER = "layer"
    ROW = "row"
    UNIT = "unit"
