"""The cards: each opens, and what it says is what its network does and what its page shows."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.data import load_dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import NoteCode, RunStatus
from rnn_demo.figures.gradients import geometric_mean, ratios_of
from rnn_demo.service.networks import Network
from rnn_demo.service.runs import count_parameters
from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.tour.cards import FOLDER, cards, link
from tests.experiment.trainings import trained
from tests.ui.opening import texts, warnings
from tests.ui.tour.opening import open_app

NUMBERS = range(1, len(cards()) + 1)
Claim = Callable[[Service, str, AppTest], None]


def network(service: Service, run_id: str, step: int | None = None) -> Network:
    run = service.runs.get(run_id)
    assert run.latest_step is not None
    return service.network(run, run.latest_step if step is None else step)


def percent(share: float) -> str:
    return f"{share:.1%}"


def decided(probabilities: np.ndarray) -> list[int]:
    return [int(prediction) for prediction in probabilities.argmax(axis=-1)]


def picture(service: Service, digit: int) -> np.ndarray:
    return service.digits.digit("mnist-sample", digit).picture


def ink_rows(picture: np.ndarray) -> tuple[int, int]:
    rows = np.flatnonzero(picture.any(axis=1))
    return int(rows[0]), int(rows[-1])


# What each says, by the name of its file


def shared_weights(service: Service, answer: str, page: AppTest) -> None:
    by_rows = RunConfig(cell="rnn", bidirectional=False)
    head = 64 * 10 + 10
    counts = [count_parameters(by_rows.model_copy(update={"sequence": name})) - head for name in ("rows", "pixels")]
    assert re.findall(r"\d,\d{3}", answer) == [f"{count:,}" for count in counts]
    assert f"same {counts[0]:,} numbers at all 28 rows" in texts(page)
    assert f"784 steps, it would be {counts[1]:,}" in texts(page)


def state_is_memory(service: Service, answer: str, page: AppTest) -> None:
    lstm, nine = network(service, "tour-lstm"), picture(service, 8)
    erased = decided(lstm.erased(nine, forward=True, backward=False))
    assert (erased[9], erased[13], erased[:8]) == (4, 7, [9] * 8)
    assert ink_rows(nine)[0] <= 7
    assert "erased after row 9" in texts(page)
    assert "read as **4**" in texts(page)


def two_directions(service: Service, answer: str, page: AppTest) -> None:
    both, nine = network(service, "tour-bi-lstm"), picture(service, 8)
    first, last = ink_rows(nine)
    assert first == 6
    assert last < 27
    blank = both.trace(np.zeros_like(nine))
    trace = both.trace(nine)
    assert trace.backward is not None
    assert blank.backward is not None
    np.testing.assert_allclose(trace.forward.states[0, :first], blank.forward.states[0, :first], atol=1e-6)
    assert not np.allclose(trace.forward.states[0, first], blank.forward.states[0, first], atol=1e-2)
    only_its_ink = nine.copy()
    only_its_ink[:first] = 255  # whatever stands above, the backward half has not read it yet
    np.testing.assert_allclose(
        trace.backward.states[0, first:], both.trace(only_its_ink).backward.states[0, first:], atol=1e-6
    )


def wrong_end(service: Service, answer: str, page: AppTest) -> None:
    both, five = network(service, "tour-bi-lstm"), picture(service, 0)
    ends, wrong = both.two_ends_over_digits(), both.two_ends(five).wrong
    assert (both.trace(five).prediction, wrong.argmax()) == (5, 3)
    assert round(ends.blank_share, 2) == 0.98
    assert ends.distinct_backward == 1
    assert [percent(ends.wrong_accuracy), percent(ends.right_accuracy)] == re.findall(r"[\d.]+%", answer)
    assert "**3**" in texts(page)


def vanishing_gradients(service: Service, answer: str, page: AppTest) -> None:
    def ratio(run_id: str, step: int) -> float:
        found = network(service, run_id, step)
        return float(geometric_mean(ratios_of(found.config, found.gradients(), "state", "forward")))

    def radius(run_id: str, step: int) -> float:
        found = network(service, run_id, step).eigenvalues(0, backward=False)
        return float(abs(found.of[compared[run_id]]).max())

    compared = {"tour-rnn": "h", "tour-lstm": "g", "tour-rnn-orthogonal": "h"}  # the blocks that the page shows
    assert re.findall(r"spectral radius of `W_h(.)`", texts(page)) == list(compared.values())
    before, after = ([ratio(run_id, step) for run_id in compared] for step in (0, 128))
    assert max(before[:2]) < 1 / 500_000
    assert before[2] > 0.05
    assert min(after) > 0.1
    whole = network(service, "tour-rnn-orthogonal", 0).eigenvalues(0, backward=False).of["h"]
    np.testing.assert_allclose(abs(whole), 1, atol=1e-5)
    assert all(radius(run_id, 0) < 1 + 1e-5 for run_id in compared)
    assert all(radius(run_id, 128) > 1.4 for run_id in compared)
    assert all(service.runs.get(run_id).config.num_steps == 945 for run_id in compared)


def gates(service: Service, answer: str, page: AppTest) -> None:
    over_digits = network(service, "tour-lstm").timescales_over_digits()
    assert over_digits is not None
    assert over_digits.argmax() == 48
    assert f"{over_digits.max():.1f} rows" in answer
    assert np.median(over_digits) < 2
    assert "**Unit 48 remembers" in texts(page)
    assert f"Over the first 1,000 test digits: {over_digits.max():.1f} rows" in texts(page)


def order(service: Service, answer: str, page: AppTest) -> None:
    found = network(service, "tour-lstm").order_accuracies()
    own = network(service, "tour-lstm-shuffled").order_accuracies().as_trained
    said = [percent(share) for share in (found.as_trained, found.reversed, found.shuffled, own)]
    assert said == re.findall(r"[\d.]+%", answer)
    assert all(share in texts(page) for share in said)


def belief(service: Service, answer: str, page: AppTest) -> None:
    lstm, nine = network(service, "tour-lstm"), picture(service, 8)
    assert decided(lstm.trace(nine).prefix_probabilities) == [1] * 9 + [7] * 7 + [9] * 12
    assert lstm.trace(np.zeros_like(nine)).prediction == 1


def forgetting(service: Service, answer: str, page: AppTest) -> None:
    rnn, lstm, both = (network(service, f"tour-{name}") for name in ("rnn", "lstm", "bi-lstm"))
    (plain,) = rnn.forgetting_curve([4])
    early, late = lstm.forgetting_curve([4, 28])
    low, far = both.forgetting_curve([14, 112])
    assert plain.accuracy < 0.1
    assert far.backward is not None
    said = [early.accuracy, late.accuracy, far.backward, low.accuracy, far.accuracy]
    assert re.findall(r"[\d.]+%", answer) == ["10%", *map(percent, said)]
    assert f"lowest after 14 blank rows, {low.accuracy:.1%}, and rises again to {far.accuracy:.1%}" in texts(page)
    assert low.forward < 0.2
    digits = [picture(service, digit) for digit in range(20)]

    def spread(blanks: int) -> float:
        """How far the forward half's last states of these digits lie apart, at most."""
        longer = [np.pad(digit, ((0, blanks), (0, 0))) for digit in digits]
        return float(np.ptp([both.trace(one).forward.states[0, -1] for one in longer], axis=0).max())

    assert spread(14) > 1
    assert spread(112) < 1e-3


