"""Presenters: the cameras that a kept change is about, read back from its query string."""

from tracker.exchange.bulk_edits import rules
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter


def selected_cameras(edit: BulkEdit) -> CameraCriteria:
    """The cameras that a change is about."""
    return CameraCriteria(**CameraFilter().load(rules.asked(edit.query)))
