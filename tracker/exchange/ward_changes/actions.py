"""Writing changes of wards: preparing one, applying it whole or not at all, undoing it while nothing depends on it."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.exchange.ward_changes import account_moves, moves, obstacles, queries, reassignment, undecided
from tracker.exchange.ward_changes.models import TABLES, Move, WardChange
from tracker.exchange.ward_changes.rules import ChangeState, MovedThing, MoveStep, SuccessionMap
from tracker.jobs import actions as jobs
from tracker.jobs import queries as at_work
from tracker.jobs.models import Job
from tracker.jobs.rules import JobKind
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder
from tracker.territory.units import ward_police
from tracker.territory.wards import actions as wards
from tracker.territory.wards import change_files, change_plan
from tracker.territory.wards import queries as wards_of
from tracker.territory.wards.change_plan import WardChangePlan
from tracker.territory.wards.models import Ward
from tracker.territory.wards.rules import Extent

NOT_YET = N_("Chưa tới ngày có hiệu lực. Hãy áp dụng từ ngày đó.")
FAULTY = N_("Tệp còn dòng sai nên chưa áp dụng được. Hãy sửa tệp rồi gửi lại.")
IN_THE_WAY = N_("Không hoàn tác được: đã có nội dung mới dựa vào lần thay đổi này.")
NOT_KNOWN = N_("Danh mục không có lần sắp xếp nào vào ngày này mà sổ camera chưa theo.")
TAKEN = N_("Đã có người khác xác định địa bàn này trước bạn. Nội dung nay đã ở phường, xã khác.")
NO_HEIR = N_("Nơi này không thể thuộc phường, xã đã chọn.")
CODE_TAKEN = N_("Phường, xã này đã có đầu ghi mang mã đó. Hãy đổi mã đầu ghi trước.")
RUNNING = N_("Đang có một lần sắp xếp chạy nền. Hãy chờ việc đó xong.")
BY_HAND, BY_OUTLINE, MACHINE = "Cán bộ phường, xã xác định", "Theo ranh giới", "Hệ thống"
Standing = InstallationPoint | Recorder | Owner  # what a person decides on: cameras go with their points
NOTHING: dict[str, list[Any]] = {"wards": [], "ended": [], "passages": []}


def propose(session: Session, actor: Viewer | None, on: date) -> WardChange:
    """Prepare a change that the register of wards knows already. Invalid when nothing stands to be moved that day."""
    basis = next((known_basis for day, known_basis, _ in queries.proposals(session) if day == on), None)
    if basis is None:
        raise errors.Invalid({"on": NOT_KNOWN})
    return _prepare(session, actor, on, basis, "", None)


def upload(session: Session, actor: Viewer | None, file_name: str, content: bytes, on: date, basis: str) -> WardChange:
    """Prepare a change from a file of units and successions. Invalid when it is no such file at all."""
    change_files.read(content)
    return _prepare(session, actor, on, basis, file_name[:255], content)


def _prepare(
    session: Session, actor: Viewer | None, on: date, basis: str, file_name: str, content: bytes | None
) -> WardChange:
    if actor is not None:
        permissions.require(actor, Can.CHANGE_WARDS)
    change = WardChange(
        created_by_id=actor.id if actor else None,
        effective_on=on,
        basis=basis,
        file_name=file_name,
        content=content,
        state=ChangeState.DRAFT,
        created_at=clock.now(),
        applied_at=None,
        undone_at=None,
        counts="{}",
        journal="{}",
    )
    session.add(change)
    session.flush()
    record(session, actor, "ward:draft-change", change, file=file_name)
    return change


def plan_of(session: Session, change: WardChange) -> WardChangePlan | None:
    """What a change's file would write; None when it has no file."""
    if change.content is None:
        return None
    return change_plan.build_change_plan(session, change_files.read(change.content), change.effective_on, change.basis)


