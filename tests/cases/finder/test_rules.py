"""Which camera could have seen it, and how the list is ordered."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import at
from tracker.cases.finder.rules import Candidate, drawn_at, in_the_dark, ranked
from tracker.core.geodesy import distance
from tracker.register.cameras.optics import Detail, NightVision
from tracker.register.cameras.rules import CameraForm, Health
from tracker.register.cameras.sight import Match, Sight, View, sight
from tracker.register.places.rules import bearing

SCENE = (19.8067, 105.7852)
WEST_OF_IT = (19.8067, 105.7848)  # 42 m


def seen(**values: object) -> Sight:
    facts = {"form": CameraForm.FIXED, "facing": 90.0, "angle": 90.0, "reach_m": 60.0, "width_px": 3840} | values
    return sight(WEST_OF_IT, SCENE, View(**facts))  # type: ignore[arg-type]


def test_a_view_across_north_is_one_view() -> None:
    north = (SCENE[0] + 0.0003, SCENE[1] + 0.00005)
    view = View(form=CameraForm.FIXED, facing=355, angle=60, reach_m=100)
    assert sight(SCENE, north, view).match is Match.IN_VIEW


def test_distances_and_bearings_agree_with_the_globe() -> None:
    assert distance(*WEST_OF_IT, *SCENE) == pytest.approx(41.85, abs=0.1)
    assert bearing(*WEST_OF_IT, *SCENE) == pytest.approx(90, abs=0.01)


def candidate(**values: object) -> Candidate:
    facts: dict[str, object] = dict.fromkeys(("name", "place", "ward", "network", "connection"), "")
    facts |= {"id": 1, "code": "A", "form": CameraForm.FIXED, "bearing": 90.0, "view_angle": 90.0, "reach": 60.0}
    facts |= {"sight": seen(), "alive": Health.WORKING, "overwrite_at": at(29), "gone_at": at(30)}
    facts |= {"night": NightVision.INFRARED, "dark": False}
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
    assert candidate(sight=None).order(at(3))[2] == math.inf


def order(*candidates: Candidate) -> list[str]:
    return [camera.code for camera in ranked(candidates, at(3))]


NEAREST_BEST = [
    seen(**values)
    for values in (
        {},
        {"form": CameraForm.PTZ},
        {"facing": None},
        {"reach_m": 30.0},
        {"facing": 270.0},
        {"form": CameraForm.PTZ, "reach_m": 30.0},
    )
]


def test_cameras_stand_in_the_order_of_what_is_known_of_where_they_look() -> None:
    codes = "ABCDEF"
    hits = [candidate(code=code, sight=each) for code, each in zip(codes, NEAREST_BEST, strict=True)]
    assert order(*reversed(hits)) == list(codes)


@pytest.mark.parametrize("overwritten", [False, True])
@pytest.mark.parametrize("night", NightVision)
@pytest.mark.parametrize("working", NEAREST_BEST)
def test_a_broken_camera_of_unknown_direction_never_stands_above_a_working_one_that_is_nearer(
    working: Sight, night: NightVision, *, overwritten: bool
) -> None:
    best_picture = replace(seen(facing=None), detail=Detail.IDENTIFY, metres=working.metres + 1)
    broken = candidate(code="A-BROKEN", sight=best_picture, alive=Health.BROKEN, dark=True)
    gone = {"overwrite_at": at(1), "gone_at": at(2)} if overwritten else {}
    assert order(broken, candidate(code="B", sight=working, night=night, dark=True, **gone)) == ["B", "A-BROKEN"]


def test_a_turning_camera_that_works_stands_above_a_broken_one_farther_away() -> None:
    turning = candidate(code="B-PTZ", sight=replace(seen(form=CameraForm.PTZ, reach_m=None), metres=312.0))
    broken = candidate(code="A-BROKEN", sight=replace(seen(facing=None), metres=457.0), alive=Health.BROKEN)
    assert order(broken, turning) == ["B-PTZ", "A-BROKEN"]


def test_of_unknown_direction_the_nearer_stands_first_and_a_turning_camera_nearby_above_both() -> None:
    far, near = (
        candidate(code=f"{metres}", sight=replace(seen(facing=None), metres=metres)) for metres in (140.0, 19.0)
    )
    turning = candidate(code="PTZ", sight=replace(seen(form=CameraForm.PTZ), metres=97.0))
    assert order(far, near, turning) == ["PTZ", "19.0", "140.0"]


def test_what_shows_more_stands_first_though_it_is_farther_away() -> None:
    wide = candidate(code="A-WIDE", sight=seen(angle=103.0, width_px=1920))
    sharp = candidate(code="B-SHARP", sight=replace(seen(width_px=3840, angle=40.0), metres=50.0))
    assert order(wide, sharp) == ["B-SHARP", "A-WIDE"]


def test_in_the_dark_a_camera_that_sees_nothing_at_night_stands_below() -> None:
    blind = {"code": "A-BLIND", "night": NightVision.NONE}
    assert order(candidate(**blind, dark=True), candidate(code="B", dark=True)) == ["B", "A-BLIND"]
    assert order(candidate(**blind), candidate(code="B")) == ["A-BLIND", "B"]


def test_footage_that_is_being_overwritten_counts_less_and_less() -> None:
    chances = [candidate(overwrite_at=at(2), gone_at=at(4)).chances(at(day)).kept for day in (1, 2, 3, 4, 5)]
    assert chances == [1, 1, 0.5, 0.05, 0.05]


def test_the_hopeful_are_those_that_an_officer_would_ask_first() -> None:
    hopeful = [candidate(sight=each).hopeful(at(3)) for each in NEAREST_BEST]
    assert hopeful == [True, True, False, False, False, False]
    assert not candidate(alive=Health.BROKEN).hopeful(at(3))
    assert not candidate(gone_at=at(3)).hopeful(at(3))


@pytest.mark.parametrize(("hour", "dark"), [(0, True), (5, True), (6, False), (12, False), (17, False), (18, True)])
def test_it_is_dark_from_six_to_six(hour: int, *, dark: bool) -> None:
    assert in_the_dark(at(1).replace(hour=hour)) is dark


def test_a_camera_north_east_of_the_scene_is_drawn_above_and_right_of_it() -> None:
    north_east = replace(seen(), metres=50.0, bearing=225.0)
    assert drawn_at(north_east, radius=100, size=300) == (
        pytest.approx(203.03, abs=0.01),
        pytest.approx(96.97, abs=0.01),
    )
