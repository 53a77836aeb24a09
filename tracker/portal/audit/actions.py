"""What the auditor does: reading the log and checking its chain. Both are written down."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log import queries as audit
from tracker.audit_log.actions import record
from tracker.audit_log.rules import Checkpoint, Verdict, verify
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.portal.audit import queries


def browse(session: Session, actor: Viewer, criteria: queries.AuditCriteria) -> Page[dict[str, Any]]:
    """A page of the log; the filter and the rows shown are written down."""
    permissions.require(actor, Can.READ_AUDIT)
    events = queries.listing(session, criteria)
    filters = {name: value for name, value in asdict(criteria).items() if value and name not in ("after", "limit")}
    shown_range = [events.items[0]["seq"], events.items[-1]["seq"]] if events.items else []
    record(session, actor, "audit:read", kind="AuditEvent", filter=filters, shown=shown_range)
    return events


def check(session: Session, actor: Viewer, note: str = "") -> tuple[Verdict, Checkpoint]:
    """Check the whole chain, against the checkpoint in `note` if there is one: the verdict, and a new checkpoint.

    It reads every row, so it wants a reading transaction of its own; `note_check` writes it down afterwards.
    """
    permissions.require(actor, Can.READ_AUDIT)
    try:
        before = Checkpoint.read(note + "\n") if note else None
    except ValueError as error:
        raise errors.Invalid({"note": N_("Đây không phải là mốc kiểm tra của nhật ký này.")}) from error
    now = clock.now().isoformat(timespec="seconds")
    return verify(audit.chain(session), before), audit.checkpoint(session, now)


def note_check(session: Session, actor: Viewer, verdict: Verdict) -> None:
    """Write down that the chain was checked, and what was found."""
    record(session, actor, "audit:verify", kind="AuditEvent", rows=verdict.rows, fault=verdict.fault, seq=verdict.seq)
