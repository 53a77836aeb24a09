"""Reading the log by person, deed, ending and subject."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.accounts import queries as people
from tracker.audit_log import queries as audit
from tracker.audit_log.models import AuditEvent
from tracker.audit_log.rules import Result
from tracker.cases.access import sealed_rows
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page

NAMING = ("incident", "request", "into")  # details that are codes of incidents and requests


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
    """One page of the log, newest first. Nobody's log-in name finds nothing.

    What was done to a sealed incident is among it, with who did it and when; which one and what of it is not told.
    """
    person = people.by_login(session, criteria.person) if criteria.person else None
    if criteria.person and person is None:
        return Page([], None)
    events = audit.listing(
        session,
        after=criteria.after,
        limit=criteria.limit,
        actor_id=person.id if person else None,
        action=criteria.action,
        ending=criteria.ending.value if criteria.ending else "",
        kind=criteria.kind,
        subject=criteria.subject,
        subject_condition=sealed_rows.not_sealed(AuditEvent.subject_type, AuditEvent.subject_id),
    )
    return Page(_without_secrets(session, events.items), events.next)


def _without_secrets(session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sealed = sealed_rows.sealed_subjects(session, ((row["subject_type"], row["subject_id"]) for row in rows))
    codes = sealed_rows.sealed_codes(session, (code for row in rows for code in _codes_in(row)))
    return [_masked(row, sealed, codes) for row in rows]


def _masked(row: dict[str, Any], sealed: Set[tuple[str, int]], codes: Set[str]) -> dict[str, Any]:
    if (row["subject_type"], row["subject_id"]) in sealed:
        return {**row, "subject_id": None, "subject_label": "", "reason": "", "detail": {"sealed": True}}
    return row if codes.isdisjoint(_codes_in(row)) else {**row, "detail": {"sealed": True}}


def _codes_in(row: dict[str, Any]) -> list[str]:
    """The codes of incidents and requests that a row tells beside its own subject."""
    return [code for name in NAMING if isinstance(code := row["detail"].get(name), str)]
