"""People as the code knows them."""

import pytest

from tests.cast import Cast
from tracker.core import errors


def test_whoever_works_for_no_ward_enters_nothing_in_one(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        assert cast.thuy.own_ward_id
    assert cast.lan.own_ward_id == cast.hac_thanh.id
