"""Actions: keeping what was done to a request, a line or an incident as events, one beside the change that it made."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from tracker.cases import moments
from tracker.cases.events import StepEvent
from tracker.cases.transitions import Transition
from tracker.core import clock, errors
from tracker.core.database import UTCDateTime
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

# The columns of a change that the audit log names; all of them stand in the event.
LOGGED = ("status", "ending_note")
TAKEN_BACK = "take-back"
# How long a step can be taken back without saying why: ten seconds in which the button is seen, and a slow line.
GRACE = timedelta(seconds=30)
SLIP = N_("bấm nhầm")
AHEAD = N_("Thời điểm này không thể ở tương lai.")
TOO_EARLY = N_("Không thể trước %(earliest)s, là lúc của việc phải có trước.")


def step_moment(moment_given: datetime | None, earlier: Iterable[datetime | None]) -> datetime:
    """When a step happened: as given, by default now. Invalid at `happened_at` in the future and before `earlier`."""
    now = clock.now()
    if moment_given is None:
        return now
    if moments.is_ahead(moment_given, now):
        raise errors.Invalid({"happened_at": AHEAD})
    earliest = max((moment for moment in earlier if moment is not None), default=moment_given)
    if moments.precedes(moment_given, earliest):
        raise errors.Invalid({"happened_at": TOO_EARLY}, earliest=f"{clock.local(earliest):%H:%M %d/%m/%Y}")
    return moments.within(moment_given, earliest, now)


def last_moment(session: Session, kind: type[StepEvent], subject_id: int) -> datetime | None:
    """When the last step of a thing that stands happened."""
    last = newest(session, kind, subject_id)
    return last.happened_at if last else None


def newest(session: Session, kind: type[StepEvent], subject_id: int) -> StepEvent | None:
    """The last step of a thing that nobody took back."""
    subject = getattr(kind, kind.subject)
    standing = select(kind).where(subject == subject_id, kind.reverted_by_id.is_(None), kind.reverts_id.is_(None))
    return session.scalars(standing.order_by(kind.id.desc()).limit(1)).first()


def keep(
    session: Session,
    actor: Viewer,
    event: StepEvent,
    subject: Any,
    step: Transition[Any],
    happened_at: datetime,
    note: str,
) -> dict[str, list[Any]]:
    """Note in `event`, a new row, a step just made to `subject` and not yet written. What the log says of it."""
    changed = unwritten_changes(subject)
    before, after = changed.get("status", [subject.status.value] * 2)
    event.step, event.before, event.after, event.note = step.name, before, after, note
    event.happened_at, event.recorded_at, event.actor_id = happened_at, clock.now(), actor.id
    event.facts = {"changed": changed}
    setattr(event, event.subject, subject.id)
    session.add(event)
    session.flush()
    return {name: changed[name] for name in LOGGED if name in changed}


def revert(session: Session, actor: Viewer, event: StepEvent, subject: Any, reason: str) -> dict[str, list[Any]]:
    """Set `subject` back to before a step, the newest that stands, and note that. What the log says of it."""
    restore(subject, event.facts["changed"])
    changed, now = unwritten_changes(subject), clock.now()
    back = type(event)()
    back.step, back.before, back.after = TAKEN_BACK, event.after, event.before
    back.happened_at, back.recorded_at = now, now
    back.actor_id, back.note, back.facts, back.reverts_id = actor.id, reason, {"changed": changed}, event.id
    setattr(back, event.subject, subject.id)
    session.add(back)
    session.flush()
    event.reverted_by_id = back.id
    session.flush()
    return {name: changed[name] for name in LOGGED if name in changed}


def is_slip(actor: Viewer, event: StepEvent | None) -> bool:
    """Whether somebody has only just taken a step and may take it back as a slip of the finger."""
    return event is not None and event.actor_id == actor.id and clock.now() - event.recorded_at <= GRACE


def unwritten_changes(row: Any) -> dict[str, list[Any]]:
    """The columns of a row that were set and not yet written: [before, after] of each, as JSON keeps values."""
    state = inspect(row)
    histories = {column.key: state.attrs[column.key].history for column in state.mapper.column_attrs}
    return {
        name: [_plain(history.deleted[0] if history.deleted else None), _plain(history.added[0])]
        for name, history in histories.items()
        if history.has_changes()
    }


def restore(row: Any, changed: Mapping[str, list[Any]]) -> None:
    """Set the columns of a row back to what they were before a change."""
    columns = inspect(type(row)).columns
    for name, (before, _) in changed.items():
        setattr(row, name, value_of(columns[name].type, before))


def value_of(kind: Any, json_value: Any) -> Any:
    """A value as its column takes it, from what JSON keeps of it."""
    if json_value is None:
        return None
    words = getattr(kind, "enum_class", None)
    if words is not None:
        return words(json_value)
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(json_value)
    return date.fromisoformat(json_value) if isinstance(kind, Date) else json_value


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
