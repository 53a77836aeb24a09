"""Changes to many cameras as jobs."""

from collections.abc import Mapping
from typing import Any

from tracker.exchange.bulk_edits import actions, queries, rules
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.jobs.worker import Run
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter


def edit_all(run: Run) -> Mapping[str, Any]:
    """Apply a change, or set one back. One that was kept before its worker died is not done twice."""
    with run.writing() as session:
        edit = queries.get(session, run.actor, run.arguments["edit"])
        undone = run.arguments.get("undo", False)
        if (edit.undone_at if undone else edit.applied_at) is None:
            if undone:
                actions.undo(session, run.actor, edit.id, None, run.tick)
            else:
                _apply(run, session, edit)
        return {"url": f"/bulk-edits/{edit.id}", "count": edit.undone if undone else edit.cameras}


def _apply(run: Run, session: Any, edit: BulkEdit) -> None:
    wanted = wanted_of(edit)
    actions.apply(session, run.actor, edit.id, None, wanted, run.arguments["seen"], run.tick, run.id)


def wanted_of(edit: BulkEdit) -> CameraCriteria:
    """The cameras that a change is about."""
    return CameraCriteria(**CameraFilter().load(rules.asked(edit.query)))
