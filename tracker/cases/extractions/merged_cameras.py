"""Actions: what still waits at a camera that was entered twice goes on at the other one; what was answered stays."""

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.audit_log.actions import record
from tracker.cases.extractions.line_moves import LineCameraMove
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import RUNS
from tracker.cases.extractions.queries import LIVE
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.register.cameras.models import Camera


def count_waiting(session: Session, camera_id: int) -> int:
    """How many lines wait at a camera, drafts too, whoever asked."""
    return session.scalar(select(func.count()).select_from(_waiting(camera_id).subquery())) or 0


def move_waiting(session: Session, actor: Viewer, from_id: int, to_id: int) -> int:
    """Take the lines that wait at a camera to another, where their clock runs on. How many.

    A line whose request asks the other camera for the same window stays: it is a double as its camera is.
    """
    other_line = aliased(ExtractionLine)
    asked_there = exists().where(
        other_line.request_id == ExtractionLine.request_id,
        other_line.window_from == ExtractionLine.window_from,
        other_line.camera_id == to_id,
    )
    lines = session.scalars(_waiting(from_id).where(~asked_there).order_by(ExtractionLine.id)).all()
    for line in lines:
        session.add(LineCameraMove(line_id=line.id, from_id=from_id, to_id=to_id, moved_at=clock.now()))
        _hang(session, actor, line, to_id)
    return len(lines)


def bring_back(session: Session, actor: Viewer, from_id: int, to_id: int) -> int:
    """Take lines that `move_waiting` took from a camera to another back, those settled since too. How many."""
    standing = (LineCameraMove.from_id == from_id, LineCameraMove.to_id == to_id, LineCameraMove.undone_at.is_(None))
    moves = session.scalars(select(LineCameraMove).where(*standing).options(joinedload(LineCameraMove.line))).all()
    for move in moves:
        move.undone_at = clock.now()
        _hang(session, actor, move.line, from_id)
    return len(moves)


def _hang(session: Session, actor: Viewer, line: ExtractionLine, camera_id: int) -> None:
    before, line.camera_id = line.camera_id, camera_id
    session.flush()
    codes = [session.get_one(Camera, number).code for number in (before, camera_id)]
    record(session, actor, "line:move-camera", line, changed={"camera": codes})


def _waiting(camera_id: int) -> Select[ExtractionLine]:
    joined = select(ExtractionLine).join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    return joined.where(ExtractionLine.camera_id == camera_id, RUNS, LIVE)
