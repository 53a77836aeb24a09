"""What may be claimed about a camera, and how a list of cameras goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import at
from tracker.register.cameras.rules import Health, Sort, health_on_page, read_key

NOW = at(5)


def test_after_thirty_days_without_a_look_nobody_claims_that_a_camera_works() -> None:
    a_month = timedelta(days=30)
    assert health_on_page(Health.WORKING, NOW - a_month, NOW) is Health.WORKING
    assert health_on_page(Health.WORKING, NOW - a_month - timedelta(seconds=1), NOW) is Health.UNKNOWN
    assert health_on_page(Health.WORKING, None, NOW) is Health.UNKNOWN
    assert health_on_page(Health.BROKEN, None, NOW) is Health.BROKEN


def test_a_list_goes_on_where_its_page_ended() -> None:
    moment = datetime(2026, 9, 3, 13, 30, tzinfo=UTC)
    assert read_key(Sort.WARD, "7:hac thanh:1") == ("hac thanh:1", 7)
    assert read_key(Sort.CHECKED, moment.isoformat()) == moment
    assert read_key(Sort.CHECKED, "") is None
    assert read_key(Sort.INSTALLED, "2026-09-03") == date(2026, 9, 3)
    assert read_key(Sort.INSTALLED, "") is None
    assert read_key(Sort.CODE, "cam 1") == "cam 1"
    assert read_key(Sort.CHECKED, "1901-01-01T00:00:00+00:00").year == 1901
    assert read_key(Sort.CHECKED, "2199-01-01T00:00:00+00:00").year == 2199


@pytest.mark.parametrize(
    ("sort", "made_up"),
    [
        (Sort.WARD, "hac thanh"),
        (Sort.WARD, ":hac thanh"),
        (Sort.WARD, "1234567890123456:x"),
        (Sort.WARD, "7\n:x"),
        (Sort.CHECKED, "yesterday"),
        (Sort.CHECKED, "2026-09-03T13:30:00"),
        (Sort.CHECKED, "1900-12-31T00:00:00+00:00"),
        (Sort.CHECKED, "2200-01-01T00:00:00+00:00"),
        (Sort.INSTALLED, "03/09/2026"),
    ],
)
def test_a_made_up_place_in_a_list_is_none(sort: Sort, made_up: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_key(sort, made_up)
