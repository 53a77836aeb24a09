"""Writing the camera register: registering, editing, noting health, taking down."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, errors
from tracker.access import Can
from tracker.accounts.viewer import Viewer
from tracker.audit.actions import record
from tracker.cameras import queries
from tracker.cameras.models import Camera, HealthInterval
from tracker.cameras.rules import Health
from tracker.db import check_version, write_over
from tracker.networks import queries as networks
from tracker.owners import queries as owners
from tracker.places import actions as places
from tracker.recorders import queries as recorders
from tracker.text import search_key, sort_key
from tracker.words import N_

PLACE = ("place", "address", "latitude", "longitude")


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Camera:
    """A new camera in the actor's ward. `facts` as `schemas.NewCamera` gives them. Invalid names the field at fault."""
    access.require(actor, Can.REGISTER_CAMERAS)
    if actor.ward_id is None:
        raise errors.NotAllowed()
    if queries.code_taken(session, actor.wards, facts["code"]):
        raise errors.Invalid({"code": N_("Mã này đã dùng cho một camera khác của phường/xã.")})
    values = _values(session, actor, actor.ward_id, facts)
    camera = Camera(
        **values,
        registered_ward_id=actor.ward_id,
        ward_id=actor.ward_id,
        health=Health.UNKNOWN,
        checked_at=None,
        removed_on=None,
    )
    access.require(actor, Can.REGISTER_CAMERAS, camera)
    session.add(camera)
    session.flush()
    record(session, actor, "camera:register", camera)
    return camera


def edit(session: Session, actor: Viewer, camera_id: int, version: int, facts: Mapping[str, Any]) -> Camera:
    """Change a camera. Stale when somebody changed it first."""
    camera = _own(session, actor, camera_id, version)
    if queries.code_taken(session, frozenset({camera.ward_id}), facts["code"], but=camera.id):
        raise errors.Invalid({"code": N_("Mã này đã dùng cho một camera khác của phường/xã.")})
    changed = write_over(camera, _values(session, actor, camera.ward_id, facts))
    if changed:
        session.flush()
        record(session, actor, "camera:edit", camera, changed=_readable(changed))
    return camera


def note_health(
    session: Session, actor: Viewer, camera_id: int, health: Health, seen_at: datetime | None, evidence: str
) -> Camera:
    """Note whether a camera was seen to work. `seen_at` defaults to now; it lies neither ahead nor before the last."""
    camera = _own(session, actor, camera_id)
    at = seen_at or clock.now()
    if at > clock.now():
        raise errors.Invalid({"seen_at": N_("Thời điểm kiểm tra không thể ở tương lai.")})
    if camera.checked_at is not None and at < camera.checked_at:
        raise errors.Invalid({"seen_at": N_("Đã có lần kiểm tra muộn hơn thời điểm này.")})
    before = camera.health
    _open_interval(session, camera, health, at, evidence, actor.name)
    camera.health, camera.checked_at = health, at
    session.flush()
    record(session, actor, "camera:health", camera, changed={"health": [before, health]}, evidence=evidence)
    return camera


def mark_broken(session: Session, actor: Viewer, camera: Camera, evidence: str) -> None:
    """Open a fault by itself: a request found the camera broken. The asking room has checked the permission."""
    at = max(clock.now(), camera.checked_at or clock.now())
    _open_interval(session, camera, Health.BROKEN, at, evidence, actor.name)
    camera.health, camera.checked_at = Health.BROKEN, at
    record(session, actor, "camera:health", camera, changed={"health": [None, Health.BROKEN]}, evidence=evidence)


def take_down(session: Session, actor: Viewer, camera_id: int, version: int, on: date) -> Camera:
    """Note that a camera no longer hangs there. Its history and its footage requests stay."""
    camera = _own(session, actor, camera_id, version)
    if camera.removed_on is not None:
        raise errors.WrongState()
    if on > clock.today():
        raise errors.Invalid({"removed_on": N_("Ngày tháo dỡ không thể ở tương lai.")})
    camera.removed_on = on
    session.flush()
    record(session, actor, "camera:take-down", camera, on=on.isoformat())
    return camera


def keys(code: str, name: str, *more: str) -> dict[str, str]:
    """The search and sort keys of a camera."""
    return {
        "search_key": search_key(code, name, *more)[:500],
        "sort_key": sort_key(code)[:500],
        "name_key": sort_key(name)[:500],
    }


def _own(session: Session, actor: Viewer, camera_id: int, version: int | None = None) -> Camera:
    camera = queries.get(session, actor, camera_id)
    access.require(actor, Can.REGISTER_CAMERAS, camera)
    if version is not None:
        check_version(camera, version)
    return camera


def _values(session: Session, actor: Viewer, ward_id: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `facts`: place, network, recorder and owner looked up, each fault at its field."""
    place = {"name": facts["place"] or facts["name"], **{name: facts.get(name) for name in PLACE[1:]}}
    point = places.find_or_add(session, actor, ward_id, place)
    linked = {
        "network_id": networks.id_within(session, actor, facts.get("network_id")),
        "recorder_id": recorders.id_within(session, actor, facts.get("recorder_id")),
        "owner_id": owners.id_within(session, actor, facts.get("owner_id")),
    }
    plain = {name: value for name, value in facts.items() if name not in PLACE and name not in linked}
    return {
        **plain,
        **linked,
        "point_id": point.id,
        **keys(facts["code"], facts["name"], point.name, point.address, facts["model"]),
    }


def _open_interval(
    session: Session, camera: Camera, health: Health, since: datetime, evidence: str, seen_by: str
) -> None:
    open_one = select(HealthInterval).where(HealthInterval.camera_id == camera.id, HealthInterval.until.is_(None))
    current = session.scalars(open_one).first()
    if current is not None:
        if current.health is health:
            return
        current.until = since
    session.add(
        HealthInterval(camera_id=camera.id, health=health, since=since, until=None, evidence=evidence, seen_by=seen_by)
    )


def _readable(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: pair for name, pair in changed.items() if name not in ("search_key", "sort_key", "name_key")}
