"""The view Weights."""

import torch
from torch import nn

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.network import build_model, save_weights
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.ui.opening import keyed, open_page, texts


def numbers(module: nn.Module) -> int:
    return sum(values.numel() for values in module.parameters())


def test_the_counts_are_pytorch_s(shown: Service, one_way: str) -> None:
    said = texts(open_page("look_inside", f"run={one_way}&view=weights"))
    by_rows, by_pixels = numbers(nn.RNN(28, 5)), numbers(nn.RNN(1, 5))
    assert f"**The same {by_rows:,} numbers at all 28 rows** (layer 1, forward)" in said
    assert "5 units × (28 inputs + 5 states + 2 biases)" in said
    assert f"it would need {28 * by_rows:,}" in said
    assert f"pixel by pixel, 784 steps, it would be {by_pixels}." in said
    assert "gate" not in said


def test_a_gate_a_direction_and_a_layer_are_chosen_by_the_link(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&view=weights&gate=z&direction=backward&layer=1&row=13")
    assert not page.warning
    assert keyed(page, "linked_gate").value == "z"
    said = texts(page)
    assert f"**The same {numbers(nn.GRU(12, 6)):,} numbers at all 28 rows** (layer 2, backward)" in said
    assert "3 gates × 6 units × (12 inputs + 6 states + 2 biases)" in said
    assert "An upper layer reads states" in said
    assert "at row 13: that changes" in said


def test_the_scale_is_the_newest_network_s_at_every_moment(shown: Service, two_ways: str) -> None:
    run = shown.runs.get(two_ways)
    assert run.latest_step is not None
    weights = shown.network(run, run.latest_step).shared_weights(1, backward=False)
    limit = max(abs(weights.w_ih).max(), abs(weights.w_hh).max())
    for step in (0, run.latest_step):
        said = texts(open_page("look_inside", f"run={two_ways}&view=weights&step={step}"))
        assert f"Colours run from −{limit:.2f} to +{limit:.2f}" in said


def test_the_scale_is_the_shown_network_s_where_the_newest_has_diverged(empty: Service, store: Store) -> None:
    config = RunConfig(cell="rnn", bidirectional=False, hidden_size=4)
    sound, broken = build_model(config), build_model(config)
    with torch.no_grad():
        for weights in broken.parameters():
            weights.fill_(torch.nan)
    run = store.create_run(config, status=RunStatus.RUNNING)
    for step, model in ((3, sound), (7, broken)):
        store.write(run.id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=save_weights(model)))
    said = texts(open_page("look_inside", f"run={run.id}&view=weights&step=3"))
    limit = max(float(values.detach().abs().max()) for name, values in sound.rnn.named_parameters() if "weight" in name)
    assert (
        f"Colours run from −{limit:.2f} to +{limit:.2f}, the largest weight of this layer and direction in the " in said
    )
    assert "network shown, because the newest of the run has weights that are no numbers" in said
    assert "nan" not in said
