"""Actions: a log of years: who signed in, looked at what, entered what. Chained as real rows are, so row by row."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Post, User
from tracker.audit_log import rules
from tracker.audit_log.models import AuditEvent
from tracker.demo.rules import SEED

YEARS = timedelta(days=1900)
PEOPLE = 2000  # from whom the rows are
CHUNK = 2000
ACTIONS = (  # action, kind, how often
    ("login:done", "User", 20),
    ("camera:edit", "Camera", 15),
    ("camera:health", "Camera", 15),
    ("incident:read", "Incident", 15),
    ("request:read", "ExtractionRequest", 15),
    ("line:list", "ExtractionLine", 10),
    ("line:read", "ExtractionLine", 8),
    ("owner:reveal", "Owner", 1),
    ("login:refused", "User", 1),
)


def write(session: Session, count: int, cameras: int, now: datetime) -> None:
    """So many rows, the oldest first."""
    columns = [column.name for column in AuditEvent.__table__.columns]
    rows = _rows(_people(session), count, cameras, now)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor.copy(f"COPY audit_events ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in columns])
        return
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append({**row, "ending": rules.Result(row["ending"])})
        if len(chunk) == CHUNK:
            session.execute(insert(AuditEvent), chunk)
            chunk = []
    if chunk:
        session.execute(insert(AuditEvent), chunk)


def _people(session: Session) -> list[tuple[int, str, str]]:
    statement = select(User.id, User.name, func.min(Post.role)).join(Post, Post.user_id == User.id)
    rows = session.execute(statement.group_by(User.id, User.name).order_by(User.id).limit(PEOPLE))
    return [(id_, name, rules.roles_written([role])) for id_, name, role in rows]


def _rows(people: list[tuple[int, str, str]], count: int, cameras: int, now: datetime) -> Iterator[dict[str, Any]]:
    rng, previous = Random(SEED), rules.FIRST  # noqa: S311 - an invented log, no secrets
    actions = [(action, kind) for action, kind, times in ACTIONS for _ in range(times)]
    for seq in range(1, count + 1):
        id_, name, role = people[int(rng.random() ** 2 * len(people))]
        action, kind = rng.choice(actions)
        subject_id = id_ if kind == "User" else rng.randrange(1, cameras + 1)
        ending = rules.Result.REFUSED if action == "login:refused" else rules.Result.DONE
        content = {
            "seq": seq,
            "at": now - YEARS * ((count + 1 - seq) / (count + 1)),
            "actor_id": id_,
            "actor_name": name,
            "actor_role": role,
            "action": action,
            "ending": ending.value,
            "subject_type": kind,
            "subject_id": subject_id,
            "subject_label": f"{kind} {subject_id}",
            "reason": "",
            "request_id": f"{seq:032x}",
            "ip": f"10.38.{id_ % 250}.{seq % 250}",
            "detail": json.dumps({}),
        }
        hash_ = rules.chained(previous, content)
        yield {**content, "previous_hash": previous, "hash": hash_}
        previous = hash_
