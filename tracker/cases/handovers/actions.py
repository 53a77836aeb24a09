"""Writing what becomes of a hand-over: a hash that was owed, a check of the file that came."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import queries as extractions
from tracker.cases.extractions.actions import check_request_live
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.handovers import queries
from tracker.cases.handovers.models import Handover, HandoverCheck
from tracker.cases.handovers.rules import compare
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer

NOTHING_HANDED_OVER = N_("Camera này chưa bàn giao dữ liệu.")
NOT_OWED = N_("Mã băm đã có từ lúc bàn giao nên không ghi lại được. Nếu bàn giao nhầm tệp, hãy rút lại bước bàn giao.")
ANOTHER_FILE = N_("Lúc bàn giao tệp có %(bytes)s byte: đây là tệp khác.")


def give_hash(session: Session, actor: Viewer, line_id: int, facts: Mapping[str, Any]) -> ExtractionLine:
    """Give the hash that was owed: `facts` as `schemas.HashIn` gives them.

    404 not visible, 403 not permitted, 409 voided, nothing handed over or nothing owed, 422 for a file of another size.
    """
    line, handover = _handed_over(session, actor, line_id, Can.ANSWER_LINE)
    if handover.sha256:
        raise errors.WrongState(NOT_OWED)
    if facts["bytes"] != handover.bytes:
        raise errors.Invalid({"bytes": ANOTHER_FILE}, bytes=handover.bytes)
    handover.sha256, handover.hashed_at = facts["sha256"], clock.now()
    record(session, actor, "handover:hash", line, camera=line.camera.code, sha256=handover.sha256)
    return line


def check_file(session: Session, actor: Viewer, line_id: int, facts: Mapping[str, Any]) -> HandoverCheck:
    """Compare a file that was received with what was handed over, and keep what came of it: `schemas.ReceivedFile`.

    404 not visible, 403 not permitted, 409 voided or nothing handed over.
    """
    line, handover = _handed_over(session, actor, line_id, Can.JUDGE_LINE)
    result = compare((handover.bytes, handover.sha256), (facts["bytes"], facts["sha256"]))
    checked_at = clock.now()
    check = HandoverCheck(handover_id=handover.id, author_id=actor.id, checked_at=checked_at, result=result, **facts)
    session.add(check)
    session.flush()
    record(session, actor, "handover:check", line, camera=line.camera.code, result=result.value, sha256=check.sha256)
    return check


def _handed_over(session: Session, actor: Viewer, line_id: int, needed: Can) -> tuple[ExtractionLine, Handover]:
    """A line with what stands as handed over, which nobody else changes meanwhile."""
    line = extractions.get_line(session, actor, line_id)
    permissions.require(actor, needed, line)
    check_request_live(extractions.lock(session, line.request_id))
    handover = queries.standing(session, line.id)
    if handover is None:
        raise errors.WrongState(NOTHING_HANDED_OVER)
    return line, handover
