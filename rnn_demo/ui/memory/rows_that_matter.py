"""Which rows matter: blank a band of rows, or change their order, and see what is left."""

import pandas as pd
import streamlit as st

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.records import Run
from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure, band_curves
from rnn_demo.service.networks import Network
from rnn_demo.service.service import Service
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import number
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.session import page_theme
from rnn_demo.words.runs import short_title

ALT = "The accuracy of each network, and the mean probability of the right class, by the first row of the blanked band."


def rows_that_matter_view(service: Service, runs: list[Run]) -> None:
    """Accuracy and probability over the position of a blank band; rows reversed and shuffled at test time."""
    width = number("Rows blanked at a time", Param.BAND, low=1, high=SIDE // 2, default=4, widget=st.slider)
    networks = {short_title(run): service.network(run, run.latest_step) for run in runs if run.latest_step is not None}
    for run in runs:
        if run.latest_step is None:
            messages.info(f"{run.id} is left out: it has not kept any weights yet.")
    if not networks:
        return
    curves = [curve for name, network in networks.items() for curve in _curves(name, network, width)]
    live_chart(accuracy_figure(curves, page_theme(), x_title="first blanked row"), key="bands", alt=ALT)
    worst = min((curve for curve in curves if curve.series == "accuracy"), key=lambda curve: curve.lowest[1])
    first, accuracy = worst.lowest
    st.markdown(
        f"The rows that matter most: blanking rows {first} to {first + width - 1} leaves {worst.run} at {accuracy:.1%}."
    )
    st.markdown("**The order of the rows at test time**")
    st.table(pd.DataFrame([_orders(name, network) for name, network in networks.items()]).set_index("network"))
    st.caption(
        "A network that was trained on rows in order reads them reversed or shuffled like a language that it never learned. "
        "Train one with rows_shuffled and compare: it reads its own order as well. "
        f"Over the first {max(network.num_digits for network in networks.values()):,} test digits."
    )


def _curves(name: str, network: Network, width: int) -> list[AccuracyCurve]:
    of = network.num_bands(width)
    bands = []
    bar = st.progress(0.0)
    for band in network.band_curve(width):
        bands.append(band)
        bar.progress(len(bands) / of, f"{name}: {network.num_digits:,} digits read without band {len(bands)} of {of}")
    bar.empty()
    return band_curves(name, bands)


def _orders(name: str, network: Network) -> dict[str, str]:
    order = network.order_accuracies()
    return {
        "network": name,
        "trained on": network.config.sequence,
        "rows as trained": f"{order.as_trained:.1%}",
        "reversed": f"{order.reversed:.1%}",
        "shuffled": f"{order.shuffled:.1%}",
    }
