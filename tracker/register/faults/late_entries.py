"""Queries: how many checks, faults and repairs were recorded late, so that nobody trusts their times too much."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.lateness import LATE
from tracker.core.plus_days import plus_days
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.faults.models import Fault
from tracker.register.faults.queries import YEAR, scope
from tracker.register.recorders.models import Recorder


class LateEntries(NamedTuple):
    """Of what happened in the last 12 months: how many entries there are, how many were recorded late."""

    total: int
    late: int


def count_late(session: Session, viewer: Viewer) -> LateEntries:
    """Checks that showed something new, faults and repairs within the viewer's reach.

    A fault or a repair is one entry, however many cameras it is about; of older rows nobody knows.
    """
    since = clock.now() - YEAR
    statements = (
        _checks(viewer.reach, since),
        _faults(viewer.reach, Fault.opened_at, Fault.recorded_at, since),
        _faults(viewer.reach, Fault.closed_at, Fault.repair_recorded_at, since),
    )
    counts = session.execute(union_all(*statements))
    return LateEntries(*(sum(column) for column in zip(*counts, strict=True)))


def _checks(reach: Reach, since: datetime) -> Select[int, int]:
    intervals = select(*_counts(HealthInterval.since, HealthInterval.recorded_at))
    intervals = intervals.join(Camera, Camera.id == HealthInterval.camera_id).where(cameras.scope(reach))
    entered = (
        HealthInterval.since >= since,
        HealthInterval.recorded_at.is_not(None),
        HealthInterval.fault_id.is_(None),
    )
    return intervals.where(*entered)


def _faults(reach: Reach, happened_at: Any, recorded_at: Any, since: datetime) -> Select[int, int]:
    faults = select(*_counts(happened_at, recorded_at)).select_from(Fault)
    faults = faults.outerjoin(Camera, Camera.id == Fault.camera_id)
    faults = faults.outerjoin(Recorder, Recorder.id == Fault.recorder_id)
    return faults.where(scope(reach), happened_at >= since, recorded_at.is_not(None))


def _counts(happened_at: Any, recorded_at: Any) -> tuple[Any, Any]:
    late = recorded_at > plus_days(happened_at, LATE.days)
    return func.count(), func.count().filter(late)
