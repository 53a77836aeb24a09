"""Printing labels: a reading of the register that leaves the house, so each one is written down."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import permissions
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.labels import queries
from tracker.register.labels.rules import LabelSize

PAGING = ("after", "limit")


def print_out(session: Session, actor: Viewer, selection: queries.LabelSelection, size: LabelSize) -> list[Row[Any]]:
    """The rows of queries.COLUMNS for one PDF; none, and nothing written down, when there is no camera to label."""
    permissions.require(actor, Can.EXPORT_CAMERAS)
    rows, _ = queries.batch(session, actor, selection)
    if not rows:
        return []
    filters = {name: value for name, value in asdict(selection.listed).items() if value and name not in PAGING}
    codes = f"{rows[0].code} – {rows[-1].code}"
    record(
        session, actor, "camera:labels", kind="Camera", filter=filters, count=len(rows), label_size=size, codes=codes
    )
    return rows
