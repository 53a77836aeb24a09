"""What the actions of networks refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tracker.core import clock, errors
from tracker.register.networks import actions


def test_minh_sees_a_network_but_may_not_change_it(cast: Cast) -> None:
    network = cast.network()
    with cast.database.reading() as session:
        for attempt in (
            lambda: actions.edit(session, cast.minh, network.id, 1, {}),
            lambda: actions.close(session, cast.minh, network.id, 1, clock.today(), "88/QĐ-UBND"),
            lambda: actions.add_point(session, cast.minh, network.id, {}),
            lambda: actions.end_point(session, cast.minh, network.id, 1, clock.today()),
        ):
            with pytest.raises(errors.NotAllowed):
                attempt()


def test_nobody_launches_a_network_without_a_ward(cast: Cast) -> None:
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.launch(session, cast.thuy, {})
