"""Actions: an incident uses a line that was asked for another one, instead of asking the ward a second time."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import overlaps
from tracker.cases.extractions.cautions import ASKED
from tracker.cases.extractions.models import ExtractionLine, SharedLine
from tracker.cases.extractions.rules import LineStatus
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.actions import check_live
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer

OWN_LINE = N_("Lượt này vốn đã là của vụ việc này.")
SHARED_ALREADY = N_("Vụ việc đã dùng chung lượt này.")
NOTHING_TO_SHARE = N_("Không dùng chung được: lượt này không còn hiệu lực, hoặc phường đã trả lời không có dữ liệu.")
NOT_SHARED = N_("Vụ việc không dùng chung lượt này.")


def join(session: Session, actor: Viewer, line_id: int, incident_id: int) -> SharedLine:
    """From now on the actor's incident uses a line of another case within reach. Nobody sees more by it.

    404 line or incident not visible, 403 not one's own incident, 409 nothing to share or shared already.
    """
    permissions.require(actor, Can.DRAFT_REQUESTS)
    line = overlaps.line_of_case(session, actor, line_id)
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    check_live(incident)
    _check_shareable(line, incident_id)
    if overlaps.sharing_of(session, line_id, incident_id):
        raise errors.WrongState(SHARED_ALREADY)
    shared = SharedLine(line=line, incident_id=incident_id, joined_by_id=actor.id, joined_at=clock.now())
    session.add(shared)
    session.flush()
    record(session, actor, "line:join", line, incident=incident.code, request=line.request.code)
    return shared


def leave(session: Session, actor: Viewer, line_id: int, incident_id: int) -> SharedLine:
    """The actor's incident no longer uses a line of another case. That it did stays."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    shared = overlaps.sharing_of(session, line_id, incident_id)
    if shared is None:
        raise errors.WrongState(NOT_SHARED)
    shared.ended_at, shared.ended_by_id = clock.now(), actor.id
    line = session.get_one(ExtractionLine, line_id)
    record(session, actor, "line:leave", line, incident=incident.code)
    return shared


def follow_merger(session: Session, request_id: int, survivor_id: int) -> list[list[int]]:
    """Incidents that use lines of a request use those of another instead, for the same camera and some of the time.

    A line that the other one does not ask for stays used. Pairs of a share and the line that it was of.
    """
    moved = []
    for share, line in overlaps.shares_of_request(session, request_id):
        other_id = overlaps.same_line(session, line, survivor_id)
        if other_id is not None and overlaps.sharing_of(session, other_id, share.incident_id) is None:
            moved.append([share.id, share.line_id])
            share.line_id = other_id
    session.flush()
    return moved


def undo_merger(session: Session, moved: Sequence[Sequence[int]]) -> None:
    """The shares that `follow_merger` moved are of their lines again."""
    for share_id, line_id in moved:
        session.get_one(SharedLine, share_id).line_id = line_id
    session.flush()


def _check_shareable(line: ExtractionLine, incident_id: int) -> None:
    if line.request.incident_id == incident_id:
        raise errors.WrongState(OWN_LINE)
    ended = line.request.voided_at is not None or line.request.status not in ASKED
    if ended or line.status is LineStatus.UNAVAILABLE:
        raise errors.WrongState(NOTHING_TO_SHARE)
