"""Actions: a request is answered by itself when its last line is settled, and no longer when one is taken back."""

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.extractions import events, queries, rules, steps
from tracker.cases.extractions.models import ExtractionRequest, RequestEvent
from tracker.core.viewer import Viewer


def settle(session: Session, actor: Viewer, request: ExtractionRequest) -> None:
    """Move a request as its lines stand, at the moment when the last of it happened."""
    settled = rules.all_settled(queries.statuses_of(session, request.id))
    step = steps.COMPLETE if settled else steps.RESUME
    if request.status not in step.leaves:
        return
    last = history.last_moment(session, RequestEvent, request.id) or request.created_at
    happened_at = max([last, *(events.settled_moments(session, request.id) if settled else [])])
    request.status = steps.advance(request.status, step)
    changed = history.keep(session, actor, RequestEvent(), request, step, happened_at, "")
    record(session, actor, step.action, request, changed=changed)
