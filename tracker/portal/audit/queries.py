"""Reading the log by person, deed, ending and subject."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.accounts import queries as people
from tracker.audit_log import queries as audit
from tracker.audit_log.rules import Result
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page


@dataclass(frozen=True)
class AuditCriteria:
    """What the log is narrowed to. `person` is a log-in name; `after` is the number of the last row shown."""

    person: str = ""
    action: str = ""
    ending: Result | None = None
    kind: str = ""
    subject: str = ""
    after: tuple[int] | None = None
    limit: int = PAGE_SIZE


def listing(session: Session, criteria: AuditCriteria) -> Page[dict[str, Any]]:
    """One page of the log, newest first. Nobody's log-in name finds nothing."""
    person = people.by_login(session, criteria.person) if criteria.person else None
    if criteria.person and person is None:
        return Page([], None)
    return audit.listing(
        session,
        after=criteria.after,
        limit=criteria.limit,
        actor_id=person.id if person else None,
        action=criteria.action,
        ending=criteria.ending.value if criteria.ending else "",
        kind=criteria.kind,
        subject=criteria.subject,
    )
