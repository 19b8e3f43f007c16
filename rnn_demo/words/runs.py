"""Runs in words: where one stands, how it ended, its log, and the line by which people know it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rnn_demo.experiment.catalogue import SAMPLE
from rnn_demo.experiment.records import Evaluation, Metric, Run, RunStatus
from rnn_demo.words.notes import note
from rnn_demo.words.quantities import count, duration, times

LOG_EVERY = 100  # steps between two lines of the log

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


def result(run: Run, last: Evaluation | None, classes: Sequence[str]) -> str:
    """How a run that is over ended, in one paragraph; ``last`` is its latest test, if there was one."""
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
        if mistake := _commonest_mistake(last):
            number, true, read_as = mistake
            sentences.append(
                f"Its commonest mistake: {classes[true]} read as {classes[read_as]}, {times(number)} in that test."
            )
    return " ".join(filter(None, sentences))


def _commonest_mistake(evaluation: Evaluation) -> tuple[int, int, int] | None:
    """How often, the true class, and the class it was read as; None if every digit was read right."""
    mistakes = (
        (number, true, read_as)
        for true, row in enumerate(evaluation.confusion)
        for read_as, number in enumerate(row)
        if true != read_as and number
    )
    return max(mistakes, key=lambda mistake: mistake[0], default=None)


def log_lines(metrics: Iterable[Metric], evaluations: Iterable[Evaluation]) -> list[str]:
    """One line every 100 steps and one for every test, in the order in which they happened."""
    lines: list[tuple[str, Metric | Evaluation]] = [("batch", one) for one in metrics if one.step % LOG_EVERY == 0]
    lines += [("test", one) for one in evaluations]
    return [
        f"epoch {one.epoch:>3}  step {one.step:>6,}  {kind:<5}  loss {one.loss:.4f}  accuracy {one.accuracy:.1%}"
        for kind, one in sorted(lines, key=lambda line: (line[1].step, line[0]))
    ]


def reading(prediction: str, probability: float, truth: str | None) -> str:
    """What a network takes a picture for, and whether that is right where the ``truth`` is known. Markdown."""
    verdict = "" if truth is None else " (right)" if truth == prediction else f" (wrong: it is {truth})"
    return f"reads this as **{prediction}** with {probability:.0%}{verdict}"


def run_title(run: Run, now: datetime) -> str:
    """When it was created, which network, what is special about what it reads, and how good it is or how it stands.

    Of a built-in run, that it is one. ``now`` is in the reader's time zone.
    """
    created = run.created_at.astimezone(now.tzinfo)
    when = "Built in:" if run.built_in else f"{created:%H:%M}" if created.date() == now.date() else f"{created:%d %b}"
    how = f"{run.last_test.accuracy:.1%}" if run.status.is_over and run.last_test else STATUS[run.status].lower()
    special = [word for word in (run.config.dataset, run.config.sequence) if word not in (SAMPLE, "rows")]
    return f"{when} {', '.join([run.config.network, *special])}: {how} ({run.id})"


def short_title(run: Run) -> str:
    """A network among others in a chart."""
    return f"{run.config.network} ({run.id})"
