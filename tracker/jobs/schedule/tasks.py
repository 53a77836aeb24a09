"""Scheduled work as jobs."""

from collections.abc import Mapping
from typing import Any

from tracker.core import clock
from tracker.jobs.schedule import upkeep
from tracker.jobs.schedule.upkeep import Expiry
from tracker.jobs.worker import Run, Task


def clean_up(expiries: Mapping[str, Expiry]) -> Task:
    """The task that drops all that has expired, each kind in a transaction of its own."""

    def task(run: Run) -> dict[str, Any]:
        counts = {}
        for name, expiry in expiries.items():
            with run.writing() as session:
                counts[name] = upkeep.drop_expired(session, name, expiry, clock.now())
        return {"counts": counts}

    return task


def check_log(run: Run) -> dict[str, Any]:
    """Check the chain of the log, in a reading transaction, which holds up nobody."""
    with run.reading() as session:
        verdict, mark = upkeep.check_log(session)
    with run.writing() as session:
        upkeep.note_log_check(session, verdict)
    return {"rows": verdict.rows, "mark": mark.note() if mark else ""}
