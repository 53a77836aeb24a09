"""What the map shows: cells that add up to the list, one by one when near, only what the viewer may see."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tracker.core import clock
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.rules import Health
from tracker.register.maps import queries

TOWN = (19.7, 105.7, 19.9, 105.9)


def test_cells_count_what_may_be_claimed_today(cast: Cast) -> None:
    near_point, far_point = cast.point(), cast.point(latitude=19.85, longitude=105.85)
    cast.camera(point_id=near_point.id)
    cast.camera(point_id=near_point.id, health=Health.BROKEN)
    cast.camera(point_id=near_point.id, checked_at=clock.now() - timedelta(days=31))
    cast.camera(point_id=far_point.id)
    with cast.database.reading() as session:
        near, far = sorted(queries.cells(session, cast.lan, CameraCriteria(), TOWN, 14), key=lambda cell: cell.latitude)
    assert (near[:3], far[:3]) == ((1, 1, 1), (1, 0, 0))
    assert (near.latitude, near.longitude) == pytest.approx((near_point.latitude, near_point.longitude))


def test_the_map_shows_nobody_more_than_the_list_does(cast: Cast) -> None:
    cast.camera()
    with cast.database.reading() as session:
        assert queries.cells(session, cast.hoa, CameraCriteria(), TOWN, 14) == []
        assert queries.within(session, cast.hoa, CameraCriteria(), TOWN) == []
        assert queries.extent(session, cast.hoa, CameraCriteria()).cameras == 0
        assert queries.extent(session, cast.lan, CameraCriteria(health=Health.BROKEN)).cameras == 0


def test_cameras_without_a_place_are_counted_and_not_drawn(cast: Cast) -> None:
    cast.camera(point_id=cast.point(latitude=None, longitude=None).id)
    camera = cast.camera()
    with cast.database.reading() as session:
        extent = queries.extent(session, cast.lan, CameraCriteria())
        assert (extent.cameras, extent.placed, extent.south, extent.east) == (2, 1, 19.8067, 105.7852)
        assert [row.id for row in queries.within(session, cast.lan, CameraCriteria(), TOWN) or []] == [camera.id]
