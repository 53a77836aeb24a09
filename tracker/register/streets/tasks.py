"""Drawing the streets that were changed, as a job."""

from typing import Any

from tracker.jobs.worker import Run
from tracker.register.streets import actions


def draw_streets(run: Run) -> dict[str, Any]:
    """Draw what was changed since the last time, some streets in each transaction."""
    transactions, is_more = 0, True
    while is_more:
        with run.writing() as session:
            is_more = actions.draw_changed(session)
        transactions += is_more
    return {"transactions": transactions}
