"""The columns of the list: as somebody chose them, and only those that they may see."""

from tests.cast import Cast
from tracker.register.cameras.columns import CameraColumn, columns


def test_the_code_stands_first_whatever_columns_are_chosen(cast: Cast) -> None:
    assert columns(["health", "code", "place", "health", "unknown"], cast.lan) == [
        CameraColumn.CODE,
        CameraColumn.HEALTH,
        CameraColumn.PLACE,
    ]
    assert columns(["unknown"], cast.lan) == columns([], cast.lan) == []
