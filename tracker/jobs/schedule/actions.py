"""Writing the schedule: its rows, starting what is due, noting how it went."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Row, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.jobs import actions as jobs
from tracker.jobs.rules import JobKind, JobState
from tracker.jobs.schedule.models import ScheduledTask
from tracker.jobs.schedule.rules import Timetable, retry_after


def add(session: Session, kind: JobKind, timetable: Timetable, now: datetime) -> None:
    """Put a kind of work on the schedule, unless another worker did so first."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"name": kind.value, "next_run_at": timetable.first(clock.local(now)), "failures": 0, "error": ""}
    session.execute(insert(ScheduledTask).values(**row).on_conflict_do_nothing())


def drop(session: Session, names: Iterable[str]) -> None:
    """Take off the schedule what no timetable names any more."""
    session.execute(delete(ScheduledTask).where(ScheduledTask.name.in_(list(names))))


def start(session: Session, kind: JobKind, timetable: Timetable, due_at: datetime, now: datetime) -> bool:
    """Start work that was due, as a job of the system's. False when another worker started it first."""
    conditions = (ScheduledTask.name == kind.value, ScheduledTask.next_run_at == due_at)
    following = timetable.following(clock.local(now))
    if not _change(session, *conditions, ScheduledTask.running_job_id.is_(None), next_run_at=following, started_at=now):
        return False
    job = jobs.start_of_system(session, kind)
    return _change(session, ScheduledTask.name == kind.value, running_job_id=job.id)


def note_end(session: Session, task: Row[Any], now: datetime) -> None:
    """Note how the job of a task ended (a row of `queries.COLUMNS`). Failed work is due again before its time."""
    conditions = (ScheduledTask.name == task.name, ScheduledTask.running_job_id == task.running_job_id)
    ended = {"running_job_id": None, "ended_at": task.finished_at or now}
    if task.job_state is JobState.FAILED:
        failures = task.failures + 1
        again_at = min(task.next_run_at, now + retry_after(failures))
        _change(session, *conditions, **ended, failures=failures, error=task.job_error, next_run_at=again_at)
    else:
        _change(session, *conditions, **ended, failures=0, error="")


def _change(session: Session, *conditions: Any, **facts: Any) -> bool:
    statement = update(ScheduledTask).where(*conditions).values(**facts)
    changed = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", changed).rowcount == 1
