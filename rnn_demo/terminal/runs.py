"""The subcommand ``runs``, and a run in one line."""

import json

from pydantic import AliasChoices, BaseModel, Field

from rnn_demo.experiment.records import Run
from rnn_demo.terminal.store_option import StoreUrl, open_service


class Runs(BaseModel):
    """List the runs in the store, newest first."""

    store: StoreUrl = None
    as_json: bool = Field(
        False, validation_alias=AliasChoices("json"), description="Print a JSON list, a run per entry."
    )

    def cli_cmd(self) -> None:
        """Print one line per run, or all as JSON."""
        runs = open_service(self.store).runs.all()
        if self.as_json:
            print(json.dumps([summary(run) for run in runs]))
            return
        print(
            f"{'run':<10}{'status':<10}{'network':<22}{'dataset':<15}{'epochs':>7}{'steps':>9}{'test accuracy':>15}  name"
        )
        for run in runs:
            accuracy = f"{run.last_test.accuracy:.1%}" if run.last_test else ""
            print(
                f"{run.id:<10}{run.status:<10}{run.config.network:<22}{run.config.dataset:<15}"
                f"{run.progress.epoch:>7}{run.progress.step:>9,}{accuracy:>15}  {run.name}".rstrip()
            )


def summary(run: Run) -> dict[str, str | int | float | None]:
    """What there is to say of a run, for programs; accuracy and loss are None before the first test."""
    return {
        "run_id": run.id,
        "name": run.name,
        "status": str(run.status),
        "network": run.config.network,
        "dataset": run.config.dataset,
        "epochs": run.progress.epoch,
        "steps": run.progress.step,
        "test_accuracy": run.last_test.accuracy if run.last_test else None,
        "test_loss": run.last_test.loss if run.last_test else None,
        "train_seconds": round(run.progress.train_seconds, 3),
        "digits_per_second": round(run.progress.digits_per_second, 1),
        "device": run.device,
    }
