"""What the actions of networks refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tests.people import People
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


def test_a_network_does_not_take_the_code_of_another(people: People, cast: Cast) -> None:
    other = cast.network(code="MH-A", ward_id=cast.ham_rong.id)
    network = cast.network(code="MH-B")
    facts = {"code": other.code, "name": network.name, "launched_on": "2023-05-01", "version": 1}
    url = f"/api/v1/networks/{network.id}"
    assert set(people.lan.json("PATCH", url, facts, 422)["errors"]) == {"code"}
    assert people.lan.json("PATCH", url, {**facts, "code": "MH-B", "lead": "Công an phường B"})["version"] == 2
