"""Actions: showing an incident to another unit, ending that, and what readers note on it. The log keeps all of it."""

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.access import queries
from tracker.cases.access.models import IncidentNote, IncidentShare
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.actions import check_live
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.territory.units import queries as units

SEES_ANYWAY = N_("%(unit)s thụ lý vụ việc này, hoặc là cấp trên của đơn vị thụ lý, nên vốn đã xem được.")
SHARED_ALREADY = N_("Vụ việc đã chia sẻ với %(unit)s.")
SEALED = N_("Vụ việc đang hạn chế người xem: hãy thêm từng người được xem, không chia sẻ cho cả đơn vị.")
ENDED = N_("Lần chia sẻ này đã kết thúc.")


def read(session: Session, actor: Viewer, incident_id: int) -> Incident:
    """One incident about whose readers the actor may decide something, its reading written down."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SHARE_INCIDENT, incident)
    record(session, actor, "incident:read", incident)
    return incident


def share(session: Session, actor: Viewer, incident_id: int, unit: str, reason: str) -> IncidentShare:
    """Have a unit, named by what somebody typed, read an incident, note on it and ask for footage of its own.

    404 not visible, 403 not permitted, 409 voided or sealed, 422 at `unit`: unknown, or sees it already.
    """
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SHARE_INCIDENT, incident)
    check_live(incident)
    if incident.sealed_at is not None:
        raise errors.WrongState(SEALED)
    other_unit = units.guess(session, unit, clock.today(), "unit")
    if units.covers(session, [other_unit.id], incident.unit_id):
        raise errors.Invalid({"unit": SEES_ANYWAY}, unit=other_unit.name)
    if queries.standing_share(session, incident_id, other_unit.id):
        raise errors.Invalid({"unit": SHARED_ALREADY}, unit=other_unit.name)
    people = {"unit_id": other_unit.id, "shared_by_id": actor.id}
    shared = IncidentShare(incident_id=incident_id, **people, shared_at=clock.now(), reason=reason)
    session.add(shared)
    session.flush()
    record(session, actor, "incident:share", incident, reason=reason, changed={"unit": ["", other_unit.label]})
    return shared


def end(session: Session, actor: Viewer, share_id: int, reason: str) -> IncidentShare:
    """A unit no longer reads an incident; what it asked for itself stays its own. 404, 403, 409 ended before."""
    shared = queries.share_with_unit(session, share_id)
    incident = incidents.get(session, actor, shared.incident_id)
    permissions.require(actor, Can.SHARE_INCIDENT, incident)
    if shared.ended_at is not None:
        raise errors.WrongState(ENDED)
    shared.ended_at, shared.ended_by_id, shared.end_reason = clock.now(), actor.id, reason
    record(session, actor, "incident:unshare", incident, reason=reason, changed={"unit": [shared.unit.label, ""]})
    return shared


def note(session: Session, actor: Viewer, incident_id: int, text: str) -> IncidentNote:
    """Write something under an incident that the actor may read. 404, 409 voided."""
    permissions.require(actor, Can.VIEW_INCIDENTS)
    incident = incidents.get(session, actor, incident_id)
    check_live(incident)
    facts = {"author_id": actor.id, "unit_id": actor.own_case_unit_id, "written_at": clock.now(), "text": text}
    row = IncidentNote(incident_id=incident.id, **facts)
    session.add(row)
    session.flush()
    record(session, actor, "incident:note", incident)
    return row
