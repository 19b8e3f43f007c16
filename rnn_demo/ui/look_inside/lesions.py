"""The lesion bench: switch units, a direction or a gate off and see what is still read."""

from collections.abc import Sequence

import streamlit as st

from rnn_demo.experiment.catalogue import CELLS, SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.before_after import BeforeAfter, before_after_figure
from rnn_demo.figures.lesions import LesionCurve, lesion_curve, lesion_curve_figure
from rnn_demo.figures.spread import evenly_spread
from rnn_demo.introspect.results import Lesion, LesionAccuracy, LesionOrders
from rnn_demo.ui.address.linked import choice, number, several
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.unit import choose_directions, choose_layer
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.memory import against_chance, is_chance, is_less
from rnn_demo.words.quantities import count

BARS_ALT = "The accuracy of each class with the network whole, and with the lesion. The text above gives the totals."
CURVE_ALT = (
    "The accuracy against the number of units off: most important first, and in random orders with their spread."
)
POINTS = 9  # of the curve
OFF, OWN = "off", "own"
ORDERS = {"important": "most important", "random": "random", OWN: "your own"}
FEW = 8  # units whose ranks can be listed


def lesions_view(scene: Scene) -> None:
    """Accuracy class by class with a lesion, and random units against important ones."""
    config = scene.config
    with st.container(horizontal=True):
        which = choice("Units", Param.ORDER, ORDERS)
        # A person's own choice is among the units of both.
        directions = (True, config.bidirectional) if which == OWN else choose_directions(config)
        layer = choose_layer(config)
    orders = scene.network.lesion_orders(layer, forward=directions[0], backward=directions[1])
    lesion = _choose_lesion(config, layer, which, orders)
    whole, hurt = scene.network.accuracy_with(Lesion(layer, ())), scene.network.accuracy_with(lesion)
    st.markdown(
        f"**{whole.total:.1%} before, {hurt.total:.1%} with {_described(lesion, orders)}**, over the first "
        f"{scene.network.num_digits:,} test digits{what_it_does(whole, hurt, scene.classes, scene.network.chance)}"
    )
    left, right = st.columns(2)
    with left:
        chart = before_after_figure(_bars(whole, hurt), scene.classes, page_theme(), what="accuracy")
        live_chart(chart, key="lesion_bars", alt=BARS_ALT)
    with right:
        _random_against_important(scene, lesion, hurt.total, orders, is_own=which == OWN)
    states = "hidden state and cell state are" if config.cell == "lstm" else "hidden state is"
    size = (
        "the mean size of what it adds to a logit"
        if layer == config.num_layers - 1
        else "its mean size times that of the weights by which the layer above reads it"
    )
    st.caption(
        f"The lesion is in layer {layer + 1}. Off: a unit's {states} zero after every {config.reading.step}; nothing "
        f"is trained anew. Important is a unit that hands on much: {size}. All others are left as they are."
    )


def _choose_lesion(config: RunConfig, layer: int, which: str, orders: LesionOrders) -> Lesion:
    """What is done, and to which units: those that come first in one of the ``orders``, or any."""
    gates = [gate for gate in CELLS[config.cell].gates if gate.squash == "sigmoid"]
    done = {OFF: "switch units off"} | {
        f"{gate.name}-{how}": f"hold gate {gate.name} {how}" for gate in gates for how in ("shut", "open")
    }
    left, right = st.columns([1, 2])
    with left:
        what = choice("Lesion", Param.LESION, done, widget=st.selectbox)
    with right:
        units = _choose_units(config) if which == OWN else _choose_share(which, orders)
    gate, _, how = what.partition("-")
    return Lesion(layer, tuple(sorted(units)), None if what == OFF else gate, how == "open")


def _choose_units(config: RunConfig) -> list[int]:
    """Any units of a layer, one by one."""
    directions = ("forward", "backward")[: config.num_directions]
    places = [(name, unit) for name in directions for unit in range(config.hidden_size)]  # in the order of a Lesion
    titles = {f"{name}-{unit}": f"{name} {unit}" if config.bidirectional else str(unit) for name, unit in places}
    names = list(titles)
    return [names.index(name) for name in several("Your units", Param.UNITS, titles, placeholder="Choose unit by unit")]


def _choose_share(which: str, orders: LesionOrders) -> tuple[int, ...]:
    """So many percent of the units."""
    share = number("Share of the units, in %", Param.SHARE, high=100, default=25, widget=st.slider)
    order = orders.important if which == "important" else orders.random[0]
    return order[: round(len(order) * share / 100)]


def _described(lesion: Lesion, orders: LesionOrders) -> str:
    units = f"{len(lesion.units)} of {count(len(orders.important), 'unit')}"
    if lesion.gate is None:
        return f"{units} off"
    return f"gate {lesion.gate} held {'open' if lesion.is_open else 'shut'} in {units}"


