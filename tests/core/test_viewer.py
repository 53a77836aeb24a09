"""People as the code knows them."""

import pytest

from tests.cast import Cast
from tracker.core import errors


def test_whoever_works_for_no_ward_enters_nothing_in_one(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        assert cast.thuy.own_ward_id
    assert cast.lan.own_ward_id == cast.hac_thanh.id


def test_whoever_investigates_nowhere_logs_no_case(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        assert cast.lan.investigating_unit_id
    assert cast.minh.investigating_unit_id == cast.pc02.id
