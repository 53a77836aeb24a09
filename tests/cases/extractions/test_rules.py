"""How requests and lines may move, and how the clock runs."""

from datetime import timedelta

import pytest

from tests.cast import at
from tracker.cases.extractions.rules import (
    APPROVE,
    CLOSE,
    COMPLETE,
    DECLARE,
    EXTRACT,
    FILE,
    HAND_OVER,
    PRESERVE,
    REFUSE,
    WITHDRAW,
    LineStatus,
    LineStep,
    Outcome,
    RequestStatus,
    Step,
    Urgency,
    advance,
    advance_line,
    urgency,
)
from tracker.core import errors

S, L = RequestStatus, LineStatus

ALLOWED = {
    (S.DRAFT, FILE): S.FILED,
    (S.DRAFT, WITHDRAW): S.WITHDRAWN,
    (S.FILED, APPROVE): S.APPROVED,
    (S.FILED, REFUSE): S.REFUSED,
    (S.FILED, WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, COMPLETE): S.ANSWERED,
    (S.ANSWERED, CLOSE): S.CLOSED,
}

LINE_ALLOWED = {
    (L.ASKED, PRESERVE): L.PRESERVED,
    (L.ASKED, EXTRACT): L.EXTRACTED,
    (L.PRESERVED, EXTRACT): L.EXTRACTED,
    (L.EXTRACTED, HAND_OVER): L.HANDED_OVER,
    (L.ASKED, DECLARE): L.UNAVAILABLE,
    (L.PRESERVED, DECLARE): L.UNAVAILABLE,
    (L.EXTRACTED, DECLARE): L.UNAVAILABLE,
}


@pytest.mark.parametrize("status", RequestStatus)
@pytest.mark.parametrize("step", [FILE, APPROVE, REFUSE, WITHDRAW, COMPLETE, CLOSE], ids=lambda step: step.name)
def test_a_request_moves_only_as_the_table_says(status: RequestStatus, step: Step) -> None:
    if (status, step) in ALLOWED:
        assert advance(status, step) is ALLOWED[status, step]
    else:
        with pytest.raises(errors.WrongState):
            advance(status, step)


@pytest.mark.parametrize("status", LineStatus)
@pytest.mark.parametrize("step", [PRESERVE, EXTRACT, HAND_OVER, DECLARE], ids=lambda step: step.name)
def test_a_line_never_moves_backwards(status: LineStatus, step: LineStep) -> None:
    if (status, step) in LINE_ALLOWED:
        assert advance_line(status, S.APPROVED, step) is LINE_ALLOWED[status, step]
    else:
        with pytest.raises(errors.WrongState):
            advance_line(status, S.APPROVED, step)


@pytest.mark.parametrize("status", RequestStatus)
def test_footage_may_be_preserved_before_approval_but_copied_only_after(status: RequestStatus) -> None:
    for step, allowed in ((PRESERVE, {S.FILED, S.APPROVED}), (EXTRACT, {S.APPROVED})):
        if status in allowed:
            assert advance_line(L.ASKED, status, step)
        else:
            with pytest.raises(errors.WrongState):
                advance_line(L.ASKED, status, step)


@pytest.mark.parametrize(
    ("left", "look"),
    [
        (timedelta(hours=73), Urgency.CALM),
        (timedelta(hours=72), Urgency.SOON),
        (timedelta(hours=24), Urgency.VERY_SOON),
        (timedelta(seconds=1), Urgency.VERY_SOON),
        (timedelta(0), Urgency.GONE),
        (timedelta(days=-9), Urgency.GONE),
    ],
)
def test_the_clock_turns_amber_at_72_hours_and_red_at_24(left: timedelta, look: Urgency) -> None:
    assert urgency(L.ASKED, at(5) + left, at(5)) is look


def test_preserved_footage_is_held_however_late_it_is() -> None:
    assert urgency(L.PRESERVED, at(1), at(30)) is Urgency.HELD


def test_useful_is_decisive_or_supporting() -> None:
    assert {Outcome.DECISIVE, Outcome.SUPPORTING} == set(Outcome) - {Outcome.NOTHING, Outcome.UNCLEAR}
