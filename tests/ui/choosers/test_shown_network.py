"""The line that says which network a page shows."""

from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.choosers.shown_network import shown_network
from rnn_demo.ui.session import get_service
from rnn_demo.words.markdown import literal
from tests.ui.opening import open_page, open_part


def lines(page: AppTest) -> str:
    """All paragraphs, the line that names the network among them."""
    return "\n".join(one.value for one in page.markdown)


def line(run_id: str, step: int | None) -> None:
    runs = get_service().runs
    shown_network(runs, runs.get(run_id), step)


def test_it_speaks_of_the_chosen_moment_or_of_the_newest(empty: Service, store: Store) -> None:
    run_id = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    store.rename(run_id, "*my* [net](http://evil)")
    assert "no weights kept" in lines(open_part(line, run_id=run_id, step=None))
    for step, accuracy in ((0, None), (40, 0.5), (80, 0.75)):
        store.write(run_id, Update(Progress(step), snapshot=Snapshot(step, 1, accuracy), weights=b"w"))
    said = {step: lines(open_part(line, run_id=run_id, step=step)) for step in (None, 0, 40)}
    assert literal(f"*my* [net](http://evil) · Bi-LSTM 64 ({run_id}) · step 80: 75.0% on test") in said[None]
    assert literal(f"({run_id}) · before training") in said[0]
    assert literal("step 40: 50.0% on test") in said[40]


def test_the_page_look_inside_says_which_moment_it_shows(shown: Service, two_ways: str) -> None:
    for snapshot in (shown.runs.snapshots(two_ways)[0], shown.runs.snapshots(two_ways)[-1]):
        said = lines(open_page("look_inside", f"run={two_ways}&step={snapshot.step}"))
        how = "before training" if snapshot.test_accuracy is None else f"{snapshot.test_accuracy:.1%} on test"
        assert literal(f"2 × Bi-GRU 6 ({two_ways})") in said
        assert literal(f"step {snapshot.step}") in said or not snapshot.step
        assert literal(how) in said


def test_the_page_memory_says_it_of_every_network(shown: Service, one_way: str, two_ways: str) -> None:
    said = lines(open_page("memory", f"run={two_ways}&compare={one_way}"))
    for run_id in (one_way, two_ways):
        run = shown.runs.get(run_id)
        assert run.last_test is not None
        assert literal(f"({run_id}) · step {run.latest_step}: {run.last_test.accuracy:.1%} on test") in said


def test_the_page_memory_says_it_of_the_moment_that_is_shown(shown: Service, one_way: str, two_ways: str) -> None:
    said = lines(open_page("memory", f"run={two_ways}&compare={one_way}&step=0"))
    for run_id in (one_way, two_ways):
        assert literal(f"({run_id}) · before training") in said
    assert literal("on test") not in said


def test_step_0_is_there_whether_it_was_kept_or_not(empty: Service, store: Store) -> None:
    run_id = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    store.write(run_id, Update(Progress(40), snapshot=Snapshot(40, 1, 0.5), weights=b"w"))
    assert literal(f"({run_id}) · before training") in lines(open_part(line, run_id=run_id, step=0))
