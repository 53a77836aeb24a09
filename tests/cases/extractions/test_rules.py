"""How requests and lines may move, and how the clock runs."""

import pytest

from tracker.cases.extractions.rules import (
    FAULT_BY_REASON,
    SETTLED,
    USEFUL,
    LineStatus,
    Outcome,
    RequestStatus,
    UnavailableReason,
    all_settled,
)
from tracker.cases.extractions.steps import (
    APPROVE,
    CLOSE,
    COMPLETE,
    DECLARE,
    EXTEND,
    EXTRACT,
    FILE,
    HAND_OVER,
    PRESERVE,
    REFUSE,
    REOPEN,
    RESUME,
    WITHDRAW,
    LineStep,
    Step,
    advance,
    advance_line,
    line_steps_from,
    steps_from,
)
from tracker.core import errors

S, L, R = RequestStatus, LineStatus, UnavailableReason

ALLOWED = {
    (S.DRAFT, FILE): S.FILED,
    (S.DRAFT, WITHDRAW): S.WITHDRAWN,
    (S.FILED, APPROVE): S.APPROVED,
    (S.FILED, REFUSE): S.REFUSED,
    (S.FILED, WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, COMPLETE): S.ANSWERED,
    (S.ANSWERED, CLOSE): S.CLOSED,
    (S.ANSWERED, RESUME): S.APPROVED,
    (S.CLOSED, REOPEN): S.ANSWERED,
}

LINE_ALLOWED = {
    (L.ASKED, PRESERVE): L.PRESERVED,
    (L.ASKED, EXTRACT): L.EXTRACTED,
    (L.PRESERVED, EXTEND): L.PRESERVED,
    (L.PRESERVED, EXTRACT): L.EXTRACTED,
    (L.EXTRACTED, HAND_OVER): L.HANDED_OVER,
    (L.ASKED, DECLARE): L.UNAVAILABLE,
    (L.PRESERVED, DECLARE): L.UNAVAILABLE,
    (L.EXTRACTED, DECLARE): L.UNAVAILABLE,
}


@pytest.mark.parametrize("status", RequestStatus)
@pytest.mark.parametrize(
    "step", [FILE, APPROVE, REFUSE, WITHDRAW, COMPLETE, RESUME, CLOSE, REOPEN], ids=lambda step: step.name
)
def test_a_request_moves_only_as_the_table_says(status: RequestStatus, step: Step) -> None:
    if (status, step) in ALLOWED:
        assert advance(status, step) is ALLOWED[status, step]
    else:
        with pytest.raises(errors.WrongState) as refused:
            advance(status, step)
        assert refused.value.facts == {"step": step.name, "status": status.value}


@pytest.mark.parametrize("status", LineStatus)
@pytest.mark.parametrize("step", [PRESERVE, EXTEND, EXTRACT, HAND_OVER, DECLARE], ids=lambda step: step.name)
def test_a_line_never_moves_backwards(status: LineStatus, step: LineStep) -> None:
    if (status, step) in LINE_ALLOWED:
        assert advance_line(status, S.APPROVED, step) is LINE_ALLOWED[status, step]
    else:
        with pytest.raises(errors.WrongState) as refused:
            advance_line(status, S.APPROVED, step)
        assert refused.value.facts == {"step": step.name, "status": status.value}


@pytest.mark.parametrize("status", RequestStatus)
def test_footage_may_be_preserved_before_approval_but_copied_only_after(status: RequestStatus) -> None:
    for step, allowed in ((PRESERVE, {S.FILED, S.APPROVED}), (EXTRACT, {S.APPROVED})):
        if status in allowed:
            assert advance_line(L.ASKED, status, step)
        else:
            with pytest.raises(errors.WrongState, match=r"^Phiếu chưa được phê duyệt") as refused:
                advance_line(L.ASKED, status, step)
            assert refused.value.facts == {"step": step.name}


def test_useful_is_decisive_or_supporting() -> None:
    assert set(USEFUL) == {Outcome.DECISIVE, Outcome.SUPPORTING}


@pytest.mark.parametrize("status", RequestStatus)
def test_a_button_is_drawn_for_each_step_that_leads_on_and_for_no_other(status: RequestStatus) -> None:
    assert set(steps_from(status)) == {step for state, step in ALLOWED if state is status} - {COMPLETE, RESUME}


@pytest.mark.parametrize("status", LineStatus)
def test_a_line_has_the_buttons_of_its_own_state_and_its_requests(status: LineStatus) -> None:
    assert set(line_steps_from(status, S.APPROVED)) == {step for state, step in LINE_ALLOWED if state is status}
    assert set(line_steps_from(status, S.FILED)) <= {PRESERVE, EXTEND, DECLARE}
    assert line_steps_from(status, S.DRAFT) == line_steps_from(status, S.CLOSED) == []


@pytest.mark.parametrize("status", LineStatus)
def test_a_line_leads_on_until_nothing_more_is_wanted_of_the_ward(status: LineStatus) -> None:
    assert bool(line_steps_from(status, S.APPROVED)) is (status not in SETTLED)


def test_every_reason_is_known_to_say_something_of_the_camera_or_nothing() -> None:
    silent = {R.OVERWRITTEN, R.WRONG_DIRECTION, R.OWNER_REFUSED, R.OWNER_UNREACHABLE}
    assert FAULT_BY_REASON.keys() | silent == set(R)
    assert not FAULT_BY_REASON.keys() & silent


def test_a_ward_has_nothing_more_to_answer_once_every_line_is_settled() -> None:
    assert all_settled([L.HANDED_OVER, L.UNAVAILABLE])
    for status in (L.ASKED, L.PRESERVED, L.EXTRACTED):
        assert not all_settled([L.HANDED_OVER, status])
