"""A large change of wards as a job."""

from collections.abc import Mapping
from typing import Any

from tracker.exchange.ward_changes import actions, queries
from tracker.exchange.ward_changes.rules import ChangeState
from tracker.jobs.worker import Run


def change_wards(run: Run) -> Mapping[str, Any]:
    """Apply a change of wards, or undo it. One that was kept before its worker died is not done twice."""
    change_id, version = run.arguments["change"], run.arguments["version"]
    with run.writing() as session:
        state = queries.get(session, change_id).state
        if run.arguments["undo"] and state is not ChangeState.UNDONE:
            actions.undo(session, run.actor, change_id, version)
        elif not run.arguments["undo"] and state is not ChangeState.APPLIED:
            actions.apply(session, run.actor, change_id, version)
    return {"url": f"/ward-changes/{change_id}"}
