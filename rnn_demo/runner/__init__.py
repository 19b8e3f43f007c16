"""The training side: a runner that claims queued runs, and the workers that train them."""

from rnn_demo.records import RunStatus

ACTIVE = frozenset(status for status in RunStatus if status.is_active)
