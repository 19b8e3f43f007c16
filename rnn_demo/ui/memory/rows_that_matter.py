"""Which rows matter: blank a band of rows, or change their order, and see what is left."""

import pandas as pd
import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure
from rnn_demo.service.service import Digit, Service
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.session import page_theme

ALT = "The accuracy of each network, and the mean probability of the right class, by the first row of the blanked band."


def rows_that_matter_view(service: Service, runs: list[Run], digit: Digit) -> None:
    """Accuracy and vote over the position of a blank band; rows reversed and shuffled at test time."""
    width = st.slider("Rows blanked at a time", 1, 14, 4, key="band_width")
    curves: list[AccuracyCurve] = []
    orders = []
    for run in runs:
        latest = service.latest_snapshot(run.id)
        if latest is None:
            st.info(f"{run.id} is left out: it has not kept any weights yet.")
            continue
        dataset = service.shown_dataset(run.config)
        name = f"{run.config.network} ({run.id})"
        bands = []
        of = 29 - width
        bar = st.progress(0.0)
        for band in service.band_curve(run.id, latest.step, dataset, width):
            bands.append(band)
            bar.progress(len(bands) / of, f"{name}: 1,000 digits read without band {len(bands)} of {of}")
        bar.empty()
        firsts = [band.first for band in bands]
        curves.append(AccuracyCurve(name, "accuracy", firsts, [band.accuracy for band in bands]))
        curves.append(AccuracyCurve(name, "vote for the right class", firsts, [band.probability for band in bands]))
        order = service.order_test(run.id, latest.step, dataset)
        orders.append(
            {
                "network": name,
                "trained on": run.config.sequence,
                "rows as trained": f"{order.as_trained:.1%}",
                "reversed": f"{order.reversed:.1%}",
                "shuffled": f"{order.shuffled:.1%}",
            }
        )
    if not curves:
        return
    live_chart(accuracy_figure(curves, page_theme(), x_title="first blanked row"), key="bands", alt=ALT)
    worst = min((curve for curve in curves if curve.part == "accuracy"), key=lambda curve: min(curve.accuracy))
    at = worst.x[list(worst.accuracy).index(min(worst.accuracy))]
    st.markdown(
        f"The rows that matter most: blanking rows {at} to {at + width - 1} leaves {worst.run} at {min(worst.accuracy):.1%}."
    )
    st.markdown("**The order of the rows at test time**")
    st.table(pd.DataFrame(orders).set_index("network"))
    st.caption(
        "A network that was trained on rows in order reads them reversed or shuffled like a language that it never learned. "
        "Train one with rows_shuffled and compare: it reads its own order as well. Over the first 1,000 test digits."
    )
