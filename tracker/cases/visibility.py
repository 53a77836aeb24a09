"""Queries: whose cases somebody sees, by the units of today's posts. Who is not named here sees nothing."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, false, or_

from tracker.core.permissions import CASE_ROLES
from tracker.core.viewer import Reach
from tracker.territory.units import queries as units


def sees_cases(reach: Reach) -> bool:
    """Whether somebody may know of cases at all: those of some unit, and those of the own work."""
    return bool(reach.roles & CASE_ROLES)


def unit_condition(reach: Reach, column: Any) -> ColumnElement[bool]:
    """The condition that something is the work of a unit that somebody's posts see: of it, or of one it covers."""
    if not sees_cases(reach) or not reach.case_units:
        return false()
    condition: ColumnElement[bool] = column.in_(units.covered(reach.case_units))
    return condition


def case_condition(reach: Reach, viewer_id: int | BindParameter[int], unit: Any, *people: Any) -> ColumnElement[bool]:
    """The condition under which somebody may know of a case: by its unit, or as one of the `people` who work on it."""
    if not sees_cases(reach):
        return false()
    return or_(unit_condition(reach, unit), *(column == viewer_id for column in people))
