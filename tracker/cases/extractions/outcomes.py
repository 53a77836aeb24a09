"""Actions: what footage was worth, said of its line once it was handed over and revised ever after."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.extractions import events, queries, rules
from tracker.cases.extractions.models import ExtractionLine, LineOutcome
from tracker.cases.extractions.rules import Outcome
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer

AHEAD = N_("Ngày này ở tương lai.")
BEFORE = N_("Không thể trước ngày bàn giao (%(day)s).")
WHY = N_("Kết quả đã ghi rồi: hãy ghi lý do sửa.")


def judge(session: Session, actor: Viewer, line_id: int, version: int, facts: Mapping[str, Any]) -> ExtractionLine:
    """What a line's footage was worth: `facts` as `schemas.OutcomeIn` gives them. All that was said before is kept.

    Only what was handed over can be judged, whatever became of its request. A revision needs a reason.
    """
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, Can.JUDGE_LINE, line)
    check_version(line, version)
    if not rules.may_be_judged(line.status) or line.request.voided_at is not None:
        raise errors.WrongState(status=line.status.value)
    reason = facts.get("reason", "")
    if line.outcome is not None and not reason:
        raise errors.Invalid({"reason": WHY})
    revise(session, actor, line, facts["outcome"], _day(line, facts.get("happened_on")), reason)
    return line


def undo(session: Session, actor: Viewer, line_id: int, version: int) -> ExtractionLine | None:
    """What was said before stands again, where the actor only just judged; nothing where a reason must be given."""
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, Can.JUDGE_LINE, line)
    check_version(line, version)
    newest, *older = [*events.outcomes_of(session, [line.id]).get(line.id, []), None]
    if (
        newest is None
        or newest.outcome is None
        or newest.author_id != actor.id
        or clock.now() - newest.recorded_at > history.GRACE
    ):
        return None
    before = older[0] if older else None
    day = before.happened_on if before else newest.happened_on
    revise(session, actor, line, before.outcome if before else None, day, history.SLIP)
    return line


def revise(
    session: Session, actor: Viewer, line: ExtractionLine, outcome: Outcome | None, day: date, reason: str
) -> None:
    """Note what is said of a line now, and when; none where the last was a slip. The caller has checked all else."""
    now, before = clock.now(), line.outcome
    line.outcome, line.outcome_at = outcome, (_moment(line, day, now) if outcome else None)
    columns = {"outcome": outcome, "happened_on": day, "recorded_at": now, "author_id": actor.id, "reason": reason}
    session.add(LineOutcome(line_id=line.id, **columns))
    session.flush()
    changed = {"outcome": [before.value if before else None, outcome.value if outcome else None]}
    record(session, actor, "line:judge", line, request=line.request.code, reason=reason, changed=changed)


def _day(line: ExtractionLine, day_given: date | None) -> date:
    """The day on which it was found out, by default today: not in the future, not before the hand-over."""
    day = day_given or clock.today()
    if day > clock.today():
        raise errors.Invalid({"happened_on": AHEAD})
    if line.handed_over_at is not None and day < clock.local(line.handed_over_at).date():
        raise errors.Invalid({"happened_on": BEFORE}, day=f"{clock.local(line.handed_over_at):%d/%m/%Y}")
    return day


def _moment(line: ExtractionLine, day: date, now: datetime) -> datetime:
    """The moment that stands for a day: now for today, else its first one that is not before the hand-over."""
    if day == clock.today():
        return now
    start = clock.day_start(day)
    return max(start, line.handed_over_at) if line.handed_over_at else start
