"""How an incident may end and be taken up again, and when it may have happened."""

from datetime import timedelta

import pytest

from tests.cast import HOUR, at
from tracker.cases.incidents.rules import CLARIFIED, ENDS, IncidentStatus, code, time_faults
from tracker.cases.incidents.steps import END, REOPEN, advance
from tracker.core import errors

NOW = at(5)


def test_an_incident_that_is_being_verified_ends_in_each_way_there_is() -> None:
    for end in ENDS:
        assert advance(IncidentStatus.VERIFYING, END, end) is end


@pytest.mark.parametrize("end", [status for status in IncidentStatus if status not in ENDS])
def test_to_be_verified_is_no_end(end: IncidentStatus) -> None:
    with pytest.raises(errors.Invalid) as refused:
        advance(IncidentStatus.VERIFYING, END, end)
    assert refused.value.fields == {"status": "Hãy chọn kết quả giải quyết."}


@pytest.mark.parametrize("status", ENDS)
def test_what_has_ended_ends_no_second_time_but_may_be_taken_up_again(status: IncidentStatus) -> None:
    with pytest.raises(errors.WrongState, match=r"^Vụ việc đã kết thúc") as refused:
        advance(status, END, IncidentStatus.CLARIFIED)
    assert refused.value.facts == {"step": "end", "status": status.value}
    assert advance(status, REOPEN) is IncidentStatus.VERIFYING


def test_what_has_not_ended_is_not_taken_up_again() -> None:
    with pytest.raises(errors.WrongState, match=r"^Vụ việc chưa kết thúc") as refused:
        advance(IncidentStatus.VERIFYING, REOPEN)
    assert refused.value.facts == {"step": "reopen", "status": "verifying"}


def test_clarified_is_what_is_known_to_have_happened() -> None:
    assert set(CLARIFIED) == {
        IncidentStatus.CLARIFIED,
        IncidentStatus.PROSECUTED,
        IncidentStatus.SANCTIONED,
        IncidentStatus.MEDIATED,
    }
    assert set(ENDS) == set(IncidentStatus) - {IncidentStatus.VERIFYING}


def test_nothing_happens_in_the_future_or_ends_before_it_began() -> None:
    tick = timedelta(microseconds=1)
    begins, ends, order = ("Thời điểm xảy ra không", "Thời điểm kết thúc không", "Thời điểm kết thúc phải sau")
    for since, until, field, words in (
        (NOW + tick, NOW + tick, "occurred_from", begins),
        (NOW - HOUR, NOW + tick, "occurred_to", ends),
        (NOW, NOW - tick, "occurred_to", order),
    ):
        ((faulty_field, message),) = time_faults(since, until, NOW).items()
        assert faulty_field == field
        assert message.startswith(words)
    assert time_faults(NOW, NOW, NOW) == {}
    assert time_faults(NOW - HOUR, NOW, NOW) == {}


def test_a_code_carries_its_number_and_its_year() -> None:
    assert code(12, 2026) == "VV-00012/2026"
