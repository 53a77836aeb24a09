"""Rules: where each caution begins, and what others read of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import HOUR, at
from tracker.cases.extractions.cautions import (
    FAR_METRES,
    RELATED_WITHIN,
    CameraThen,
    Caution,
    CautionKind,
    EarlierLine,
    Window,
    cautions,
    said_key,
)
from tracker.cases.extractions.rules import LineStatus

DAY = date(2024, 3, 10)
OCCURRED = (at(10, 12), at(10, 13))
MOMENT = timedelta(seconds=1)


def window(since: datetime = OCCURRED[0], until: datetime = OCCURRED[1]) -> Window:
    return Window(since, until, DAY, DAY)


def camera(**known: Any) -> CameraThen:
    facts = {"installed_on": None, "removed_on": None, "broken": [], "ward": "Phường Hạc Thành", "answered": True}
    return CameraThen(**{**facts, "province": "", "metres": None, **known})


def earlier(**known: Any) -> EarlierLine:
    facts: dict[str, Any] = {"id": 7, "camera_id": 1, "unit": "PC02", "within_reach": True, "same_incident": False}
    facts |= {"shared": False, "status": LineStatus.ASKED, "window_from": at(10, 12), "window_to": at(10, 13)}
    facts |= {"request_id": 3, "request": "YC-00003/2024", "incident_id": 4, "incident": "VV-4", "requester": "Tuấn"}
    return EarlierLine(**{**facts, **known})


def kinds(camera: CameraThen, asked: Window) -> list[CautionKind]:
    return [caution.kind for caution in cautions(camera, asked, OCCURRED, [])]


def test_nothing_is_said_of_a_camera_of_which_nothing_bad_is_known() -> None:
    assert kinds(camera(), window()) == []


@pytest.mark.parametrize(
    ("since", "related"),
    [
        (OCCURRED[0] - RELATED_WITHIN - HOUR, True),
        (OCCURRED[0] - RELATED_WITHIN - HOUR - MOMENT, False),
        (OCCURRED[1] + RELATED_WITHIN, True),
        (OCCURRED[1] + RELATED_WITHIN + MOMENT, False),
    ],
)
def test_a_window_more_than_a_day_away_has_nothing_to_do_with_what_happened(since: datetime, related: bool) -> None:
    assert kinds(camera(), window(since, since + HOUR)) == ([] if related else [CautionKind.OUTSIDE_INCIDENT])


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"installed_on": DAY}, None),
        ({"installed_on": DAY + timedelta(days=1)}, CautionKind.BEFORE_INSTALLATION),
        ({"removed_on": DAY}, None),
        ({"removed_on": DAY - timedelta(days=1)}, CautionKind.AFTER_REMOVAL),
        ({"broken": [(at(9), at(10, 12))]}, None),
        ({"broken": [(at(10, 13), None)]}, None),
        ({"broken": [(at(9), at(10, 12) + MOMENT)]}, CautionKind.BROKEN_THEN),
        ({"broken": [(at(10, 13) - MOMENT, None)]}, CautionKind.BROKEN_THEN),
        ({"answered": False}, CautionKind.NOBODY_ANSWERS),
        ({"metres": FAR_METRES}, None),
        ({"metres": FAR_METRES + 1}, CautionKind.FAR_AWAY),
        ({"province": "Tỉnh Ninh Bình", "metres": 900}, CautionKind.FAR_AWAY),
        ({"province": "Tỉnh Ninh Bình"}, CautionKind.FAR_AWAY),
    ],
)
def test_a_caution_begins_exactly_there(facts: dict[str, Any], kind: CautionKind | None) -> None:
    assert kinds(camera(**facts), window()) == ([kind] if kind else [])


def test_the_span_that_is_told_is_the_first_in_which_the_camera_was_broken() -> None:
    spans = [(at(10, 12) + 2 * MOMENT, None), (at(9), at(10, 12) + MOMENT)]
    (caution,) = cautions(camera(broken=spans), window(), OCCURRED, [])
    assert caution.facts == {"since": at(9).isoformat(), "until": (at(10, 12) + MOMENT).isoformat()}


@pytest.mark.parametrize(
    ("known", "joinable"),
    [
        ({}, True),
        ({"within_reach": False}, False),
        ({"same_incident": True}, False),
        ({"shared": True}, False),
        ({"status": LineStatus.UNAVAILABLE}, False),
        ({"status": LineStatus.HANDED_OVER}, True),
    ],
)
def test_a_line_is_joined_where_it_is_within_reach_of_another_case_and_has_footage(
    known: dict[str, Any], joinable: bool
) -> None:
    assert earlier(**known).joinable is joinable


def test_of_a_case_out_of_reach_the_unit_is_told_once() -> None:
    unknown = [earlier(id=number, within_reach=False) for number in (7, 8)]
    told = cautions(camera(), window(), OCCURRED, [*unknown, earlier(id=9)])
    assert [caution.facts.get("line_id") for caution in told] == [None, 9]
    assert told[0].facts == {"unit": "PC02"}


def test_what_is_kept_for_others_to_read_says_nothing_of_the_other_case() -> None:
    (caution,) = cautions(camera(), window(), OCCURRED, [earlier()])
    assert caution.facts["incident"] == "VV-4"
    assert caution.kept() == {"kind": "already_asked", "facts": {"unit": "PC02", "line_id": 7, "request_id": 3}}
    assert said_key(caution.kept()) == caution.key
    broken = Caution(CautionKind.BROKEN_THEN, {"since": "2024-03-09", "until": None})
    assert broken.kept()["facts"] == broken.facts
    assert said_key(broken.kept()) == broken.key
