"""Events of many sources in one order of time."""

from datetime import timedelta

from tests.cast import at
from tracker.portal.timeline.rules import Source, TimelineEvent, in_order, without_echoes
from tracker.register.cameras.rules import Health

DAY = timedelta(days=1)


def test_of_many_sources_the_newest_come_first() -> None:
    notes = [TimelineEvent(at(day), Source.NOTE, day) for day in (5, 3, 1)]
    moves = [TimelineEvent(at(day), Source.MOVED, day) for day in (4, 2)]
    assert [event.at.day for event in in_order([*notes, *moves])] == [5, 4, 3, 2, 1]


def test_what_two_sources_tell_alike_is_told_once() -> None:
    broke = {"health": (Health.WORKING, Health.BROKEN)}
    events = [
        TimelineEvent(at(3), Source.OPENED, 1),
        TimelineEvent(at(3), Source.HEALTH, 2),
        TimelineEvent(at(3), Source.DEED, 3, changed=broke),
        TimelineEvent(at(2), Source.DEED, 4, changed={"network_id": (1, 2)}),
        TimelineEvent(at(2) - DAY / 4, Source.JOINED, 5),
    ]
    assert [event.id for event in without_echoes(events)] == [1, 4]


def test_a_check_that_found_nothing_new_is_still_told() -> None:
    check = TimelineEvent(at(3), Source.DEED, 1, changed={"health": (Health.WORKING, Health.WORKING)})
    leaving = TimelineEvent(at(2), Source.LEFT, 2, text="Hết hợp đồng")
    deed = TimelineEvent(at(2), Source.DEED, 3, changed={"network_id": (1, None)})
    assert {event.id for event in without_echoes([check, leaving, deed])} == {1, 2, 3}
