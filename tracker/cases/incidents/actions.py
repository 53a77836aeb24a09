"""Writing incidents: logging, editing, ending, taking up again. Reading them is written down here too."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.incidents import queries, rules
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, errors, permissions, sequences
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key
from tracker.core.viewer import Viewer
from tracker.register.places.actions import place_faults
from tracker.territory.wards.models import Ward


def read(session: Session, actor: Viewer, incident_id: int) -> Incident:
    """One incident, its reading written down."""
    permissions.require(actor, Can.VIEW_INCIDENTS)
    incident = queries.get(session, actor, incident_id)
    record(session, actor, "incident:read", incident)
    return incident


def read_own(session: Session, actor: Viewer, incident_id: int) -> Incident:
    """One incident that the actor keeps and may therefore change, its reading written down."""
    incident = read(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    return incident


def browse(session: Session, actor: Viewer, wanted: queries.IncidentCriteria) -> tuple[list[Any], bool]:
    """A page of incidents and whether more follow; the filter and what was shown are written down."""
    permissions.require(actor, Can.VIEW_INCIDENTS)
    rows, more = queries.listing(session, actor, wanted)
    asked = {name: value for name, value in asdict(wanted).items() if value and name not in ("after", "limit")}
    record(session, actor, "incident:list", kind="Incident", filter=asked, ids=[row.id for row in rows])
    return rows, more


def log(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Incident:
    """A new incident of the actor's. `facts` as `schemas.NewIncident` gives them; Invalid names the field at fault."""
    permissions.require(actor, Can.LOG_INCIDENTS)
    now = clock.now()
    values, ward = _values(session, facts, now)
    year = clock.local(now).year
    code = rules.code(sequences.next_number(session, "incident", year), year)
    incident = Incident(
        **values,
        code=code,
        ward_id=ward.id,
        status=IncidentStatus.VERIFYING,
        ended_at=None,
        ending_note="",
        investigator_id=actor.id,
        created_at=now,
        search_key=_key(code, values),
    )
    session.add(incident)
    session.flush()
    record(session, actor, "incident:log", incident, ward=ward.label)
    return incident


def edit(session: Session, actor: Viewer, incident_id: int, version: int, facts: Mapping[str, Any]) -> Incident:
    """Correct an incident. Stale when somebody changed it first."""
    incident = _own(session, actor, incident_id, version)
    values, ward = _values(session, facts, clock.now())
    before = incident.ward
    changed = apply_changes(incident, values)
    if before.id != ward.id:
        incident.ward = ward
        changed["ward"] = [before.label, ward.label]
    if changed:
        incident.search_key = _key(incident.code, values)
        session.flush()
        record(session, actor, "incident:edit", incident, changed=changed)
    return incident


def end(
    session: Session,
    actor: Viewer,
    incident_id: int,
    version: int,
    status: IncidentStatus,
    note: str,
    ended_at: datetime | None = None,
) -> Incident:
    """Note how an incident ended. `ended_at` defaults to now. WrongState when it has ended before."""
    incident = _own(session, actor, incident_id, version)
    before, now = incident.status, clock.now()
    at = ended_at or now
    if not incident.occurred_from <= at <= now:
        raise errors.Invalid({"ended_at": N_("Thời điểm kết thúc phải sau khi vụ việc xảy ra và không ở tương lai.")})
    incident.status = rules.after_end(before, status)
    incident.ended_at, incident.ending_note = at, note
    session.flush()
    record(session, actor, "incident:end", incident, changed={"status": [before, status]}, note=note)
    return incident


def reopen(session: Session, actor: Viewer, incident_id: int, version: int, reason: str) -> Incident:
    """Take up an ended incident again; how it had ended stays in the log. WrongState when it has not ended."""
    incident = _own(session, actor, incident_id, version)
    before, note = incident.status, incident.ending_note
    incident.status = rules.after_reopening(before)
    incident.ended_at, incident.ending_note = None, ""
    session.flush()
    changed = {"status": [before, incident.status], "ending_note": [note, ""]}
    record(session, actor, "incident:reopen", incident, reason=reason, changed=changed)
    return incident


def _own(session: Session, actor: Viewer, incident_id: int, version: int) -> Incident:
    incident = queries.get(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    check_version(incident, version)
    return incident


def _values(session: Session, facts: Mapping[str, Any], now: datetime) -> tuple[dict[str, Any], Ward]:
    """The columns of `facts`, and the ward meant; each fault at its field. Incidents are known to the minute."""
    since = facts["occurred_from"].replace(second=0, microsecond=0)
    until = (facts["occurred_to"] or since).replace(second=0, microsecond=0)
    faults = rules.time_faults(since, until, now) | place_faults(facts["latitude"], facts["longitude"])
    if faults:
        raise errors.Invalid(faults)
    ward = queries.guess_ward(session, facts["ward_code"], clock.local(since).date())
    plain = {name: value for name, value in facts.items() if name != "ward_code"}
    return {**plain, "occurred_from": since, "occurred_to": until, "group": rules.GROUP_OF[facts["type"]]}, ward


def _key(code: str, values: Mapping[str, Any]) -> str:
    return search_key(code, values["summary"], values["place"])
