"""What a run is busy with, or how it ended: from a note's code and parameters to a sentence."""

import signal

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, Run
from rnn_demo.words.quantities import megabytes

_SENTENCES = {
    # The status says all that there is to say.
    NoteCode.WAITING: "",
    NoteCode.COMPLETED: "",
    NoteCode.STOPPED: "",
    NoteCode.STARTING: "Starting on {device}",
    NoteCode.DOWNLOADING: "Downloading {dataset}: {file}{how_far}",
    NoteCode.SERVER_STOPPED: "The server was stopped.",
    NoteCode.DIVERGED: "The loss became NaN or infinite at step {step:,}. {cause}.",
    NoteCode.OUT_OF_MEMORY: "The training ran out of memory. Choose a smaller batch size, fewer hidden units or fewer "
    "layers.",
    NoteCode.REFUSED: "{reason}",
    NoteCode.BROKE_OFF: "The training broke off: {error}",
    NoteCode.WORKER_DIED: "The training process ended without a word ({how}){guess}. What it had written so far is kept. "
    "Train again, with a smaller network or batch size if this repeats.",
    NoteCode.RUNNER_LOST: "The server ended while this run was training. What it had written so far is kept; train again.",
}


def note(run: Run) -> str:
    """The sentence of the run's note; empty where its status says it all."""
    return _SENTENCES[run.note.code].format(
        device=run.device or run.config.device, **run.note.params, **_explained(run.note, run.config)
    )


def _explained(note: Note, config: RunConfig) -> dict[str, str]:
    """What a sentence needs beside the note's own parameters."""
    match note.code:
        case NoteCode.DOWNLOADING:
            done, total = note.params["bytes_done"], note.params["bytes_total"]
            return {"how_far": " …" if total is None else f", {megabytes(float(done or 0), float(total))}"}
        case NoteCode.DIVERGED:
            return {"cause": _cause(config)}
        case NoteCode.WORKER_DIED:
            exit_code = int(note.params["exit_code"] or 0)
            was_killed = exit_code == -signal.SIGKILL
            return {
                "how": f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}",
                "guess": "; perhaps the machine ran out of memory" if was_killed else "",
            }
        case _:
            return {}


def _cause(config: RunConfig) -> str:
    if config.clip_grad_norm:
        return f"The learning rate of {config.learning_rate:g} is probably too large"
    return f"The gradients probably exploded, for the learning rate is {config.learning_rate:g} and nothing clips them"
