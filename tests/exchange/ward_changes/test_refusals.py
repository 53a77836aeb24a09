"""Decisions that came too late or about nothing, and a change without its file."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.crowd import meanwhile
from tests.exchange.ward_changes.histories import decide, split_ward, ward_of
from tests.exchange.ward_changes.test_actions import outline
from tests.exchange.ward_changes.test_pages import sends
from tests.people import People
from tracker.core import errors
from tracker.exchange.ward_changes import actions
from tracker.exchange.ward_changes.models import Move, WardChange
from tracker.exchange.ward_changes.rules import MovedThing
from tracker.register.places.models import InstallationPoint

HOLD_MOVES = text(f"LOCK TABLE {Move.__tablename__} IN SHARE ROW EXCLUSIVE MODE")


@pytest.mark.parametrize("thing", list(MovedThing))
def test_nothing_is_decided_about_what_is_not_there(cast: Cast, thing: MovedThing) -> None:
    with pytest.raises(errors.NotFound), cast.database.writing() as session:
        actions.decide(session, cast.lan, thing, 999, 1, cast.hac_thanh.id, "")


def test_a_camera_is_not_decided_about_but_where_it_hangs(cast: Cast) -> None:
    camera = cast.camera(ward_id=split_ward(cast).id)
    with pytest.raises(errors.NotFound), cast.database.writing() as session:
        actions.decide(session, cast.lan, MovedThing.CAMERA, camera.id, 1, cast.hac_thanh.id, "")


def test_bình_is_told_that_he_chose_no_file(people: People, cast: Cast) -> None:
    without = {name: value for name, value in sends("").items() if name != "file"}
    for sent in (without, sends("", name="")):
        assert "tệp" in people.binh.post("/ward-changes/new", sent, 422).text
    assert cast.count(WardChange) == 0


def lan_first(
    cast: Cast, point: InstallationPoint, second: Callable[[], object], *, hold_moves: bool = False
) -> list[errors.Refusal]:
    """Lan decides about a point and, before that is kept, somebody does something else. What that was refused with."""
    refused = list[errors.Refusal]()

    def follow() -> None:
        try:
            second()
        except errors.Refusal as error:
            refused.append(error)

    with cast.database.writing() as session:
        if hold_moves and not cast.database.embedded:
            session.execute(HOLD_MOVES)
        actions.decide(session, cast.lan, MovedThing.POINT, point.id, point.version, cast.hac_thanh.id, "")
        other = meanwhile(cast.database, follow)
    other.join()
    return refused


def accept_all(cast: Cast) -> None:
    with cast.database.writing() as session:
        actions.accept_all(session, cast.hoa, "")


def test_what_lan_decided_in_the_same_moment_is_not_carried_on_by_the_outlines(cast: Cast) -> None:
    point = cast.point(ward_id=split_ward(cast).id, latitude=19.95, longitude=105.5)
    outline(cast, cast.ham_rong, 19.9, 21.0)
    lan_first(cast, point, lambda: accept_all(cast))
    assert ward_of(cast, point) == [cast.hac_thanh.id]
    assert cast.count(Move) == 1


@pytest.mark.parametrize("hold_moves", [True, False], ids=["before noting", "after noting"])
def test_of_two_who_decide_at_once_the_first_wins_and_the_second_is_told(cast: Cast, hold_moves: bool) -> None:
    point = cast.point(ward_id=split_ward(cast).id)
    refused = lan_first(cast, point, lambda: decide(cast, cast.hoa, point, cast.ham_rong), hold_moves=hold_moves)
    assert [type(error) for error in refused] == [errors.Stale]
    assert ward_of(cast, point) == [cast.hac_thanh.id]
    assert cast.count(Move) == 1
