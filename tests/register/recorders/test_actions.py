"""What the actions of recorders refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.core import errors
from tracker.register.recorders import actions


def test_minh_sees_a_recorder_but_may_not_change_it(cast: Cast) -> None:
    recorder = cast.recorder()
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.edit(session, cast.minh, recorder.id, 1, {})


def test_nobody_registers_a_recorder_without_a_ward(cast: Cast) -> None:
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.register(session, cast.minh, {})


def test_a_recorder_does_not_take_the_code_of_another_in_its_ward(people: People, cast: Cast) -> None:
    cast.recorder(code="DG-01")
    cast.recorder(code="DG-03", ward_id=cast.ham_rong.id)
    facts = {"code": "DG-01", "version": 1}
    url = f"/api/v1/recorders/{cast.recorder(code='DG-02').id}"
    assert "đã dùng" in people.lan.json("PATCH", url, facts, 422)["errors"]["code"]
    assert people.lan.json("PATCH", url, {**facts, "code": "DG-03"})["code"] == "DG-03"
