"""Searching is reading: what was searched for and which cases it showed is written down."""

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import permissions
from tracker.core.permissions import Can
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.portal.search import queries
from tracker.portal.search.rules import Hit, HitKind, fit_to_log

LOGGED = (HitKind.INCIDENT, HitKind.REQUEST, HitKind.OWNER)  # whose every reading is in the log


def search(session: Session, actor: Viewer, typed: str) -> dict[HitKind, tuple[list[Hit], bool]]:
    """The nearest hits of each kind, and whether there are more. Nothing is searched for, and noted, for no words."""
    permissions.require(actor, Can.SEARCH)
    if not fold(typed):
        return {}
    groups = queries.found(session, actor, typed)
    shown_ids = {kind.value: [hit.id for hit in groups[kind][0]] for kind in LOGGED if kind in groups}
    record(session, actor, "search:read", kind="Search", q=fit_to_log(typed), ids=shown_ids)
    return groups
