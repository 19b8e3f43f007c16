"""Runs in words: where one stands, how it ended, its log, and the line by which people know it again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rnn_demo.experiment.catalogue import SAMPLE
from rnn_demo.experiment.records import Evaluation, Metric, NoteCode, Run, RunStatus, Snapshot
from rnn_demo.words.notes import note
from rnn_demo.words.quantities import count, duration, loss_figure, shortened, times

LOG_EVERY = 100  # steps between two lines of the log
SHORT_NAME = 24  # characters of a name where space is scarce
_NO_MARKUP = str.maketrans("<>{}", "‹›()")  # plotly has tags and templates

STATUS = {
    RunStatus.QUEUED: "Queued",
    RunStatus.RUNNING: "Running",
    RunStatus.PAUSED: "Paused",
    RunStatus.FINISHED: "Finished",
    RunStatus.STOPPED: "Stopped",
    RunStatus.DIVERGED: "Diverged",
    RunStatus.FAILED: "Failed",
}


def status_line(run: Run, queue_position: int = 0) -> str:
    """Where a run stands: epoch, step, speed, time left and device."""
    config, progress = run.config, run.progress
    if run.status is RunStatus.QUEUED:
        return "Queued: next to start" if queue_position <= 1 else f"Queued: number {queue_position} in the line"
    if progress.step == 0 and run.status.is_active:
        return note(run)
    parts = [
        STATUS[run.status],
        f"epoch {progress.epoch}/{config.num_epochs}",
        f"step {progress.step:,}/{config.num_steps:,}",
    ]
    if progress.digits_per_second:
        parts.append(f"{progress.digits_per_second:,.0f} digits/s")
        if run.status.is_active:
            left = config.digits_shown(config.num_steps) - progress.num_digits
            parts.append(f"about {duration(left / progress.digits_per_second)} left")
        else:
            parts.append(f"trained for {duration(progress.train_seconds)}")
    parts.append(run.device)
    return " · ".join(part for part in parts if part)


def result(run: Run, last: Evaluation | None, classes: Sequence[str], *, has_learned: bool = True) -> str:
    """How a run that is over ended, in one paragraph; ``last`` is its latest test, if there was one.

    The mistakes of a network that has not learned anything are not worth a sentence.
    """
    sentences = []
    match run.status:
        case RunStatus.FINISHED:
            took = "" if run.built_in else f" in {duration(run.progress.train_seconds)}"
            sentences.append(f"Finished after {count(run.progress.epoch, 'epoch')}{took}.")
        case RunStatus.STOPPED:
            sentences.append(f"Stopped at step {run.progress.step:,}; the network is kept as it was then.")
    sentences.append(note(run))
    if last is not None:
        total = sum(map(sum, last.confusion))
        when = "" if last.step == run.progress.step else f" at step {last.step:,}"
        sentences.append(f"It read {last.accuracy:.1%} of {total:,} test digits right{when}.")
        if has_learned:
            sentences += _commonest_mistake(last, classes)
    return " ".join(filter(None, sentences))


def _commonest_mistake(evaluation: Evaluation, classes: Sequence[str]) -> Iterator[str]:
    """The pair of classes that is confused most often; where several are equally common, how many they are."""
    mistakes = {
        (true, read_as): number
        for true, row in enumerate(evaluation.confusion)
        for read_as, number in enumerate(row)
        if true != read_as and number
    }
    most = max(mistakes.values(), default=0)
    commonest = [pair for pair, number in mistakes.items() if number == most]
    if len(commonest) == 1:
        ((true, read_as),) = commonest
        yield f"Its commonest mistake: {classes[true]} read as {classes[read_as]}, {times(most)} in that test."
    elif commonest:
        yield f"{len(commonest)} kinds of mistake are equally common, each made {times(most)} in that test."


def log_lines(
    metrics: Sequence[Metric], evaluations: Iterable[Evaluation], diverged_at: int | None = None
) -> list[str]:
    """One line every 100 steps and one for every test, in the order in which they happened.

    For a run that diverged, also the last step with a loss that is a number, and the step ``diverged_at`` without one.
    """
    written = [one for one in metrics if one.step % LOG_EVERY == 0 or (diverged_at and one is metrics[-1])]
    lines: list[tuple[str, Metric | Evaluation]] = [("batch", one) for one in written]
    lines += [("test", one) for one in evaluations]
    told = [
        f"epoch {one.epoch:>3}  step {one.step:>6,}  {kind:<5}  loss {loss_figure(one.loss)}  accuracy {one.accuracy:.1%}"
        for kind, one in sorted(lines, key=lambda line: (line[1].step, line[0]))
    ]
    if diverged_at:
        epoch = metrics[-1].epoch if metrics else 1
        told.append(f"epoch {epoch:>3}  step {diverged_at:>6,}  end    loss NaN or infinite: diverged")
    return told


def diverged_at(run: Run) -> int | None:
    """The step at which the loss of a run was no number any more; None if that did not happen."""
    return int(run.note.params["step"] or 0) if run.note.code is NoteCode.DIVERGED else None


def run_title(run: Run, now: datetime) -> str:
    """Its name, when it was created, which network, what is special about what it reads, and how good it is or stands.

    Of a built-in run, that it is one. ``now`` is in the reader's time zone.
    """
    created = run.created_at.astimezone(now.tzinfo)
    when = "Built in:" if run.built_in else f"{created:%H:%M}" if created.date() == now.date() else f"{created:%d %b}"
    how = f"{run.last_test.accuracy:.1%}" if run.status.is_over and run.last_test else STATUS[run.status].lower()
    name = f"{run.name} · " if run.name else ""
    return f"{name}{when} {', '.join([run.config.network, *special_reading(run)])}: {how} ({run.id})"


def short_title(run: Run) -> str:
    """A network among others in a chart: by its name if it has one, and the id, because two may have one name.

    It holds nothing that a chart would take for more than a character.
    """
    return f"{shortened(run.name, SHORT_NAME).translate(_NO_MARKUP) or run.config.network} ({run.id})"


def network_line(run: Run, moment: Snapshot | None) -> str:
    """Which network one looks at: its name, what it is, and how good it was at ``moment``, one of its snapshots.

    None where no weights are kept.
    """
    if moment is None:
        when = "no weights kept"
    elif moment.test_accuracy is None:
        when = f"step {moment.step:,}, not tested then" if moment.step else "before training"
    else:
        when = f"step {moment.step:,}: {moment.test_accuracy:.1%} on test"
    network = f"{', '.join([run.config.network, *special_reading(run)])} ({run.id})"
    return " · ".join(filter(None, [shortened(run.name, SHORT_NAME), network, when]))


def special_reading(run: Run) -> list[str]:
    """What it reads and in which order, where that is not the usual."""
    return [word for word in (run.config.dataset, run.config.sequence) if word not in (SAMPLE, "rows")]
