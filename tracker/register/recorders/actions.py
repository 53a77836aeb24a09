"""Writing recorders: registering and editing, with what was measured of their days and their clocks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.recorders import queries
from tracker.register.recorders.models import Recorder
from tracker.territory.wards import queries as wards

TAKEN = N_("Mã này đã dùng cho một đầu ghi khác của phường/xã.")
AHEAD = N_("Thời điểm này không thể ở tương lai.")
NO_DAYS = N_("Cần ghi số ngày đã đo được.")
NO_OFFSET = N_("Cần ghi độ lệch đã đo được.")
NOT_MEASURED = N_("Đã chọn cách so giờ thì cần ghi độ lệch đã đo được.")


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Recorder:
    """A new recorder in the actor's ward. `facts` as `schemas.NewRecorder` gives them. Invalid names the field."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    wards.require_standing(session, actor.own_ward_id)
    if queries.code_taken(session, actor.wards, facts["code"]):
        raise errors.Invalid({"code": TAKEN})
    recorder = Recorder(**_values(facts), ward_id=actor.own_ward_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, recorder)
    session.add(recorder)
    session.flush()
    record(session, actor, "recorder:register", recorder)
    return recorder


def edit(session: Session, actor: Viewer, recorder_id: int, version: int, facts: Mapping[str, Any]) -> Recorder:
    """Change a recorder. Stale when somebody changed it first."""
    recorder = queries.get(session, actor, recorder_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, recorder)
    check_version(recorder, version)
    renamed = facts["code"] != recorder.code  # a merger may bring two recorders of one code into a ward
    if renamed and queries.code_taken(session, (recorder.ward_id,), facts["code"], except_id=recorder.id):
        raise errors.Invalid({"code": TAKEN})
    changed = apply_changes(recorder, _values(facts, recorder))
    if changed:
        session.flush()
        record(session, actor, "recorder:edit", recorder, changed=changed)
    return recorder


def _values(facts: Mapping[str, Any], before: Recorder | None = None) -> dict[str, Any]:
    """The columns of `facts`; an offset given without a new time was measured just now."""
    faults = _faults(facts)
    if faults:
        raise errors.Invalid(faults)
    values = dict(facts)
    compared = values.pop("clock_compared", False)
    if values["clock_offset_seconds"] is None:
        return values
    measured = ("clock_offset_seconds", "clock_checked_at")
    if before is not None and not compared and all(values[name] == getattr(before, name) for name in measured):
        return values
    if before is not None and (compared or values["clock_offset_seconds"] != before.clock_offset_seconds):
        compared = values["clock_checked_at"] == before.clock_checked_at
    if compared or values["clock_checked_at"] is None:
        values["clock_checked_at"] = clock.now().replace(second=0, microsecond=0)  # as the form writes it
    return values


def _faults(facts: Mapping[str, Any]) -> dict[str, str]:
    measured_on, checked_at = facts["retention_measured_on"], facts["clock_checked_at"]
    faults = {}
    if measured_on is not None and facts["retention_days"] is None:
        faults["retention_days"] = NO_DAYS
    if measured_on is not None and measured_on > clock.today():
        faults["retention_measured_on"] = AHEAD
    if checked_at is not None and facts["clock_offset_seconds"] is None:
        faults["clock_offset_seconds"] = NO_OFFSET
    if facts["clock_method"] is not None and facts["clock_offset_seconds"] is None:
        faults["clock_offset_seconds"] = NOT_MEASURED
    if checked_at is not None and checked_at > clock.now():
        faults["clock_checked_at"] = AHEAD
    return faults
