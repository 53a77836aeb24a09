"""Cameras join networks and leave them; what a network had on a day stays told as it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import Cast
from tests.crowd import meanwhile
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.rules import Connection
from tracker.register.networks import membership, membership_changes
from tracker.register.networks import queries as networks

JOINED, LATER = date(2023, 6, 1), date(2024, 3, 1)
WHY = "theo kế hoạch 45"


def members(cast: Cast, network_id: int, day: date) -> int:
    with cast.database.reading() as session:
        return membership.members_on(session, cast.lan, network_id, day)[Connection.POLICE]


def moved(cast: Cast, act: Any, *args: Any, **values: Any) -> list[str]:
    with cast.database.writing() as session:
        codes: list[str] = act(session, cast.lan, *args, **values)
        return codes


def memberships(database: Database, camera_id: int) -> list[tuple[int, date, date | None]]:
    with database.reading() as session:
        return [(row.network_id, row.joined_on, row.left_on) for row in membership.of_camera(session, camera_id)][::-1]


def test_only_who_keeps_a_network_moves_its_cameras(cast: Cast) -> None:
    network, camera = cast.network(), cast.camera()
    for who, refusal in ((cast.minh, errors.NotAllowed), (cast.hoa, errors.NotFound)):
        for act in (membership_changes.join, membership_changes.leave):
            with cast.database.reading() as session, pytest.raises(refusal):
                act(session, who, network.id, camera.code, LATER, WHY)
        with cast.database.reading() as session, pytest.raises(refusal):
            membership_changes.close(session, who, network.id, 1, LATER, "88/QĐ-UBND")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"codes": "CAM-X, KHONG-CO"}, "codes"),
        ({"codes": " ; "}, "codes"),
        ({"codes": "HOA-1"}, "codes"),  # a camera of Hàm Rồng is as unknown as none
        ({"codes": "GONE"}, "codes"),
        ({"codes": "CAM-1"}, "move"),
        ({"codes": "CAM-1", "move": True, "on": date(2023, 5, 31)}, "on"),
        ({"on": date(2023, 4, 30)}, "on"),
        ({"on": clock.today() + timedelta(days=1)}, "on"),
    ],
)
def test_lan_is_told_which_cameras_cannot_join(cast: Cast, values: dict[str, Any], field: str) -> None:
    network, other = cast.network(), cast.network()
    cast.camera(code="CAM-1", network_id=other.id)
    cast.camera(code="CAM-X")
    cast.camera(code="HOA-1", ward_id=cast.ham_rong.id)
    cast.camera(code="GONE", removed_on=LATER)
    with pytest.raises(errors.Invalid) as refused:
        moved(cast, membership_changes.join, network.id, **{"codes": "CAM-X", "on": LATER, "reason": WHY, **values})
    assert list(refused.value.fields) == [field]


def test_a_code_that_two_cameras_bear_since_their_wards_merged_means_neither(cast: Cast) -> None:
    network = cast.network()
    cast.camera(code="CAM-1")
    cast.camera(code="CAM-1", ward_id=cast.old_dong_son.id)
    with pytest.raises(errors.Invalid) as refused:
        moved(cast, membership_changes.join, network.id, "CAM-1", LATER, WHY)
    assert list(refused.value.fields) == ["codes"]


def test_a_camera_joins_and_leaves_and_each_day_keeps_its_number(cast: Cast) -> None:
    network, camera = cast.network(), cast.camera()
    left_on = LATER + timedelta(days=30)
    assert moved(cast, membership_changes.join, network.id, camera.code, LATER, WHY) == [camera.code]
    assert moved(cast, membership_changes.join, network.id, camera.code, left_on, WHY) == []
    moved(cast, membership_changes.leave, network.id, camera.code, left_on, WHY)
    days = (LATER - timedelta(days=1), LATER, left_on - timedelta(days=1), left_on)
    assert [members(cast, network.id, day) for day in days] == [0, 1, 1, 0]
    assert cast.fresh(camera).network_id is None


def test_a_camera_leaves_the_network_that_it_is_moved_from(cast: Cast) -> None:
    old, new = cast.network(), cast.network()
    camera = cast.camera(network_id=old.id)
    moved(cast, membership_changes.join, new.id, camera.code, LATER, WHY, move=True)
    assert memberships(cast.database, camera.id) == [(old.id, JOINED, LATER), (new.id, LATER, None)]
    with pytest.raises(errors.Invalid):
        moved(cast, membership_changes.leave, old.id, camera.code, LATER, WHY)


def test_whoever_opened_the_camera_before_it_was_moved_is_told(cast: Cast) -> None:
    network, camera = cast.network(), cast.camera()
    moved(cast, membership_changes.join, network.id, camera.code, LATER, WHY)
    with cast.database.writing() as session, pytest.raises(errors.Stale):
        cameras.take_down(session, cast.lan, camera.id, camera.version, LATER)


def test_two_who_take_one_camera_into_two_networks_at_once_do_not_both_have_it(cast: Cast) -> None:
    first, second, camera = cast.network(), cast.network(), cast.camera()
    refused: list[str] = []

    def take_too() -> None:
        try:
            moved(cast, membership_changes.join, second.id, camera.code, LATER, WHY)
        except errors.Invalid as error:
            refused.extend(error.fields)

    with cast.database.writing() as session:
        membership_changes.join(session, cast.lan, first.id, camera.code, LATER, WHY)
        other = meanwhile(cast.database, take_too)
    other.join()
    assert refused == ["move"]
    assert memberships(cast.database, camera.id) == [(first.id, LATER, None)]


def test_a_camera_that_moves_on_while_its_network_closes_keeps_its_new_one(cast: Cast) -> None:
    closing, new = cast.network(), cast.network()
    camera = cast.camera(network_id=closing.id)
    with cast.database.writing() as session:
        membership_changes.join(session, cast.lan, new.id, camera.code, LATER, WHY, move=True)
        facts = (closing.id, closing.version, LATER, "88/QĐ-UBND")
        other = meanwhile(cast.database, lambda: moved(cast, membership_changes.close, *facts))
    other.join()
    assert cast.fresh(camera).network_id == new.id
    assert memberships(cast.database, camera.id) == [(closing.id, JOINED, LATER), (new.id, LATER, None)]


def test_no_camera_joins_a_network_that_is_being_closed(cast: Cast) -> None:
    network, camera = cast.network(), cast.camera()
    refused: list[str] = []

    def join_too() -> None:
        try:
            moved(cast, membership_changes.join, network.id, camera.code, LATER, WHY)
        except errors.WrongState as error:
            refused.append(error.message)

    with cast.database.writing() as session:
        membership_changes.close(session, cast.lan, network.id, network.version, LATER, "88/QĐ-UBND")
        other = meanwhile(cast.database, join_too)
    other.join()
    assert len(refused) == 1
    assert cast.fresh(camera).network_id is None


def test_a_closed_network_lets_its_cameras_go_and_takes_no_more(cast: Cast) -> None:
    network, camera = cast.network(), cast.camera(code="CAM-9")
    staying = cast.camera(network_id=network.id)
    with cast.database.writing() as session:
        membership_changes.close(session, cast.lan, network.id, network.version, LATER, "88/QĐ-UBND")
    assert memberships(cast.database, staying.id) == [(network.id, JOINED, LATER)]
    assert cast.fresh(staying).network_id is None
    assert members(cast, network.id, LATER - timedelta(days=1)) == 1
    with pytest.raises(errors.WrongState):
        moved(cast, membership_changes.join, network.id, camera.code, LATER, WHY)
    with cast.database.writing() as session, pytest.raises(errors.WrongState):
        cameras.rejoin(session, {camera.id: network.id}, LATER, WHY)
    with cast.database.reading() as session, pytest.raises(errors.Invalid):
        networks.id_within(session, cast.lan, network.id)


def test_a_camera_registered_into_a_network_belongs_since_it_was_put_up(cast: Cast) -> None:
    network = cast.network()
    ids = [cast.camera(installed_on=day).id for day in (date(2022, 1, 1), LATER, None)]
    with cast.database.writing() as session:
        session.execute(update(Camera).where(Camera.id.in_(ids)).values(network_id=network.id))
        cameras.enter(session, ids)
        cameras.enter(session, ids)  # a second time changes nothing
    starts = [memberships(cast.database, camera_id)[0][1] for camera_id in ids]
    assert starts == [network.launched_on, LATER, clock.today()]


def test_many_cameras_are_rejoined_in_few_statements_and_one_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "CHUNK", 2)
    old, new = cast.network(), cast.network()
    away, back, leaving, staying = [cast.camera(network_id=old.id).id for _ in range(4)]
    with cast.database.writing() as session:
        cameras.rejoin(session, {away: new.id, back: new.id, leaving: None, staying: old.id}, LATER, WHY)
        cameras.rejoin(session, {back: old.id}, JOINED, WHY)  # a day before it came: it stayed for no day at all
        still = select(Membership.camera_id, Membership.network_id).where(Membership.left_on.is_(None))
        assert dict(session.execute(still).all()) == {away: new.id, back: old.id, staying: old.id}  # type: ignore[arg-type]
    assert memberships(cast.database, leaving) == [(old.id, JOINED, LATER)]
