"""In which order the dates of a network may stand."""

from datetime import date

from tracker.register.networks import rules

TODAY = date(2026, 3, 10)
LAUNCHED = date(2023, 5, 1)


def test_a_network_is_not_launched_tomorrow_nor_after_what_it_did() -> None:
    assert rules.launch_fault(date(2026, 3, 11), [], TODAY) == rules.AHEAD
    assert rules.launch_fault(LAUNCHED, [date(2023, 4, 30)], TODAY) == rules.AFTER_LATER
    assert not rules.launch_fault(LAUNCHED, [LAUNCHED, TODAY], TODAY)


def test_a_network_is_closed_between_its_last_point_and_today() -> None:
    assert rules.closing_fault(date(2026, 3, 11), LAUNCHED, [], TODAY) == rules.AHEAD
    assert rules.closing_fault(date(2023, 4, 30), LAUNCHED, [], TODAY) == rules.BEFORE_LAUNCH
    assert rules.closing_fault(date(2024, 1, 1), LAUNCHED, [date(2024, 1, 2)], TODAY) == rules.POINTS_LATER
    assert not rules.closing_fault(LAUNCHED, LAUNCHED, [LAUNCHED], TODAY)


def test_a_point_begins_with_its_network_or_later_and_does_not_end_before_it_began() -> None:
    assert rules.start_fault(date(2023, 4, 30), LAUNCHED, TODAY) == rules.BEFORE_LAUNCH
    assert rules.start_fault(date(2026, 3, 11), LAUNCHED, TODAY) == rules.AHEAD
    assert rules.end_fault(date(2023, 4, 30), LAUNCHED, TODAY) == rules.BEFORE_START
    assert rules.end_fault(date(2026, 3, 11), LAUNCHED, TODAY) == rules.AHEAD
    assert not rules.end_fault(TODAY, TODAY, TODAY)


def test_what_happens_today_or_on_the_very_first_day_is_right() -> None:
    assert rules.launch_fault(TODAY, [TODAY], TODAY) == ""
    assert rules.closing_fault(TODAY, LAUNCHED, [], TODAY) == ""
    assert rules.start_fault(TODAY, LAUNCHED, TODAY) == rules.start_fault(LAUNCHED, LAUNCHED, TODAY) == ""
    assert rules.joining_fault(TODAY, LAUNCHED, TODAY) == rules.joining_fault(LAUNCHED, LAUNCHED, TODAY) == ""


def test_cameras_join_between_the_launch_and_today() -> None:
    assert rules.joining_fault(date(2026, 3, 11), LAUNCHED, TODAY) == rules.AHEAD
    assert rules.joining_fault(date(2023, 4, 30), LAUNCHED, TODAY) == rules.BEFORE_LAUNCH


def test_a_network_gets_another_lead_while_it_runs() -> None:
    closed = date(2025, 1, 1)
    assert rules.lead_fault(date(2025, 1, 2), LAUNCHED, closed, TODAY) == rules.AFTER_CLOSING
    assert rules.lead_fault(closed, LAUNCHED, closed, TODAY) == ""
    assert rules.lead_fault(date(2025, 1, 2), LAUNCHED, None, TODAY) == ""
    assert rules.lead_fault(date(2023, 4, 30), LAUNCHED, None, TODAY) == rules.BEFORE_LAUNCH
    assert rules.lead_fault(date(2026, 3, 11), LAUNCHED, None, TODAY) == rules.AHEAD