def _random_against_important(scene: Scene, lesion: Lesion, left: float, orders: LesionOrders, *, is_own: bool) -> None:
    """The curve, at once where that takes seconds, with a mark at the ``lesion``, with which an accuracy is ``left``.

    ``is_own`` is whether its units were chosen one by one: then these too are compared with as many others.
    """
    network, off = scene.network, len(lesion.units)
    if scene.config.reading.num_steps > SIDE and not st.toggle("Random against important (takes about a minute)"):
        return
    spread: Sequence[int] = evenly_spread(len(orders.important) + 1, POINTS).tolist()
    is_comparable = lesion.gate is None  # with units off, as on the curve
    counts = sorted({*spread, off} if is_comparable else spread)
    points, bar = [], st.progress(0.0, "Random against important …")
    for point in network.lesion_curve(lesion.layer, orders, counts):
        points.append(point)
        bar.progress(len(points) / len(counts), f"Random against important: {count(point.count, 'unit')} off")
    bar.empty()
    curve = lesion_curve(points)
    mark = (off, left) if is_comparable else None
    chart = lesion_curve_figure(curve, page_theme(), chance=network.chance, mark=mark)
    live_chart(chart, key="lesion_curve", alt=CURVE_ALT)
    if is_own and is_comparable and off:
        st.markdown(own_choice(lesion, left, curve, orders, network.num_digits))
    st.markdown(compared(curve, len(orders.random), network.num_digits, network.chance))


def own_choice(lesion: Lesion, left: float, curve: LesionCurve, orders: LesionOrders, num_digits: int) -> str:
    """The units of ``lesion``, with which an accuracy is ``left``, beside as many others. Markdown."""
    off = len(lesion.units)
    at = curve.counts.index(off)
    if is_less(left, curve.lowest[at], num_digits):
        verdict = "missed more than random ones"
    elif is_less(curve.highest[at], left, num_digits):
        verdict = "missed less than random ones"
    else:
        verdict = "missed about as much as random ones"
    ranks = sorted(orders.important.index(unit) + 1 for unit in lesion.units)
    ranked = f" In importance: {', '.join(map(str, ranks))} of {len(orders.important)}." if off <= FEW else ""
    return (
        f"**Without your {count(off, 'unit')} {left:.1%} is left**; without as many at random {curve.mean[at]:.1%} on "
        f"average ({curve.lowest[at]:.1%} to {curve.highest[at]:.1%}), without the most important {curve.important[at]:.1%}"
        f": yours {'is' if off == 1 else 'are'} {verdict}.{ranked}"
    )


def what_it_does(whole: LesionAccuracy, hurt: LesionAccuracy, classes: tuple[str, ...], chance: float) -> str:
    """What follows from the accuracies before and after, to be put behind them; only a full stop if nothing does."""
    num_digits = int(whole.digits.sum())
    if is_chance(whole.total, num_digits, chance):
        return f": {against_chance(whole.total, num_digits, chance)} even before, so nothing can be told of the lesion."
    bars = _bars(whole, hurt)
    worst = bars.hardest_hit
    if worst is not None and is_less(bars.after[worst], bars.before[worst], int(whole.digits[worst])):
        return f". Class {classes[worst]} loses most: {bars.before[worst]:.0%} before, {bars.after[worst]:.0%} after."
    low, high = sorted((whole.total, hurt.total))
    is_noise = low < high and not is_less(low, high, num_digits)
    return ": so small a difference may be accident." if is_noise else "."


def _bars(whole: LesionAccuracy, hurt: LesionAccuracy) -> BeforeAfter:
    return BeforeAfter(whole.by_class, hurt.by_class, "whole", "with the lesion")


def compared(curve: LesionCurve, orders: int, num_digits: int, chance: float) -> str:
    """The curve, of accuracies over ``num_digits``, at the number of units where the two are furthest apart."""
    whole = curve.important[0]
    if is_chance(whole, num_digits, chance):
        guessed = against_chance(whole, num_digits, chance)
        return f"{whole:.1%} with no unit off, {guessed}: which units matter cannot be told."
    gaps = [mean - important for mean, important in zip(curve.mean, curve.important, strict=True)]
    at = max(range(len(gaps)), key=lambda number: abs(gaps[number]))
    if is_less(curve.important[at], curve.lowest[at], num_digits):
        verdict = "the important ones are missed more"
    elif is_less(curve.highest[at], curve.important[at], num_digits):
        verdict = "the measure of importance misleads here"
    else:
        verdict = "too little apart to tell which are missed more"
    return (
        f"With {count(curve.counts[at], 'unit')} off, {curve.important[at]:.1%} is left if the most important go first, "
        f"and {curve.mean[at]:.1%} on average over {orders} random orders ({curve.lowest[at]:.1%} to {curve.highest[at]:.1%}"
        f"): {verdict}."
    )
