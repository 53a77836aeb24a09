"""Queries: totals of a list of cameras: how many are declared, and how many of them may be said to work today.

A whole ward is counted in ranges of an index; the country, and what is narrowed further, in one pass over the same
index, which holds all that a filter asks for.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from tracker.core.statements import built_once
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.filters import FRESH_SINCE, CameraCriteria, by_faster_way, conditions, shown
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Connection, Health
from tracker.register.visibility import seen_wards

SHOWN: tuple[Health, ...] = (Health.WORKING, Health.BROKEN, Health.UNKNOWN)
# Ranges of an index on (ward_id, removed_on, connection, health, checked_at), each with what is shown of it. None of
# them overlaps another.
RANGES = (
    (Health.WORKING, and_(Camera.health == Health.WORKING, Camera.checked_at >= FRESH_SINCE)),
    (Health.BROKEN, Camera.health == Health.BROKEN),
    (Health.UNKNOWN, Camera.health == Health.UNKNOWN),
    (Health.UNKNOWN, and_(Camera.health == Health.WORKING, Camera.checked_at < FRESH_SINCE)),
    (Health.UNKNOWN, and_(Camera.health == Health.WORKING, Camera.checked_at.is_(None))),
)


@dataclass(frozen=True)
class CameraTally:
    """How many cameras may be said to work today, are broken, or are not known."""

    working: int = 0
    broken: int = 0
    unknown: int = 0

    @property
    def declared(self) -> int:
        """All of them: what the register declares."""
        return self.working + self.broken + self.unknown


def totals(session: Session, viewer: Viewer, criteria: CameraCriteria) -> dict[Connection, CameraTally]:
    """The cameras of a filter, the police's and others' never added up. A source without any is missing."""
    criteria = by_faster_way(session, criteria)
    of_wards = seen_wards(viewer.reach) is not None or criteria.ward_id is not None
    if criteria.removed or criteria.voided or criteria.narrows or not of_wards:
        statement, parts = _at_once(viewer.reach, criteria), SHOWN
    else:
        statement, parts = _by_ranges(viewer.reach, criteria.ward_id), tuple(health for health, _ in RANGES)
    row_counts = iter(session.execute(statement).one())
    tallies: dict[Connection, CameraTally] = {}
    for connection in Connection:
        counts = dict.fromkeys(SHOWN, 0)
        for health in parts:
            counts[health] += next(row_counts)
        tallies[connection] = CameraTally(*counts.values())
    return {connection: tally for connection, tally in tallies.items() if tally.declared}


def tallied() -> tuple[ColumnElement[int], ...]:
    """Columns of a grouped statement: how many cameras are shown as working, broken, unknown."""
    return tuple(func.count().filter(shown(health)) for health in SHOWN)


def _at_once(reach: Reach, criteria: CameraCriteria) -> Select[Any]:
    return select(*_COUNTS).where(*conditions(reach, criteria))


_COUNTS: list[Any] = [
    func.count().filter(Camera.connection == connection, shown(health)) for connection in Connection for health in SHOWN
]


@built_once
def _by_ranges(reach: Reach, ward_id: int | None) -> Select[Any]:
    filter_conditions = conditions(reach, CameraCriteria(ward_id=ward_id))
    count_statement = select(func.count()).select_from(Camera).where(*filter_conditions)
    counts: list[Any] = [
        count_statement.where(Camera.connection == connection, within).scalar_subquery()
        for connection in Connection
        for _, within in RANGES
    ]
    return select(*counts)
