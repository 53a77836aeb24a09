"""The figures against an independent count, and each figure against the rows it opens."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy.orm import Session

from tests.cast import MERGER, Cast, at
from tests.reports.histories import HISTORIES, Case, Writer, by_hand, cohort, waits_by_hand
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock, cursors
from tracker.reports import parts, queries
from tracker.reports.queries import RowsQuery
from tracker.reports.rules import IncidentSet, LineSet, Part, PartKind, Period, PeriodKind, RateTally, Turnaround, of
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

YEAR = of(PeriodKind.YEAR, 2024 * 12)
SEVERAL = settings(
    max_examples=8,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TALLIED = (
    LineSet.ASKED,
    LineSet.EXISTED,
    LineSet.SAVED,
    LineSet.EXTRACTED,
    LineSet.DELIVERED,
    LineSet.JUDGED,
    LineSet.USEFUL,
)


def on_made_up_histories(cast: Cast, check: Callable[[Session, Writer, Sequence[Case]], None]) -> None:
    """Run `check` after each of several histories was written."""
    writer = Writer(cast)

    @SEVERAL
    @given(HISTORIES)
    def run(history: Sequence[Case]) -> None:
        with cast.database.writing() as session:
            writer.write(session, history)
            check(session, writer, history)

    run()


def test_the_figures_are_those_of_an_independent_count(cast: Cast) -> None:
    def check(session: Session, writer: Writer, history: Sequence[Case]) -> None:
        requests = cohort(history, clock.day_start(YEAR.first), clock.day_end(YEAR.last))
        reasons = Counter(line.reason.value for _, _, request in requests for line in request.lines if line.reason)
        assert queries.tally(session, YEAR) == by_hand(history, YEAR)
        assert queries.unavailable_by_reason(session, YEAR) == reasons
        for wait, hours in queries.turnarounds(session, YEAR).items():
            assert astuple(hours) == pytest.approx(astuple(waits_by_hand(history, YEAR)[wait]))

    on_made_up_histories(cast, check)


def test_each_network_has_its_own_share_of_them(cast: Cast) -> None:
    def check(session: Session, writer: Writer, history: Sequence[Case]) -> None:
        tallies = {part.id: part.tally for part in parts.all_parts(session, PartKind.NETWORKS, YEAR)}
        for place, network_id in enumerate(writer.networks):
            assert tallies.get(network_id or 0, RateTally()) == by_hand(history, YEAR, place)

    on_made_up_histories(cast, check)


def test_the_wards_of_today_hold_what_the_old_ones_held(cast: Cast) -> None:
    def check(session: Session, writer: Writer, history: Sequence[Case]) -> None:
        then, now = (
            parts.all_parts(session, PartKind.WARDS, YEAR),
            parts.all_parts(session, PartKind.WARDS, YEAR, now=True),
        )
        assert _lines_in(then, cast.old_dong_son.id) == by_hand(history, YEAR, 0).lines_asked
        assert _lines_in(now, cast.old_dong_son.id) == 0
        assert sum(part.tally.lines_asked for part in then) == sum(part.tally.lines_asked for part in now)

    on_made_up_histories(cast, check)


def _lines_in(wards: Sequence[Part], ward_id: int) -> int:
    return sum(part.tally.lines_asked for part in wards if part.id == ward_id)


def test_every_figure_opens_as_many_rows_as_it_says(cast: Cast) -> None:
    def check(session: Session, writer: Writer, history: Sequence[Case]) -> None:
        opens(session, queries.tally(session, YEAR), RowsQuery(YEAR))
        for part in parts.all_parts(session, PartKind.NETWORKS, YEAR):
            opens(session, part.tally, RowsQuery(YEAR, network_id=part.id))
        for now in (False, True):
            for part in parts.all_parts(session, PartKind.WARDS, YEAR, now=now):
                opens(session, part.tally, RowsQuery(YEAR, ward_id=part.id, now=now))
        for reason, count in queries.unavailable_by_reason(session, YEAR).items():
            assert lines_behind(session, LineSet.LOST, RowsQuery(YEAR, reason=UnavailableReason(reason))) == count

    on_made_up_histories(cast, check)


def opens(session: Session, tally: RateTally, query: RowsQuery) -> None:
    """Each figure of `tally` has as many rows."""
    asked_count, clarified, *lines = astuple(tally)
    assert incidents_behind(session, IncidentSet.ASKED, query) == asked_count
    assert incidents_behind(session, IncidentSet.CLARIFIED, query) == clarified
    assert [lines_behind(session, kind, query) for kind in TALLIED] == lines


def incidents_behind(session: Session, kind: IncidentSet, query: RowsQuery) -> int:
    rows = through(queries.incidents, session, kind, query)
    assert queries.count_incidents(session, kind, query) == rows
    return rows


def lines_behind(session: Session, kind: LineSet, query: RowsQuery) -> int:
    rows = through(queries.lines, session, kind, query)
    assert queries.count_lines(session, kind, query) == rows
    return rows


def through(listing: Any, session: Session, kind: object, query: RowsQuery) -> int:
    """How many rows there are on all pages, none twice."""
    ids: list[int] = []
    following, query = "", replace(query, limit=3)
    while following is not None:
        rows, following = listing(session, kind, query)
        ids += [row.id for row in rows]
        query = replace(query, after=(ids[-1],) if ids else None)
    assert len(ids) == len(set(ids))
    return len(ids)


def test_withdrawing_a_request_does_not_raise_the_rate(cast: Cast) -> None:
    cast.request(filed_at=at(1), status=RequestStatus.WITHDRAWN)
    cast.request(filed_at=at(1), status=RequestStatus.REFUSED, approver_id=cast.thuy.id)
    with cast.database.reading() as session:
        assert queries.tally(session, YEAR).incidents_asked == 2


def solved(cast: Cast, **values: Any) -> None:
    """An incident whose only line was of use."""
    incident = cast.incident(status=Ending.CLARIFIED, ended_at=at(9))
    request = cast.request(incident=incident, filed_at=at(1), status=RequestStatus.CLOSED)
    camera = cast.camera(network_id=cast.network().id)
    facts = {"window_from": at(1, 1), "window_to": at(1, 2), "status": LineStatus.HANDED_OVER, **values}
    cast.line(request, camera, outcome=Outcome.SUPPORTING, extracted_at=at(2), handed_over_at=at(3), **facts)


def test_an_incident_solved_by_two_networks_counts_once_for_the_city_and_once_for_each(cast: Cast) -> None:
    incident = cast.incident(status=Ending.CLARIFIED, ended_at=at(9))
    request = cast.request(incident=incident, filed_at=at(1), status=RequestStatus.CLOSED)
    for _ in range(2):
        facts = {"window_from": at(1, 1), "window_to": at(1, 2), "status": LineStatus.HANDED_OVER}
        cast.line(request, cast.camera(network_id=cast.network().id), outcome=Outcome.DECISIVE, **facts)
    with cast.database.reading() as session:
        assert queries.tally(session, YEAR).incidents_clarified == 1
        assert sum(part.tally.incidents_clarified for part in parts.all_parts(session, PartKind.NETWORKS, YEAR)) == 2


@pytest.mark.parametrize(("ending", "ended"), [(Ending.VERIFYING, None), (Ending.SUSPENDED, at(9))])
def test_useful_footage_of_an_open_incident_clarifies_nothing(cast: Cast, ending: Ending, ended: Any) -> None:
    incident = cast.incident(status=ending, ended_at=ended)
    request = cast.request(incident=incident, filed_at=at(1), status=RequestStatus.CLOSED)
    facts = {"window_from": at(1, 1), "window_to": at(1, 2), "status": LineStatus.HANDED_OVER}
    cast.line(request, cast.camera(), outcome=Outcome.DECISIVE, **facts)
    with cast.database.reading() as session:
        assert queries.tally(session, YEAR).incidents_clarified == 0


def test_a_wait_is_measured_to_the_microsecond(cast: Cast) -> None:
    solved(cast, preserved_at=at(1) + timedelta(hours=1, microseconds=36))
    with cast.database.reading() as session:
        assert queries.turnarounds(session, YEAR)[Turnaround.PRESERVING].median == 1.00000001


def test_waiting_times_are_told_in_hours(cast: Cast) -> None:
    solved(cast)
    with cast.database.reading() as session:
        waits = queries.turnarounds(session, YEAR)
    assert (waits[Turnaround.HANDING_OVER].n, waits[Turnaround.HANDING_OVER].median) == (1, 48)
    assert waits[Turnaround.PRESERVING].median is None


def test_a_network_nobody_asked_is_listed_with_nothing(cast: Cast) -> None:
    network = cast.network()
    with cast.database.reading() as session:
        assert [(part.id, part.tally) for part in parts.all_parts(session, PartKind.NETWORKS, YEAR)] == [
            (network.id, RateTally())
        ]


@pytest.fixture
def few_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parts of a kind are shown at first."""
    monkeypatch.setattr(parts, "SHOWN_FIRST", 2)


