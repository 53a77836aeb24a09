"""Actions: undoing a whole import, of whatever kind: who may, what stands in the way, and noting that it was done."""

import json

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.imports import queries
from tracker.exchange.imports.kinds import kind_of
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.plan_types import UndoObstacle
from tracker.exchange.imports.planner import ProgressCallback
from tracker.jobs.rules import GOING

IN_THE_WAY = N_("Không hoàn tác được vì có việc mới hơn dựa vào lần nhập này. Chưa đổi gì trong sổ.")


class UndoRefused(errors.WrongState):
    """Something newer depends on the import. `obstacles` are the first of them."""

    message = IN_THE_WAY

    def __init__(self, obstacles: list[UndoObstacle]) -> None:
        super().__init__()
        self.obstacles = obstacles


def done(session: Session, actor: Viewer, import_id: int, own_job_id: int | None = None) -> ListImport:
    """An import that was applied where the actor may import, and not undone yet. WrongState otherwise.

    `own_job_id` is the job that asks: any other that goes on with the import stands in the way.
    """
    import_ = queries.get(session, actor, import_id)
    permissions.require(actor, kind_of(import_).can, import_)
    job = queries.job_of(session, import_)
    busy = job is not None and job.state in GOING and job.id != own_job_id
    if import_.applied_at is None or import_.undone_at is not None or busy:
        raise errors.WrongState()
    return import_


def size(session: Session, import_: ListImport) -> int:
    """How much an import wrote."""
    return kind_of(import_).size(session, import_.id)


def obstacles(session: Session, import_: ListImport) -> list[UndoObstacle]:
    """What stands in the way of undoing an import: the first of it."""
    return kind_of(import_).obstacles(session, import_.id)


def require_free(session: Session, import_: ListImport) -> None:
    """Refuse with UndoRefused while something newer depends on an import."""
    obstacles_met = obstacles(session, import_)
    if obstacles_met:
        raise UndoRefused(obstacles_met)


def undo(
    session: Session,
    actor: Viewer,
    import_id: int,
    tick: ProgressCallback = lambda *_: None,
    own_job_id: int | None = None,
) -> ListImport:
    """Write everything back as it was before an import. UndoRefused while something newer depends on it."""
    import_ = done(session, actor, import_id, own_job_id)
    require_free(session, import_)
    kind_of(import_).undo(session, import_id, tick)
    import_.undone_at = clock.now()
    session.flush()
    counts = json.loads(import_.counts)
    record(session, actor, "import:undo", import_, counts={"new": counts["new"], "changed": counts["changed"]})
    return import_