def apply(session: Session, actor: Viewer | None, change_id: int, version: int) -> WardChange:
    """Write the units, and carry on everything that stands in a ward which as a whole became another. Splits wait.

    WrongState when it was applied already, its day has not come, or its file has faults; Stale on an older version.
    """
    change = _change_in_state(session, actor, change_id, version, ChangeState.DRAFT)
    if change.effective_on > clock.today():
        raise errors.WrongState(NOT_YET)
    plan = plan_of(session, change)
    if plan and plan.faults:
        raise errors.WrongState(FAULTY)
    change.state, change.applied_at = ChangeState.APPLIED, clock.now()
    session.flush()  # whoever comes second is refused here, before anything moves
    journal = {**(wards.take_in(session, plan) if plan else NOTHING), "moved": [], "locked": []}
    move_reason = reassignment.MoveReason(actor.name if actor else MACHINE, change.label, clock.now(), change.id)
    for day in queries.days(session, change.effective_on):
        reassignment.along_successions(session, day, move_reason)
    accounts = queries.accounts(session, change.effective_on)
    journal |= ward_police.follow(session)
    for account in accounts:
        account_moves.follow(session, actor, account, change.effective_on, journal)
    counts = _json_counts(moves.count_moved(session, change.id))
    change.counts, change.journal = json.dumps(counts), json.dumps(journal)
    record(session, actor, "ward:change", change, on=change.effective_on.isoformat(), counts=counts)
    return change


def size(session: Session, change_id: int) -> int:
    """How many cameras a draft would move, or an applied change moved; none where the draft's file has faults."""
    change = queries.get(session, change_id)
    if change.state is not ChangeState.DRAFT:
        return int(json.loads(change.counts).get(MovedThing.CAMERA.value, 0))
    plan = plan_of(session, change)
    return 0 if plan and plan.faults else queries.preview(session, change.effective_on, plan).going


def start(session: Session, actor: Viewer, change_id: int, version: int, *, undo: bool) -> Job:
    """Have a change applied, or undone, as a job: it is refused there as it would be here."""
    _require_idle(session)
    change = _change_in_state(session, actor, change_id, version, ChangeState.APPLIED if undo else ChangeState.DRAFT)
    return jobs.start(session, actor, JobKind.CHANGE_WARDS, change.label, change=change.id, version=version, undo=undo)


def undo(session: Session, actor: Viewer | None, change_id: int, version: int) -> WardChange:
    """Put everything back as it stood before a change. WrongState while something newer depends on it."""
    change = _change_in_state(session, actor, change_id, version, ChangeState.APPLIED)
    journal = json.loads(change.journal)
    if obstacles.found(session, change.id, journal):
        raise errors.WrongState(IN_THE_WAY)
    change.state, change.undone_at = ChangeState.UNDONE, clock.now()
    session.flush()
    counts = _json_counts(reassignment.restore_wards(session, change.id))
    session.execute(delete(Move).where(Move.change_id == change.id))
    account_moves.go_back(session, actor, journal)
    session.flush()
    ward_police.restore(session, journal)
    wards.take_back(session, journal)
    record(session, actor, "ward:undo-change", change, counts=counts)
    return change


def decide(
    session: Session, actor: Viewer, thing: MovedThing, thing_id: int, version: int, to_ward_id: int, reason: str
) -> dict[MovedThing, int]:
    """Say into which ward a point belongs, and with it its cameras; or a recorder, or an owner. How many went.

    Recorders and owners all of whose cameras thus stand in one ward go along. May be said again: that corrects it.
    NotFound outside the viewer's wards; Stale when somebody was first; Invalid for a ward it cannot belong to.
    """
    permissions.require(actor, Can.DECIDE_WARD)
    row = _visible_thing(session, actor, thing, thing_id)
    permissions.require(actor, Can.DECIDE_WARD, row)
    check_version(row, version)
    path = _path(session, thing, row, to_ward_id)
    if not path:
        raise errors.Invalid({"to_ward_id": NO_HEIR})
    if isinstance(row, Recorder) and recorders.code_taken(session, (to_ward_id,), row.code, except_id=row.id):
        raise errors.Invalid({"to_ward_id": CODE_TAKEN})
    move_reason = reassignment.MoveReason(actor.name, reason or BY_HAND, clock.now())
    counts = _assign(session, thing, [thing_id], path, move_reason)
    if not counts[thing]:
        raise errors.Stale(TAKEN)
    details: dict[str, Any] = {"ward": _ward_label(session, to_ward_id), "counts": _json_counts(counts)}
    record(session, actor, "move:decide", row, reason=reason, **details)
    return counts


