"""Counting what waits for somebody in several books at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.viewer import Viewer
from tracker.register.faults import queries as faults
from tracker.register.inspections import queries as inspections


def upkeep_waiting(session: Session, viewer: Viewer) -> dict[str, int]:
    """How many `faults` of the viewer's wards are open, and how many rounds of inspection are `overdue`."""
    counts = {"faults": faults.counting_open(viewer.reach), "overdue": inspections.counting_overdue(viewer.reach)}
    row = session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return row._asdict()
