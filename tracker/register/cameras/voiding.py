"""Actions: a camera entered by mistake is voided, one entered twice merged into the other; both can be undone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries
from tracker.register.cameras.models import Camera
from tracker.register.cameras.open_work import OpenWork
from tracker.register.faults import queries as faults

Facts = Mapping[str, Any]  # as `schemas.Voiding` and `schemas.Merging` give them

ALREADY = N_("Camera này đã hủy.")
NOT_VOIDED = N_("Camera này không bị hủy.")
WORK_WAITS = N_(
    "Còn %(count)s lượt trích xuất đang chờ ở camera này. Hãy trả lời các lượt ấy trước, hoặc gộp vào camera nhập đúng."
)
FAULT_OPEN = N_("Camera này còn sự cố số %(fault)s chưa sửa. Hãy ghi đã sửa, hoặc báo lại ở camera giữ lại, trước.")
NO_OTHER = N_("Phường/xã không có camera nào khác mang mã này, hoặc camera ấy đã hủy.")
SEVERAL = N_("Có nhiều camera mang mã này. Hãy đổi mã của camera giữ lại rồi gộp.")
SURVIVOR_GONE = N_("Camera %(code)s, đang giữ các lượt đã chuyển, cũng đã hủy. Hãy khôi phục camera ấy trước.")


def void(session: Session, actor: Viewer, camera_id: int, facts: Facts, work: OpenWork) -> Camera:
    """Note that there is no such camera. Invalid while a fault is open or somebody waits for its footage."""
    camera = _entry_to_void(session, actor, camera_id, facts["version"])
    waiting = work.count(session, camera.id)
    if waiting:
        raise errors.Invalid({"reason": WORK_WAITS}, count=waiting)
    _leave(session, actor, camera, facts["reason"])
    record(session, actor, "camera:void", camera, reason=facts["reason"])
    return camera


def merge(session: Session, actor: Viewer, camera_id: int, facts: Facts, work: OpenWork) -> Camera:
    """Void a camera that was entered twice; what waits at it goes on at the other one. Invalid names the field."""
    camera = _entry_to_void(session, actor, camera_id, facts["version"])
    survivor = _survivor(session, actor, camera, facts["into"])
    moved_count = work.move(session, actor, camera.id, survivor.id)
    camera.merged_into_id = survivor.id
    _leave(session, actor, camera, facts["reason"])
    # whoever saw the survivor without this, an undo of its import too, saw another one
    session.execute(update(Camera).where(Camera.id == survivor.id).values(version=Camera.version + 1))
    session.refresh(survivor, ["version"])
    details: dict[str, Any] = {"reason": facts["reason"], "count": moved_count}
    record(session, actor, "camera:merge", camera, **details, into=survivor.code)
    record(session, actor, "camera:merged", survivor, **details, camera=camera.code)
    return camera


def restore(session: Session, actor: Viewer, camera_id: int, facts: Facts, work: OpenWork) -> Camera:
    """Undo the voiding or merging of a camera; the lines that were moved come back with it."""
    camera = queries.get(session, actor, camera_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, camera)
    check_version(camera, facts["version"])
    if camera.voided_at is None:
        raise errors.WrongState(NOT_VOIDED)
    details: dict[str, Any] = {"reason": facts["reason"]}
    survivor = camera.merged_into
    if survivor is not None:
        if survivor.voided_at is not None:
            raise errors.Invalid({"reason": SURVIVOR_GONE}, code=survivor.code)
        details |= {"into": survivor.code, "count": work.bring_back(session, actor, camera.id, survivor.id)}
    camera.voided_at, camera.voided_by_id, camera.void_reason, camera.merged_into_id = None, None, "", None
    session.flush()
    record(session, actor, "camera:restore", camera, **details)
    return camera


def _entry_to_void(session: Session, actor: Viewer, camera_id: int, version: int) -> Camera:
    camera = queries.get(session, actor, camera_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, camera)
    check_version(camera, version)
    if camera.voided_at is not None:
        raise errors.WrongState(ALREADY)
    fault = faults.open_of(session, camera_id=camera.id)
    if fault is not None:
        raise errors.Invalid({"reason": FAULT_OPEN}, fault=fault.id)
    return camera


def _survivor(session: Session, actor: Viewer, camera: Camera, code: str) -> Camera:
    other_cameras = queries.others_of_code(session, actor, camera, code)
    if len(other_cameras) != 1:
        raise errors.Invalid({"into": SEVERAL if other_cameras else NO_OTHER})
    return other_cameras[0]


def _leave(session: Session, actor: Viewer, camera: Camera, reason: str) -> None:
    camera.voided_at, camera.voided_by_id, camera.void_reason = clock.now(), actor.id, reason
    session.flush()
