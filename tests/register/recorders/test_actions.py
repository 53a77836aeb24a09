"""What the actions of recorders refuse by themselves, whether a page or the API calls them."""

import pytest

from tests.cast import Cast
from tracker.core import errors
from tracker.register.recorders import actions


def test_minh_sees_a_recorder_but_may_not_change_it(cast: Cast) -> None:
    recorder = cast.recorder()
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.edit(session, cast.minh, recorder.id, 1, {})


def test_nobody_registers_a_recorder_without_a_ward(cast: Cast) -> None:
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.register(session, cast.minh, {})
