"""Rules: the events that columns tell of, for rows that were not made step by step: demonstration, taking over. Pure.

A row is given and an event given back as the columns of its table; what a row does not name is nobody and nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class _Step(NamedTuple):
    """`column` keeps when; `by` names the column of who did it, `sets` what else the step sets, `kept` if `column`."""

    name: str
    after: str
    column: str
    by: str = ""
    sets: tuple[str, ...] = ()
    kept: bool = True


_FILE = _Step("file", "filed", "filed_at", "requester_id")
_APPROVE = _Step("approve", "approved", "decided_at", "approver_id", ("approver_id", "decision_note"))
_REFUSE = _APPROVE._replace(name="refuse", after="refused")
_COMPLETE = _Step("complete", "answered", "completed_at", kept=False)
_CLOSE = _Step("close", "closed", "closed_at", "requester_id", ("ask_again_on",))
_WITHDRAW = _Step("withdraw", "withdrawn", "withdrawn_at", "requester_id", kept=False)
_ANSWERS = (
    _Step("preserve", "preserved", "preserved_at"),
    _Step("extract", "extracted", "extracted_at"),
    _Step("hand-over", "handed_over", "handed_over_at"),
    _Step("unavailable", "unavailable", "unavailable_at", sets=("unavailable_reason",)),
)


def incident_events(row: Row) -> list[Row]:
    """How an incident ended, if it did."""
    end = _Step("end", _plain(row["status"]), "ended_at", "investigator_id", ("ending_note",))
    return list(_events(row, "verifying", [end]))


def request_events(row: Row, lines: Sequence[Row]) -> list[Row]:
    """The steps of a request, in the order in which they can be taken."""
    status = _plain(row["status"])
    moments_so_far = [row[column] for column in ("created_at", "filed_at", "decided_at") if row[column] is not None]
    settled = [line["handed_over_at"] or line["unavailable_at"] for line in lines]
    settled_all = all(_plain(line["status"]) in ("handed_over", "unavailable") for line in lines)
    answered = status == "answered" or (status == "closed" and settled_all)
    moments = {
        "completed_at": max([*moments_so_far, *filter(None, settled)]) if answered else None,
        "withdrawn_at": max(moments_so_far) if status == "withdrawn" else None,
    }
    decide = _REFUSE if status == "refused" else _APPROVE
    return list(_events({**row, **moments}, "draft", [_FILE, decide, _COMPLETE, _CLOSE, _WITHDRAW]))


def line_events(row: Row) -> list[Row]:
    """How a line was answered; by whom, its columns do not keep."""
    return list(_events(row, "asked", _ANSWERS))


def _events(row: Row, state: str, steps: Iterable[_Step]) -> Iterator[Row]:
    for step in steps:
        moment = row[step.column]
        if moment is None:
            continue
        names = (*((step.column,) if step.kept else ()), *step.sets)
        changed = {name: [_empty(name), _plain(row[name])] for name in names if row[name] != _empty(name)}
        yield {
            "step": step.name,
            "before": state,
            "after": step.after,
            "happened_at": moment,
            "recorded_at": moment,
            "actor_id": row[step.by] if step.by else None,
            "note": "",
            "facts": {"changed": {"status": [state, step.after], **changed}},
            "reverted_by_id": None,
            "reverts_id": None,
        }
        state = step.after


def _empty(name: str) -> str | None:
    """What a column holds before any step."""
    return "" if name.endswith("_note") else None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
