"""What newer rests on a change of wards stands in the way of undoing it."""

import json

import pytest

from tests.cast import Cast
from tests.exchange.ward_changes.histories import (
    HAC_THANH_ENDS,
    applied,
    decide,
    merged,
    see_again,
    split_ward,
    told,
    undone,
)
from tracker.core import errors
from tracker.exchange.ward_changes import obstacles
from tracker.exchange.ward_changes.models import WardChange


def test_what_newer_rests_on_a_change_stands_in_the_way_of_undoing_it(cast: Cast) -> None:
    cast.camera()
    change = applied(cast, told(cast, HAC_THANH_ENDS))
    see_again(cast)
    new = cast.camera(ward_id=cast.lan.ward_id)
    with pytest.raises(errors.WrongState):
        undone(cast, change)
    with cast.database.reading() as session:
        all_obstacles = obstacles.found(session, change.id, json.loads(session.get_one(WardChange, change.id).journal))
    assert {(obstacle.kind, obstacle.number) for obstacle in all_obstacles} == {("Camera", 2), ("InstallationPoint", 1)}
    assert cast.fresh(new).ward_id == cast.lan.ward_id


def test_what_a_person_decided_before_a_change_is_not_in_its_way(cast: Cast) -> None:
    point = cast.point(ward_id=split_ward(cast).id)
    decide(cast, cast.lan, point, cast.hac_thanh)
    decide(cast, cast.lan, cast.fresh(point), cast.ham_rong)
    undone(cast, applied(cast, told(cast, HAC_THANH_ENDS)))


def test_a_camera_hung_at_a_point_that_moved_stands_in_the_way_too(cast: Cast) -> None:
    camera = cast.camera(ward_id=cast.old_dong_son.id)
    change = merged(cast)
    cast.camera(point_id=camera.point_id)
    with pytest.raises(errors.WrongState):
        undone(cast, change)
