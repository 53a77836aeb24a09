"""Actions: what the system does by the timetable: dropping what has expired, checking the log."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.audit_log import queries as audit
from tracker.audit_log.actions import record
from tracker.audit_log.rules import Checkpoint, Verdict, verify
from tracker.core import clock, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import SYSTEM
from tracker.jobs import queries as jobs
from tracker.jobs.outbox.actions import alarm
from tracker.jobs.outbox.rules import Notice
from tracker.jobs.rules import JobKind

Expiry = Callable[[Session, datetime], int]  # drops what has expired by a moment; how much that was
CHAIN_BROKEN = N_("Chuỗi nhật ký không còn nguyên")
CHAIN_BROKEN_BODY = N_("Lần kiểm tra hằng ngày thấy nhật ký %(fault)s %(row)s. Hãy báo ngay người kiểm tra, giám sát.")


class LogCheck(NamedTuple):
    """What a check of the log found, and the checkpoint for the next: as far as the log was whole."""

    verdict: Verdict
    mark: Checkpoint | None


def drop_expired(session: Session, name: str, expiry: Expiry, now: datetime) -> int:
    """Drop one kind of what has expired, written down where there was any; how much it was."""
    permissions.require(SYSTEM, Can.CLEAN_UP)
    dropped = expiry(session, now)
    if dropped:
        record(session, SYSTEM, "system:clean-up", kind="System", file=name, count=dropped)
    return dropped


def check_log(session: Session) -> LogCheck:
    """Check the whole chain against the checkpoint of the last time, so that rows cut off since are missed."""
    permissions.require(SYSTEM, Can.CHECK_LOG)
    note = jobs.last_result(session, JobKind.CHECK_LOG).get("mark")
    before = Checkpoint.read(note) if note else None
    verdict = verify(audit.chain(session), before)
    return LogCheck(verdict, before if verdict.fault else audit.checkpoint(session, clock.now().isoformat()))


def note_log_check(session: Session, verdict: Verdict) -> None:
    """Write down that the log was checked, and tell the administrators when it is not whole."""
    record(session, SYSTEM, "audit:verify", kind="AuditEvent", rows=verdict.rows, fault=verdict.fault, seq=verdict.seq)
    if verdict.fault:
        fault, row = verdict.fault.text, verdict.seq or 0
        alarm(session, Notice.of(CHAIN_BROKEN, CHAIN_BROKEN_BODY, fault=fault, row=row))
