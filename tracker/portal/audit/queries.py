"""Reading the log by person, deed, ending and subject."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.accounts import queries as people
from tracker.audit_log import queries as audit
from tracker.audit_log.rules import Result

PAGE = 50


@dataclass(frozen=True)
class AuditCriteria:
    """What the log is narrowed to. `person` is a log-in name; `after` is the number of the last row shown."""

    person: str = ""
    action: str = ""
    ending: Result | None = None
    kind: str = ""
    subject: str = ""
    after: tuple[int] | None = None
    limit: int = PAGE


def listing(session: Session, wanted: AuditCriteria) -> tuple[list[dict[str, Any]], bool]:
    """One page of the log, newest first, and whether more follow. Nobody's log-in name finds nothing."""
    person = people.by_login(session, wanted.person) if wanted.person else None
    if wanted.person and person is None:
        return [], False
    events = audit.page(
        session,
        before=wanted.after[0] if wanted.after else None,
        limit=wanted.limit + 1,
        actor_id=person.id if person else None,
        action=wanted.action,
        ending=wanted.ending.value if wanted.ending else "",
        kind=wanted.kind,
        subject=wanted.subject,
    )
    return events[: wanted.limit], len(events) > wanted.limit
