"""What the actions of places refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tracker.core import errors
from tracker.register.places import actions


def test_minh_sees_a_point_but_may_not_change_it(cast: Cast) -> None:
    point = cast.point()
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.edit(session, cast.minh, point.id, 1, {})
