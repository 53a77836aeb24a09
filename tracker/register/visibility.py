"""Queries: how far somebody sees into the register: one rule for all its tables. Who is not named here sees nothing."""

from typing import Any

from sqlalchemy import ColumnElement, false, true

from tracker.core.permissions import WARD_ROLES, Role
from tracker.core.viewer import Reach

SEE_ALL_WARDS = frozenset({Role.INVESTIGATOR, Role.LEADERSHIP})
OPERATOR = Reach(
    frozenset({Role.INVESTIGATOR})
)  # the operator of the machine, who has no account, sees what investigators do


def own_wards(reach: Reach) -> frozenset[int]:
    """The ids of the wards that somebody answers for; none where nobody of that role answers for a ward."""
    return reach.wards if reach.roles & WARD_ROLES else frozenset()


def seen_wards(reach: Reach) -> frozenset[int] | None:
    """The ids of the wards whose things somebody may know of; None for all wards there are."""
    return None if reach.roles & SEE_ALL_WARDS else own_wards(reach)


def sees_register(reach: Reach) -> bool:
    """Whether somebody may know of anything in the register."""
    return bool(reach.roles & (SEE_ALL_WARDS | WARD_ROLES))


def ward_condition(reach: Reach, column: Any) -> ColumnElement[bool]:
    """The condition under which a thing may be known of by its ward: ward admins own wards; who sees all, all."""
    return true() if seen_wards(reach) is None else own_ward_condition(reach, column)


def own_ward_condition(reach: Reach, column: Any) -> ColumnElement[bool]:
    """The condition that a thing lies in a ward that somebody answers for, whatever else that person may see."""
    wards = own_wards(reach)
    condition: ColumnElement[bool] = column.in_(wards) if wards else false()
    return condition
