"""The view Gradient ribbon: each of its sentences, recomputed from the gradients."""

import re

import numpy as np

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.networks import Network
from rnn_demo.service.service import Service
from rnn_demo.ui.memory.gradient_ribbon import progress, step_name
from rnn_demo.words.memory import share_of
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts


def share(network: Network, *, backward: bool) -> str:
    """What the first row read gets of what the last one gets."""
    found = network.gradients()
    h = (found.grad_h_backward if backward else found.grad_h_forward).astype(np.float64)  # type: ignore[union-attr]
    ratios = h[:, 27] / h[:, 0] if backward else h[:, 0] / h[:, 27]
    return share_of(float(np.prod(ratios ** (1 / len(ratios)))))


def test_a_sentence_says_what_vanished_and_what_healed(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}"))
    run = shown.runs.get(two_ways)
    untrained, trained = shown.untrained(run.config), newest(shown, two_ways)
    steps = run.config.num_steps
    for backward, far, near in ((False, "row 0", "row 27"), (True, "row 27", "row 0")):
        before, after = (share(network, backward=backward) for network in (untrained, trained))
        assert (
            f": before training {far} gets {before} what {near} gets; after {steps} steps it gets {after} what {near} gets."
            in said
        )
    assert len(re.findall("before training row", said)) == 3  # the other network has one direction


def test_before_training_there_is_only_that(shown: Service, one_way: str) -> None:
    said = texts(open_page("memory", f"run={one_way}&step=0"))
    assert re.search(r"before training row 0 gets \S+ of what row 27 gets\.", said)


def test_choices_stand_in_the_link(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}")
    (what,) = (choice for choice in page.segmented_control if choice.label == "Gradient of the loss by the")
    assert what.value == "state"
    assert what.options == ["state", "input"]  # h and c of an lstm could be told apart
    what.set_value("input")
    page.toggle[0].set_value(False).run()
    assert page.query_params == {"run": two_ways, "gradient": "input", "relative": "off"}
    assert not page.exception


def test_an_lstm_can_be_asked_for_h_alone(empty: Service) -> None:
    config = RunConfig(cell="lstm", hidden_size=3, train_size=40, batch_size=20, num_epochs=1)
    page = open_page("memory", f"run={train(empty, config)}&gradient=hidden")
    assert not page.warning
    assert "for an LSTM h and c together" not in texts(page)
    page.segmented_control[0].set_value("state").run()
    assert "for an LSTM h and c together" in texts(page)


def test_a_loss_at_every_row_is_said_to_be_one(empty: Service) -> None:
    config = RunConfig(readout="every_row", hidden_size=3, train_size=40, batch_size=20, num_epochs=1)
    said = texts(open_page("memory", f"run={train(empty, config)}"))
    assert re.search(r"With the read-out every_row of .* the loss enters at every row", said)


def test_states_that_the_read_out_never_uses_are_not_called_vanished(empty: Service) -> None:
    config = RunConfig(readout="last", hidden_size=3, train_size=40, batch_size=20, num_epochs=1)
    run_id = train(empty, config)
    found = newest(empty, run_id).gradients().grad_h_backward
    assert found is not None
    assert not found[:, :27].any()
    said = texts(open_page("memory", f"run={run_id}"))
    assert "backward: the read-out `last` uses its state at row 27, the first that it reads, and never a later" in said
    assert "backward: before training" not in said
    assert "32-bit" not in said


def test_both_directions_read_the_input_each_from_its_end(shown: Service, one_way: str, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}&gradient=input")
    assert page.toggle[0].label == "Relative to the step read last"
    said = texts(page)
    lengths = newest(shown, two_ways).gradients().grad_x.astype(np.float64)
    ratio = float(np.exp(np.log(lengths[:, 0] / lengths[:, 27]).mean()))
    assert f"it gets {share_of(ratio)} what row 27 gets." in said
    assert "The backward direction reads from the end" in said
    assert "nearest to the loss" not in said
    assert "farthest" not in said
    assert "backward direction" not in texts(open_page("memory", f"run={one_way}&gradient=input"))


def test_a_name_is_no_markdown_while_moments_are_computed() -> None:
    assert progress("*my* net", 0, 7) == r"\*my\* net\: moment 1 of 7"


def test_steps_have_the_name_of_what_is_read() -> None:
    assert step_name(RunConfig(sequence="columns"), 27) == "column 27"
    assert step_name(RunConfig(sequence="pixels"), 783) == "pixel 783"
    assert step_name(RunConfig(sequence="rows_shuffled"), 0) == "the first row read"
    assert step_name(RunConfig(sequence="rows_shuffled"), 27) == "the last row read"
