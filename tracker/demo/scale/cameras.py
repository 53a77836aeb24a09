"""Actions: the cameras of the wards, with the networks they are in and how they have been.

A camera is computed once, as whole numbers, into a temporary table; the real tables, and cases too, are made from it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, Table, and_, case, cast, func, select, text
from sqlalchemy.orm import Session

from tracker.core.vietnamese import sort_key
from tracker.demo import rules
from tracker.demo.scale.expressions import (
    DAY,
    HOUR,
    LOCAL,
    Day,
    Moment,
    chosen,
    draw,
    fill,
    greatest,
    padded,
    stage,
    written,
)
from tracker.demo.scale.register import (
    CORNER,
    LAUNCH_DAY,
    address_of,
    c,
    corner_of,
    days_of_recorder,
    each,
    folded_word,
    w,
    word,
)
from tracker.register.cameras.actions import TAKEN_DOWN
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind
from tracker.register.recorders.rules import Storage
from tracker.territory.wards.models import Ward

CODE_BEFORE, CODE_AFTER = sort_key("CAM-000001").split("000001")
FORMS = (CameraForm.FIXED,) * 14 + (CameraForm.DOME,) * 3 + (CameraForm.PTZ, CameraForm.UNKNOWN)
EVIDENCE = ("Xem trực tiếp tại đầu ghi", "Kiểm tra định kỳ", "Xem hình trên máy trạm", "Tổ dân phố báo")
SIGNAL_LOST, MENDED = "Mất tín hiệu", "Đã sửa, thay nguồn"


def write(session: Session, now: int) -> Table:
    """Cameras, their memberships, health and faults, as of `now`; the temporary table that they were made from."""
    cameras = _stage(session, now)
    _cameras(session, cameras)
    _memberships(session, cameras)
    _health(session, cameras)
    _faults(session, cameras)
    return cameras


def _stage(session: Session, now: int) -> Table:
    """What each camera hangs on, its days, and when it broke: once before and mended since, or not mended yet."""
    rows, position = each(w.cameras)
    id_ = w.first_camera + position - 1
    recorder_id, today = w.first_recorder + (position - 1) // 12, now // DAY
    has_recorder, own_days = draw(id_, 30, 100) >= 8, chosen(id_, 31, (7, 7, 10, 14))
    hung_on = today - 2000 - draw(id_, 33, 700)
    was_checked = draw(id_, 34, 10) > 1
    columns: dict[str, ColumnElement[Any]] = {
        "id": id_,
        "n": position,
        "ward_id": w.ward_id,
        "first_camera": w.first_camera,
        "cameras": w.cameras,
        "point_id": w.first_point + (position - 1) - (position - 1) // 3,
        "recorder_id": case((has_recorder, recorder_id)),
        "joined_id": case((draw(id_, 32, 5) > 0, w.network_id)),
        "owner_id": w.first_owner + (position - 1) // 4,
        "own_days": case((~has_recorder, own_days)),
        "days": case((has_recorder, days_of_recorder(recorder_id)), else_=own_days),
        "hung": hung_on,
        "joined": greatest(hung_on, LAUNCH_DAY),
        "removed": case((draw(id_, 49, 100) < 3, today - 1 - draw(id_, 50, 200))),
        "seen": case((was_checked, hung_on * DAY - LOCAL + 9 * HOUR)),
        "broke": case((and_(was_checked, draw(id_, 35, 4) == 0), now - DAY * (120 + draw(id_, 36, 150)))),
        "lasted": DAY * (2 + draw(id_, 37, 38)),
        "broken": case((and_(was_checked, draw(id_, 38, 10) < 3), now - DAY * (20 + draw(id_, 39, 60)))),
        "looked": now - HOUR * (3 + draw(id_, 40, 1500)),
    }
    labelled = [expression.label(name) for name, expression in columns.items()]
    return stage(session, "scale_cameras", rows.with_only_columns(*labelled, maintain_column_froms=True))


def _cameras(session: Session, cameras: Table) -> None:
    staged = cameras.c
    number, code, model = written(staged.n), padded(staged.n, 6), draw(staged.id, 41, len(rules.MAKERS))
    _, address_folded = address_of(staged.point_id)
    folded = (c.folded, number, c.folded, address_folded, folded_word(model, rules.MAKERS))
    own_storage = chosen(staged.id, 48, (Storage.CARD.value, Storage.CLOUD.value))
    values = {
        "id": staged.id,
        "code": "CAM-" + code,
        "code_key": "cam" + number,
        "code_look": "cam " + number,
        "code_figures": number,
        "name": c.name + " " + number,
        "registered_ward_id": staged.ward_id,
        **{name: staged[name] for name in ("ward_id", "point_id", "recorder_id", "owner_id")},
        "network_id": case((staged.removed.is_(None), staged.joined_id)),
        "connection": case((draw(staged.id, 44, 10) < 3, Connection.POLICE.value), else_=Connection.MOBILISABLE.value),
        **_view(staged.id),
        "model": word(model, rules.MAKERS),
        "manager": "Công an " + Ward.name,
        "storage": case((staged.recorder_id.is_(None), own_storage), else_=Storage.RECORDER.value),
        "retention_days": staged.own_days,
        "installed_on": Day(staged.hung),
        "removed_on": Day(staged.removed),
        "health": _health_now(staged),
        "checked_at": Moment(
            case((staged.seen.is_not(None), greatest(staged.looked, func.coalesce(staged.broken, staged.looked))))
        ),
        "note": "",
        "search_key": "cam-" + code + _joined(folded),
        "sort_key": CODE_BEFORE + code + CODE_AFTER,
        "name_key": c.letters + padded(func.length(number), 2) + number + "!" + c.tones,
        "version": 1,
    }
    source = _from(cameras).join(CORNER, c.id == corner_of(staged.point_id)).join(Ward, Ward.id == staged.ward_id)
    fill(session, Camera, values, source)


def _from(cameras: Table) -> Select[Any]:
    return select(text("1")).select_from(cameras)


def _joined(words: tuple[ColumnElement[str], ...]) -> ColumnElement[str]:
    """Words with a blank before each."""
    first, *further_words = words
    return " " + first + _joined(tuple(further_words)) if further_words else " " + first


def _view(camera_id: Any) -> dict[str, ColumnElement[Any]]:
    form = chosen(camera_id, 42, [form.value for form in FORMS])
    aims = and_(form != CameraForm.PTZ.value, draw(camera_id, 43, 100) >= 12)
    return {
        "form": form,
        "bearing": case((aims, cast(draw(camera_id, 45, 72) * 5, Float))),
        "view_angle": case((aims, cast(70 + draw(camera_id, 46, 9) * 5, Float))),
        "reach_m": cast(25 + draw(camera_id, 47, 12) * 5, Float),
    }


def _health_now(staged: Any) -> ColumnElement[str]:
    return case(
        (staged.seen.is_(None), Health.UNKNOWN.value),
        (staged.broken.is_not(None), Health.BROKEN.value),
        else_=Health.WORKING.value,
    )


def _memberships(session: Session, cameras: Table) -> None:
    staged = cameras.c
    values = {
        "camera_id": staged.id,
        "network_id": staged.joined_id,
        "joined_on": Day(staged.joined),
        "left_on": Day(staged.removed),
    }
    reasons = {"reason": "", "left_reason": case((staged.removed.is_not(None), TAKEN_DOWN), else_="")}
    fill(
        session,
        Membership,
        {**values, **reasons},
        _from(cameras).where(staged.joined_id.is_not(None)).order_by(staged.id),
    )


def _health(session: Session, cameras: Table) -> None:
    """Working since it was hung, broken once and mended, broken now: each as long as the next has not begun."""
    staged = cameras.c
    mended = staged.broke + staged.lasted
    steps = (
        (
            Health.WORKING,
            staged.seen,
            func.coalesce(staged.broke, staged.broken),
            chosen(staged.id, 51, EVIDENCE),
            staged.seen.is_not(None),
        ),
        (Health.BROKEN, staged.broke, mended, SIGNAL_LOST, staged.broke.is_not(None)),
        (Health.WORKING, mended, staged.broken, MENDED, staged.broke.is_not(None)),
        (Health.BROKEN, staged.broken, None, SIGNAL_LOST, staged.broken.is_not(None)),
    )
    source = _from(cameras).join(Ward, Ward.id == staged.ward_id)
    for health, since, until, evidence, happened in steps:
        values: dict[str, Any] = {
            "camera_id": staged.id,
            "health": health.value,
            "since": Moment(since),
            "evidence": evidence,
        }
        values |= {"evidence": evidence, "seen_by": "Công an " + Ward.name}
        values |= {"until": None if until is None else Moment(until)}
        fill(session, HealthInterval, values, source.where(happened).order_by(staged.id))


def _faults(session: Session, cameras: Table) -> None:
    staged = cameras.c
    source = _from(cameras).join(Ward, Ward.id == staged.ward_id)
    police = "Công an " + Ward.name
    facts = {"camera_id": staged.id, "note": "", "opened_by": police, "version": 1}
    facts["kind"] = chosen(
        staged.id, 52, [kind.value for kind in (FaultKind.POWER, FaultKind.NO_PICTURE, FaultKind.CABLE)]
    )
    mended = {"closed_at": Moment(staged.broke + staged.lasted), "closed_by": police, "repair": MENDED}
    mended["cost"] = 150_000 * (1 + draw(staged.id, 53, 6))
    fill(
        session, Fault, {**facts, "opened_at": Moment(staged.broke), **mended}, source.where(staged.broke.is_not(None))
    )
    standing = {"opened_at": Moment(staged.broken), "closed_by": "", "repair": ""}
    fill(session, Fault, {**facts, **standing}, source.where(staged.broken.is_not(None)))
