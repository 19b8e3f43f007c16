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
    PROBE_DIGIT = "probe_digit"
    NAME_PROBLEM = "name_problem"
    TABLES_OPENED = "tables_opened"
    CARD = "card"

    PRESET = "preset"
    EARLIER_RUN = "earlier_run"
    ALL_RUNS = "all_runs"
    RUN_TABLE = "run_table"
    RUN_PAGE = "run_page"
    RUN_NAME = "run_name"
    RUN_TEXT = "run_text"
    RUN_CELL = "run_cell"
    RUN_ACCURACY = "run_accuracy"
    RUN_ORDER = "run_order"
    DIGIT_CLASS = "digit_class"
    SOURCE = "source"
    DRAWING = "drawing"
    BY_PEAK = "by_peak"

    def at_opening(self, number: int) -> str:
        """The key of a widget of the table of all runs, which begins anew each time that it is opened."""
        return f"{self}_{number}"

    @staticmethod
    def of_field(name: str) -> str:
        """The key of the widget of the `RunConfig` field ``name``."""
        return f"config_{name}"

    @staticmethod
    def of_edit(name: str) -> str:
        """The key of the widget of the `Edit` field ``name``."""
        return f"edit_{name}"
