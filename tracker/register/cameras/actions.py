"""Writing the camera register: registering, editing, noting health, taking down."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, exists, insert, literal, null, select, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key, sort_key
from tracker.core.viewer import Viewer
from tracker.register.cameras import codes, queries
from tracker.register.cameras.earlier_checks import EarlierCheck, insert_check
from tracker.register.cameras.fields import searched
from tracker.register.cameras.health import record_health
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.rules import VOIDED, Health
from tracker.register.faults.recorder_faults import on_recorder_changed
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.owners import queries as owners
from tracker.register.places import actions as places
from tracker.register.recorders import queries as recorders
from tracker.territory.wards import queries as wards

PLACE = ("place", "address", "latitude", "longitude")
KEYS = ("code_key", "code_look", "code_figures", "search_key", "sort_key", "name_key")  # what follows from the rest
TAKEN = N_("Mã này đã dùng cho một camera khác của phường/xã.")
TAKEN_OTHERWISE = N_("Mã này đã dùng cho một camera khác của phường/xã, ở đó viết là «%(code)s».")
SIMILAR = N_(
    "Mã này gần giống mã «%(code)s» đã có trong sổ. Nếu đúng là camera khác, hãy đánh dấu xác nhận rồi gửi lại."
)
CHUNK = 5_000  # camera numbers named in one statement
TAKEN_DOWN = "Tháo dỡ camera"
CLOSED = N_("Mô hình đã kết thúc.")
SHARED_POINT = N_("Điểm lắp đặt này còn camera khác. Hãy sửa địa chỉ ở trang điểm lắp đặt.")
LINKS = {"network_id": networks.id_within, "recorder_id": recorders.id_within, "owner_id": owners.id_within}


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Camera:
    """A new camera in the actor's ward. `facts` as `schemas.NewCamera` gives them. Invalid names the field at fault."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    wards.require_standing(session, actor.own_ward_id)
    _check_code(session, actor.wards, actor.own_ward_id, facts)
    values = _values(session, actor, actor.own_ward_id, facts)
    camera = Camera(
        **values,
        registered_ward_id=actor.own_ward_id,
        ward_id=actor.own_ward_id,
        health=Health.UNKNOWN,
        checked_at=None,
        removed_on=None,
    )
    permissions.require(actor, Can.REGISTER_CAMERAS, camera)
    session.add(camera)
    session.flush()
    enter(session, {camera.id})
    _set_place_and_recorder(session, camera)
    record(session, actor, "camera:register", camera)
    return camera


def edit(session: Session, actor: Viewer, camera_id: int, version: int, facts: Mapping[str, Any]) -> Camera:
    """Change a camera. Stale when somebody changed it first."""
    camera = _camera_to_change(session, actor, camera_id, version)
    # a merger may bring two cameras of one code into a ward: each keeps its own
    renamed = facts["code"] != camera.code
    if renamed:
        _check_code(session, frozenset({camera.ward_id}), camera.registered_ward_id, facts, camera)
    values = _values(session, actor, camera.ward_id, facts, camera)
    if not renamed:
        values["code_key"] = camera.code_key
    changed = apply_changes(camera, _readable(values))
    if changed:
        apply_changes(camera, values)
        session.flush()
        if "network_id" in changed:
            rejoin(session, {camera.id: camera.network_id}, clock.today(), "")
        if "recorder_id" in changed:
            _set_place_and_recorder(session, camera)
        record(session, actor, "camera:edit", camera, changed=changed)
    return camera


def _check_code(
    session: Session,
    ward_ids: frozenset[int],
    registered_in: int,
    facts: Mapping[str, Any],
    renamed_camera: Camera | None = None,
) -> None:
    """Refuse a code that is taken in some wards, however it is written; ask about one that is nearly taken. Invalid.

    A camera that is renamed is not in its own way, and neither is how it was called before.
    """
    camera_id = renamed_camera.id if renamed_camera else None
    namesake = queries.camera_of_code(session, ward_ids, facts["code"], registered_in, except_id=camera_id)
    if namesake is not None:
        raise errors.Invalid({"code": TAKEN if namesake == facts["code"] else TAKEN_OTHERWISE}, code=namesake)
    if facts.get("code_confirmed"):
        return
    key = codes.code_key(facts["code"])
    codes_by_key = queries.codes_like(session, ward_ids, key, camera_id)
    if codes.KnownKeys(codes_by_key).similar(key) is None:
        return
    codes_by_key |= queries.codes_called_alike(session, ward_ids, key, camera_id)  # the next of a row is no slip
    similar_key = codes.KnownKeys(codes_by_key).similar(key)
    if similar_key is not None:
        raise errors.Invalid({"code_confirmed": SIMILAR}, code=codes_by_key[similar_key])


