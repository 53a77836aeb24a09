"""What a fault does to cameras, and what mending it gives back."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import HOUR, Cast
from tests.crowd import crowd
from tests.people import People
from tracker.core import clock, errors
from tracker.register.cameras import actions as cameras_actions
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults import actions, queries
from tracker.register.faults.late_entries import count_late
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind


def report(cast: Cast, who: str = "lan", **values: Any) -> Fault:
    facts = {"kind": FaultKind.POWER, "note": ""} | values
    with cast.database.writing() as session:
        return actions.open_fault(session, getattr(cast, who), **facts)


def mend(cast: Cast, fault: Fault, who: str = "lan", **values: Any) -> Fault:
    with cast.database.writing() as session:
        facts = {"repair": "Thay nguồn", "version": fault.version} | values
        return actions.close_fault(session, getattr(cast, who), fault.id, facts.pop("version"), **facts)


def states(cast: Cast, *cameras_of_fault: Camera) -> list[Health]:
    return [cast.fresh(camera).health for camera in cameras_of_fault]


def test_minh_may_not_report_a_fault_and_hoa_does_not_find_lans_camera(cast: Cast) -> None:
    camera, recorder = cast.camera(), cast.recorder()
    with pytest.raises(errors.NotAllowed):
        report(cast, "minh", camera_id=camera.id)
    with pytest.raises(errors.NotFound):
        report(cast, "hoa", recorder_id=recorder.id)
    with pytest.raises(errors.NotFound):
        mend(cast, report(cast, camera_id=camera.id), "hoa")


def test_a_second_fault_is_told_which_one_is_open_also_when_two_people_race(cast: Cast) -> None:
    camera = cast.camera()

    def work() -> str:
        try:
            return str(report(cast, camera_id=camera.id).id)
        except errors.Invalid as refused:
            return f"told {refused.facts['fault']}"

    assert sorted(crowd(work, 3)) == ["1", "told 1", "told 1"]


def test_nothing_is_mended_before_it_broke_or_twice(cast: Cast) -> None:
    fault = report(cast, camera_id=cast.camera(checked_at=None).id, opened_at=clock.now() - HOUR)
    with pytest.raises(errors.Invalid):
        mend(cast, fault, closed_at=clock.now() - 2 * HOUR)
    with pytest.raises(errors.Invalid):
        mend(cast, fault, closed_at=clock.now() + HOUR)
    mend(cast, fault)
    with pytest.raises(errors.WrongState):
        mend(cast, fault, version=2)


@pytest.mark.parametrize(("works", "after"), [(True, Health.WORKING), (False, Health.UNKNOWN)])
def test_a_mended_camera_works_only_if_somebody_saw_it(cast: Cast, works: bool, after: Health) -> None:
    camera = cast.camera()
    fault = report(cast, camera_id=camera.id)
    assert states(cast, camera) == [Health.BROKEN]
    mend(cast, fault, works=works)
    assert states(cast, camera) == [after]


def test_a_wrong_clock_is_a_fault_but_footage_goes_on(cast: Cast) -> None:
    camera = cast.camera(recorder_id=cast.recorder().id)
    mend(cast, report(cast, recorder_id=camera.recorder_id, kind=FaultKind.CLOCK))
    assert states(cast, camera) == [Health.WORKING]


def test_a_recorders_fault_is_its_cameras_fault_and_gives_back_only_what_it_took(cast: Cast) -> None:
    recorder = cast.recorder().id
    fine, dead, odd = (cast.camera(recorder_id=recorder, health=h) for h in (Health.WORKING, Health.BROKEN, "unknown"))
    own, elsewhere = cast.camera(recorder_id=recorder), cast.camera()
    box = report(cast, recorder_id=recorder)
    report(cast, camera_id=own.id)
    assert states(cast, fine, dead, odd, own, elsewhere) == [Health.BROKEN] * 4 + [Health.WORKING]
    mend(cast, box, works=True)
    assert states(cast, fine, dead, odd, own) == [Health.WORKING, Health.BROKEN, Health.WORKING, Health.BROKEN]


def test_a_camera_mended_under_a_broken_recorder_comes_back_with_it(cast: Cast) -> None:
    camera = cast.camera(recorder_id=cast.recorder().id)
    own = report(cast, camera_id=camera.id)
    box = report(cast, recorder_id=camera.recorder_id)
    mend(cast, own, works=True)
    assert states(cast, camera) == [Health.BROKEN]
    mend(cast, box, works=True)
    assert states(cast, camera) == [Health.WORKING]


def test_was_it_alive_then_is_one_question(cast: Cast) -> None:
    camera, now = cast.camera(checked_at=None, health=Health.UNKNOWN), clock.now()
    broke, mended = now - timedelta(days=50), now - timedelta(days=40)
    mend(cast, report(cast, camera_id=camera.id, opened_at=broke), closed_at=mended, works=True)
    with cast.database.reading() as session:
        health_by_days = {
            days: cameras.health_at(session, [camera.id], now - timedelta(days=days)) for days in (51, 45, 20, 5)
        }
    assert [health_by_camera.get(camera.id) for health_by_camera in health_by_days.values()] == [
        None,
        Health.BROKEN,
        Health.WORKING,
        Health.UNKNOWN,
    ]


def test_a_fault_keyed_in_late_is_in_the_history_from_when_it_began(cast: Cast) -> None:
    now = clock.now()
    camera = cast.camera(checked_at=None, health=Health.UNKNOWN)
    mend(cast, report(cast, camera_id=camera.id, opened_at=now - 90 * HOUR), closed_at=now - 80 * HOUR, works=True)
    with cast.database.writing() as session:
        cameras_actions.note_health(session, cast.lan, camera.id, Health.WORKING, now - 10 * HOUR, "")
    late = report(cast, camera_id=camera.id, opened_at=now - 50 * HOUR)
    assert late.recorded_at is not None
    assert late.recorded_at >= now
    mend(cast, late, closed_at=now - 40 * HOUR, works=True)
    with cast.database.reading() as session:
        healths = [cameras.health_at(session, [camera.id], now - hours * HOUR) for hours in (85, 60, 45, 30, 5)]
    assert [health.get(camera.id) for health in healths] == [
        Health.BROKEN,
        Health.WORKING,
        Health.BROKEN,
        Health.WORKING,
        Health.WORKING,
    ]


def test_two_faults_of_one_camera_do_not_overlap_whichever_is_keyed_in_first(cast: Cast) -> None:
    camera, now = cast.camera(checked_at=None), clock.now()
    later = report(cast, camera_id=camera.id, opened_at=now - 20 * HOUR)
    mend(cast, later, closed_at=now - 10 * HOUR)
    with pytest.raises(errors.Invalid) as within:
        report(cast, camera_id=camera.id, opened_at=now - 15 * HOUR)
    assert "opened_at" in within.value.fields
    assert within.value.facts["fault"] == later.id
    earlier = report(cast, camera_id=camera.id, opened_at=now - 30 * HOUR)
    with pytest.raises(errors.Invalid) as into:
        mend(cast, earlier, closed_at=now - 19 * HOUR)
    assert "closed_at" in into.value.fields
    assert into.value.facts["fault"] == later.id
    mend(cast, earlier, closed_at=now - 20 * HOUR)


def test_repairs_are_told_by_their_median_and_their_cost(cast: Cast) -> None:
    for hours, cost in ((1, 100_000), (3, None), (50, 0)):
        camera, opened = cast.camera(checked_at=None), clock.now() - timedelta(days=10)
        fault = report(cast, camera_id=camera.id, opened_at=opened)
        mend(cast, fault, closed_at=opened + timedelta(hours=hours), cost=cost)
    report(cast, camera_id=camera.id)
    with cast.database.reading() as session:
        figures = queries.figures(session, cast.lan)
        assert queries.figures(session, cast.hoa) == queries.FaultFigures(0, 0, None, 0, 0)
    assert figures == queries.FaultFigures(open=1, repairs=3, median=timedelta(hours=3), cost=100_000, priced=2)


def test_whoever_meets_a_fault_that_is_open_already_opens_no_second(cast: Cast) -> None:
    camera = cast.camera(recorder_id=cast.recorder().id)
    report(cast, recorder_id=camera.recorder_id)
    with cast.database.writing() as session:
        visible_camera = cameras.get(session, cast.lan, camera.id)
        assert actions.find_at_fault(session, cast.lan, visible_camera, FaultKind.NO_PICTURE, "YC-1") is None
    assert cast.count(Fault) == 1


def test_a_camera_met_broken_makes_a_lesser_fault_worse(cast: Cast) -> None:
    camera = cast.camera()
    fault = report(cast, camera_id=camera.id, kind=FaultKind.BLURRED)
    with cast.database.writing() as session:
        visible_camera = cameras.get(session, cast.lan, camera.id)
        actions.find_at_fault(session, cast.lan, visible_camera, FaultKind.NO_PICTURE, "YC-1")
    assert (cast.fresh(fault).kind, *states(cast, camera)) == (FaultKind.NO_PICTURE, Health.BROKEN)


def test_entries_recorded_late_are_counted_and_shown_within_reach(people: People, cast: Cast) -> None:
    camera, elsewhere, now = cast.camera(checked_at=None), cast.camera(ward_id=cast.ham_rong.id), clock.now()
    mend(cast, report(cast, camera_id=camera.id, opened_at=now - 30 * HOUR), closed_at=now - 25 * HOUR)
    report(cast, camera_id=camera.id)
    report(cast, "hoa", camera_id=elsewhere.id)
    with cast.database.writing() as session:
        cameras_actions.note_health(session, cast.hoa, elsewhere.id, Health.WORKING, now - 40 * HOUR, "")
    counted = {}
    for who in ("lan", "hoa", "thuy"):
        with cast.database.reading() as session:
            counted[who] = tuple(count_late(session, getattr(cast, who)))
    assert counted == {"lan": (3, 2), "hoa": (2, 1), "thuy": (5, 3)}
    assert "2 trên 3 lần kiểm tra" in people.lan.get("/faults").text
