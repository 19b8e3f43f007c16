"""The names under which things stand in a session's state, other than the widgets that follow the URL."""

from enum import StrEnum


class Key(StrEnum):
    """Keys of `st.session_state`, of widgets too."""

    LINK_PROBLEMS = "link_problems"
    HISTORY = "history"
    OWN_RUNS = "own_runs"
    UNIT_ORDERS = "unit_orders"
    PLAYING = "playing"
    SHOWN_MOMENT = "shown_moment"
    CARD = "card"

    PRESET = "preset"
    EARLIER_RUN = "earlier_run"
    DIGIT_CLASS = "digit_class"
    SOURCE = "source"
    DRAWING = "drawing"
    BY_PEAK = "by_peak"

    @staticmethod
    def of_field(name: str) -> str:
        """The key of the widget of the `RunConfig` field ``name``."""
        return f"config_{name}"

    @staticmethod
    def of_edit(name: str) -> str:
        """The key of the widget of the `Edit` field ``name``."""
        return f"edit_{name}"
