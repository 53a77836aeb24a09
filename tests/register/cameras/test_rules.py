"""What a camera sees, what may be claimed about it, and how a list of cameras goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import at
from tracker.register.cameras.rules import (
    CameraForm,
    Health,
    Match,
    Sort,
    health_on_page,
    read_key,
    sight,
)

PLACE = (19.8067, 105.7852)
NOW = at(5)


def north(metres: float) -> tuple[float, float]:
    """A scene so far to the north of the camera."""
    return PLACE[0] + metres / 111_195, PLACE[1]


def match(
    metres: float, facing: float | None = 0.0, *, form: CameraForm = CameraForm.FIXED, **seeing: float | None
) -> Match:
    facts = {"view": 90.0, "reach": 60.0} | seeing
    return sight(PLACE, north(metres), form=form, facing=facing, **facts).match


def test_how_a_camera_stands_to_a_scene_is_told_in_metres_and_degrees_from_north() -> None:
    result = sight(PLACE, (PLACE[0], PLACE[1] + 0.001), form=CameraForm.FIXED, facing=90, view=90, reach=200)
    assert round(result.metres) == 105
    assert round(result.bearing) == 90
    assert result.match is Match.IN_VIEW


@pytest.mark.parametrize("facing", [0, 45, 315, 360, -45])
def test_what_lies_within_half_the_angle_to_either_side_is_in_view(facing: float) -> None:
    assert match(30, facing) is Match.IN_VIEW


@pytest.mark.parametrize("facing", [46, 314, 90, 180, 270])
def test_what_lies_outside_the_angle_is_only_near(facing: float) -> None:
    assert match(30, facing) is Match.NEAR


def test_what_is_right_below_the_camera_is_in_view_whichever_way_it_looks() -> None:
    assert match(1.5, 180) is Match.IN_VIEW
    assert match(2.5, 180) is Match.NEAR


def test_a_camera_sees_as_far_as_it_reaches_and_where_nobody_said_60_metres_and_90_degrees() -> None:
    assert match(59.9, view=None, reach=None) is Match.IN_VIEW
    assert match(60.5, view=None, reach=None) is Match.NEAR
    assert match(60.5, reach=61) is Match.IN_VIEW
    assert match(30, 44, view=None) is Match.IN_VIEW
    assert match(30, 46, view=None) is Match.NEAR
    assert match(30, 46, view=100) is Match.IN_VIEW


def test_a_camera_that_turns_sees_all_round_and_of_others_one_must_know_where_they_look() -> None:
    assert match(500, form=CameraForm.PTZ) is Match.ALL_ROUND
    assert match(30, None) is Match.NO_BEARING


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
