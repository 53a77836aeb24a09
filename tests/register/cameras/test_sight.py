"""Whether a camera sees a scene: where it looks, how far it reaches, what its picture shows."""

import pytest

from tracker.register.cameras.optics import Detail
from tracker.register.cameras.rules import CameraForm
from tracker.register.cameras.sight import Match, Sight, View, sight

PLACE = (19.8067, 105.7852)


def seen(metres: float, facing: float | None = 0.0, **seeing: object) -> Sight:
    """A scene so far to the north of a camera."""
    facts = {"form": CameraForm.FIXED, "angle": 90.0, "reach_m": 60.0, "facing": facing} | seeing
    return sight(PLACE, (PLACE[0] + metres / 111_195, PLACE[1]), View(**facts))  # type: ignore[arg-type]


def match(metres: float, facing: float | None = 0.0, **seeing: object) -> Match:
    return seen(metres, facing, **seeing).match


def test_how_a_camera_stands_to_a_scene_is_told_in_metres_and_degrees_from_north() -> None:
    view = View(form=CameraForm.FIXED, facing=90, angle=90, reach_m=200)
    result = sight(PLACE, (PLACE[0], PLACE[1] + 0.001), view)
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


def test_of_a_camera_of_unknown_angle_the_usual_one_is_taken() -> None:
    assert match(30, 44, angle=None) is Match.IN_VIEW
    assert match(30, 46, angle=None) is Match.NEAR
    assert match(30, 46, angle=100) is Match.IN_VIEW


def test_a_camera_that_looks_there_from_too_far_away_is_told_apart_from_one_that_looks_elsewhere() -> None:
    assert match(60.5) is Match.AIMED_BEYOND
    assert match(60.5, 180) is Match.NEAR
    assert match(60.5, reach_m=61) is Match.IN_VIEW


def test_where_nobody_said_how_far_it_reaches_no_distance_is_assumed() -> None:
    assert match(5, reach_m=None) is match(500, reach_m=None) is Match.AIMED


def test_a_camera_reaches_as_far_as_its_picture_shows_somebody_unless_its_owner_says_so() -> None:
    picture = {"reach_m": None, "width_px": 1920}
    assert match(38, **picture) is Match.IN_VIEW
    assert match(39, **picture) is Match.AIMED_BEYOND
    assert match(39, width_px=1920) is Match.IN_VIEW
    assert seen(39, width_px=1920).detail is Detail.TOO_FAR


def test_what_turns_or_looks_all_round_has_a_reach_too() -> None:
    assert match(50, form=CameraForm.PTZ) is Match.ALL_ROUND
    assert match(500, form=CameraForm.PTZ) is Match.BEYOND
    assert match(500, form=CameraForm.PTZ, reach_m=None) is Match.ALL_ROUND
    assert match(50, form=CameraForm.PANORAMIC) is Match.ROUND_VIEW
    panoramic = {"form": CameraForm.PANORAMIC, "angle": None, "reach_m": None, "width_px": 3840}
    assert match(24, **panoramic) is Match.ROUND_VIEW
    assert match(25, **panoramic) is Match.BEYOND


def test_of_a_camera_of_unknown_direction_no_more_is_said_than_that() -> None:
    assert match(30, None) is Match.NO_BEARING
    assert match(61, None) is Match.BEYOND


def test_each_hit_tells_what_could_be_done_with_its_picture() -> None:
    assert seen(30).detail is Detail.UNKNOWN
    assert [seen(metres, width_px=1920).detail for metres in (3, 6, 14, 30, 50)] == [
        *(Detail.IDENTIFY, Detail.RECOGNISE, Detail.OBSERVE, Detail.DETECT, Detail.TOO_FAR),
    ]
    density = seen(30, width_px=1920).density
    assert density == pytest.approx(32, abs=0.1)


def test_a_camera_high_above_the_street_is_as_far_away_as_its_lens() -> None:
    assert seen(3, width_px=1920).detail is Detail.IDENTIFY
    assert seen(3, width_px=1920, height_m=8).detail is Detail.OBSERVE
