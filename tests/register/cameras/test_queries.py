"""What the camera register is asked for: counts of a network, cameras of a recorder, a point, an owner."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.core import clock
from tracker.register.cameras.counts import CameraTally, totals
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.rules import Connection, Health


def test_police_and_household_cameras_are_counted_apart(cast: Cast) -> None:
    network = cast.network().id
    cast.camera(network_id=network)
    cast.camera(network_id=network, health=Health.BROKEN)
    cast.camera(network_id=network, connection=Connection.MOBILISABLE, checked_at=clock.now() - timedelta(days=31))
    cast.camera(network_id=network, removed_on=date(2024, 1, 1))
    with cast.database.reading() as session:
        counts_by_source = totals(session, cast.minh, CameraCriteria(network_id=network))
        assert counts_by_source == {
            Connection.POLICE: CameraTally(working=1, broken=1),
            Connection.MOBILISABLE: CameraTally(unknown=1),
        }
        assert totals(session, cast.hoa, CameraCriteria(network_id=network)) == {}


def test_a_whole_ward_and_a_part_of_it_are_counted_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    month_ago = clock.now() - timedelta(days=29)
    for health in Health:
        for checked_at in (None, month_ago, clock.now()):
            cast.camera(name="Cổng chợ", health=health, checked_at=checked_at)
    cast.camera(removed_on=date(2024, 1, 1))
    cast.camera(ward_id=cast.ham_rong.id)
    with cast.database.reading() as session:
        for criteria in (CameraCriteria(), CameraCriteria(q="cong cho"), CameraCriteria(ward_id=cast.hac_thanh.id)):
            assert totals(session, cast.lan, criteria) == {
                Connection.POLICE: CameraTally(working=2, broken=3, unknown=4)
            }
        assert totals(session, cast.minh, CameraCriteria())[Connection.POLICE].declared == 10
        assert totals(session, cast.lan, CameraCriteria(removed=True)) == {Connection.POLICE: CameraTally(working=1)}
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    with cast.database.reading() as session:
        assert totals(session, cast.lan, CameraCriteria()) == {
            Connection.POLICE: CameraTally(working=1, broken=3, unknown=5)
        }


@pytest.mark.parametrize("kind", ["recorder", "owner"])
def test_the_cameras_of_one_recorder_or_owner_are_a_link_away(people: People, cast: Cast, kind: str) -> None:
    thing = getattr(cast, kind)()
    linked, unlinked = cast.camera(**{f"{kind}_id": thing.id}), cast.camera()
    page = people.minh.get(f"/cameras?{kind}_id={thing.id}").text
    assert linked.code in page
    assert unlinked.code not in page
    assert f'<input type="hidden" name="{kind}_id" value="{thing.id}">' in page
