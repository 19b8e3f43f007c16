"""A run as it unfolds: status, probe, learning curves, log and result, refreshed while it trains."""

import streamlit as st

from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Metric, Run
from rnn_demo.figures.confusion import confusion, confusion_figure
from rnn_demo.figures.curves import curve, curve_figure
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.params import restore_url
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.components.terms import explain_terms
from rnn_demo.ui.history import RunHistory, history_of
from rnn_demo.ui.session import page_theme
from rnn_demo.ui.train.ending import ending
from rnn_demo.ui.train.probe_view import probe_view
from rnn_demo.words.markdown import literal
from rnn_demo.words.quantities import loss_figure
from rnn_demo.words.runs import diverged_at, log_lines, network_line, status_line

REFRESH_EVERY = 0.5  # seconds
LOG_LINES = 200
LOG_HEIGHT = 340  # pixels
LOG_FITS = 6  # lines that take no more than that, also where a narrow screen breaks each in two

LOSS_ALT = "The training loss of each step, smoothed, and the test loss, against the number of steps."
ACCURACY_ALT = "The training accuracy of each step, smoothed, and the test accuracy, against the number of steps."
CONFUSION_ALT = "The confusion matrix: for each true class, how many test digits were read as which class."


def live_view(service: Service, config: RunConfig, run: Run | None, *, curves_first: bool = False) -> None:
    """Show ``run`` and keep it up to date while it is not over; without one, the untrained network of ``config``.

    With ``curves_first`` they stand above how the run ended, and there is no probe.
    """
    shown = run.config if run else config
    dataset = service.digits.shown_dataset(shown)
    if run is None and dataset != shown.dataset:
        messages.info(
            f"{shown.dataset} is downloaded when you first train on it. Until then you look at the built-in digits."
        )
    classes = DATASETS[dataset].classes

    @st.fragment(run_every=REFRESH_EVERY if run and not run.status.is_over else None)
    def refreshed() -> None:
        restore_url()
        history = history_of(run, service) if run else None
        now = history.run if history else None
        if now and run and now.status != run.status:
            st.rerun()  # the buttons depend on the status
        metrics, evaluations = (history.metrics, history.evaluations) if history else ([], [])
        # These two are always there: what follows keeps its place, or the browser would draw it anew.
        with st.container():
            _status(service, history)
        if curves_first:
            _curves(metrics, evaluations, shown.num_steps)
        with st.container():
            if history and history.run.status.is_over:
                ending(service, history)
        if not curves_first:
            probe_view(service, shown, now, dataset)
            explain_terms("probe", shown)
            _curves(metrics, evaluations, shown.num_steps)
        explain_terms("curves", shown)
        if metrics or evaluations:
            left, right = st.columns([5, 3], gap="medium")
            with left:
                _log(metrics, evaluations, now)
            with right:
                _confusion(evaluations, classes)

    refreshed()


def _status(service: Service, history: RunHistory | None) -> None:
    if history is None:
        st.progress(0.0, "Not trained yet: these are the states of a network with random weights. Press **Train**.")
        return
    run = history.run
    st.progress(run.progress.step / run.config.num_steps, literal(status_line(run, history.queue_position)))
    newest = history.snapshots[-1] if history.snapshots else None
    st.caption(f"Below: {literal(network_line(run, newest))}")
    if history.queue_position and not service.runs.devices():
        messages.warning(
            "No training process answers at the moment. The run waits in the queue and starts when one does."
        )


def _curves(metrics: list[Metric], evaluations: list[Evaluation], num_steps: int) -> None:
    loss, accuracy = (curve(quantity, metrics, evaluations) for quantity in ("loss", "accuracy"))
    left, right = st.columns(2)
    with left:
        live_chart(curve_figure(loss, num_steps, page_theme()), key="loss_chart", alt=LOSS_ALT)
    with right:
        live_chart(curve_figure(accuracy, num_steps, page_theme()), key="accuracy_chart", alt=ACCURACY_ALT)
    if metrics:
        words = f"Training at step {metrics[-1].step:,}, smoothed: "
        words += f"loss {loss_figure(float(loss.smooth[-1]))}, accuracy {accuracy.smooth[-1]:.1%}."
        if evaluations:
            last = evaluations[-1]
            words += f" Last test, at step {last.step:,}: loss {loss_figure(last.loss)}, accuracy {last.accuracy:.1%}."
        st.caption(words)


def _log(metrics: list[Metric], evaluations: list[Evaluation], run: Run | None) -> None:
    st.markdown("**Log**, newest line first")
    lines = log_lines(metrics, evaluations, diverged_at(run) if run else None)[-LOG_LINES:]
    # The keyboard can scroll a container, unlike a st.code that has a height itself.
    with st.container(height=LOG_HEIGHT if len(lines) > LOG_FITS else "content", border=False):
        st.code(
            "\n".join(reversed(lines)) or "The first line comes at step 100, or with the first test.",
            language=None,
            wrap_lines=True,
        )


def _confusion(evaluations: list[Evaluation], classes: tuple[str, ...]) -> None:
    if not evaluations:
        st.markdown("**Confusion matrix:** comes with the first test.")
        return
    last = evaluations[-1]
    st.markdown(f"**Confusion matrix** of the test at step {last.step:,}: who is taken for whom")
    live_chart(confusion_figure(confusion(last), classes, page_theme()), key="confusion_chart", alt=CONFUSION_ALT)
