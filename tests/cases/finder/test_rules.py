"""Which camera could have seen it, and how the list is ordered."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import at
from tracker.cases.finder.rules import Candidate, drawn_at, ranked
from tracker.core.geodesy import distance
from tracker.register.cameras.rules import CameraForm, Health, Match, Sight, sight
from tracker.register.places.rules import bearing

SCENE = (19.8067, 105.7852)
WEST_OF_IT = (19.8067, 105.7848)  # 42 m


def seen(**values: object) -> Sight:
    facts = {"form": CameraForm.FIXED, "facing": 90.0, "view": 90.0, "reach": 60.0} | values
    return sight(WEST_OF_IT, SCENE, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({}, Match.IN_VIEW),
        ({"facing": 134.0}, Match.IN_VIEW),
        ({"facing": 136.0}, Match.NEAR),
        ({"facing": 270.0}, Match.NEAR),
        ({"facing": None}, Match.NO_BEARING),
        ({"reach": 30.0}, Match.NEAR),
        ({"form": CameraForm.PTZ, "facing": 270.0}, Match.ALL_ROUND),
        ({"view": None}, Match.IN_VIEW),
    ],
)
def test_a_camera_42_metres_west_of_the_scene(values: dict[str, object], match: Match) -> None:
    assert seen(**values).match is match


def test_a_view_across_north_is_one_view() -> None:
    north = (SCENE[0] + 0.0003, SCENE[1] + 0.00005)
    assert sight(SCENE, north, form=CameraForm.FIXED, facing=355, view=60, reach=100).match is Match.IN_VIEW


def test_distances_and_bearings_agree_with_the_globe() -> None:
    assert distance(*WEST_OF_IT, *SCENE) == pytest.approx(41.85, abs=0.1)
    assert bearing(*WEST_OF_IT, *SCENE) == pytest.approx(90, abs=0.01)


def candidate(**values: object) -> Candidate:
    facts: dict[str, object] = dict.fromkeys(("name", "place", "ward", "network", "connection"), "")
    facts |= {"id": 1, "code": "A", "form": CameraForm.FIXED, "bearing": 90.0, "view_angle": 90.0}
    facts |= {"sight": seen(), "alive": Health.WORKING, "overwrite_at": at(29), "gone_at": at(30)}
    return Candidate(**{**facts, **values})  # type: ignore[arg-type]


def test_footage_already_overwritten_comes_last_however_well_it_was_seen() -> None:
    overwritten = candidate(code="GONE", overwrite_at=at(1), gone_at=at(2))
    away = candidate(code="AWAY", sight=seen(facing=270.0))
    assert [camera.code for camera in ranked([overwritten, away], at(3))] == ["AWAY", "GONE"]


def test_a_broken_camera_comes_after_a_working_one_that_sees_as_well() -> None:
    broken = candidate(code="A-BROKEN", alive=Health.BROKEN)
    assert [camera.code for camera in ranked([broken, candidate(code="B")], at(3))] == ["B", "A-BROKEN"]


def test_the_nearer_of_two_equal_cameras_comes_first() -> None:
    far = candidate(code="A-FAR", sight=replace(seen(), metres=50.0), gone_at=at(30) + timedelta(days=1))
    assert [camera.code for camera in ranked([far, candidate(code="B")], at(3))] == ["B", "A-FAR"]


def test_a_camera_west_of_the_scene_is_drawn_left_of_it() -> None:
    x, y = drawn_at(seen(), radius=100, size=300)
    assert (x, y) == (pytest.approx(87.2, abs=0.5), pytest.approx(150, abs=0.5))


def test_cameras_are_ranked_by_what_is_left_then_by_how_they_see_and_those_without_a_place_last() -> None:
    nowhere = candidate(code="A-NOWHERE", sight=None)
    away = candidate(code="B-AWAY", sight=seen(facing=270.0))
    assert [camera.code for camera in ranked([nowhere, away, candidate(code="C")], at(3))] == [
        "C",
        "B-AWAY",
        "A-NOWHERE",
    ]
    assert candidate(overwrite_at=at(2), gone_at=at(3)).order(at(3))[0] is True
    assert candidate(sight=None).order(at(3))[1:] == (4, 0, math.inf)


def test_a_camera_north_east_of_the_scene_is_drawn_above_and_right_of_it() -> None:
    north_east = replace(seen(), metres=50.0, bearing=225.0)
    assert drawn_at(north_east, radius=100, size=300) == (
        pytest.approx(203.03, abs=0.01),
        pytest.approx(96.97, abs=0.01),
    )
