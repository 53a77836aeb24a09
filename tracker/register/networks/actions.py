"""Writing networks: launching, editing, closing by decision, extending to areas."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key, sort_key
from tracker.core.viewer import Viewer
from tracker.register.networks import queries, rules
from tracker.register.networks.models import LeadChange, Network, NetworkNote, ReplicationPoint
from tracker.territory.wards import queries as wards

TAKEN = N_("Mã này đã dùng cho một mô hình khác.")
SAME_LEAD = N_("Đơn vị này đang phụ trách mô hình.")


def launch(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Network:
    """A new network in the actor's ward. `facts` as `schemas.NewNetwork` gives them. Invalid names the field."""
    permissions.require(actor, Can.MANAGE_NETWORKS)
    wards.require_standing(session, actor.own_ward_id)
    if queries.code_taken(session, facts["code"]):
        raise errors.Invalid({"code": TAKEN})
    _refuse("launched_on", rules.launch_fault(facts["launched_on"], (), clock.today()))
    network = Network(**facts, **_keys(facts), ward_id=actor.own_ward_id, closed_on=None, closing_decision="")
    permissions.require(actor, Can.MANAGE_NETWORKS, network)
    session.add(network)
    session.flush()
    record(session, actor, "network:launch", network)
    return network


def edit(session: Session, actor: Viewer, network_id: int, version: int, facts: Mapping[str, Any]) -> Network:
    """Change a network, a closed one too: mistakes are found late. Stale when somebody changed it first."""
    network = own(session, actor, network_id, version)
    if queries.code_taken(session, facts["code"], except_id=network.id):
        raise errors.Invalid({"code": TAKEN})
    later = [*_days(queries.points(session, network.id)), *([network.closed_on] if network.closed_on else [])]
    _refuse("launched_on", rules.launch_fault(facts["launched_on"], later, clock.today()))
    changed = apply_changes(network, facts)
    if changed:
        apply_changes(network, _keys(facts))
        session.flush()
        record(session, actor, "network:edit", network, changed=changed)
    return network


def close(
    session: Session, actor: Viewer, network_id: int, version: int, closed_on: date, closing_decision: str
) -> Network:
    """Close a network by a decision; its replication points end with it. WrongState when it is closed already.

    Its cameras leave it too, which members.actions.close sees to and records.
    """
    network = own(session, actor, network_id, version)
    require_open(network)
    points = queries.points(session, network.id)
    _refuse("closed_on", rules.closing_fault(closed_on, network.launched_on, _days(points), clock.today()))
    network.closed_on, network.closing_decision = closed_on, closing_decision
    for point in points:
        point.ended_on = point.ended_on or closed_on
    session.flush()
    return network


def change_lead(
    session: Session, actor: Viewer, network_id: int, version: int, lead: str, changed_on: date, decision: str
) -> Network:
    """Give a network to another lead by a decision. Invalid when it is the same. WrongState when it is closed."""
    network = own(session, actor, network_id, version)
    require_open(network)
    _refuse("changed_on", rules.lead_fault(changed_on, network.launched_on, network.closed_on, clock.today()))
    _refuse("lead", SAME_LEAD if lead == network.lead else "")
    new = {"was": network.lead, "lead": lead, "changed_on": changed_on, "decision": decision}
    session.add(LeadChange(network_id=network.id, **new))
    changed = apply_changes(network, {"lead": lead})
    network.search_key = _keys({"code": network.code, "name": network.name, "lead": lead})["search_key"]
    session.flush()
    record(session, actor, "network:lead", network, changed=changed, on=changed_on.isoformat(), decision=decision)
    return network


def write_note(
    session: Session, actor: Viewer, network_id: int, month: date, text: str, version: int | None
) -> NetworkNote:
    """What a network did in a month (its first day): one note each. Without `version` it is a new one.

    Stale when somebody else wrote or changed it first; Invalid for a month in which the network did not run.
    """
    network = own(session, actor, network_id)
    if not rules.ran_in(month, network.launched_on, network.closed_on, clock.today()):
        raise errors.Invalid({"month": rules.NOT_ITS_MONTH})
    queries.hold(session, network.id)
    note = queries.note(session, network.id, month)
    if (note.version if note else None) != version:
        raise errors.Stale()
    if note is not None and note.text == text:
        return note
    before = note.text if note else ""
    if note is None:
        note = NetworkNote(network_id=network.id, month=month)
        session.add(note)
    note.text, note.written_by, note.written_at = text, actor.name, clock.now()
    session.flush()
    record(session, actor, "network:note", note, network=network.code, changed={"text": [before, text]})
    return note


def add_point(session: Session, actor: Viewer, network_id: int, facts: Mapping[str, Any]) -> ReplicationPoint:
    """Extend a network to an area. WrongState when it is closed."""
    network = own(session, actor, network_id)
    require_open(network)
    _refuse("started_on", rules.start_fault(facts["started_on"], network.launched_on, clock.today()))
    point = ReplicationPoint(**facts, network_id=network.id, ended_on=None)
    session.add(point)
    session.flush()
    record(session, actor, "network:extend", network, point=point.name, on=point.started_on.isoformat())
    return point


def end_point(session: Session, actor: Viewer, network_id: int, point_id: int, ended_on: date) -> ReplicationPoint:
    """Note that a network no longer covers an area. WrongState when that was noted already."""
    network = own(session, actor, network_id)
    point = queries.point(session, network.id, point_id)
    if point.ended_on is not None:
        raise errors.WrongState()
    _refuse("ended_on", rules.end_fault(ended_on, point.started_on, clock.today()))
    point.ended_on = ended_on
    session.flush()
    record(session, actor, "network:withdraw", network, point=point.name, on=ended_on.isoformat())
    return point


def own(session: Session, actor: Viewer, network_id: int, version: int | None = None) -> Network:
    """A network that this person keeps. NotFound, NotAllowed, or Stale when `version` is an older one."""
    network = queries.get(session, actor, network_id)
    permissions.require(actor, Can.MANAGE_NETWORKS, network)
    if version is not None:
        check_version(network, version)
    return network


def require_open(network: Network) -> None:
    """WrongState when a network is closed: what was closed stays so; another beginning is another launch."""
    if network.closed_on is not None:
        raise errors.WrongState(N_("Mô hình đã kết thúc."))


def _refuse(field: str, fault: str) -> None:
    if fault:
        raise errors.Invalid({field: fault})


def _days(points: list[ReplicationPoint]) -> list[date]:
    return [day for point in points for day in (point.started_on, point.ended_on) if day is not None]


def _keys(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "search_key": search_key(facts["code"], facts["name"], facts["lead"])[:500],
        "sort_key": sort_key(facts["name"])[:500],
    }
