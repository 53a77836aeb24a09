"""Actions: putting incidents right: the newest step taken back, one voided or merged into another."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.events import TakenStep
from tracker.cases.extractions import of_incident as requests
from tracker.cases.incidents import corrections, merging, queries
from tracker.cases.incidents.corrections import IncidentCorrection
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.transitions import CorrectionKind
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

Facts = Mapping[str, Any]

NOTHING = N_("Không còn bước nào để rút lại.")
ALREADY = N_("Vụ việc này đã hủy.")
HAS_REQUESTS = N_("Vụ việc còn phiếu %(codes)s. Hãy hủy các phiếu ấy trước, hoặc gộp vụ việc.")
NO_OTHER = N_("Không có vụ việc nào như thế, hoặc vụ việc ấy đã hủy.")
SEALED = N_("Vụ việc đang hạn chế người xem thì không gộp được. Hãy bỏ hạn chế trước.")


def correct(
    session: Session, actor: Viewer, incident_id: int, version: int, correction: IncidentCorrection, facts: Facts
) -> Incident:
    """Put an incident right. 404 not visible, 403 not permitted, 409 nothing to put right or stale, 422 incomplete."""
    incident = queries.get(session, actor, incident_id)
    taking_back = correction.effect is CorrectionKind.TAKE_BACK
    newest = history.newest(session, IncidentEvent, incident.id)
    taken_step = TakenStep(newest.actor_id if newest else None, incident.unit_id)
    permissions.require(actor, correction.needs, taken_step if taking_back else incident)
    check_version(incident, version)
    correction.require_fields(facts)
    _EFFECTS[correction.effect](session, actor, incident, facts)
    return incident


def _take_back(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    newest = history.newest(session, IncidentEvent, incident.id)
    if newest is None:
        raise errors.WrongState(NOTHING)
    merging.bring_back(session, incident, newest.facts)
    changed = history.revert(session, actor, newest, incident, facts["reason"])
    details: dict[str, Any] = {"step": newest.step, "changed": changed}
    record(session, actor, corrections.TAKE_BACK.action, incident, reason=facts["reason"], **details)


def _void(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    live = requests.live_of_incident(session, incident.id)
    if live:
        codes = ", ".join(request.code for request in live)
        raise errors.Invalid({"confirmed": HAS_REQUESTS}, codes=codes)
    _leave(session, actor, incident, corrections.VOID, facts["reason"])


def _merge(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    """Give what hangs on it to the other one, and point to it."""
    kept_incident = queries.by_code(session, actor, facts["into"])
    if kept_incident is None or kept_incident.id == incident.id or kept_incident.voided_at is not None:
        raise errors.Invalid({"into": NO_OTHER})
    if incident.sealed_at is not None or kept_incident.sealed_at is not None:
        raise errors.WrongState(SEALED)
    moved = merging.move(session, actor, incident, kept_incident)
    incident.merged_into_id = kept_incident.id
    event = _leave(session, actor, incident, corrections.MERGE, facts["reason"], into=kept_incident.code)
    event.facts = {**event.facts, **moved}


def _leave(
    session: Session, actor: Viewer, incident: Incident, row: IncidentCorrection, reason: str, **details: Any
) -> IncidentEvent:
    if incident.voided_at is not None:
        raise errors.WrongState(ALREADY)
    now, event = clock.now(), IncidentEvent()
    incident.voided_at, incident.voided_by_id, incident.void_reason = now, actor.id, reason
    history.keep(session, actor, event, incident, row, now, reason)
    record(session, actor, row.action, incident, reason=reason, **details)
    return event


_EFFECTS: Mapping[CorrectionKind, Callable[[Session, Viewer, Incident, Facts], None]] = {
    CorrectionKind.TAKE_BACK: _take_back,
    CorrectionKind.VOID: _void,
    CorrectionKind.MERGE: _merge,
}
