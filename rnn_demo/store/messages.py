"""What people and processes leave for each other: commands to runs, and runners that report themselves."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.records import Device, Runner
from rnn_demo.store import runs
from rnn_demo.store.tables import CommandRow, RunnerRow


def send(session: Session, run_id: str, command: Command) -> None:
    runs.find(session, run_id)  # raises where there is none
    session.add(CommandRow(run_id=run_id, command=command))


def any_commands(session: Session, run_id: str) -> bool:
    return session.scalar(select(CommandRow.number).where(CommandRow.run_id == run_id).limit(1)) is not None


def take_commands(session: Session, run_id: str) -> list[Command]:
    taken = delete(CommandRow).where(CommandRow.run_id == run_id).returning(CommandRow.number, CommandRow.command)
    return [command for _, command in sorted((number, command) for number, command in session.execute(taken))]


def report_runner(session: Session, runner: Runner, now: datetime) -> None:
    devices = [[device.name, device.label] for device in runner.devices]
    session.merge(RunnerRow(id=runner.id, slots=runner.slots, devices=devices, seen_at=now))


def runners_seen_since(session: Session, moment: datetime) -> list[Runner]:
    seen = select(RunnerRow).where(RunnerRow.seen_at >= moment).order_by(RunnerRow.id)
    return [
        Runner(row.id, row.slots, tuple(Device(*pair) for pair in row.devices), row.seen_at)
        for row in session.scalars(seen)
    ]


def remove_runner(session: Session, runner_id: str) -> None:
    session.execute(delete(RunnerRow).where(RunnerRow.id == runner_id))
