"""The line by which people know a run again in a list."""

from datetime import date, datetime
from functools import lru_cache

from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service

TITLES_KEPT = 2_000  # a record that is over never changes, and neither does its title on the same day


def run_title(service: Service, run: Run) -> str:
    """When it began, which network, how good it is or how it stands."""
    return _title(service, run, datetime.now().astimezone().date())


@lru_cache(TITLES_KEPT)
def _title(service: Service, run: Run, today: date) -> str:
    began = run.created_at.astimezone()
    when = f"{began:%H:%M}" if began.date() == today else f"{began:%d %b}"
    last = service.last_evaluation(run.id) if run.status.is_over else None
    how = f"{last.accuracy:.1%}" if last else str(run.status)
    special = [word for word in (run.config.dataset, run.config.sequence) if word not in ("mnist-sample", "rows")]
    return f"{when} {', '.join([run.config.network, *special])}: {how} ({run.id})"
