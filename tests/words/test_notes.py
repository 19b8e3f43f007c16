"""What a run is busy with, or how it ended, in a sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, Run, RunStatus
from rnn_demo.words.notes import note

PARAMS: dict[NoteCode, dict[str, Any]] = {
    NoteCode.DOWNLOADING: {"dataset": "mnist", "file": "a.gz", "bytes_done": 0, "bytes_total": None},
    NoteCode.DIVERGED: {"step": 12},
    NoteCode.REFUSED: {"reason": "There is no such device."},
    NoteCode.BROKE_OFF: {"error": "ValueError: {this} is no placeholder"},
    NoteCode.WORKER_DIED: {"exit_code": 1},
}
DIVERGED = "The loss became NaN or infinite at step 1,234. "


def said(code: NoteCode, config: RunConfig | None = None, **params: Any) -> str:
    created = datetime.now(UTC)
    return note(Run("a", config or RunConfig(), RunStatus.RUNNING, created, device="CPU", note=Note(code, params)))


@pytest.mark.parametrize("code", NoteCode)
def test_every_note_has_a_sentence_unless_its_status_says_it_all(code: NoteCode) -> None:
    sentence = said(code, **PARAMS.get(code, {}))
    assert (sentence == "") == (code in (NoteCode.WAITING, NoteCode.COMPLETED, NoteCode.STOPPED))
    assert all(str(value) in sentence for value in PARAMS.get(code, {}).values() if value)


def test_download_says_how_far_it_is() -> None:
    file = {"dataset": "kmnist", "file": "train-images-idx3-ubyte.gz"}
    assert said(NoteCode.DOWNLOADING, bytes_done=0, bytes_total=None, **file) == (
        "Downloading kmnist: train-images-idx3-ubyte.gz …"
    )
    assert said(NoteCode.DOWNLOADING, bytes_done=3_200_000, bytes_total=18_165_135, **file) == (
        "Downloading kmnist: train-images-idx3-ubyte.gz, 3.2 of 18.2 MB"
    )


@pytest.mark.parametrize(
    ("config", "rest"),
    [
        (RunConfig(learning_rate=5), "The learning rate of 5 is probably too large."),
        (
            RunConfig(learning_rate=0.2, clip_grad_norm=0, cell="gru"),
            "The gradients probably exploded, for the learning rate is 0.2 and nothing clips them.",
        ),
    ],
)
def test_divergence_comes_with_its_cause(config: RunConfig, rest: str) -> None:
    assert said(NoteCode.DIVERGED, config, step=1_234) == DIVERGED + rest


@pytest.mark.parametrize(
    ("exit_code", "words"),
    [
        (1, "(exit code 1). What"),
        (-11, "(signal 11). What"),
        (-9, "(signal 9); perhaps the machine ran out of memory. What"),
    ],
)
def test_dead_worker_is_said_with_what_is_known(exit_code: int, words: str) -> None:
    assert said(NoteCode.WORKER_DIED, exit_code=exit_code).startswith(
        f"The training process ended without a word {words} it had written so far is kept."
    )
