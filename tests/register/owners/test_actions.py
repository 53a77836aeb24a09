"""What the actions of owners refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tracker.core import errors
from tracker.register.owners import actions

WHY = "Gọi xin trích xuất cho phiếu YC-00012/2026"


def test_thuy_sees_an_owner_masked_but_may_not_unmask_it(cast: Cast) -> None:
    owner = cast.owner()
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.reveal(session, cast.thuy, owner.id, WHY)


def test_minh_may_unmask_an_owner_but_not_change_one(cast: Cast) -> None:
    owner = cast.owner()
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.edit(session, cast.minh, owner.id, 1, {}, print)


def test_nobody_registers_an_owner_without_a_ward(cast: Cast) -> None:
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.register(session, cast.minh, {})
