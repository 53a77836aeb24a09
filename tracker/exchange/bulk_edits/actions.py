"""Changing many cameras at once: drafted, looked at, applied as one act, set back while nothing newer stands on top."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.exchange.bulk_edits import bulk_update, queries, rules
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.exchange.bulk_edits.rules import EditTally
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import GOING, JobKind
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.networks import queries as networks
from tracker.register.owners import queries as owners
from tracker.register.recorders import queries as recorders

ProgressCallback = Callable[[int, int], None]
LINKED = {"network_id": networks.id_within, "recorder_id": recorders.id_within, "owner_id": owners.id_within}

NOTHING = N_("Chưa chọn mục nào để đổi.")
SHORT = N_("Hãy ghi lý do, ít nhất 10 ký tự.")
AHEAD = N_("Ngày tháo dỡ không thể ở tương lai.")
BOTH = N_("Camera tháo dỡ thì rời mô hình: không đặt mô hình cùng lúc với tháo dỡ.")
NO_CAMERAS = N_("Không có camera nào khớp bộ lọc.")
ALL_SO = N_("Mọi camera khớp bộ lọc đã đúng như vậy, không có gì để đổi.")
OVERLONG = N_("%(count)s camera có ghi chú sẽ dài quá 2.000 ký tự. Hãy ghi ngắn hơn hoặc thu hẹp bộ lọc.")
CHANGED = N_("Vừa có người sửa các camera này, hoặc số camera khớp bộ lọc vừa thay đổi. Hãy xem lại rồi xác nhận.")
RUNNING = N_("Lần sửa này đang chạy nền.")
NONE_LEFT = N_("Mọi camera của lần sửa này đã được sửa tiếp sau đó nên không hoàn tác được.")


def draft(
    session: Session,
    actor: Viewer,
    criteria: CameraCriteria,
    filter_args: Mapping[str, str],
    changes: Mapping[str, Any],
    reason: str,
) -> BulkEdit:
    """Keep what the actor wants to change, to be looked at first. `filter_args` is `criteria` as an address has it.

    Invalid names the field at fault, `chosen` where there is nothing to be done.
    """
    permissions.require(actor, Can.EDIT_MANY)
    checked_changes = _check_changes(session, actor, changes, reason)
    edit_tally = queries.tally(session, actor, criteria, checked_changes)
    if edit_tally.overlong:
        raise errors.Invalid({"note": OVERLONG}, count=edit_tally.overlong)
    if not edit_tally.changing:
        raise errors.Invalid({"chosen": ALL_SO if edit_tally.matched else NO_CAMERAS})
    edit = BulkEdit(
        created_by_id=actor.id,
        ward_id=actor.own_ward_id,
        job_id=None,
        query=rules.written(filter_args),
        changes=rules.written(checked_changes),
        reason=reason,
        created_at=clock.now(),
        applied_at=None,
        cameras=None,
        undone_at=None,
        undone=None,
    )
    permissions.require(actor, Can.EDIT_MANY, edit)
    session.add(edit)
    session.flush()
    return edit


def discard(session: Session, actor: Viewer, edit_id: int, version: int) -> None:
    """Give a draft up."""
    session.delete(_draft_to_apply(session, actor, edit_id, version))
    session.flush()


def start(
    session: Session, actor: Viewer, edit_id: int, version: int, criteria: CameraCriteria, shown_tally: str, title: str
) -> Job:
    """Have a draft applied as a job, as the actor was shown it (`EditTally.seen`). Invalid at `seen` if it changed."""
    edit = _draft_to_apply(session, actor, edit_id, version)
    _as_seen(session, actor, edit, criteria, shown_tally)
    job = jobs.start(session, actor, JobKind.EDIT_ALL, title, edit=edit.id, seen=shown_tally)
    edit.job_id = job.id
    session.flush()
    return job


def apply(
    session: Session,
    actor: Viewer,
    edit_id: int,
    version: int | None,
    criteria: CameraCriteria,
    shown_tally: str,
    tick: ProgressCallback = lambda *_: None,
    job_id: int | None = None,
) -> BulkEdit:
    """Change all cameras of a draft's filter, as the actor was shown it; its own job needs no `version`."""
    edit = _draft_to_apply(session, actor, edit_id, version, job_id)
    total = _as_seen(session, actor, edit, criteria, shown_tally).changing
    changes = rules.read(edit.changes)
    changed_count, points = 0, set[int]()
    for rows in queries.to_change(session, actor, criteria, changes):
        bulk_update.note_before(session, edit, rows, changes)
        bulk_update.write(session, edit, rows, changes)
        points |= {row.point_id for row in rows if bulk_update.differs(row, "sign_posted")}
        changed_count += len(rows)
        tick(changed_count, total)
    if changed_count != total:
        raise errors.Invalid({"seen": CHANGED}, CHANGED)
    bulk_update.post_signs(session, points, changes.get("sign_posted"))
    edit.applied_at, edit.cameras = clock.now(), changed_count
    session.flush()
    filter_args, readable_changes = rules.asked(edit.query), _readable_changes(session, changes)
    record(
        session,
        actor,
        "camera:edit-many",
        edit,
        reason=edit.reason,
        filter=filter_args,
        count=changed_count,
        changes=readable_changes,
    )
    return edit


