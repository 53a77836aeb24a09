"""A network's months, and the codes that people paste."""

from datetime import date

from tracker.register.cameras.rules import Connection
from tracker.register.networks import rules
from tracker.register.networks.rules import MembershipChange, NetworkEvent, NetworkEventKind

LAUNCHED, CLOSED, TODAY = date(2025, 11, 15), date(2026, 3, 2), date(2026, 11, 22)


def test_a_network_has_months_from_its_launch_to_its_closing() -> None:
    assert rules.months_of(2025, LAUNCHED, CLOSED, TODAY) == [date(2025, 11, 1), date(2025, 12, 1)]
    assert rules.months_of(2026, LAUNCHED, CLOSED, TODAY)[-1] == date(2026, 3, 1)
    assert rules.months_of(2026, LAUNCHED, None, TODAY)[-1] == date(2026, 11, 1)
    assert rules.months_of(2024, LAUNCHED, None, TODAY) == []


def test_what_happened_stands_in_its_month_the_newest_first() -> None:
    months = [date(2026, 1, 1), date(2026, 2, 1)]
    events = [NetworkEvent(date(2026, 1, day), NetworkEventKind.EXTEND, f"Tổ {day}") for day in (3, 9)]
    moved = {MembershipChange.JOINED: {(date(2026, 1, 1), source): 2 for source in Connection}}
    february, january = rules.months_with_events(months, events, moved, {date(2026, 2, 1): "họp"})
    assert (february.note, february.happenings, january.note) == ("họp", [], None)
    assert [happening.name for happening in january.happenings] == ["Tổ 9", "Tổ 3"]
    assert january.moved == {MembershipChange.JOINED: {Connection.POLICE: 2, Connection.MOBILISABLE: 2}}


def test_codes_are_read_however_they_are_pasted() -> None:
    assert rules.listed("CAM-01, CAM-02;CAM-03\n\n CAM-01\tCAM 04 ") == ["CAM-01", "CAM-02", "CAM-03", "CAM 04"]
    assert rules.named([str(number) for number in range(12)], most=2) == "0, 1 … (+10)"


def test_the_month_before_is_the_one_before() -> None:
    assert rules.month_before(date(2026, 3, 31)) == date(2026, 2, 1)
    assert rules.month_before(date(2026, 1, 1)) == date(2025, 12, 1)


def test_a_network_that_ran_all_year_has_twelve_months() -> None:
    assert len(rules.months_of(2025, date(2024, 1, 1), None, TODAY)) == 12
    assert [chapter.month for chapter in rules.months_with_events([date(2026, 1, 1)], [], {}, {})] == [date(2026, 1, 1)]


def test_few_codes_are_all_named() -> None:
    assert rules.named(["A", "B"], most=2) == "A, B"
    assert rules.named(["A", "B", "C"], most=2) == "A, B … (+1)"
    assert rules.listed("XX-1,XX-2") == ["XX-1", "XX-2"]
