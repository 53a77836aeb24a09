"""What is refused when faults are reported, said better and mended."""

import pytest

from tests.cast import HOUR, Cast
from tests.people import People
from tests.register.faults.test_actions import mend, report
from tracker.core import clock, errors
from tracker.register.faults import actions, queries
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind


def test_a_fault_is_reported_of_one_thing_that_hangs_there_and_not_in_advance(cast: Cast) -> None:
    camera, recorder, removed = cast.camera().id, cast.recorder().id, cast.camera(removed_on=clock.today()).id
    for field, facts in (
        ("opened_at", {"camera_id": camera, "opened_at": clock.now() + HOUR}),
        ("camera_id", {"camera_id": removed}),
        ("camera_id", {"camera_id": camera, "recorder_id": recorder}),
        ("camera_id", {}),
    ):
        with pytest.raises(errors.Invalid) as refused:
            report(cast, **facts)
        assert set(refused.value.fields) == {field}, facts
    assert cast.count(Fault) == 0


def test_a_fault_is_not_mended_on_an_old_page(people: People, cast: Cast) -> None:
    fault = report(cast, camera_id=cast.camera().id, kind=FaultKind.BLURRED)
    with cast.database.writing() as session:
        actions.worsen(session, cast.lan, queries.get(session, cast.lan, fault.id), FaultKind.NO_PICTURE)
    url, mended = f"/faults/{fault.id}/close", {"version": fault.version, "repair": "Lau kính"}
    people.lan.post(url, mended, 409)
    assert cast.fresh(fault).closed_at is None
    mend(cast, cast.fresh(fault), repair="Thay nguồn")
    assert cast.fresh(fault).repair == "Thay nguồn"


def test_a_camera_that_stays_broken_is_not_said_to_record(cast: Cast) -> None:
    fault = report(cast, camera_id=cast.camera().id, kind=FaultKind.POWER)
    with pytest.raises(errors.Invalid) as refused, cast.database.writing() as session:
        actions.rename(session, cast.lan, queries.get(session, cast.lan, fault.id), FaultKind.BLURRED, "")
    assert "vẫn ghi hình" in refused.value.fields["kind"]
    with cast.database.writing() as session:
        actions.rename(session, cast.lan, queries.get(session, cast.lan, fault.id), FaultKind.CABLE, "")
    assert cast.fresh(fault).kind is FaultKind.CABLE


def test_a_code_that_a_camera_and_a_recorder_carry_says_not_which_is_at_fault(people: People, cast: Cast) -> None:
    cast.camera(code="HT-01")
    cast.recorder(code="HT-01")
    page = people.lan.post("/faults/new", {"code": "HT-01", "kind": "power"}, 422).text
    assert "Có nhiều camera, đầu ghi mang mã này" in page
    assert cast.count(Fault) == 0
