"""Writing installation points."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key, sort_key
from tracker.core.viewer import Viewer
from tracker.register.places import queries, rules
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import actions as streets

HALF_A_PLACE = N_("Cần cả vĩ độ và kinh độ, hoặc để trống cả hai.")
SWAPPED = N_("Vĩ độ và kinh độ bị đổi chỗ cho nhau.")


def place_faults(latitude: float | None, longitude: float | None) -> dict[str, str]:
    """What is wrong with a pair of coordinates, by field; empty when nothing is."""
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        return {"latitude" if latitude is None else "longitude": HALF_A_PLACE}
    if rules.swapped(latitude, longitude):
        return {"latitude": SWAPPED}
    return {} if rules.in_vietnam(latitude, longitude) else {"latitude": rules.ABROAD}


def find_or_add(session: Session, actor: Viewer, ward_id: int, facts: Mapping[str, Any]) -> InstallationPoint:
    """The point of `facts` (name, address, latitude, longitude) in a ward, made if it is not there yet."""
    faults = place_faults(facts.get("latitude"), facts.get("longitude"))
    if faults:
        raise errors.Invalid(faults)
    existing = queries.same(session, ward_id, facts["name"], facts.get("latitude"), facts.get("longitude"))
    if existing is not None:
        return existing
    point = InstallationPoint(
        ward_id=ward_id,
        name=facts["name"],
        address=facts.get("address", ""),
        latitude=facts.get("latitude"),
        longitude=facts.get("longitude"),
        sign_posted=facts.get("sign_posted"),
        **_keys(facts["name"], facts.get("address", "")),
    )
    permissions.require(actor, Can.REGISTER_CAMERAS, point)
    session.add(point)
    session.flush()
    streets.take_up(session, [point.id])
    record(session, actor, "place:register", point)
    return point


def edit(session: Session, actor: Viewer, point_id: int, version: int, facts: Mapping[str, Any]) -> InstallationPoint:
    """Change a point, and with it the place of every camera that hangs there."""
    point = queries.get(session, actor, point_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, point)
    check_version(point, version)
    faults = place_faults(facts.get("latitude"), facts.get("longitude"))
    if faults:
        raise errors.Invalid(faults)
    changed = apply_changes(point, facts)
    apply_changes(point, _keys(facts["name"], facts["address"]))
    if changed:
        streets.take_up(session, [point.id])
        record(session, actor, "place:edit", point, changed=changed)
    return point


def _keys(name: str, address: str) -> dict[str, str]:
    return {"search_key": search_key(name, address)[:500], "sort_key": sort_key(name)[:500]}
