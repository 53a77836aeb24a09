"""What a post of a role is: whose it may be, in which position, and what follows from it. Pure."""

from tracker.core.i18n import N_
from tracker.core.permissions import APPROVERS, WARD_ROLES, Position, Role


def belongs_to_ward(role: Role) -> bool:
    """Whether a post of this role is one ward's."""
    return role in WARD_ROLES


def default_position(role: Role) -> Position:
    """What somebody with a post of this role usually is in the unit."""
    return Position.HEAD if role is Role.LEADERSHIP else Position.MEMBER


def position_fault(role: Role, position: Position) -> str | None:
    """Why nobody holds this role in this position (Vietnamese), or None."""
    if role is Role.LEADERSHIP and position not in APPROVERS:
        return N_("Lãnh đạo là cấp trưởng hoặc cấp phó.")
    return None


def may_lack_unit(role: Role) -> bool:
    """Whether a post of this role needs no unit: that of whoever keeps the machine."""
    return role is Role.ADMINISTRATOR


def investigates(role: Role) -> bool:
    """Whether whoever holds a post of this role logs cases of the unit."""
    return role is Role.INVESTIGATOR


def heads(role: Role, position: Position) -> bool:
    """Whether a post is that of whoever stands above all others of its unit, and may have somebody act instead."""
    return role is Role.LEADERSHIP and position is Position.HEAD


def leads(role: Role, position: Position) -> bool:
    """Whether a post decides on the requests of its unit."""
    return role is Role.LEADERSHIP and position in APPROVERS
