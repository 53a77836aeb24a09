"""Folding what was changed into the tallies, as a job."""

from typing import Any

from tracker.jobs.worker import Run
from tracker.reports import folding


def fold_tallies(run: Run) -> dict[str, Any]:
    """Count every half-month in which something was changed since the last time."""
    return {"half_months": folding.fold(run, run.report_progress)}