def _set_place_and_recorder(session: Session, camera: Camera) -> None:
    """What is wrong with the recorder that a camera was put on is wrong with the camera."""
    on_recorder_changed(session, [camera.id])
    session.refresh(camera, ["health", "checked_at", "version"])


def note_health(
    session: Session, actor: Viewer, camera_id: int, health: Health, seen_at: datetime | None, evidence: str
) -> Camera:
    """Note whether a camera was seen to work. `seen_at` defaults to now and does not lie ahead.

    What was seen before the last check goes into the history; today's state stays.
    """
    camera = _camera_to_change(session, actor, camera_id)
    moment = seen_at or clock.now()
    if moment > clock.now():
        raise errors.Invalid({"seen_at": N_("Thời điểm kiểm tra không thể ở tương lai.")})
    before = camera.health
    if camera.checked_at is not None and moment < camera.checked_at:
        insert_check(session, camera, EarlierCheck(health, moment, evidence, actor.name))
        details: dict[str, Any] = {"health": health, "seen_at": moment.isoformat()}
    else:
        record_health(session, camera, health, moment, evidence, actor.name)
        details = {"changed": {"health": [before, health]}}
    session.flush()
    record(session, actor, "camera:health", camera, **details, evidence=evidence)
    return camera


def take_down(session: Session, actor: Viewer, camera_id: int, version: int, on: date) -> Camera:
    """Note that a camera no longer hangs there. It leaves its network; its history and its footage requests stay."""
    camera = _camera_to_change(session, actor, camera_id, version)
    if camera.removed_on is not None:
        raise errors.WrongState()
    if on > clock.today():
        raise errors.Invalid({"removed_on": N_("Ngày tháo dỡ không thể ở tương lai.")})
    camera.removed_on, camera.network_id = on, None
    session.flush()
    rejoin(session, {camera.id: None}, on, TAKEN_DOWN)
    record(session, actor, "camera:take-down", camera, on=on.isoformat())
    return camera


def rejoin(session: Session, changes: Mapping[int, int | None], on: date, reason: str) -> None:
    """Keep memberships when `Camera.network_id` is written: `changes` is {camera id: new network id, or none}.

    The open membership of each camera ends `on` that day, and one of the new network begins; one already in it stays.
    WrongState when a network is closed.
    """
    ids_by_network: dict[int | None, list[int]] = defaultdict(list)
    for camera_id, network_id in changes.items():
        ids_by_network[network_id].append(camera_id)
    _lock_open_networks(session, [network_id for network_id in ids_by_network if network_id is not None])
    for network_id, camera_ids in ids_by_network.items():
        for chunk in _chunks(camera_ids):
            _leave(session, chunk, network_id, on, reason)
            if network_id is not None:
                _join(session, chunk, network_id, literal(on), reason)


def enter(session: Session, camera_ids: Collection[int]) -> None:
    """Memberships of cameras just registered: since they were put up, not before the launch; undated, since today."""
    put_up = case((Camera.installed_on > Network.launched_on, Camera.installed_on), else_=Network.launched_on)
    since = case((Camera.installed_on.is_(None), literal(clock.today())), else_=put_up)
    for chunk in _chunks(sorted(camera_ids)):
        _lock_open_networks(session, select(Camera.network_id).where(Camera.id.in_(chunk)))
        _join(session, chunk, Camera.network_id, since, "")


def _lock_open_networks(session: Session, network_ids: Any) -> None:
    """Keep networks from being closed until the transaction ends. WrongState when one is closed already."""
    statement = select(Network.closed_on).where(Network.id.in_(network_ids)).order_by(Network.id)
    if any(session.scalars(statement.with_for_update(read=True))):
        raise errors.WrongState(CLOSED)


