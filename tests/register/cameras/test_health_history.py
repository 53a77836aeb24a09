"""What may be claimed of a camera's health through time."""

from datetime import timedelta

from tests.cast import at
from tracker.register.cameras.health_history import KnownInterval, Period, days_by_state, health_history
from tracker.register.cameras.rules import Health

DAY = timedelta(days=1)


def test_thirty_days_after_it_was_last_seen_nobody_claims_that_it_works() -> None:
    now = at(1) + 90 * DAY
    working = KnownInterval(Health.WORKING, at(1) - DAY, None, at(1) + 10 * DAY)
    periods = health_history([working], at(1), now)
    assert periods == [
        Period(Health.WORKING, at(1), at(1) + 40 * DAY),
        Period(Health.UNKNOWN, at(1) + 40 * DAY, now),
    ]
    assert days_by_state(periods) == {Health.WORKING: 40, Health.UNKNOWN: 50}


def test_a_broken_camera_stays_broken_and_gaps_are_unknown() -> None:
    now = at(1) + 90 * DAY
    broken = KnownInterval(Health.BROKEN, at(1) + 5 * DAY, None, at(1) + 5 * DAY)
    assert days_by_state(health_history([broken], at(1), now)) == {Health.UNKNOWN: 5, Health.BROKEN: 85}
    assert days_by_state(health_history([], at(1), now)) == {Health.UNKNOWN: 90}
