"""Actions: how footage was secured and until when; and footage that should be gone by the clock but is still there."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, LineEvent
from tracker.cases.extractions.rules import PreservationWay, has_lapsed, is_gone
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.register.cameras.corrected_days import correct_days
from tracker.register.recorders.rules import overwritten_at

Facts = Mapping[str, Any]

# The steps by which somebody says how footage was secured.
SECURING = ("preserve", "extend")
GONE = N_(
    "Theo sổ, đoạn hình này đã bị ghi đè lúc %(gone)s. Nếu thật sự còn, hãy ghi đầu ghi giữ được bao nhiêu ngày; nếu"
    " không, hãy trả lời «đã bị ghi đè»."
)
WHY = N_("Hãy ghi vì sao biết số ngày này, ví dụ đã xem lại trên đầu ghi.")
TOO_FEW = N_("Giữ chừng đó ngày thì đoạn hình này vẫn đã bị ghi đè: ít nhất phải là %(least)s ngày.")
EARLIER = N_("Thời hạn bảo toàn phải từ ngày bảo toàn trở đi.")


def check_exists(session: Session, actor: Viewer, line: ExtractionLine, facts: Facts) -> None:
    """Refuse to secure or copy what the clock says was gone when that happened, unless it is said that it was there.

    Then the days that its recorder keeps were noted wrongly, and are corrected. Invalid at `days_kept` and
    `days_reason`.
    """
    happened_at: datetime = facts["happened_at"]
    lapsed = has_lapsed(line.status, line.preserved_until, clock.local(happened_at).date())
    if not is_gone(line.status, line.gone_at, happened_at, lapsed=lapsed):
        return
    days, reason = facts.get("days_kept"), facts.get("days_reason")
    missing = ({} if days else {"days_kept": GONE}) | ({} if reason else {"days_reason": WHY})
    if not days or missing:
        raise errors.Invalid(missing, gone=f"{clock.local(line.gone_at):%H:%M %d/%m/%Y}")
    if overwritten_at(line.window_to, days) <= happened_at:
        least = (happened_at - line.window_to) // timedelta(days=1) + 1
        raise errors.Invalid({"days_kept": TOO_FEW}, least=least)
    correct_days(session, actor, line.camera, days, f"{line.request.code}: {reason}")


def keep_preservation(session: Session, actor: Viewer, line: ExtractionLine, facts: Facts) -> None:
    """Keep how a line's footage was secured, by whom, until when; what is not told, as this person did it last."""
    check_exists(session, actor, line, facts)
    happened_on = clock.local(facts["happened_at"]).date()
    until = facts.get("preserved_until")
    if until is not None and until < happened_on:
        raise errors.Invalid({"preserved_until": EARLIER})
    usual = usual_of(session, actor, happened_on)
    line.preserved_how = facts.get("preserved_how") or usual["preserved_how"]
    line.preserved_by = facts.get("preserved_by") or actor.name
    line.preserved_until = until if until or facts.get("unlimited") else usual["preserved_until"]


def usual_of(session: Session, actor: Viewer, on: date) -> dict[str, Any]:
    """How somebody secured footage the last time: the way, and as long, counted from a day. At first: called."""
    by_actor = select(LineEvent).where(LineEvent.actor_id == actor.id, LineEvent.step.in_(SECURING))
    standing = by_actor.where(LineEvent.reverted_by_id.is_(None), LineEvent.reverts_id.is_(None))
    last = session.scalars(standing.order_by(LineEvent.id.desc()).limit(1)).first()
    changed = last.facts["changed"] if last else {}
    spelling, until = (changed.get(name, [None, None])[1] for name in ("preserved_how", "preserved_until"))
    span = date.fromisoformat(until) - clock.local(last.happened_at).date() if last and until else None
    usual_until = on + span if span else None
    return {
        "preserved_how": PreservationWay(spelling) if spelling else PreservationWay.CALL,
        "preserved_by": actor.name,
        "preserved_until": usual_until,
        "unlimited": usual_until is None,
    }
