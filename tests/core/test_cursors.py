"""Cursors: what a page ended with comes back as it was, and what somebody made up comes back as nothing."""

import base64
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core import cursors

PRINTABLE = st.text().filter(str.isprintable)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)  # a busy machine is no fault
@given(st.tuples(PRINTABLE, NUMBERS, DAYS, MOMENTS))
def test_keys_come_back_as_they_were_written(keys: tuple[str, int, date, datetime]) -> None:
    assert cursors.read(cursors.write(*keys), (str, int, date, datetime)) == keys


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "é",
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        cursors.write(),
        cursors.write(1, 2),
        cursors.write("1"),
        cursors.write(True),
        cursors.write(2**53),
        cursors.write(1.5),
        base64.urlsafe_b64encode(b'{"id": 1}').decode(),
    ],
)
def test_what_is_no_number_is_no_cursor_of_one(text: str) -> None:
    assert cursors.read(text, (int,)) is None


@pytest.mark.parametrize("moment", ["yesterday", "2024-01-01T00:00:00", "0001-01-01T00:00:00+14:00", 7])
def test_a_moment_has_a_time_zone_and_lies_in_our_time(moment: object) -> None:
    assert cursors.read(cursors.write(moment), (datetime,)) is None


def test_a_text_that_no_database_takes_is_no_cursor() -> None:
    assert cursors.read(cursors.write("a\x00"), (str,)) is None
