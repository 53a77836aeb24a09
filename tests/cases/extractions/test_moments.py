"""What was done last night and is keyed in this morning: each step has when it happened and when it was recorded."""

from datetime import datetime, timedelta

import pytest

from tests.cases.extractions.test_actions import HANDOVER, advance, move
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases import moments
from tracker.cases.extractions import steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.core.lateness import is_late

LAST_NIGHT = clock.now().replace(second=0, microsecond=0) - 12 * HOUR


def typed(moment: datetime) -> str:
    """A moment as people write it."""
    return f"{clock.local(moment):%H:%M %d/%m/%Y}"


def asked_last_night(cast: Cast) -> ExtractionRequest:
    """Minh's request of last night."""
    return cast.request(filed_at=LAST_NIGHT)


@pytest.mark.parametrize(
    ("moment", "word"), [(clock.now() + HOUR, "tương lai"), (LAST_NIGHT - HOUR, f"{clock.local(LAST_NIGHT):%H:%M}")]
)
def test_lan_preserves_neither_in_the_future_nor_before_she_was_asked(
    people: People, cast: Cast, moment: datetime, word: str
) -> None:
    line = asked_last_night(cast).lines[0]
    sent = {"version": line.version, "happened_at": typed(moment)}
    page = people.lan.post(f"/extractions/lines/{line.id}/preserve", sent, 422).text
    assert word in page
    assert 'id="e-happened_at"' in page
    sent["happened_at"] = moment.isoformat()
    wrong = people.lan.json("POST", f"/api/v1/extractions/lines/{line.id}/preserve", sent, 422)
    assert set(wrong["errors"]) == {"happened_at"}
    assert cast.fresh(line).preserved_at is None


def test_what_lan_did_by_telephone_at_night_counts_from_then_and_was_recorded_now(people: People, cast: Cast) -> None:
    line = asked_last_night(cast).lines[0]
    sent = {"version": line.version, "happened_at": typed(LAST_NIGHT + HOUR)}
    people.lan.post(f"/extractions/lines/{line.id}/preserve", sent)
    assert cast.fresh(line).preserved_at == LAST_NIGHT + HOUR
    with cast.database.reading() as session:
        event = session.query(LineEvent).one()
    assert (event.happened_at, event.actor_id) == (LAST_NIGHT + HOUR, cast.lan.id)
    assert clock.now() - event.recorded_at < HOUR
    assert event.facts["changed"]["status"] == ["asked", "preserved"]


def test_a_step_happens_after_the_one_before_it_and_copies_wait_for_the_approval(people: People, cast: Cast) -> None:
    request = asked_last_night(cast)
    (line,) = request.lines
    advance(cast, "thuy", request, steps.APPROVE, happened_at=LAST_NIGHT + 2 * HOUR)
    move(cast, "lan", line, steps.PRESERVE, happened_at=LAST_NIGHT + HOUR)
    url = f"/api/v1/extractions/lines/{line.id}"
    early = {"version": 2, "happened_at": (LAST_NIGHT + 1.5 * HOUR).isoformat()}
    assert "errors" in people.lan.json("POST", f"{url}/extract", early, 422)
    move(cast, "lan", line, steps.EXTRACT, happened_at=LAST_NIGHT + 3 * HOUR)
    assert "errors" in people.lan.json("POST", f"{url}/hand-over", {**HANDOVER, **early, "version": 3}, 422)
    move(cast, "lan", line, steps.HAND_OVER, **HANDOVER, happened_at=LAST_NIGHT + 4 * HOUR)
    kept = cast.fresh(line)
    assert [kept.preserved_at, kept.extracted_at, kept.handed_over_at] == [LAST_NIGHT + at * HOUR for at in (1, 3, 4)]
    with cast.database.reading() as session:
        complete = session.query(RequestEvent).filter_by(step="complete").one()
    assert complete.happened_at == LAST_NIGHT + 4 * HOUR


def test_the_minute_that_people_tell_is_not_before_the_seconds_that_the_server_knows(cast: Cast) -> None:
    filed = LAST_NIGHT + timedelta(seconds=45)
    request = cast.request(filed_at=filed)
    assert move(cast, "lan", request.lines[0], steps.PRESERVE, happened_at=LAST_NIGHT).preserved_at == filed


def test_a_clock_that_is_a_little_ahead_means_now(cast: Cast) -> None:
    line = cast.request().lines[0]
    told = clock.now() + moments.SKEW / 2
    preserved_at = move(cast, "lan", line, steps.PRESERVE, happened_at=told).preserved_at
    assert preserved_at is not None
    assert preserved_at < told


def test_minh_files_and_closes_when_he_says_he_did_but_not_before_it_happened(people: People, cast: Cast) -> None:
    incident = cast.incident()
    request = cast.request(incident=incident, status=RequestStatus.DRAFT, filed_at=None)
    url, early = f"/extractions/{request.id}/file", typed(incident.occurred_from - HOUR)
    assert 'id="e-happened_at"' in people.minh.post(url, {"version": 1, "happened_at": early}, 422).text
    people.minh.post(url, {"version": 1, "happened_at": typed(LAST_NIGHT)})
    assert cast.fresh(request).filed_at == LAST_NIGHT
    page = people.minh.get(f"/extractions/{request.id}").text
    assert "gửi phiếu" in page
    assert "ghi lúc" not in page


def test_a_late_entry_says_when_it_was_recorded(people: People, cast: Cast) -> None:
    incident = cast.incident(occurred_from=LAST_NIGHT - 50 * HOUR, occurred_to=LAST_NIGHT - 49 * HOUR)
    request = cast.request(incident=incident, status=RequestStatus.DRAFT, filed_at=None)
    advance(cast, "minh", request, steps.FILE, happened_at=LAST_NIGHT - 48 * HOUR)
    assert "ghi lúc" in people.minh.get(f"/extractions/{request.id}").text


@pytest.mark.parametrize(("hours", "late"), [(23, False), (24, False), (25, True)])
def test_more_than_a_day_is_late(hours: int, late: bool) -> None:
    assert is_late(LAST_NIGHT, LAST_NIGHT + hours * HOUR) is late


def test_lines_that_nobody_answered_have_no_events(cast: Cast) -> None:
    cast.request()
    assert cast.count(LineEvent) == 0
    assert cast.count(ExtractionLine) == 1
