"""Queries: who has jobs. Who is not named here sees nothing."""

from tracker.core.permissions import Role
from tracker.core.viewer import Reach

START_JOBS = frozenset({Role.WARD_ADMIN, Role.INVESTIGATOR, Role.LEADERSHIP, Role.ADMINISTRATOR})


def starts_jobs(reach: Reach) -> bool:
    """Whether somebody may know of jobs at all: the own ones."""
    return bool(reach.roles & START_JOBS)


def sees_work_of_system(reach: Reach) -> bool:
    """Whether somebody may know of jobs that nobody started."""
    return Role.ADMINISTRATOR in reach.roles
