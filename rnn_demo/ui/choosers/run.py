"""Choosing the network that a page shows: the run in the URL, from those that can be looked into."""

from functools import partial

import streamlit as st

from rnn_demo.errors import RunNotFound
from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import bound
from rnn_demo.ui.address.params import Param, read, write
from rnn_demo.ui.choosers.all_runs import Action, all_runs
from rnn_demo.ui.session import reader_now
from rnn_demo.words.quantities import shortened
from rnn_demo.words.runs import run_title

LISTED = 50
MOST_COMPARED = 2


def linked_run(service: Service) -> Run | None:
    """The run that the URL names, or else the one last looked at in this session; None if there is neither.

    A link to a run that does not exist gets a sentence on the page.
    """
    run_id = read(Param.RUN)
    run = _find(service, run_id) if run_id else None
    if run is not None:
        open_run(run.id)
    return run


def open_run(run_id: str | None) -> None:
    """Let the URL and the session name this run, or none."""
    write(Param.RUN, run_id)


def run_chooser(service: Service, *, can_compare: bool = False) -> Run:
    """Show the latest networks, and a way to all of them; return the chosen one.

    At first that is the newest, or the first of those that are built in. ``can_compare`` says that the page has
    `compared_runs`.
    """
    linked = linked_run(service)
    runs = _listed(service)
    if linked is not None:
        runs.setdefault(linked.id, linked)
    run = linked or next(iter(runs.values()))
    if read(Param.RUN) is None:
        open_run(run.id)
    bound(
        st.selectbox,
        "Network",
        Param.RUN,
        run.id,
        options=list(runs),
        format_func=_titles(runs).__getitem__,
        help=f"The latest {LISTED} networks of this server, newest first, or as many as there are, and those that are built "
        "in. Type to search in them. All that were trained here stand in the table below.",
    )
    actions = [Action("Look at it", open_run)]
    if can_compare:
        actions.append(Action("Compare with it", partial(_compare_with, shown=run.id)))
    all_runs(service.runs, actions, what="network", with_weights=True)
    return run


def compared_runs(service: Service, run: Run) -> list[Run]:
    """Let a person choose further networks to stand beside ``run``; they stand in the URL."""
    others = _listed(service)
    linked = dict.fromkeys((read(Param.COMPARE) or "").split(","))  # each once, in their order
    wanted = [run_id for run_id in linked if run_id not in ("", run.id)]
    if len(wanted) > MOST_COMPARED:
        messages.warning(f"The link names {len(wanted)} networks to compare with; at most {MOST_COMPARED} are shown.")
    for run_id in wanted[:MOST_COMPARED]:
        if run_id not in others and (older := _find(service, run_id)):
            others[older.id] = older
    others.pop(run.id, None)
    chosen = [run_id for run_id in wanted[:MOST_COMPARED] if run_id in others]
    bound(
        st.multiselect,
        "Compare with",
        Param.COMPARE,
        chosen,
        default=[],
        as_text=",".join,
        options=list(others),
        format_func=_titles(others).__getitem__,
        max_selections=MOST_COMPARED,
        placeholder="Other networks …",
        help=f"Up to {MOST_COMPARED} of those that are listed under Network; older ones join them from the table of all.",
    )
    return [others[run_id] for run_id in chosen]


def _compare_with(run_id: str, *, shown: str) -> None:
    """Let the run stand beside the one that is shown: as the last of those that do."""
    others = [other for other in (read(Param.COMPARE) or "").split(",") if other not in ("", run_id)]
    if run_id != shown:
        write(Param.COMPARE, ",".join([*others, run_id][-MOST_COMPARED:]))


def _find(service: Service, run_id: str) -> Run | None:
    """The run that a link names; None, with a sentence, if there is none."""
    try:
        return service.runs.get(run_id)
    except RunNotFound as error:
        messages.warning(shortened(str(error), 120))
        return None


def _listed(service: Service) -> dict[str, Run]:
    """Those trained here, newest first, and then those that ship with the app."""
    return {run.id: run for run in [*service.runs.latest(LISTED, with_weights=True), *service.runs.built_in()]}


def _titles(runs: dict[str, Run]) -> dict[str, str]:
    now = reader_now()
    return {run_id: run_title(run, now) for run_id, run in runs.items()}
