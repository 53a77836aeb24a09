"""Changes to many cameras as jobs."""

from collections.abc import Mapping
from typing import Any

from tracker.exchange.bulk_edits import actions, queries
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.exchange.bulk_edits.selection import selected_cameras
from tracker.jobs.worker import Run


def edit_all(run: Run) -> Mapping[str, Any]:
    """Apply a change, or set one back. One that was kept before its worker died is not done twice."""
    with run.writing() as session:
        edit = queries.get(session, run.actor, run.arguments["edit"])
        undone = run.arguments.get("undo", False)
        if (edit.undone_at if undone else edit.applied_at) is None:
            if undone:
                actions.undo(session, run.actor, edit.id, None, run.report_progress)
            else:
                _apply(run, session, edit)
        return {"url": f"/bulk-edits/{edit.id}", "count": edit.undone if undone else edit.cameras}


def _apply(run: Run, session: Any, edit: BulkEdit) -> None:
    actions.apply(
        session, run.actor, edit.id, None, selected_cameras(edit), run.arguments["seen"], run.report_progress, run.id
    )
