"""Writing the audit log: rows are gathered during a transaction and chained at its very end, inside it.

Those of a transaction that only reads are chained in a second one after its end: see Database.reading.
"""

import json
from typing import Any, Protocol

from sqlalchemy import event, insert, select, text
from sqlalchemy.orm import Session

from tracker.audit_log import rules
from tracker.audit_log.models import AuditEvent
from tracker.core import clock
from tracker.core.database import READS_ONLY, WRITTEN_AT_COMMIT
from tracker.core.permissions import Actor
from tracker.core.viewer import Origin

_CHAIN_LOCK = 7_305_808_869_229_538  # any number, the same in every process: the PostgreSQL advisory lock of the chain


class Subject(Protocol):
    """What an event is about: a row with an id and a name people know it by."""

    @property
    def id(self) -> int: ...
    @property
    def label(self) -> str: ...


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: Subject | None = None,
    *,
    kind: str = "",
    reason: str = "",
    ending: rules.Result = rules.Result.DONE,
    **detail: Any,
) -> None:
    """Note one event. It becomes a row when the transaction commits, and vanishes with it otherwise.

    `kind` names the subject's type where there is no subject (a list, a whole import); `detail` must be JSON.
    Never put a person's contact into `detail`.
    """
    origin = session.info.get("origin", Origin())
    session.info.setdefault(WRITTEN_AT_COMMIT, []).append(
        {
            "actor_id": actor.id if actor else None,
            "actor_name": str(getattr(actor, "name", "")) or "-",
            "actor_role": rules.roles_written(actor.roles) if actor else "-",
            "action": action,
            "ending": ending.value,
            "subject_type": kind or (type(subject).__name__ if subject is not None else ""),
            "subject_id": subject.id if subject is not None else None,
            "subject_label": subject.label[:200] if subject is not None else "",
            "reason": reason,
            "request_id": origin.request_id,
            "ip": origin.ip,
            "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False, default=str),
        }
    )


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    """Write what was gathered. Last of all, so that the chain's lock on PostgreSQL is held only for the commit."""
    entries = None if session.info.get(READS_ONLY) else session.info.pop(WRITTEN_AT_COMMIT, None)
    if not entries:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    newest = select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    last = session.execute(newest).first()
    seq, previous = (last.seq, last.hash) if last else (0, rules.FIRST)
    rows = []
    for content in entries:
        seq += 1
        content = {"seq": seq, "at": clock.now(), **content}
        entry_hash = rules.chained(previous, content)
        rows.append(
            {**content, "ending": rules.Result(content["ending"]), "previous_hash": previous, "hash": entry_hash}
        )
        previous = entry_hash
    session.execute(insert(AuditEvent), rows)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(WRITTEN_AT_COMMIT, None)
