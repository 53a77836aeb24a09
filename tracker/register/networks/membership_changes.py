"""Actions: writing which cameras belong to a network: joining, leaving, all of them at its end."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras.actions import CHUNK, rejoin
from tracker.register.cameras.models import Camera
from tracker.register.networks import actions as networks
from tracker.register.networks import membership, rules
from tracker.register.networks.models import Network
from tracker.register.networks.rules import AHEAD

LOGGED = 200  # codes that one row of the log names; the count is whole
MOST = 5_000
CLOSED = "Mô hình kết thúc"
NO_CODES = N_("Hãy ghi ít nhất một mã camera.")
TOO_MANY = N_("Mỗi lần tối đa 5.000 mã. Với nhiều hơn, hãy lọc danh sách camera rồi sửa hàng loạt.")
UNKNOWN = N_("Không có camera đang dùng với mã: %(cameras)s.")
TWICE = N_("Mã dùng cho nhiều camera của các phường, xã cũ: %(cameras)s. Hãy đổi mô hình ở trang của từng camera.")
ELSEWHERE = N_("Đang thuộc mô hình khác: %(cameras)s. Đánh dấu ô này nếu chuyển sang mô hình này.")
NOT_MEMBERS = N_("Không thuộc mô hình này: %(cameras)s.")


def join(
    session: Session, actor: Viewer, network_id: int, codes: str, on: date, reason: str, *, move: bool = False
) -> list[str]:
    """Take cameras into a network from a day on; the codes of those that were not in it yet.

    Invalid for a code that is unknown or not clear, a camera of another network unless `move`, a day that comes
    before the launch or before the camera's last move. WrongState when the network is closed.
    """
    network = networks.own(session, actor, network_id)
    networks.require_open(network)
    _refuse("on", rules.joining_fault(on, network.launched_on, clock.today()))
    cameras = [camera for camera in _cameras_of_codes(session, actor, codes) if camera.network_id != network.id]
    _refuse("move", ELSEWHERE, [row.code for row in cameras if row.network_id is not None and not move])
    _refuse("on", rules.BEFORE_LAST_MOVE, [row.code for row in cameras if row.last_move and on < row.last_move])
    _move(session, actor, network, cameras, network.id, on, reason)
    return [camera.code for camera in cameras]


def leave(session: Session, actor: Viewer, network_id: int, codes: str, on: date, reason: str) -> list[str]:
    """Take cameras out of a network on a day; their codes. Invalid for one that is not in it, or joined later."""
    network = networks.own(session, actor, network_id)
    _refuse("on", AHEAD if on > clock.today() else "")
    cameras = _cameras_of_codes(session, actor, codes)
    _refuse("codes", NOT_MEMBERS, [row.code for row in cameras if row.network_id != network.id])
    _refuse("on", rules.BEFORE_JOINING, [row.code for row in cameras if row.last_move and on < row.last_move])
    _move(session, actor, network, cameras, None, on, reason)
    return [camera.code for camera in cameras]


def close(
    session: Session, actor: Viewer, network_id: int, version: int, closed_on: date, closing_decision: str
) -> Network:
    """Close a network by a decision: its replication points end, its cameras leave. WrongState: closed already."""
    network = networks.close(session, actor, network_id, version, closed_on, closing_decision)
    camera_ids = membership.ids_of(session, network.id)
    _write(session, camera_ids, None)
    rejoin(session, dict.fromkeys(camera_ids), closed_on, CLOSED)
    details: dict[str, Any] = {"on": closed_on.isoformat(), "decision": closing_decision, "count": len(camera_ids)}
    record(session, actor, "network:close", network, **details)
    return network


def _cameras_of_codes(session: Session, actor: Viewer, codes: str) -> list[Row[Any]]:
    """The cameras of the codes that somebody typed, each of them the actor's to change."""
    wanted_codes = rules.listed(codes)
    _refuse("codes", NO_CODES if not wanted_codes else TOO_MANY if len(wanted_codes) > MOST else "")
    cameras = membership.by_codes(session, actor, wanted_codes)
    for row in cameras:
        permissions.require(actor, Can.REGISTER_CAMERAS, row)
    times = Counter(row.code for row in cameras)
    _refuse("codes", UNKNOWN, [code for code in wanted_codes if code not in times])
    _refuse("codes", TWICE, [code for code, count in times.items() if count > 1])
    return cameras


def _move(
    session: Session,
    actor: Viewer,
    network: Network,
    cameras: Sequence[Row[Any]],
    target: int | None,
    on: date,
    reason: str,
) -> None:
    """Write where cameras belong from a day on, and note it as one act."""
    if not cameras:
        return
    camera_ids = [row.id for row in cameras]
    _write(session, camera_ids, target)
    rejoin(session, dict.fromkeys(camera_ids, target), on, reason)
    details: dict[str, Any] = {
        "on": on.isoformat(),
        "count": len(cameras),
        "cameras": [row.code for row in cameras[:LOGGED]],
    }
    record(session, actor, "network:join" if target else "network:leave", network, reason=reason, **details)


def _write(session: Session, camera_ids: Sequence[int], network_id: int | None) -> None:
    """Set the network of cameras that are held; whoever opened one of them before sees that it changed."""
    for start in range(0, len(camera_ids), CHUNK):
        of_chunk = Camera.id.in_(camera_ids[start : start + CHUNK])
        session.execute(update(Camera).where(of_chunk).values(network_id=network_id, version=Camera.version + 1))


def _refuse(field: str, fault: str, codes: Collection[str] | None = None) -> None:
    """Invalid when there is a fault; with `codes`, when there are any of which to tell it."""
    if fault and (codes is None or codes):
        raise errors.Invalid({field: fault}, cameras=rules.named(codes or ()))
