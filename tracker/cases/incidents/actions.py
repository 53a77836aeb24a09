"""Writing incidents: logging, editing, ending, taking up again. Reading them is written down here too."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.incidents import queries, rules, steps
from tracker.cases.incidents.effects import INCIDENT_EFFECTS
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.cases.incidents.steps import IncidentStep
from tracker.core import clock, errors, permissions, sequences
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key
from tracker.core.viewer import Viewer
from tracker.register.places.actions import place_faults
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists.rules import CodeList
from tracker.territory.wards import naming
from tracker.territory.wards.models import Ward
from tracker.territory.wards.naming import Near

FAR_WARD = N_("%(ward)s cách tọa độ khoảng %(km)s km. Hãy xem lại phường, xã và tọa độ; nếu đúng, đánh dấu xác nhận.")

VOIDED = N_("Vụ việc này đã hủy nên không làm tiếp được. Nếu hủy nhầm, hãy rút lại việc hủy.")


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


def browse(session: Session, actor: Viewer, criteria: queries.IncidentCriteria) -> Page[Row[Any]]:
    """A page of incidents; the filter and what was shown are written down."""
    permissions.require(actor, Can.VIEW_INCIDENTS)
    incidents = queries.listing(session, actor, criteria)
    filters = {name: value for name, value in asdict(criteria).items() if value and name not in ("after", "limit")}
    record(session, actor, "incident:list", kind="Incident", filter=filters, ids=[row.id for row in incidents.items])
    return incidents


def log(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Incident:
    """A new incident of the actor's. `facts` as `schemas.NewIncident` gives them; Invalid names the field at fault."""
    permissions.require(actor, Can.LOG_INCIDENTS)
    now = clock.now()
    values, ward = _values(session, {**facts, "received_at": facts.get("received_at") or now}, now)
    year = clock.local(now).year
    code = rules.code(sequences.next_number(session, "incident", year), year)
    incident = Incident(
        **values,
        code=code,
        ward=ward,
        status=IncidentStatus.VERIFYING,
        ended_at=None,
        ending_note="",
        result_code=None,
        investigator_id=actor.id,
        unit_id=actor.investigating_unit_id,
        created_at=now,
        search_key=search_key_of(code, values["summary"], values["place"]),
    )
    session.add(incident)
    session.flush()
    record(session, actor, "incident:log", incident, ward=ward.label)
    return incident


def edit(session: Session, actor: Viewer, incident_id: int, version: int, facts: Mapping[str, Any]) -> Incident:
    """Correct an incident. Stale when somebody changed it first."""
    incident = _incident_to_change(session, actor, incident_id, version)
    received_at = facts.get("received_at") or incident.received_at
    values, ward = _values(session, {**facts, "received_at": received_at}, clock.now(), incident)
    before = incident.ward
    changed = apply_changes(incident, values)
    if before.id != ward.id:
        incident.ward = ward
        changed["ward"] = [before.label, ward.label]
    if changed:
        found_by = (values["summary"], values["place"], incident.external_number)
        incident.search_key = search_key_of(incident.code, *found_by)
        session.flush()
        record(session, actor, "incident:edit", incident, changed=changed)
    return incident


def advance(
    session: Session, actor: Viewer, incident_id: int, version: int, step: IncidentStep, facts: Mapping[str, Any]
) -> Incident:
    """Move an incident of the actor's by one step, with what its row asks for.

    404 not visible, 403 not permitted, 409 wrong state or stale, 422 incomplete.
    """
    incident = queries.get(session, actor, incident_id)
    permissions.require(actor, step.needs, incident)
    check_version(incident, version)
    check_live(incident)
    after = steps.advance(incident.status, step, facts.get("status"))
    step.require_fields(facts)
    last = history.last_moment(session, IncidentEvent, incident.id)
    happened_at = history.step_moment(facts.get("happened_at"), [incident.occurred_from, last])
    note = facts.get("note") or facts.get("reason", "")
    with session.no_autoflush:  # the database checks status and dates together
        INCIDENT_EFFECTS[step.effect](session, actor, incident, facts)
        incident.status = after
        if step.timestamp:
            setattr(incident, step.timestamp, happened_at)
        changed = history.keep(session, actor, IncidentEvent(), incident, step, happened_at, note)
    record(session, actor, step.action, incident, reason=note, changed=changed)
    return incident


