"""Queries: who sees incidents and what is asked of them. Who is not named here sees nothing."""

from tracker.core.permissions import Role
from tracker.core.viewer import Reach

SEE_CASES = frozenset({Role.INVESTIGATOR, Role.LEADERSHIP})


def sees_cases(reach: Reach) -> bool:
    """Whether somebody may know of every incident and of every request that was filed."""
    return bool(reach.roles & SEE_CASES)
