"""The line of time and the ribbon of health."""

from datetime import timedelta

from tests.cast import at
from tracker.portal.timeline.rules import Known, Source, Stretch, TimelineEvent, days, merged, ribbon
from tracker.register.cameras.rules import Health

DAY = timedelta(days=1)


def test_of_many_sources_the_newest_come_first_and_the_rest_on_the_next_page() -> None:
    notes = [TimelineEvent(at(day), Source.NOTE, day) for day in (5, 3, 1)]
    moves = [TimelineEvent(at(day), Source.MOVED, day) for day in (4, 2)]
    shown, following = merged([notes, moves], 3)
    assert [event.at.day for event in shown] == [5, 4, 3]
    assert following == shown[-1].place
    assert merged([notes, moves], 5)[1] is None


def test_what_two_sources_tell_alike_is_told_once() -> None:
    broke = {"health": (Health.WORKING, Health.BROKEN)}
    events = [
        TimelineEvent(at(3), Source.OPENED, 1),
        TimelineEvent(at(3), Source.HEALTH, 2),
        TimelineEvent(at(3), Source.DEED, 3, changed=broke),
        TimelineEvent(at(2), Source.DEED, 4, changed={"network_id": (1, 2)}),
        TimelineEvent(at(2) - DAY / 4, Source.JOINED, 5),
    ]
    assert [event.id for event in merged([events], 9)[0]] == [1, 4]


def test_a_check_that_found_nothing_new_is_still_told() -> None:
    same = TimelineEvent(at(3), Source.DEED, 1, changed={"health": (Health.WORKING, Health.WORKING)})
    left = TimelineEvent(at(2), Source.LEFT, 2, text="Hết hợp đồng")
    deed = TimelineEvent(at(2), Source.DEED, 3, changed={"network_id": (1, None)})
    assert {event.id for event in merged([[same, left, deed]], 9)[0]} == {1, 2, 3}


def test_thirty_days_after_it_was_last_seen_nobody_claims_that_it_works() -> None:
    now = at(1) + 90 * DAY
    working = Known(Health.WORKING, at(1) - DAY, None, at(1) + 10 * DAY)
    drawn = ribbon([working], at(1), now)
    assert drawn == [
        Stretch(Health.WORKING, at(1), at(1) + 40 * DAY),
        Stretch(Health.UNKNOWN, at(1) + 40 * DAY, now),
    ]
    assert days(drawn) == {Health.WORKING: 40, Health.UNKNOWN: 50}


def test_a_broken_camera_stays_broken_and_gaps_are_unknown() -> None:
    now = at(1) + 90 * DAY
    broken = Known(Health.BROKEN, at(1) + 5 * DAY, None, at(1) + 5 * DAY)
    assert days(ribbon([broken], at(1), now)) == {Health.UNKNOWN: 5, Health.BROKEN: 85}
    assert days(ribbon([], at(1), now)) == {Health.UNKNOWN: 90}