def check_live(incident: Incident) -> None:
    """Refuse to go on with an incident that was voided."""
    if incident.voided_at is not None:
        raise errors.WrongState(VOIDED)


def _incident_to_change(session: Session, actor: Viewer, incident_id: int, version: int) -> Incident:
    incident = queries.get(session, actor, incident_id)
    permissions.require(actor, Can.CHANGE_INCIDENT, incident)
    check_version(incident, version)
    check_live(incident)
    return incident


def _values(
    session: Session, facts: Mapping[str, Any], now: datetime, stored: Incident | None = None
) -> tuple[dict[str, Any], Ward]:
    """The columns of `facts`, and the ward meant; each fault at its field. Incidents are known to the minute."""
    since = _minute(facts["occurred_from"], stored.occurred_from if stored else None)
    until = _minute(facts["occurred_to"] or since, stored.occurred_to if stored else None)
    faults = rules.time_faults(since, until, now) | rules.receipt_faults(facts["received_at"], since, now)
    faults |= place_faults(facts["latitude"], facts["longitude"])
    if faults:
        raise errors.Invalid(faults)
    ward = _stored_ward(facts, since, stored) or _ward(session, facts, clock.local(since).date())
    columns = {name: value for name, value in facts.items() if name not in ("ward_code", "sure")}
    group = _group(session, facts, clock.local(since).date(), stored)
    return {**columns, "occurred_from": since, "occurred_to": until, "group": group}, ward


def _group(session: Session, facts: Mapping[str, Any], occurred_on: date, stored: Incident | None) -> str:
    """The group of the type meant. Type and channel must be alive on their days; what stands already may stay."""
    received_on = clock.local(facts["received_at"]).date()
    if stored is None or facts["channel"] != stored.channel:
        codes.require(session, CodeList.INTAKE_CHANNEL, facts["channel"], received_on, "channel")
    if stored is not None and facts["type"] == stored.type:
        return stored.group
    return codes.require(session, CodeList.INCIDENT_TYPE, facts["type"], occurred_on, "type").group_code


def _minute(moment: datetime, stored: datetime | None) -> datetime:
    """A moment to the minute; one that is sent back as it is stored stays so."""
    return moment if moment == stored else moment.replace(second=0, microsecond=0)


def _stored_ward(facts: Mapping[str, Any], since: datetime, stored: Incident | None) -> Ward | None:
    """The ward of a stored incident, if `facts` send back its code, day and place."""
    if stored is None or facts["ward_code"] != stored.ward.code:
        return None
    same_day = clock.local(since).date() == clock.local(stored.occurred_from).date()
    same_place = all(facts[name] == getattr(stored, name) for name in ("latitude", "longitude"))
    return stored.ward if same_day and same_place else None


def _ward(session: Session, facts: Mapping[str, Any], on: date) -> Ward:
    """The ward of a day that `facts` name; one far from their coordinates only where somebody is `sure`."""
    near = Near(facts["latitude"], facts["longitude"]) if facts["latitude"] is not None else None
    ward = naming.meant_ward(session, facts["ward_code"], on, near)
    km = naming.is_far(session, ward, near) if near and not facts.get("sure") else None
    if km is not None:
        raise errors.Invalid({"sure": FAR_WARD}, ward=f"{ward.name}, {ward.province.name}", km=km)
    return ward


def search_key_of(code: str, summary: str, place: str, external_number: str = "") -> str:
    """By which words an incident is found."""
    return search_key(code, summary, place, external_number)
