"""Actions: lines that a book leaves without an answer and whose footage is long gone: nobody waits for them."""

from collections.abc import Iterator
from datetime import datetime

from tracker.cases.extractions.rules import LineStatus, RequestStatus, is_gone
from tracker.exchange.case_imports.drafts import CasePlan, LineDraft, RequestDraft
from tracker.register.recorders.rules import overwritten_at

OPEN = (RequestStatus.FILED, RequestStatus.APPROVED)
MOMENTS = ("filed_at", "decided_at", "preserved_at", "extracted_at", "handed_over_at", "unavailable_at", "outcome_at")


def close_unanswered(plan: CasePlan, now: datetime) -> None:
    """Close, as of the book's end, the requests that wait for nothing but lines of which nothing can be left.

    What became of such lines nobody knows: they stay without an answer. A request with footage that is held, copied or
    may still be there stays open; one with footage whose worth was not noted is answered, and waits for that.
    """
    book_end = max((moment for moment in _moments(plan) if moment <= now), default=now)
    for _, request in plan.new_requests():
        unanswered = [line for line in request.lines if not _is_settled(line)]
        if request.facts["status"] in OPEN and unanswered and all(_is_gone(line, now) for line in unanswered):
            _close(request, book_end)
            plan.unanswered += len(unanswered)


def _close(request: RequestDraft, book_end: datetime) -> None:
    request.never_decided = request.facts["status"] is RequestStatus.FILED
    handed_over = [line.facts for line in request.lines if line.facts["status"] is LineStatus.HANDED_OVER]
    if all(line["outcome"] for line in handed_over):
        earliest = [request.facts["filed_at"], request.facts["decided_at"]]
        closed_at = max(filter(None, [book_end, *earliest]))
        request.facts |= {"status": RequestStatus.CLOSED, "closed_at": closed_at}
    else:
        request.facts |= {"status": RequestStatus.ANSWERED}


def _is_settled(line: LineDraft) -> bool:
    return line.facts["status"] in (LineStatus.HANDED_OVER, LineStatus.UNAVAILABLE)


def _is_gone(line: LineDraft, now: datetime) -> bool:
    gone_at = overwritten_at(line.facts["window_to"], line.facts["retention_days"])
    return is_gone(line.facts["status"], gone_at, now)


def _moments(plan: CasePlan) -> Iterator[datetime]:
    """Every moment that the book tells of what was done."""
    for incident in plan.incidents:
        rows = [incident.facts, *(request.facts for request in incident.requests)]
        rows += [line.facts for request in incident.requests for line in request.lines]
        for row in rows:
            moments = (row.get(name) for name in (*MOMENTS, "received_at", "ended_at"))
            yield from (moment for moment in moments if moment is not None)
