"""Time travel: the moment of a run's training that a page looks at."""

import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.figures.curves import curve, curve_figure
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import HIGHEST, bound, linked_number
from rnn_demo.ui.address.params import Param, restore_url, write
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.history import RunHistory, history_of
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import page_theme

PLAY_EVERY = 0.7  # seconds between two moments while playing
LOOK_EVERY = 1.0  # seconds between two looks for new moments of a run that is still training
CURVE_HEIGHT = 130

CURVE_ALT = "The training loss against the number of steps, with a line at the moment that is looked at."


def choose_moment(service: Service, run: Run) -> tuple[int, int] | None:
    """Show the slider over the moments of ``run`` that were kept; return the steps of the chosen and of the newest.

    None without any.

    The slider stays at the newest moment, and follows it while the run trains, until a person moves it.
    """
    history = history_of(run, service)
    steps = [snapshot.step for snapshot in history.snapshots]
    if not steps:
        messages.info("This run has not kept any weights yet. Wait until it has begun, or choose another network.")
        if not run.status.is_over:
            _rerun_when_there_is_news(service, history)
        return None
    step = _linked_step(steps)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        _slider(steps, step)
    with right:
        data = curve("loss", history.metrics, history.evaluations)
        chart = curve_figure(data, run.config.num_steps, page_theme(), height=CURVE_HEIGHT, cursor=step)
        live_chart(chart, key="moment_chart", alt=CURVE_ALT)
    if st.session_state.get(Key.PLAYING):
        _play(steps, step)
    elif not run.status.is_over:
        _rerun_when_there_is_news(service, history)
    return step, steps[-1]


def _linked_step(steps: list[int]) -> int:
    """The step in the URL, or the nearest one that was kept; the newest if there is none in the URL."""
    wanted = linked_number(Param.STEP, steps[-1], HIGHEST)
    nearest = min(steps, key=lambda step: abs(step - wanted))
    if nearest != wanted:
        messages.info(f"No weights of step {wanted:,} are kept; you see those of step {nearest:,}, the nearest.")
    return nearest


def _slider(steps: list[int], step: int) -> None:
    def toggle() -> None:
        st.session_state[Key.PLAYING] = not st.session_state.get(Key.PLAYING)
        if st.session_state[Key.PLAYING] and step == steps[-1]:
            write(Param.STEP, str(steps[0]))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        is_playing = st.session_state.get(Key.PLAYING)
        st.button(
            "Pause" if is_playing else "Play the training",
            icon=":material/pause:" if is_playing else ":material/play_arrow:",
            on_click=toggle,
            disabled=len(steps) < 2,
            help="Travel through the training, from moment to moment.",
        )
        if len(steps) == 1:
            st.markdown(f"There is one moment so far: step {step:,}.")
            return
        bound(
            st.select_slider,
            f"Moment of training, {len(steps)} kept",
            Param.STEP,
            step,
            default=steps[-1],  # not named in the URL, so that the page follows a run that is training
            options=steps,
            format_func=lambda step: f"step {step:,}",
        )


def _play(steps: list[int], step: int) -> None:
    st.session_state.pop(Key.SHOWN_MOMENT, None)

    @st.fragment(run_every=PLAY_EVERY)
    def next_moment() -> None:
        restore_url()
        if not st.session_state.get(Key.SHOWN_MOMENT):
            st.session_state[Key.SHOWN_MOMENT] = True  # the run of the whole page that began this fragment
            return
        later = [other for other in steps if other > step]
        if len(later) > 1:
            write(Param.STEP, str(later[0]))
        else:
            write(Param.STEP, None)
            st.session_state[Key.PLAYING] = False
        st.rerun()

    next_moment()


def _rerun_when_there_is_news(service: Service, history: RunHistory) -> None:
    status = history.run.status

    @st.fragment(run_every=LOOK_EVERY)
    def check() -> None:
        restore_url()
        if history.catch_up(service).snapshots is not None or history.run.status != status:
            st.rerun()

    check()
