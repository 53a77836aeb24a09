"""Labels on their sheets, and what may hang in the street."""

import pytest

from tracker.register.labels.rules import LAYOUTS, LabelSize, lines, next_start, place_shown, sheets
from tracker.register.owners.rules import OwnerKind

SMALL, LARGE = LAYOUTS[LabelSize.SMALL], LAYOUTS[LabelSize.LARGE]


def test_a_sheet_is_filled_and_is_as_large_as_a4() -> None:
    assert (SMALL.labels, LARGE.labels) == (24, 10)
    for layout in (SMALL, LARGE):
        assert layout.columns * layout.width <= 210
        assert layout.rows * layout.height <= 297
        assert layout.qr < min(layout.width, layout.height)


@pytest.mark.parametrize(
    ("labels", "start", "needed", "following"),
    [(1, 1, 1, 2), (24, 1, 1, 1), (25, 1, 2, 2), (23, 2, 1, 1), (24, 2, 2, 2), (1, 24, 1, 1), (2, 24, 2, 2)],
)
def test_labels_begin_where_the_last_sheet_ended(labels: int, start: int, needed: int, following: int) -> None:
    assert (sheets(labels, start, SMALL), next_start(labels, start, SMALL)) == (needed, following)


def test_nothing_of_a_household_hangs_in_the_street() -> None:
    assert place_shown(OwnerKind.HOUSEHOLD, "Nhà bà Sáu") == ""
    assert place_shown(None, "Ngã tư") == "Ngã tư"
    for kind in set(OwnerKind) - {OwnerKind.HOUSEHOLD}:
        assert place_shown(kind, "Chợ") == "Chợ"


def test_only_what_there_is_stands_below_the_code() -> None:
    assert lines("Phố 1", "Phường Hạc Thành", "Chợ") == ("Phố 1", "Phường Hạc Thành", "Chợ")
    assert lines(None, "Phường Hạc Thành", "") == ("Phường Hạc Thành",)
