"""How a run ended: what is to be thought of it, settings that cure it, and the way to its mistakes."""

from pathlib import Path

import streamlit as st

from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.experiment.verdict import Judgement, Verdict, judge
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.history import RunHistory
from rnn_demo.ui.train.config_form import fill
from rnn_demo.words.verdicts import changes, outcome

LOOK_INSIDE = Path(__file__).parents[3] / "pages" / "look_inside.py"


def ending(service: Service, history: RunHistory) -> None:
    """A box about a run that is over, green only where its result is sound, and the buttons that follow from it."""
    run, evaluations = history.run, history.evaluations
    verdict = judge(run, history.metrics, evaluations)
    last = evaluations[-1] if evaluations else None
    _box(run, verdict)(outcome(run, last, DATASETS[run.config.dataset].classes, verdict))
    with st.container(horizontal=True):
        if verdict and verdict.cure:
            _offer_cure(run, verdict)
        if last and last.accuracy < 1 and run.status is not RunStatus.DIVERGED and run.latest_step is not None:
            _offer_mistakes(service, run)
    if run.details:
        with st.expander("For whoever looks into this: the traceback"):
            st.code(run.details, language=None)


def _box(run: Run, verdict: Verdict | None) -> messages.Show:
    match run.status, verdict and verdict.judgement:
        case (RunStatus.DIVERGED | RunStatus.FAILED, _):
            return messages.error
        case (RunStatus.FINISHED, Judgement.WELL_TRAINED):
            return messages.success
        case (_, None | Judgement.WELL_TRAINED):
            return messages.info
        case _:
            return messages.warning


def _offer_cure(run: Run, verdict: Verdict) -> None:
    assert verdict.cure is not None
    is_pressed = st.button(
        f"Set {changes(run.config, verdict.cure)}",
        icon=":material/healing:",
        on_click=fill,
        args=(verdict.cure,),
        help="Puts these values into the settings in the sidebar; all others stay. Then press Train.",
        wrap=True,  # many changes are wider than a telephone
    )
    if is_pressed:
        st.rerun()  # the whole page: the settings stand outside of this part of it


def _offer_mistakes(service: Service, run: Run) -> None:
    assert run.latest_step is not None
    is_pressed = st.button(
        "See what it gets wrong",
        icon=":material/error:",
        help="Opens Look inside with the test digit that this network reads wrongly with the highest probability.",
    )
    if is_pressed and (mistakes := service.network(run, run.latest_step).confident_mistakes(1)):
        address = {Param.RUN.value: run.id, Param.DIGIT.value: str(mistakes[0])}
        st.switch_page(LOOK_INSIDE, query_params=address)
