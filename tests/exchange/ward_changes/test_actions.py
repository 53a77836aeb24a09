"""Changes of wards: whole ones move what stands in them, split ones wait for a person, and all of it can be undone."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import MERGER, Cast
from tests.exchange.ward_changes.histories import (
    HAC_THANH_ENDS,
    HEADER,
    applied,
    decide,
    merged,
    see_again,
    split_ward,
    told,
    undone,
    ward_of,
)
from tracker.accounts.models import Post, User
from tracker.cases.extractions.models import ExtractionLine
from tracker.core import clock, errors
from tracker.exchange.ward_changes import actions, queries, undecided
from tracker.exchange.ward_changes.models import Move, WardChange
from tracker.exchange.ward_changes.rules import ChangeState, MovedThing
from tracker.register.cameras import actions as cameras
from tracker.register.cameras import queries as seen
from tracker.reports import parts
from tracker.reports import queries as reports
from tracker.reports.rules import PartKind, Period
from tracker.territory.boundaries.models import Boundary
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent


def test_only_bình_changes_wards(cast: Cast) -> None:
    cast.camera(ward_id=cast.old_dong_son.id)
    for person in (cast.lan, cast.thuy, cast.an):
        with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
            actions.propose(session, person, MERGER)


def test_a_merger_moves_cameras_points_recorders_and_owners_and_can_be_taken_back(cast: Cast) -> None:
    old = cast.old_dong_son.id
    things = [cast.recorder(ward_id=old), cast.owner(ward_id=old), cast.camera(ward_id=old), cast.point(ward_id=old)]
    change = merged(cast)
    assert ward_of(cast, *things) == [cast.hac_thanh.id] * 4
    assert cast.fresh(things[2]).registered_ward_id == old
    undone(cast, change)
    assert ward_of(cast, *things) == [old] * 4
    assert cast.count(Move) == 0


def test_a_camera_open_on_somebodys_form_is_stale_after_the_merger(cast: Cast) -> None:
    camera = cast.camera(ward_id=cast.old_dong_son.id)
    merged(cast)
    with pytest.raises(errors.Stale), cast.database.writing() as session:
        cameras.take_down(session, cast.lan, camera.id, camera.version, date(2026, 1, 1))


def test_what_goes_through_two_mergers_keeps_both_days(cast: Cast) -> None:
    with cast.database.writing() as session:
        tan_son = cast._ward(session, "14788", "Phường Tân Sơn", old=True)
        facts = {"extent": Extent.WHOLE, "effective_on": date(2025, 1, 1), "basis": "1238"}
        session.add(Succession(old_id=tan_son.id, new_id=cast.old_dong_ve.id, **facts))
    camera, _ = cast.camera(ward_id=tan_son.id), cast.camera(ward_id=cast.old_dong_son.id)
    merged(cast)
    days = (date(2024, 6, 1), date(2025, 3, 1), MERGER, clock.today())
    with cast.database.reading() as session:
        ward_ids = [queries.ward_on(session, [camera.id], day)[camera.id] for day in days]
        told_of = [(row.came_from, row.went_to) for row in queries.of_camera(session, camera.id)]
    assert ward_ids == [tan_son.id, cast.old_dong_ve.id, cast.hac_thanh.id, cast.hac_thanh.id]
    assert told_of == [("Phường Đông Vệ", "Phường Hạc Thành"), ("Phường Tân Sơn", "Phường Đông Vệ")]


def test_two_cameras_of_one_code_meet_in_the_new_ward_and_can_still_be_edited(cast: Cast) -> None:
    camera = cast.camera(ward_id=cast.old_dong_son.id, code="CAM-01")
    cast.camera(ward_id=cast.old_dong_ve.id, code="CAM-01")
    merged(cast)
    with cast.database.writing() as session:
        cameras.edit(session, cast.lan, camera.id, 2, typed(session, cast, camera.id) | {"note": "mới"})
    with pytest.raises(errors.Invalid), cast.database.writing() as session:
        cameras.register(session, cast.lan, typed(session, cast, camera.id))
    assert cast.fresh(camera).note == "mới"


PICTURE = "width_px height_m night"


def typed(session: Any, cast: Cast, camera_id: int) -> dict[str, Any]:
    """A camera as its form would send it."""
    camera = seen.get(session, cast.lan, camera_id)
    names = "code name network_id recorder_id owner_id connection form model manager bearing view_angle reach_m"
    values = {
        name: getattr(camera, name) for name in f"{names} {PICTURE} storage retention_days installed_on note".split()
    }
    return values | {"place": camera.point.name, "address": "", "latitude": None, "longitude": None}


def test_a_recorder_whose_code_is_taken_stays_and_waits(cast: Cast) -> None:
    cast.recorder(code="DG-01")
    staying = cast.recorder(code="DG-01", ward_id=cast.old_dong_son.id)
    moving = cast.recorder(code="DG-02", ward_id=cast.old_dong_son.id)
    merged(cast)
    with cast.database.reading() as session:
        (row,) = undecided.others(session, cast.lan)
        assert queries.proposals(session) == []
    assert (row.id, [ward.name for ward in row.successors]) == (staying.id, ["Phường Hạc Thành"])
    assert ward_of(cast, staying, moving) == [cast.old_dong_son.id, cast.hac_thanh.id]
    with pytest.raises(errors.Invalid), cast.database.writing() as session:
        actions.decide(session, cast.lan, MovedThing.RECORDER, staying.id, 1, cast.hac_thanh.id, "")


def test_nobody_registers_a_camera_in_a_ward_that_has_ended(cast: Cast) -> None:
    camera = cast.camera()
    with cast.database.writing() as session:
        facts = typed(session, cast, camera.id) | {"code": "CAM-99"}
        old = {"ward_id": cast.old_dong_son.id}
        police = cast.unit(session, "CA-14785", UnitKind.COMMUNE, "Công an phường Đông Sơn", "CAP Đông Sơn", **old)
        session.scalars(select(Post).where(Post.user_id == cast.lan.id)).one().unit_id = police.id
    see_again(cast)
    with pytest.raises(errors.WrongState), cast.database.writing() as session:
        cameras.register(session, cast.lan, facts)


def test_what_stands_in_a_split_ward_does_not_move_by_itself(cast: Cast) -> None:
    old = split_ward(cast)
    camera = cast.camera(ward_id=old.id)
    cast.camera(ward_id=cast.old_dong_son.id)
    merged(cast)
    assert ward_of(cast, camera) == [old.id]
    with cast.database.reading() as session:
        assert [undecided.waiting(session, person) for person in (cast.lan, cast.hoa)] == [1, 1]
        assert [ward.name for ward in undecided.points(session, cast.hoa, None, None)[0][0].successors] == [
            "Phường Hạc Thành",
            "Phường Hàm Rồng",
        ]


def test_hoa_takes_a_point_with_its_cameras_and_lan_sees_them_no_more(cast: Cast) -> None:
    old = split_ward(cast)
    recorder, point = cast.recorder(ward_id=old.id), cast.point(ward_id=old.id)
    camera = cast.camera(ward_id=old.id, point_id=point.id, recorder_id=recorder.id)
    decide(cast, cast.hoa, point, cast.ham_rong)
    assert ward_of(cast, point, camera, recorder) == [cast.ham_rong.id] * 3
    with pytest.raises(errors.NotFound), cast.database.reading() as session:
        seen.get(session, cast.lan, camera.id)


def test_lan_who_comes_second_is_told_and_strangers_to_the_ward_find_nothing(cast: Cast) -> None:
    old = split_ward(cast)
    point, other = cast.point(ward_id=old.id), cast.point(ward_id=cast.ham_rong.id)
    decide(cast, cast.hoa, point, cast.ham_rong)
    with pytest.raises(errors.Stale):
        decide(cast, cast.lan, point, cast.hac_thanh)
    with pytest.raises(errors.NotFound):
        decide(cast, cast.lan, other, cast.hac_thanh)
    with pytest.raises(errors.Invalid):
        decide(cast, cast.hoa, other, cast.hac_thanh)


def test_a_wrong_decision_is_mended_and_both_stay_in_the_history(cast: Cast) -> None:
    old = split_ward(cast)
    point = cast.point(ward_id=old.id)
    camera = cast.camera(ward_id=old.id, point_id=point.id)
    decide(cast, cast.lan, point, cast.hac_thanh)
    decide(cast, cast.lan, cast.fresh(point), cast.ham_rong)
    assert ward_of(cast, point, camera) == [cast.ham_rong.id] * 2
    with cast.database.reading() as session:
        assert queries.ward_on(session, [camera.id], clock.today()) == {camera.id: cast.ham_rong.id}
        assert [row.went_to for row in queries.of_camera(session, camera.id)] == ["Phường Hàm Rồng", "Phường Hạc Thành"]
        assert [row.ward for row in undecided.decided(session, cast.hoa, None)[0]] == ["Phường Hàm Rồng"]
        assert undecided.decided(session, cast.lan, None)[0] == []


def test_a_recorder_waits_while_its_cameras_go_to_two_wards(cast: Cast) -> None:
    old = split_ward(cast)
    recorder, points = cast.recorder(ward_id=old.id), [cast.point(ward_id=old.id), cast.point(ward_id=old.id)]
    for point in points:
        cast.camera(ward_id=old.id, point_id=point.id, recorder_id=recorder.id)
    decide(cast, cast.lan, points[0], cast.hac_thanh)
    decide(cast, cast.lan, points[1], cast.ham_rong)
    assert ward_of(cast, recorder) == [old.id]
    with cast.database.reading() as session:
        assert [(row.id, row.cameras, row.proposal) for row in undecided.others(session, cast.lan)] == [
            (recorder.id, 2, None)
        ]


def test_outlines_propose_and_one_press_takes_only_what_they_tell(cast: Cast) -> None:
    old = split_ward(cast)
    inside, both, nowhere = (cast.point(ward_id=old.id, latitude=lat, longitude=105.5) for lat in (19.5, 19.95, 18.5))
    outline(cast, cast.hac_thanh, 19.0, 20.0)
    outline(cast, cast.ham_rong, 19.9, 21.0)
    with cast.database.writing() as session:
        proposals = {row.id: row.proposal for row in undecided.points(session, cast.lan, None, None)[0]}
        assert actions.accept_all(session, cast.lan, "")[1] == 2
    assert proposals == {inside.id: cast.hac_thanh.id, both.id: None, nowhere.id: None}
    assert ward_of(cast, inside, both, nowhere) == [cast.hac_thanh.id, old.id, old.id]


def outline(cast: Cast, ward: Ward, south: float, north: float) -> None:
    """A square of a ward between two latitudes."""
    ring = [[105.0, south], [106.0, south], [106.0, north], [105.0, north], [105.0, south]]
    box = {"south": south, "north": north, "west": 105.0, "east": 106.0, "source": "x", "loaded_at": clock.now()}
    cast.add(Boundary(ward_id=ward.id, coordinates=json.dumps([[ring]]), **box))


def test_a_file_is_not_applied_before_its_day_nor_with_a_fault_in_it(cast: Cast) -> None:
    for change in (
        told(cast, HAC_THANH_ENDS, clock.today() + timedelta(days=1)),
        told(cast, HEADER + "14797,Phường Hạc Thành,99001,Phường Thanh Hóa,Một phần\n"),
    ):
        with pytest.raises(errors.WrongState):
            applied(cast, change)
    assert cast.count(Ward) == 4


def test_a_file_ends_and_begins_units_and_undoing_it_takes_them_away(cast: Cast) -> None:
    camera, row = cast.camera(), cast.incident()
    change = applied(cast, told(cast, HAC_THANH_ENDS))
    (new,) = ward_of(cast, camera)
    assert (cast.fresh(cast.hac_thanh).valid_to, ward_of(cast, row)) == (date(2026, 5, 31), [cast.hac_thanh.id])
    assert cast.viewers["lan"].ward_id == cast.hac_thanh.id
    see_again(cast)
    assert (cast.lan.ward_id, cast.lan.wards >= {new, cast.hac_thanh.id}) == (new, True)
    undone(cast, change)
    see_again(cast)
    assert [*ward_of(cast, camera), cast.lan.ward_id] == [cast.hac_thanh.id] * 2
    assert (cast.count(Ward), cast.fresh(cast.hac_thanh).valid_to) == (4, None)


def test_accounts_of_merged_wards_are_locked_and_get_no_rights_by_guess(cast: Cast) -> None:
    both = HEADER + "14797,,99001,Phường Thanh Hóa,Toàn bộ\n14758,,99001,Phường Thanh Hóa,Toàn bộ\n"
    change = applied(cast, told(cast, both))
    assert [cast.fresh(user(cast, login)).active for login in ("lan", "hoa", "minh")] == [False, False, True]
    undone(cast, change)
    assert user(cast, "lan").active


def user(cast: Cast, login: str) -> User:
    with cast.database.reading() as session:
        return session.scalars(select(User).where(User.login == login)).one()


def test_figures_agree_before_a_merger_after_it_and_after_it_is_undone(cast: Cast) -> None:
    split = split_ward(cast)
    cast.request(*(cast.camera(ward_id=ward.id) for ward in (cast.old_dong_son, split, cast.hac_thanh)))
    before = figures(cast)
    change = merged(cast)
    assert figures(cast) == before
    undone(cast, change)
    assert figures(cast) == before


def figures(cast: Cast) -> Any:
    """All that is counted, in both readings of wards, and what may be asked of them in all."""
    period = Period(date(2020, 1, 1), clock.today())
    with cast.database.reading() as session:
        wards = [parts.all_parts(session, PartKind.WARDS, period, now=now) for now in (False, True)]
        assert [sum(part.tally.lines_asked for part in tallied) for tallied in wards] == [3, 3]
        return wards, reports.tally(session, period), session.scalars(select(ExtractionLine.ward_id)).all()


def test_a_change_is_applied_once(cast: Cast) -> None:
    cast.camera(ward_id=cast.old_dong_son.id)
    change = merged(cast)
    with pytest.raises(errors.WrongState):
        applied(cast, change)
    with pytest.raises(errors.Stale):
        undone(cast, WardChange(id=change.id, version=1))
    assert cast.fresh(change).state is ChangeState.APPLIED
