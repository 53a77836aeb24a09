"""Actions: what hangs on an incident goes to the one that it is merged into, and comes back when that is undone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.cases.extractions import of_incident as requests
from tracker.cases.extractions.models import ExtractionLine, SharedLine
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.jobs.files import actions as files
from tracker.jobs.files.rules import FileOwner


def move(session: Session, actor: Viewer, incident: Incident, survivor: Incident) -> dict[str, list[int]]:
    """Take requests, drafts too, shared lines and attachments to `survivor`. What was moved, for `bring_back`."""
    moved_requests = requests.live_of_incident(session, incident.id)
    for request in moved_requests:
        request.incident_id = survivor.id
    session.flush()
    moved_shares, ended_shares = _move_shares(session, actor, incident, survivor)
    return {
        "requests": [request.id for request in moved_requests],
        "shares": moved_shares,
        "ended_shares": ended_shares,
        "files": files.hand_on(session, FileOwner.INCIDENT, incident.id, survivor.id),
    }


def bring_back(session: Session, incident: Incident, moved: Mapping[str, Any]) -> None:
    """Take back what `move` took to the incident that `incident` is merged into, unless it went on since."""
    survivor_id = incident.merged_into_id
    if survivor_id is None:
        return
    for request in requests.by_ids(session, moved.get("requests", [])):
        if request.incident_id == survivor_id:
            request.incident_id = incident.id
    for share in _shares(session, SharedLine.id.in_(moved.get("shares", [])), SharedLine.incident_id == survivor_id):
        share.incident_id = incident.id
    for share in _shares(session, SharedLine.id.in_(moved.get("ended_shares", []))):
        share.ended_at, share.ended_by_id = None, None
    files.hand_on(session, FileOwner.INCIDENT, survivor_id, incident.id, moved.get("files", []))
    session.flush()


def _move_shares(
    session: Session, actor: Viewer, incident: Incident, survivor: Incident
) -> tuple[list[int], list[int]]:
    """The ids of the shares that the survivor now has, and of those that have no sense any more.

    A line of its own, or one that it uses already, it does not use a second time.
    """
    standing = SharedLine.ended_at.is_(None)
    used_ids = {share.line_id for share in _shares(session, standing, SharedLine.incident_id == survivor.id)}
    moved, ended = [], []
    for share in _shares(session, standing, SharedLine.incident_id.in_((incident.id, survivor.id))):
        is_double = share.incident_id == incident.id and share.line_id in used_ids
        if is_double or share.line.request.incident_id == survivor.id:
            share.ended_at, share.ended_by_id = clock.now(), actor.id
            ended.append(share.id)
        elif share.incident_id == incident.id:
            share.incident_id = survivor.id
            moved.append(share.id)
    session.flush()
    return moved, ended


def _shares(session: Session, *conditions: Any) -> list[SharedLine]:
    with_request = joinedload(SharedLine.line).joinedload(ExtractionLine.request)
    return list(session.scalars(select(SharedLine).where(*conditions).order_by(SharedLine.id).options(with_request)))
