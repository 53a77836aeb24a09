"""Actions: the events that rows made at once tell of: what `cases.derived_events` says of each, in the database."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, case, func, literal, select, text
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import LineEvent, RequestEvent
from tracker.cases.extractions.rules import LineStatus as L
from tracker.cases.extractions.rules import RequestStatus as R
from tracker.cases.incidents.models import IncidentEvent
from tracker.cases.incidents.rules import CLARIFIED
from tracker.cases.incidents.rules import IncidentStatus as I
from tracker.demo.scale.cases import ANSWERED, CLEAR, WHY_NOT
from tracker.demo.scale.expressions import Day, Iso, Json, Moment, fill, greatest, values_of, written


class Step(NamedTuple):
    """A step that was taken where `moment` is known. `changed` are columns that it set: a text, a number or nothing."""

    name: str
    before: ColumnElement[str]
    after: ColumnElement[str]
    moment: ColumnElement[int]
    actor_id: Any = None
    changed: tuple[tuple[str, str, ColumnElement[str]], ...] = ()


def write(session: Session, incidents: Table, requests: Table, lines: Table) -> None:
    """The events of all three."""
    _write(session, IncidentEvent, incidents, [_end(incidents.c)])
    settled = select(lines.c.request_id, func.max(func.coalesce(lines.c.handed, lines.c.lacking)).label("settled"))
    ends = settled.group_by(lines.c.request_id).subquery()
    _write(session, RequestEvent, requests, _request_steps(requests.c, ends.c.settled), ends)
    _write(session, LineEvent, lines, _line_steps(lines.c))


def _write(session: Session, model: Any, table: Table, steps: list[Step], joined: Any = None) -> None:
    source = select(text("1")).select_from(table)
    if joined is not None:
        source = source.outerjoin(joined, joined.c.request_id == table.c.id)
    for step in steps:
        states = '"status": ["' + step.before + '", "' + step.after + '"]'
        values = {
            model.subject: table.c.id,
            "step": step.name,
            "before": step.before,
            "after": step.after,
            "happened_at": Moment(step.moment),
            "recorded_at": Moment(step.moment),
            "actor_id": step.actor_id,
            "note": "",
            "facts": Json('{"changed": {' + _all(states, step.changed) + "}}"),
        }
        fill(session, model, values, source.where(step.moment.is_not(None)).order_by(table.c.id))


def _all(states: ColumnElement[str], changed: tuple[tuple[str, str, ColumnElement[str]], ...]) -> ColumnElement[str]:
    """The columns that were set, as the inside of an object of JSON; those still empty are left out."""
    for name, before, value in changed:
        states = states + case((value.is_(None), ""), else_=f', "{name}": [{before}, ' + value + "]")
    return states


def _text(value: Any) -> ColumnElement[str]:
    quoted: ColumnElement[str] = '"' + value + '"'
    return quoted


def _end(staged: Any) -> Step:
    clear = case((staged.status.in_(values_of(tuple(CLARIFIED))), CLEAR))
    changed = (("ended_at", "null", _text(Iso(staged.ended))), ("ending_note", '""', _text(clear)))
    return Step("end", literal(I.VERIFYING.value), staged.status, staged.ended, staged.investigator_id, changed)


def _request_steps(staged: Any, settled: Any) -> list[Step]:
    filed = case((staged.status != R.DRAFT.value, staged.filed))
    refused, answered = staged.status == R.REFUSED.value, staged.status.in_(ANSWERED)
    decision = (
        ("decided_at", "null", _text(Iso(staged.decided))),
        ("approver_id", "null", written(staged.approver_id)),
        ("decision_note", '""', _text(case((refused, WHY_NOT)))),
    )
    closing = (
        ("closed_at", "null", _text(Iso(staged.closed))),
        ("ask_again_on", "null", _text(written(Day(staged.ask_again)))),
    )
    approved = [staged.decided, staged.approver_id, decision]
    state = {status: literal(status.value) for status in R}
    return [
        Step(
            "file",
            state[R.DRAFT],
            state[R.FILED],
            filed,
            staged.investigator_id,
            (("filed_at", "null", _text(Iso(filed))),),
        ),
        Step("approve", state[R.FILED], state[R.APPROVED], case((~refused, approved[0])), *approved[1:]),
        Step("refuse", state[R.FILED], state[R.REFUSED], case((refused, approved[0])), *approved[1:]),
        Step(
            "complete",
            state[R.APPROVED],
            state[R.ANSWERED],
            case((answered, greatest(staged.decided, func.coalesce(settled, 0)))),
        ),
        Step("close", state[R.ANSWERED], state[R.CLOSED], staged.closed, staged.investigator_id, closing),
        Step(
            "withdraw",
            state[R.FILED],
            state[R.WITHDRAWN],
            case((staged.status == R.WITHDRAWN.value, staged.filed)),
            staged.investigator_id,
        ),
    ]


def _line_steps(staged: Any) -> list[Step]:
    state = {status: literal(status.value) for status in L}
    earlier = case((staged.secured.is_not(None), L.PRESERVED.value), else_=L.ASKED.value)
    lacking = (
        ("unavailable_at", "null", _text(Iso(staged.lacking))),
        ("unavailable_reason", "null", _text(staged.why)),
    )
    return [
        Step(
            "preserve",
            state[L.ASKED],
            state[L.PRESERVED],
            staged.secured,
            None,
            (("preserved_at", "null", _text(Iso(staged.secured))),),
        ),
        Step(
            "extract",
            earlier,
            state[L.EXTRACTED],
            staged.copied,
            None,
            (("extracted_at", "null", _text(Iso(staged.copied))),),
        ),
        Step(
            "hand-over",
            state[L.EXTRACTED],
            state[L.HANDED_OVER],
            staged.handed,
            None,
            (("handed_over_at", "null", _text(Iso(staged.handed))),),
        ),
        Step("unavailable", earlier, state[L.UNAVAILABLE], staged.lacking, None, lacking),
    ]