def accept_all(session: Session, actor: Viewer, reason: str) -> tuple[dict[MovedThing, int], int]:
    """Put every waiting point where the outlines say it lies; how many things went, and points that lie in none."""
    permissions.require(actor, Can.DECIDE_WARD)
    ids_by_pair, unplaced = undecided.placed(session, actor)
    move_reason = reassignment.MoveReason(actor.name, reason or BY_OUTLINE, clock.now())
    counts: dict[MovedThing, int] = {}
    routes = _routes(session, {old for old, _ in ids_by_pair})
    for (old, new), ids in ids_by_pair.items():
        for chunk in reassignment.in_chunks(ids):
            for thing, number in _assign(session, MovedThing.POINT, chunk, routes.path(old, new), move_reason).items():
                counts[thing] = counts.get(thing, 0) + number
    record(session, actor, "move:accept", kind="Move", reason=reason, counts=_json_counts(counts))
    return counts, unplaced


def _visible_thing(session: Session, actor: Viewer, thing: MovedThing, thing_id: int) -> Standing:
    """A thing in the actor's wards. Stale, said in words, when somebody gave it to another ward first."""
    row: Any = session.get(TABLES[thing], thing_id) if thing is not MovedThing.CAMERA else None
    if not isinstance(row, Standing):
        raise errors.NotFound()
    if row.ward_id not in actor.wards:
        first = undecided.origins(session, thing, [thing_id]).get(thing_id)
        raise errors.Stale(TAKEN) if first and first[0] in actor.wards else errors.NotFound()
    return row


def _path(session: Session, thing: MovedThing, row: Standing, to_ward_id: int) -> list[MoveStep]:
    """The steps from where a thing stands to a ward it may belong to; empty where it may not."""
    if to_ward_id in _successors(session, row.ward_id):
        return _routes(session, [row.ward_id]).path(row.ward_id, to_ward_id)
    start, since = undecided.origins(session, thing, [row.id]).get(row.id, (row.ward_id, clock.today()))
    mended = to_ward_id != row.ward_id and to_ward_id in _successors(session, start)
    return [MoveStep(row.ward_id, to_ward_id, Extent.PART, since)] if mended else []


def _successors(session: Session, ward_id: int) -> set[int]:
    return {ward.id for ward in wards_of.whole_successors(session, [ward_id]).get(ward_id, [])} - {ward_id}


def _routes(session: Session, ward_ids: Collection[int]) -> SuccessionMap:
    steps = wards_of.steps_from(session, ward_ids)
    return SuccessionMap(MoveStep(step.old_id, step.new_id, step.extent, step.effective_on) for step in steps)


def _assign(
    session: Session,
    thing: MovedThing,
    ids: Sequence[int],
    path: Sequence[MoveStep],
    move_reason: reassignment.MoveReason,
) -> dict[MovedThing, int]:
    counts = {thing: reassignment.assign(session, thing, [TABLES[thing].id.in_(ids)], path, move_reason)}
    if thing is MovedThing.POINT:
        counts[MovedThing.CAMERA] = reassignment.assign(
            session, MovedThing.CAMERA, [Camera.point_id.in_(ids)], path, move_reason
        )
        for follower in (MovedThing.RECORDER, MovedThing.OWNER):
            counts[follower] = reassignment.assign(
                session, follower, moves.followers(follower, ids, path), path, move_reason
            )
    return counts


def discard(session: Session, actor: Viewer | None, change_id: int, version: int) -> None:
    """Give up a change that was not applied."""
    _require_idle(session)
    change = _change_in_state(session, actor, change_id, version, ChangeState.DRAFT)
    record(session, actor, "ward:discard-change", change)
    session.delete(change)


def _require_idle(session: Session) -> None:
    """One change after the other, and none is given up under the hands of its job. WrongState."""
    if at_work.busy_with(session, JobKind.CHANGE_WARDS):
        raise errors.WrongState(RUNNING)


def _change_in_state(
    session: Session, actor: Viewer | None, change_id: int, version: int, state: ChangeState
) -> WardChange:
    change = queries.get(session, change_id)
    if actor is not None:
        permissions.require(actor, Can.CHANGE_WARDS, change)
    if change.state is not state:
        raise errors.WrongState()
    check_version(change, version)
    return change


def _ward_label(session: Session, ward_id: int | None) -> str:
    return session.get_one(Ward, ward_id).label


def _json_counts(numbers: dict[MovedThing, int]) -> dict[str, int]:
    return {thing.value: number for thing, number in numbers.items()}
