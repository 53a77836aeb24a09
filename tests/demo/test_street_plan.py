"""The demonstration's town: whatever the map draws of it is drawn from places that lie on streets."""

from random import Random

from flask import Flask

from tests.demo.test_actions import one
from tracker.core.geodesy import distance
from tracker.demo import street_plan
from tracker.demo.rules import UNITS
from tracker.register.streets.names import read
from tracker.register.streets.rules import NameKind


def test_a_crossing_has_one_place_whoever_stands_there() -> None:
    rng, places = Random(1), {}
    for unit in UNITS:
        for _ in range(40):
            place = street_plan.place(rng, unit.latitude, unit.longitude)
            assert distance(unit.latitude, unit.longitude, place.latitude, place.longitude) < 1_600
            name = read(place.name)
            first = places.setdefault(name.key, place)
            far = distance(first.latitude, first.longitude, place.latitude, place.longitude)
            assert far < (30 if name.kind is NameKind.CROSSING else 400), name.key
            assert place.street in [street.name for street in name.streets] or name.kind is NameKind.LANDMARK
    assert sum(" | " in key for key in places) > 40


def test_the_map_draws_the_town_and_finds_no_contradiction(demo: Flask) -> None:
    assert one(demo, "SELECT sum(contradicting) FROM town_plans") == 0
    assert one(demo, "SELECT count(DISTINCT street) FROM street_lines WHERE style = 'solid'") > 20
    assert one(demo, "SELECT count(*) FROM street_lines") > 400
