"""Actions: a request that goes on from another: asked again after a refusal, or asking for more. Approved anew."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions import actions, legal_bases, queries
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as register

ASKED_AGAIN = frozenset({RequestStatus.REFUSED, RequestStatus.WITHDRAWN})
NONE_LEFT = N_("Không camera nào của phiếu này còn yêu cầu được. Hãy lập phiếu mới từ vụ việc.")


def ask_again(session: Session, actor: Viewer, request_id: int) -> ExtractionRequest:
    """A draft with what a refused or withdrawn request asked for: of cameras that hung then and may be asked."""
    permissions.require(actor, Can.DRAFT_REQUESTS)
    request = queries.get(session, actor, request_id)
    if request.status not in ASKED_AGAIN or request.voided_at is not None:
        raise errors.WrongState(status=request.status.value)
    windows = _windows(session, actor, request)
    if not windows:
        raise errors.WrongState(NONE_LEFT)
    facts: dict[str, Any] = {"incident_id": request.incident_id, "legal_basis": request.legal_basis, "bases": None}
    facts |= {"purpose": request.purpose, "paper_number": request.paper_number, "follows_id": request.id}
    (first_window, *later_windows) = [
        {"camera_ids": camera_ids, "window_from": since, "window_to": until}
        for (since, until), camera_ids in windows.items()
    ]
    draft = actions.draft(session, actor, {**facts, **first_window}, warn=False)
    legal_bases.cite_as(session, draft, request)
    for window in later_windows:
        actions.add_lines(session, actor, draft.id, window, warn=False)
    return draft


def _windows(session: Session, actor: Viewer, request: ExtractionRequest) -> dict[tuple[datetime, datetime], list[int]]:
    """The cameras to be asked, by the window asked for."""
    windows: dict[tuple[datetime, datetime], list[int]] = defaultdict(list)
    for line in queries.lines_of(session, actor, request.id):
        windows[line.window_from, line.window_to].append(line.camera_id)
    able = {window: _able(session, actor, camera_ids, window[0]) for window, camera_ids in windows.items()}
    return {window: camera_ids for window, camera_ids in able.items() if camera_ids}


def _able(session: Session, actor: Viewer, camera_ids: list[int], moment: datetime) -> list[int]:
    """Those of the cameras that hung at a moment and whose owners did not withdraw consent, in the order given."""
    cameras = register.by_ids(session, actor, camera_ids, moment)
    able = {camera.id for camera in cameras if camera.consent_withdrawn_on is None}
    return [camera_id for camera_id in camera_ids if camera_id in able]