@pytest.mark.usefixtures("few_first")
def test_the_networks_asked_most_are_shown_first_by_name(cast: Cast) -> None:
    streets = [cast.network(name=f"Camera phố {letter}").id for letter in "ABC"]
    for network_id in (streets[1], streets[2], streets[2]):
        cast.request(cast.camera(network_id=network_id), filed_at=at(1))
    with cast.database.reading() as session:
        shown, more = parts.most_asked(session, PartKind.NETWORKS, YEAR)
    assert ([part.id for part in shown], more) == (streets[1:], True)


@pytest.mark.parametrize("kind", PartKind)
@pytest.mark.parametrize("now", [False, True])
def test_page_by_page_every_part_is_met_once_in_the_order_of_all(cast: Cast, kind: PartKind, now: bool) -> None:
    cameras = [cast.camera(ward_id=ward.id, network_id=cast.network().id) for ward in (cast.hac_thanh, cast.ham_rong)]
    cast.request(*cameras, cast.camera(ward_id=cast.old_dong_ve.id), filed_at=at(1))
    with cast.database.reading() as session:
        every, read, following = parts.all_parts(session, kind, YEAR, now=now), [], ""
        while following is not None:
            after = cursors.read(following, (int, str, int)) if following else None
            shown, following = parts.parts_page(session, kind, YEAR, now=now, after=after, limit=1)
            read += shown
    assert read == every
    assert len(every) >= 2


