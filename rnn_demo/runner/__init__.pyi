from .executor import LocalExecutor
from .launch import start_runner, training_environment
from .loop import run_queue
from .worker import train_run

__all__ = [
    "LocalExecutor",
    "run_queue",
    "start_runner",
    "train_run",
    "training_environment",
]