def overfitting_and_divergence(service: Service, answer: str, page: AppTest) -> None:
    learned = service.runs.get("tour-overfitting")
    news = service.runs.news(learned.id)
    last_epoch = [metric.accuracy for metric in news.metrics[-learned.config.steps_per_epoch :]]
    assert learned.config.train_size == 200
    assert round(float(np.mean(last_epoch)), 2) == 0.99
    assert min(news.evaluations, key=lambda one: one.loss).step == 140
    assert percent(news.evaluations[-1].accuracy) in answer
    assert "69.9%" in " ".join(one.value for one in [*page.success, *page.warning, *page.info, *page.error])
    gone = service.runs.get("tour-divergence")
    before, leap = service.runs.news(gone.id).metrics[-2:]
    assert (leap.step, gone.note.code, gone.note.params) == (204, NoteCode.DIVERGED, {"step": 205})
    assert before.loss == pytest.approx(3.4, abs=0.05)
    assert leap.loss > 1e21
    assert (gone.config.learning_rate, gone.config.clip_grad_norm) == (0.1, 0)
    clipped = trained(gone.config.model_copy(update={"clip_grad_norm": 1.0}), load_dataset("mnist-sample"))
    assert clipped.run.status is RunStatus.FINISHED


CLAIMS: dict[str, Claim] = {
    "01-shared-weights": shared_weights,
    "02-state-is-memory": state_is_memory,
    "03-two-directions": two_directions,
    "04-wrong-end": wrong_end,
    "05-vanishing-gradients": vanishing_gradients,
    "06-gates": gates,
    "07-order": order,
    "08-belief": belief,
    "09-forgetting": forgetting,
    "10-overfitting-and-divergence": overfitting_and_divergence,
}


def test_the_claims_of_every_card_are_held() -> None:
    assert [path.stem for path in sorted(FOLDER.glob("*.toml"))] == list(CLAIMS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_card_opens_on_its_scene_and_says_what_the_figures_say(empty: Service, number: int) -> None:
    page = open_app(f"card={number}")
    card = cards()[number - 1]
    assert not [warning for warning in warnings(page) if warning.startswith("The link")]
    assert link(number).items() <= dict(page.query_params).items()
    assert card.answer in texts(page)
    [*CLAIMS.values()][number - 1](empty, card.answer, page)


@pytest.mark.parametrize("number", NUMBERS)
def test_its_networks_are_built_in(empty: Service, number: int) -> None:
    card = cards()[number - 1]
    shown = [card.scene[Param.RUN], *card.scene.get(Param.COMPARE, "").split(",")]
    shown += [card.other.scene[Param.RUN]] if card.other else []
    assert {empty.runs.get(run_id).built_in for run_id in shown if run_id} == {True}
    assert not empty.runs.latest()
