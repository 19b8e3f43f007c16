"""Values that stand in the URL, and widgets that show and change them.

Streamlit's own ``bind="query-params"`` drops what it does not understand without a word, and puts the labels of options
into the URL, which change with the language. Here an unknown value gets a sentence for as long as the URL holds it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from rnn_demo.ui import messages
from rnn_demo.ui.address.params import LONGEST_NUMBER, Param, is_number, read, write
from rnn_demo.words.quantities import shortened

HIGHEST = 10 ** (LONGEST_NUMBER - 1) - 1  # for numbers that have no bound of their own

T = TypeVar("T")
Widget = Callable[..., object]


def linked_number(param: Param, default: int, high: int, low: int = 0) -> int:
    """The number in the URL, if it is one from ``low`` to ``high``; else ``default``, with a sentence if it is not."""
    text = read(param)
    if text is None:
        return default
    if is_number(text) and low <= int(text) <= high:
        return int(text)
    can_be = "a number" if high == HIGHEST else f"only {high:,} here" if low == high else f"{low:,} to {high:,}"
    messages.warning(f"The link says {param}={shortened(text)}, but it can be {can_be}. You see {default:,}.")
    return default


def linked_name(param: Param, names: Sequence[str], default: str) -> str:
    """The one of ``names`` in the URL; else ``default``, with a sentence if the URL says something else."""
    text = read(param)
    if text is None or text in names:
        return text or default
    messages.warning(f"The link says {param}={shortened(text)}, but it can be {', '.join(names)}. You see {default}.")
    return default


def number(
    label: str, param: Param, *, high: int, low: int = 0, default: int = 0, widget: Widget = st.number_input
) -> int:
    """A number field or slider from ``low`` to ``high``."""
    value = linked_number(param, default, high, low)
    bound(widget, label, param, value, default=default, min_value=low, max_value=high)
    return value


def choice(
    label: str,
    param: Param,
    titles: Mapping[str, str],
    *,
    default: str | None = None,
    widget: Widget = st.segmented_control,
    **options: Any,
) -> str:
    """A choice among names, shown by their ``titles``; the first one unless ``default`` says another."""
    default = default or next(iter(titles))
    value = linked_name(param, list(titles), default)
    if widget in (st.segmented_control, st.pills):
        options["required"] = True
    bound(widget, label, param, value, default=default, options=list(titles), format_func=titles.__getitem__, **options)
    return value


def several(label: str, param: Param, titles: Mapping[str, str], *, placeholder: str) -> list[str]:
    """Any of some names, shown by their ``titles``, in the order in which they were chosen; none at first."""
    text = read(param)
    names = list(dict.fromkeys(text.split(","))) if text else []
    chosen = [name for name in names if name in titles]
    if unknown := [name for name in names if name not in titles]:
        first, *_, last = titles
        messages.warning(
            f"The link says {param}={shortened(','.join(unknown))}, but there are only {first} to {last} here. That part of "
            "it is left out."
        )
    bound(
        st.multiselect,
        label,
        param,
        chosen,
        default=[],
        as_text=",".join,
        options=list(titles),
        format_func=titles.__getitem__,
        placeholder=placeholder,
    )
    return chosen


def switch(label: str, param: Param, *, default: bool = False) -> bool:
    """A switch, at first off unless ``default`` says on."""
    value = linked_name(param, ["on", "off"], "on" if default else "off") == "on"
    bound(st.toggle, label, param, value, default=default, as_text=lambda is_on: "on" if is_on else "off")
    return value


def bound(
    widget: Widget,
    label: str,
    param: Param,
    value: T,
    *,
    default: T | None = None,
    as_text: Callable[[T], str] = str,
    **options: object,
) -> None:
    """Show ``widget`` with ``value``; when a person changes it the URL follows, and says nothing of the default."""
    key = f"linked_{param}"
    st.session_state[key] = value

    def follow() -> None:
        chosen = st.session_state[key]
        write(param, None if chosen == default else as_text(chosen))

    widget(label, key=key, on_change=follow, **options)
