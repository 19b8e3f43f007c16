"""Runs in words: the sentences and lines that the page and the terminal show."""

from collections.abc import Iterable, Sequence

from rnn_demo.experiment.records import Evaluation, Metric, Run, RunStatus

LOG_EVERY = 100  # steps between two lines of the log


def status_line(run: Run, queue_position: int = 0) -> str:
    """Where a run stands: epoch, step, speed, time left and device."""
    config, progress = run.config, run.progress
    if run.status is RunStatus.QUEUED:
        return "Queued: next to start" if queue_position <= 1 else f"Queued: number {queue_position} in the line"
    if progress.step == 0 and run.status.is_active:
        return run.message or f"Starting on {run.device or config.device}"
    parts = [
        run.status.capitalize(),
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


def result(run: Run, evaluations: Sequence[Evaluation], classes: Sequence[str]) -> str:
    """How a run that is over ended, in one paragraph."""
    sentences = []
    match run.status:
        case RunStatus.FINISHED:
            sentences.append(
                f"Finished after {_count(run.progress.epoch, 'epoch')} in {duration(run.progress.train_seconds)}."
            )
        case RunStatus.STOPPED:
            sentences.append(f"Stopped at step {run.progress.step:,}; the network is kept as it was then.")
    if run.message:
        sentences.append(run.message)
    if evaluations:
        last = evaluations[-1]
        total = sum(map(sum, last.confusion))
        when = "" if last.step == run.progress.step else f" at step {last.step:,}"
        sentences.append(f"It read {last.accuracy:.1%} of {total:,} test digits right{when}.")
        if mistake := commonest_mistake(last):
            true, read_as, count = mistake
            sentences.append(
                f"Its commonest mistake: {classes[true]} read as {classes[read_as]}, {_times(count)} in that test."
            )
    return " ".join(sentences)


def commonest_mistake(evaluation: Evaluation) -> tuple[int, int, int] | None:
    """The true class, the class it was read as, and how often, of the commonest mistake; None if there is none."""
    mistakes = (
        (count, true, read_as)
        for true, row in enumerate(evaluation.confusion)
        for read_as, count in enumerate(row)
        if true != read_as and count
    )
    worst = max(mistakes, key=lambda mistake: mistake[0], default=None)
    return (worst[1], worst[2], worst[0]) if worst else None


def log_lines(metrics: Iterable[Metric], evaluations: Iterable[Evaluation]) -> list[str]:
    """One line every 100 steps and one for every test, in the order in which they happened."""
    lines: list[tuple[str, Metric | Evaluation]] = [("batch", one) for one in metrics if one.step % LOG_EVERY == 0]
    lines += [("test", one) for one in evaluations]
    return [
        f"epoch {one.epoch:>3}  step {one.step:>6,}  {kind:<5}  loss {one.loss:.4f}  accuracy {one.accuracy:.1%}"
        for kind, one in sorted(lines, key=lambda line: (line[1].step, line[0]))
    ]


def duration(seconds: float) -> str:
    """A length of time as one says it: 8 s, 3 min, 1 h 40 min."""
    if seconds < 9.95:
        return f"{seconds:.1f} s" if seconds < 0.95 or seconds % 1 else f"{seconds:.0f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