def test_a_split_ward_has_no_ward_of_today(cast: Cast) -> None:
    ended, old = date(2025, 6, 30), cast.old_dong_son
    facts = {column.name: getattr(old, column.name) for column in Ward.__table__.columns if column.name != "id"}
    split = cast.add(Ward(**{**facts, "code": "14758", "name": "Phường Đông Thọ", "valid_to": ended}))
    for new in (cast.hac_thanh, cast.ham_rong):
        passed = {"extent": Extent.PART, "effective_on": MERGER, "basis": "1686"}
        cast.add(Succession(old_id=split.id, new_id=new.id, **passed))
    cast.request(cast.camera(ward_id=split.id), filed_at=at(1))
    with cast.database.reading() as session:
        assert [part.id for part in parts.all_parts(session, PartKind.WARDS, YEAR, now=True)] == [0]
        assert queries.count_lines(session, LineSet.ASKED, RowsQuery(YEAR, ward_id=0, now=True)) == 1


def test_a_day_ends_at_midnight_in_vietnam(cast: Cast) -> None:
    midnight = clock.day_end(YEAR.last)
    cast.request(filed_at=midnight - timedelta(seconds=1))
    cast.request(filed_at=midnight)
    with cast.database.reading() as session:
        assert queries.tally(session, YEAR).incidents_asked == 1
        assert queries.tally(session, Period(YEAR.last, YEAR.last + timedelta(1))).incidents_asked == 2
