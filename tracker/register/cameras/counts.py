"""Queries: totals of a list of cameras: how many are declared, and how many of them may be said to work today.

A whole ward is counted in ranges of an index; the country, and what is narrowed further, in one pass over the same
index, which holds all that a filter asks for.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from tracker.core.permissions import Role
from tracker.core.viewer import Viewer, anybody
from tracker.register.cameras.filters import FRESH_SINCE, CameraCriteria, conditions, shown
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Connection, Health

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


def totals(session: Session, viewer: Viewer, wanted: CameraCriteria) -> dict[Connection, CameraTally]:
    """The cameras of a filter, the police's and others' never added up. A source without any is missing."""
    of_wards = viewer.role is Role.WARD_ADMIN or wanted.ward_id is not None
    if wanted.removed or wanted.narrows or not of_wards:
        statement, parts = _at_once(viewer, wanted), SHOWN
    else:
        statement, parts = _by_ranges(viewer.role, viewer.wards, wanted.ward_id), tuple(health for health, _ in RANGES)
    found = iter(session.execute(statement).one())
    tallies: dict[Connection, CameraTally] = {}
    for connection in Connection:
        counts = dict.fromkeys(SHOWN, 0)
        for health in parts:
            counts[health] += next(found)
        tallies[connection] = CameraTally(*counts.values())
    return {connection: tally for connection, tally in tallies.items() if tally.declared}


def tallied() -> tuple[ColumnElement[int], ...]:
    """Columns of a grouped statement: how many cameras are shown as working, broken, unknown."""
    return tuple(func.count().filter(shown(health)) for health in SHOWN)


def _at_once(viewer: Viewer, wanted: CameraCriteria) -> Select[Any]:
    return select(*_COUNTS).where(*conditions(viewer, wanted))


_COUNTS: list[Any] = [
    func.count().filter(Camera.connection == connection, shown(health)) for connection in Connection for health in SHOWN
]


@lru_cache(maxsize=256)
def _by_ranges(role: Role, answered: frozenset[int], ward_id: int | None) -> Select[Any]:
    standing = conditions(anybody(role, answered), CameraCriteria(ward_id=ward_id))
    counted = select(func.count()).select_from(Camera).where(*standing)
    counts: list[Any] = [
        counted.where(Camera.connection == connection, within).scalar_subquery()
        for connection in Connection
        for _, within in RANGES
    ]
    return select(*counts)
