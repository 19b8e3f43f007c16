"""The view Forgetting curve."""

import re

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.networks import newest, train
from tests.ui.opening import open_page, texts


def test_each_network_and_each_half_has_a_curve(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}&view=forgetting"))
    (at_once,) = newest(shown, one_way).forgetting_curve([0])
    assert re.search(rf"RNN 5 \({one_way}\)[^:]*: {at_once.accuracy:.1%} at once", said)
    for half in ("forward half", "backward half"):
        assert re.search(rf"2 × Bi-GRU 6 \({two_ways}\), {half}: \d+\.\d% at once", said)


def test_what_cannot_be_given_more_rows_is_left_out(empty: Service) -> None:
    columns = RunConfig(sequence="columns", hidden_size=3, train_size=20, batch_size=20, num_epochs=1)
    for run_id in (empty.runs.start(RunConfig()).id, train(empty, columns)):
        page = open_page("memory", f"run={run_id}&view=forgetting")
        assert [info.value for info in page.info] == [
            f"{run_id} is left out\\: only trained networks that read rows can be given more of them."
        ]
        assert "at once" not in texts(page)
