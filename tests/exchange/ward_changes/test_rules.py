"""What went into what: whole wards on and on, split ones only as far as the split."""

from datetime import date

from tracker.exchange.ward_changes.rules import MoveCounts, MovedThing, MoveStep, SuccessionMap
from tracker.territory.wards.rules import Extent

EARLY, LATE = date(2025, 1, 1), date(2025, 7, 1)
FIRST, SECOND = MoveStep(1, 2, Extent.WHOLE, EARLY), MoveStep(2, 3, Extent.WHOLE, LATE)
HALVES = [MoveStep(3, 4, Extent.PART, LATE), MoveStep(3, 5, Extent.PART, EARLY)]


def test_a_ward_that_became_another_goes_on_with_it_until_a_split() -> None:
    ways = SuccessionMap([SECOND, FIRST, *HALVES])
    assert ways.whole(1) == [FIRST, SECOND]
    assert ways.whole(2) == [SECOND]
    assert ways.whole(3) == ways.whole(9) == []
    assert SuccessionMap([FIRST, SECOND], until=EARLY).whole(1) == [FIRST]
    assert SuccessionMap([MoveStep(1, 2, Extent.PART, EARLY)]).whole(1) == []


def test_wards_that_became_each_other_are_followed_for_a_while_and_not_for_ever() -> None:
    forth, back = MoveStep(1, 2, Extent.WHOLE, EARLY), MoveStep(2, 1, Extent.WHOLE, LATE)
    assert len(SuccessionMap([forth, back]).whole(1)) == 99
    assert SuccessionMap([forth, back]).path(1, 7) == []


def test_a_split_is_told_with_its_parts_and_its_first_day() -> None:
    ways = SuccessionMap([FIRST, *HALVES])
    assert (ways.parts(3), ways.split_on(3)) == ([4, 5], EARLY)
    assert (ways.parts(1), ways.split_on(1), ways.parts(9), ways.split_on(9)) == ([], None, [], None)
    assert ways.splits() == {3: [4, 5]}


def test_the_way_from_a_ward_to_another_is_the_shortest() -> None:
    direct = MoveStep(1, 3, Extent.PART, LATE)
    assert SuccessionMap([FIRST, SECOND]).path(1, 3) == [FIRST, SECOND]
    assert SuccessionMap([FIRST, SECOND, direct]).path(1, 3) == [direct]
    assert SuccessionMap([FIRST, SECOND, *HALVES]).path(1, 5) == [FIRST, SECOND, HALVES[1]]
    assert SuccessionMap([FIRST, SECOND]).path(3, 1) == []


def test_things_are_counted_by_kind_and_in_all() -> None:
    counts = MoveCounts()
    counts.add(MovedThing.CAMERA, 2)
    counts.add(MovedThing.CAMERA, 3)
    counts.add(MovedThing.POINT, 1)
    assert (counts.of(MovedThing.CAMERA), counts.of(MovedThing.OWNER), counts.all) == (5, 0, 6)
