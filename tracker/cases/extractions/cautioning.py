"""Actions: who asks is cautioned once, and says why to go on; the reason is kept with the line and in the log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import caution_facts, queries
from tracker.cases.extractions.cautions import Caution
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

LOOK_AGAIN = N_("Có điều cần xem lại trước khi gửi. Bỏ camera được nhắc, hoặc ghi lý do vẫn yêu cầu.")
REASON_NEEDED = N_("Hãy ghi lý do vẫn yêu cầu, hoặc bỏ các camera được nhắc.")


def warn(
    session: Session, actor: Viewer, request: ExtractionRequest, reason: str, since: datetime | None = None
) -> None:
    """Keep why to go on against what speaks against the lines. Cautioned without a reason; nothing where all is well.

    `since`: of the lines only whose window begins then. What was said before of a line is not said again.
    """
    all_lines = queries.lines_of(session, actor, request.id)
    lines = {line.id: line for line in all_lines if since in (None, line.window_from)}
    pending = caution_facts.unanswered(session, actor, request, [*lines.values()])
    if not pending:
        return
    if not reason:
        details = [_told(lines[line_id], caution) for line_id, cautions in pending.items() for caution in cautions]
        raise errors.Cautioned({"caution_reason": REASON_NEEDED}, details, LOOK_AGAIN)
    for line_id, cautions in pending.items():
        line = lines[line_id]
        line.cautions = [*line.cautions, *(caution.kept() for caution in cautions)]
        line.caution_reason = reason
    summary = [
        {"camera": lines[line_id].camera.code, "caution_kind": _kinds(cautions)}
        for line_id, cautions in pending.items()
    ]
    record(session, actor, "line:caution", request, reason=reason, cautions=summary)


def _told(line: ExtractionLine, caution: Caution) -> dict[str, Any]:
    """A caution as the caller reads it."""
    report = {"camera_id": line.camera_id, "camera": line.camera.code}
    report |= {"window_from": line.window_from.isoformat(), "window_to": line.window_to.isoformat()}
    return {**report, "kind": caution.kind.value, "facts": dict(caution.facts)}


def _kinds(cautions: list[Caution]) -> list[str]:
    return sorted({caution.kind.value for caution in cautions})