def _leave(session: Session, camera_ids: Sequence[int], except_network_id: int | None, on: date, reason: str) -> None:
    """End the open memberships of cameras, except those in the network `except_network_id`."""
    of_cameras = (Membership.camera_id.in_(camera_ids), Membership.left_on.is_(None))
    of_other_networks = (Membership.network_id != except_network_id,) if except_network_id is not None else ()
    last = case((Membership.joined_on > on, Membership.joined_on), else_=literal(on))
    session.execute(update(Membership).where(*of_cameras, *of_other_networks).values(left_on=last, left_reason=reason))


def _join(session: Session, camera_ids: Sequence[int], network: Any, since: Any, reason: str) -> None:
    """Begin a membership of each camera in `network` where it has none that is open."""
    belongs = exists().where(Membership.camera_id == Camera.id, Membership.left_on.is_(None))
    rows = (
        select(Camera.id, Network.id, since, null(), literal(reason), literal(""))
        .join(Network, Network.id == network)
        .where(Camera.id.in_(camera_ids), ~belongs)
    )
    columns = ["camera_id", "network_id", "joined_on", "left_on", "reason", "left_reason"]
    session.execute(insert(Membership).from_select(columns, rows))


def _chunks(camera_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (camera_ids[start : start + CHUNK] for start in range(0, len(camera_ids), CHUNK))


def keys(code: str, name: str, *further_texts: str) -> dict[str, str]:
    """What a camera is known by and found by."""
    key = codes.code_key(code)
    return {
        "code_key": key,
        "code_look": codes.look(key),
        "code_figures": codes.figures(key),
        "search_key": search_key(code, name, *further_texts)[:500],
        "sort_key": sort_key(code)[:500],
        "name_key": sort_key(name)[:500],
    }


def _camera_to_change(session: Session, actor: Viewer, camera_id: int, version: int | None = None) -> Camera:
    camera = queries.get(session, actor, camera_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, camera)
    if version is not None:
        check_version(camera, version)
    if camera.voided_at is not None:
        raise errors.WrongState(VOIDED)
    return camera


def _values(
    session: Session, actor: Viewer, ward_id: int, facts: Mapping[str, Any], stored: Camera | None = None
) -> dict[str, Any]:
    """The columns of `facts`: place, network, recorder and owner looked up, each fault at its field.

    What a `stored` camera hangs on already is not asked for again.
    """
    place = {"name": facts["place"] or facts["name"], **{name: facts.get(name) for name in PLACE[1:]}}
    point = _own_point(session, actor, place, stored) or places.find_or_add(session, actor, ward_id, place)
    linked_ids = {
        name: look_up(session, actor, facts.get(name))
        if stored is None or facts.get(name) != getattr(stored, name)
        else facts.get(name)
        for name, look_up in LINKS.items()
    }
    columns = {name: value for name, value in facts.items() if name not in (*PLACE, "code_confirmed", *linked_ids)}
    return {
        **columns,
        **linked_ids,
        "point_id": point.id,
        **keys(facts["code"], facts["name"], point.name, point.address, *(facts[name] for name in searched())),
    }


def _own_point(session: Session, actor: Viewer, place: Mapping[str, Any], stored: Camera | None) -> Any:
    """The point that a stored camera hangs at, if `place` is still that; its address is corrected with it.

    Invalid for another address where other cameras hang too: it is theirs as well.
    """
    if stored is None:
        return None
    point = stored.point
    if any(place[name] != getattr(point, name) for name in ("name", "latitude", "longitude")):
        return None
    if place["address"] not in (point.address, None):
        other_cameras = exists().where(Camera.point_id == point.id, Camera.id != stored.id)
        if session.scalar(select(other_cameras)):
            raise errors.Invalid({"address": SHARED_POINT})
        places.edit(session, actor, point.id, point.version, {**place, "sign_posted": point.sign_posted})
    return point


def _readable(values: dict[str, Any]) -> dict[str, Any]:
    """Without the keys, which follow from the rest."""
    return {name: value for name, value in values.items() if name not in KEYS}
