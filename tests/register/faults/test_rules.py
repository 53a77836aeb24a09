"""Which faults stop the recording, and money as people write it."""

import pytest

from tracker.register.faults.rules import STILL_RECORDS, STOPPING, FaultKind, read_dong, stops

STOPS = {
    *(FaultKind.NO_PICTURE, FaultKind.CABLE, FaultKind.POWER, FaultKind.NETWORK, FaultKind.DISK),
    *(FaultKind.MISSING, FaultKind.OTHER),
}
RECORDS = {FaultKind.CLOCK, FaultKind.BLURRED, FaultKind.TURNED, FaultKind.CONTRACT, FaultKind.PASSWORD}


@pytest.mark.parametrize("kind", list(FaultKind))
def test_a_fault_stops_the_recording_unless_there_is_still_a_picture(kind: FaultKind) -> None:
    assert (kind in STOPS) is not (kind in RECORDS)  # which of the two a new kind is, somebody decides
    assert stops(kind) is (kind in STOPS)
    assert (kind in STOPPING) is not (kind in STILL_RECORDS)


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("1200000", 1_200_000),
        ("1.200.000 đ", 1_200_000),
        ("1,200,000 VND", 1_200_000),
        ("1 200 000đồng", 1_200_000),
        (" 500 vnđ ", 500),
        ("1,2 triệu", 1_200_000),
        ("1.25tr", 1_250_000),
        ("350k", 350_000),
        ("35 nghìn đồng", 35_000),
        ("35 ngàn", 35_000),
        ("0", 0),
        ("999999 triệu", 999_999_000_000),
        ("1,125 triệu", 1_125_000),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, dong: int) -> None:
    assert read_dong(typed) == dong


@pytest.mark.parametrize(
    "typed", ["", "nhiều", "-5", "1.2.3", "1.20.000", "1.200,000", "1,2345 triệu", "1000000 triệu", "1 2 triệu", "5 $"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert read_dong(typed) is None
