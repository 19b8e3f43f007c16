"""Time travel: the moment of a run's training that a page looks at."""

import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.figures.curves import curve, curve_figure
from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key, Param
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.history import history_of
from rnn_demo.ui.session import is_number, page_theme

PLAY_EVERY = 0.7  # seconds between two moments while playing
LOOK_EVERY = 1.0  # seconds between two looks for new moments of a run that is still training
CURVE_HEIGHT = 130

CURVE_ALT = "The training loss against the number of steps, with a line at the moment that is looked at."


def choose_moment(service: Service, run: Run) -> int | None:
    """Show the slider over the moments of ``run`` that were kept; return the step of the one chosen, None without any.

    The slider stays at the newest moment, and follows it while the run trains, until a person moves it.
    """
    steps = [snapshot.step for snapshot in service.snapshots(run.id)]
    if not steps:
        st.info("This run has not kept any weights yet. Wait until it has begun, or choose another network.")
        if not run.status.is_over:
            _rerun_when_there_is_news(service, run, steps)
        return None
    step = _linked_step(steps)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        _slider(steps, step)
    with right:
        history = history_of(run.id, service)
        data = curve("loss", history.metrics, history.evaluations)
        figure = curve_figure(data, run.config.num_steps, page_theme(), height=CURVE_HEIGHT, cursor=step)
        live_chart(figure, key="moment_chart", alt=CURVE_ALT)
    if st.session_state.get(Key.PLAYING):
        _play(steps, step)
    elif not run.status.is_over:
        _rerun_when_there_is_news(service, run, steps)
    return step


def _linked_step(steps: list[int]) -> int:
    """The step in the URL, or the nearest one that was kept; the newest if there is none in the URL."""
    text = st.query_params.get(Param.STEP, "")
    if not is_number(text):
        return steps[-1]
    nearest = min(steps, key=lambda step: abs(step - int(text)))
    if nearest != int(text):
        st.info(
            f"The weights of step {int(text):,} are not kept any more; you see those of step {nearest:,}, the nearest."
        )
    return nearest


def _go_to(step: int, steps: list[int]) -> None:
    """Let the URL name ``step``; the newest is not named, so that the page follows a run that is training."""
    if step == steps[-1]:
        st.query_params.pop(Param.STEP, None)
    else:
        st.query_params[Param.STEP] = str(step)


def _slider(steps: list[int], step: int) -> None:
    def toggle() -> None:
        st.session_state[Key.PLAYING] = not st.session_state.get(Key.PLAYING)
        if st.session_state[Key.PLAYING] and step == steps[-1]:
            _go_to(steps[0], steps)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        is_playing = st.session_state.get(Key.PLAYING)
        st.button(
            "Pause" if is_playing else "Play",
            icon=":material/pause:" if is_playing else ":material/play_arrow:",
            on_click=toggle,
            disabled=len(steps) < 2,
            help="Travel through the training, from moment to moment.",
        )
        if len(steps) == 1:
            st.markdown(f"There is one moment so far: step {step:,}.")
            return
        st.session_state[Key.MOMENT] = step
        st.select_slider(
            f"Moment of training, {len(steps)} kept",
            steps,
            key=Key.MOMENT,
            format_func=lambda step: f"step {step:,}",
            on_change=lambda: _go_to(st.session_state[Key.MOMENT], steps),
        )


def _play(steps: list[int], step: int) -> None:
    st.session_state.pop(Key.SHOWN_MOMENT, None)

    @st.fragment(run_every=PLAY_EVERY)
    def next_moment() -> None:
        if not st.session_state.get(Key.SHOWN_MOMENT):
            st.session_state[Key.SHOWN_MOMENT] = True  # the run of the whole page that began this fragment
            return
        later = [other for other in steps if other > step]
        if later:
            _go_to(later[0], steps)
        if len(later) <= 1:
            st.session_state[Key.PLAYING] = False
        st.rerun()

    next_moment()


def _rerun_when_there_is_news(service: Service, run: Run, steps: list[int]) -> None:
    @st.fragment(run_every=LOOK_EVERY)
    def look() -> None:
        now = [snapshot.step for snapshot in service.snapshots(run.id)]
        if now != steps or service.run(run.id).status != run.status:
            st.rerun()

    look()
