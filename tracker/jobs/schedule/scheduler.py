"""Actions: looking at the timetable again and again, and starting what is due."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.database import Database
from tracker.jobs.rules import GOING, JobKind
from tracker.jobs.schedule import actions, queries
from tracker.jobs.schedule.rules import Timetable

log = logging.getLogger("tracker.schedule")
LOOK = 15.0  # seconds between two looks: work by the day and the hour need not begin to the second


class Scheduler:
    """What starts the scheduled work of one database. ValueError when work on the timetable has no handler."""

    def __init__(self, database: Database, timetables: Mapping[JobKind, Timetable], handled: Iterable[JobKind]) -> None:
        missing = set(timetables) - set(handled)
        if missing:
            raise ValueError(f"nobody carries out the scheduled work: {', '.join(sorted(missing))}")
        self.database, self._timetables = database, timetables
        self._looked = float("-inf")

    def work(self) -> bool:
        """Look at the timetable if it is time to; always False, since a look leaves nothing over."""
        if time.monotonic() - self._looked >= LOOK:
            self._looked = time.monotonic()
            self.look()
        return False

    def look(self) -> None:
        """Note what ended, start what is due. Where there is nothing to do, nothing is written."""
        now = clock.now()
        with self.database.reading() as session:
            tasks = queries.tasks(session)
        if any(self._needs_a_hand(task, now) for task in tasks) or {task.name for task in tasks} != self._names():
            with self.database.writing() as session:
                self._see_to(session, queries.tasks(session), now)

    def _see_to(self, session: Session, tasks: Sequence[Row[Any]], now: datetime) -> None:
        names = {task.name for task in tasks}
        for kind, timetable in self._timetables.items():
            if kind.value not in names:
                actions.add(session, kind, timetable, now)
        if names - self._names():
            actions.drop(session, names - self._names())
        for task in tasks:
            if task.running_job_id is not None and task.job_state not in GOING:
                actions.note_end(session, task, now)
            elif task.name in self._names() and self._is_due(task, now):
                self._start(session, task, now)

    def _start(self, session: Session, task: Row[Any], now: datetime) -> None:
        kind = JobKind(task.name)
        if actions.start(session, kind, self._timetables[kind], task.next_run_at, now):
            log.info("scheduled work %s, due at %s, was started", task.name, task.next_run_at)

    def _needs_a_hand(self, task: Row[Any], now: datetime) -> bool:
        ended = task.running_job_id is not None and task.job_state not in GOING
        return ended or self._is_due(task, now)

    def _is_due(self, task: Row[Any], now: datetime) -> bool:
        return task.running_job_id is None and task.next_run_at <= now

    def _names(self) -> set[str]:
        return {kind.value for kind in self._timetables}
