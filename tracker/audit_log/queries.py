"""Reading the audit log."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, String, select, type_coerce
from sqlalchemy.orm import Session

from tracker.audit_log import rules
from tracker.audit_log.models import EVENTS, AuditEvent
from tracker.core import text_search
from tracker.core.paging import Page, page

# As text where it is a coded word: a code that nobody knows must not shut the log.
_CONTENT = [
    type_coerce(column, String).label("ending") if column.name == "ending" else column
    for column in AuditEvent.__table__.columns
    if column.name not in ("previous_hash", "hash")
]

_RESULTS = {result.value for result in rules.Result}


def chain(session: Session) -> Iterator[tuple[int, str, str, Mapping[str, Any]]]:
    """Every row in order, as `rules.verify` wants it: (seq, previous hash, hash, content)."""
    statement = select(AuditEvent.previous_hash, AuditEvent.hash, *_CONTENT).order_by(AuditEvent.seq)
    with session.execute(statement.execution_options(yield_per=2000)) as rows:  # closed also if the reader stops early
        for row in rows:
            yield row.seq, row.previous_hash, row.hash, {column.name: row._mapping[column.name] for column in _CONTENT}


def checkpoint(session: Session, taken_at: str) -> rules.Checkpoint:
    """How far the log has grown by now; `taken_at` is written on it."""
    last = session.execute(select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)).first()
    return rules.Checkpoint(last.seq if last else 0, last.hash if last else rules.FIRST, taken_at)


def history(session: Session, subject_type: str, subject_id: int, limit: int = 50) -> list[dict[str, Any]]:
    """What was done to one thing, newest first: columns of AuditEvent with `detail` as a dict.

    Who only looked is left out: that is for the auditor, and would bury the changes.
    """
    statement = (
        _listing()
        .where(
            AuditEvent.subject_type == subject_type,
            AuditEvent.subject_id == subject_id,
            AuditEvent.action.not_like("%:read"),
            AuditEvent.action.not_like("%:list"),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return [_row_values(row) for row in session.execute(statement)]


def listing(
    session: Session,
    *,
    after: tuple[int] | None,
    limit: int,
    actor_id: int | None = None,
    action: str = "",
    ending: str = "",
    kind: str = "",
    subject: str = "",
    subject_condition: ColumnElement[bool] | None = None,
) -> Page[dict[str, Any]]:
    """One page of the log, newest first, after the seq of the last row shown.

    `subject` is a part of a thing's name; `subject_condition` the condition under which a row may be found by that.
    """
    statement = _listing()
    for column, value in (
        (AuditEvent.actor_id, actor_id),
        (AuditEvent.action, action),
        (AuditEvent.ending, ending),
        (AuditEvent.subject_type, kind),
    ):
        if value:
            statement = statement.where(column == value)
    if subject:
        has_part = AuditEvent.subject_label.icontains(subject, autoescape=True)
        of_subject = text_search.term(EVENTS, [subject.lower()], has_part)
        statement = statement.where(*text_search.conditions(session, EVENTS, [of_subject]))
    if subject and subject_condition is not None:
        statement = statement.where(subject_condition)
    rows, following = page(session, statement, (AuditEvent.seq,), after, limit, descending=True)
    return Page([_row_values(row) for row in rows], following)


def _listing() -> Any:
    return select(*_CONTENT)


def _row_values(row: Row[Any]) -> dict[str, Any]:
    is_known = row.ending in _RESULTS
    return {
        **row._mapping,
        "ending": rules.Result(row.ending) if is_known else row.ending,
        "detail": rules.read_detail(row.detail),
    }