def start_undo(session: Session, actor: Viewer, edit_id: int, version: int, title: str) -> Job:
    """Have a change set back as a job."""
    edit = _applied_edit(session, actor, edit_id, version)
    return jobs.start(session, actor, JobKind.EDIT_ALL, title, edit=edit.id, undo=True)


def undo(
    session: Session, actor: Viewer, edit_id: int, version: int | None, tick: ProgressCallback = lambda *_: None
) -> BulkEdit:
    """Set back the cameras that still are as a change left them; the others stay, their number is told.

    Invalid at `version` when there is none to set back.
    """
    edit = _applied_edit(session, actor, edit_id, version)
    changes = rules.read(edit.changes)
    closed = queries.closed_networks(session, actor)
    undone_count, points = 0, dict[int, Any]()
    for rows in queries.changed(session, actor, edit):
        rows_before = [(row, rules.read(row.before)) for row in rows]
        untouched = [(row, before) for row, before in rows_before if _can_go_back(row, before, changes, closed)]
        bulk_update.restore(session, edit, untouched)
        points |= {row.point_id: before["sign_posted"] for row, before in untouched if "sign_posted" in before}
        undone_count += len(untouched)
        tick(undone_count, edit.cameras or undone_count)
    if not undone_count:
        raise errors.Invalid({"version": NONE_LEFT})
    for posted in (None, False, True):
        bulk_update.post_signs(session, {point for point, before in points.items() if before is posted}, posted)
    edit.undone_at, edit.undone = clock.now(), undone_count
    session.flush()
    record(session, actor, "camera:edit-many-undo", edit, reason=edit.reason, count=undone_count)
    return edit


def _check_changes(session: Session, actor: Viewer, changes: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """The changes, if they may be made."""
    if not changes:
        raise errors.Invalid({"chosen": NOTHING})
    if len(reason) < rules.LEAST_REASON:
        raise errors.Invalid({"reason": SHORT})
    removed_on = changes.get("removed_on")
    if removed_on and removed_on > clock.today():
        raise errors.Invalid({"removed_on": AHEAD})
    if removed_on and "network_id" in changes:
        raise errors.Invalid({"network_id": BOTH})
    linked = {name: within(session, actor, changes[name]) for name, within in LINKED.items() if name in changes}
    return {**changes, **linked}


def _draft_to_apply(
    session: Session, actor: Viewer, edit_id: int, version: int | None, job_id: int | None = None
) -> BulkEdit:
    """A draft of the actor's own that nobody is carrying out but the job that asks."""
    edit = queries.get(session, actor, edit_id)
    permissions.require(actor, Can.EDIT_MANY, edit)
    if edit.applied_at is not None:
        raise errors.WrongState()
    if job_id is not None and edit.job_id != job_id:
        raise errors.Stale()
    job = session.get(Job, edit.job_id) if edit.job_id and job_id is None else None
    if job and job.state in GOING:
        raise errors.WrongState(RUNNING)
    if version is not None:
        check_version(edit, version)
    return edit


def _applied_edit(session: Session, actor: Viewer, edit_id: int, version: int | None) -> BulkEdit:
    edit = queries.get(session, actor, edit_id)
    permissions.require(actor, Can.EDIT_MANY, edit)
    if edit.applied_at is None or edit.undone_at is not None:
        raise errors.WrongState()
    if version is not None:
        check_version(edit, version)
    return edit


def _as_seen(session: Session, actor: Viewer, edit: BulkEdit, criteria: CameraCriteria, shown_tally: str) -> EditTally:
    edit_tally = queries.tally(session, actor, criteria, rules.read(edit.changes))
    if edit_tally.seen != shown_tally:
        raise errors.Invalid({"seen": CHANGED}, CHANGED)
    return edit_tally


def _can_go_back(row: Row[Any], before: Mapping[str, Any], changes: Mapping[str, Any], closed: Collection[int]) -> bool:
    """Whether all that a change altered of a camera still is what it made of it, and may be again what it was."""
    as_left = all(getattr(row, name) == rules.after(name, value, changes) for name, value in before.items())
    return as_left and before.get("network_id") not in closed


def _readable_changes(session: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as the log keeps them: things by their names."""
    names = queries.names(session, list(changes.items()))
    return {name: names.get((name, value), value) for name, value in changes.items()}
