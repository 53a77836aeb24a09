"""Figures by tallies are those from rows, whatever is changed and whenever it is folded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.cast import Cast, at
from tests.people import People
from tests.reports.changes import CHANGES, CLEAR, PERIODS, USEFUL, Change, Rows, agree, folded
from tests.test_cli import run
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.components import TASKS
from tracker.core import clock, errors
from tracker.jobs import actions as jobs
from tracker.jobs.progress_store import ProgressStore
from tracker.jobs.rules import JobKind, JobState
from tracker.jobs.worker import Worker
from tracker.reports import folding, half_months, queries
from tracker.reports.half_months import NOTHING_TALLIED, Tallied
from tracker.reports.models import Tally
from tracker.reports.rules import Period, PeriodKind, named, of
from tracker.reports.tally_rows import tallied

YEAR = PERIODS[0]


@pytest.fixture
def rows(cast: Cast) -> Rows:
    """Rows of which there are tallies."""
    rows = Rows(cast)
    folded(cast.database)
    return rows


def known(cast: Cast) -> Tallied:
    with cast.database.reading() as session:
        return tallied(session)


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_is_in_the_figures_at_once_and_after_it_was_folded(rows: Rows, change: Change) -> None:
    before = agree(rows.database)
    assert known(rows.cast).to_count(YEAR) == []
    change(rows)
    after = agree(rows.database)
    assert before != after
    folded(rows.database)
    assert known(rows.cast).to_count(YEAR) == []
    assert agree(rows.database) == after


class Anybody:
    """Somebody who changes rows at random: of either incident, around the days on which months begin."""

    def __init__(self, rows: Rows, seed: int) -> None:
        self.rows, self.random = rows, Random(seed)

    def change(self) -> None:
        """Change anything."""
        acts = (self.ask, self.ask, self.answer, self.answer, self.move_request, self.end, self.keep_days, self.fold)
        self.random.choice(acts)()

    def moment(self) -> Any:
        """A moment shortly before or after midnight of a day on which some month begins."""
        day = date(2024, self.random.randint(1, 6), self.random.choice((1, 15)))
        return clock.day_start(day) + timedelta(hours=self.random.choice((-1, 1)))

    def ask(self) -> None:
        """File a request, recorded by now or weeks later."""
        cameras = self.random.sample(self.rows.cameras, self.random.randint(1, 2))
        request = self.rows.request(self.random.choice(self.rows.incidents), self.moment(), *cameras)
        self.rows.requests.append(request)
        self.rows.lines.append(self.rows.line(request, self.random.choice(cameras)))

    def answer(self) -> None:
        """A line's footage was of use, of none, secured, or lost."""
        useless = {**USEFUL, "outcome": Outcome.NOTHING}
        preserved = {"status": LineStatus.PRESERVED, "preserved_at": self.moment()}
        lost = {"status": LineStatus.UNAVAILABLE, "unavailable_reason": self.random.choice(list(UnavailableReason))}
        nothing = dict.fromkeys(("outcome", "extracted_at", "preserved_at", "unavailable_reason"))
        answers = self.random.choice((USEFUL, USEFUL, useless, preserved, lost))
        self.rows.change(self.random.choice(self.rows.lines), **{**nothing, **answers})

    def move_request(self) -> None:
        """A request is filed at another time, of another incident, voided, brought back, withdrawn, a draft again."""
        changes: tuple[dict[str, Any], ...] = (
            {"filed_at": self.moment()},
            {"incident_id": self.random.choice(self.rows.incidents).id},
            {"voided_at": at(1)},
            {"voided_at": None},
            {"status": RequestStatus.WITHDRAWN},
            {"status": RequestStatus.DRAFT},
        )
        self.rows.change(self.random.choice(self.rows.requests), **self.random.choice(changes))

    def end(self) -> None:
        """An incident is cleared up, or is no longer."""
        ended = self.random.choice((CLEAR, {"status": Ending.VERIFYING, "ended_at": None}))
        self.rows.change(self.random.choice(self.rows.incidents), **ended)

    def keep_days(self) -> None:
        """A camera or the recorder keeps other days, or a camera hangs on the recorder."""
        days = {"retention_days": self.random.choice((3, 10, 30))}
        camera = self.random.choice(self.rows.cameras)
        self.random.choice(
            (
                lambda: self.rows.change(camera, **days),
                lambda: self.rows.change(self.rows.recorder, **days),
                lambda: self.rows.change(camera, recorder_id=self.rows.recorder.id, retention_days=None),
            )
        )()

    def fold(self) -> None:
        """What was changed is folded."""
        folded(self.rows.database)


@pytest.mark.parametrize("seed", range(2))
def test_after_anything_that_people_do_in_any_order_both_ways_of_counting_agree(rows: Rows, seed: int) -> None:
    anybody = Anybody(rows, seed)
    periods = [period for code in ("2024", "2024-H1", "2024-Q1", "CA-2024-02") if (period := named(code))]
    for _ in range(8):
        for _ in range(5):
            anybody.change()
        agree(rows.database, periods)


class Meanwhile:
    """A database between whose view and whose writing something is done."""

    def __init__(self, cast: Cast, deed: Change, rows: Rows) -> None:
        self.database, self._deed, self._rows = cast.database, deed, rows
        self._views = 0

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view; after the second, that of a half-month, the deed is done."""
        with self.database.reading() as session:
            yield session
        self._views += 1
        if self._views == 2:
            self._deed(self._rows)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A writing transaction."""
        with self.database.writing() as session:
            yield session


def test_what_is_changed_while_a_half_month_is_counted_is_counted_the_next_time(rows: Rows, cast: Cast) -> None:
    rows.change(rows.lines[0], outcome=Outcome.NOTHING)
    folding.fold(Meanwhile(cast, lambda rows: rows.change(rows.lines[0], outcome=Outcome.SUPPORTING), rows), print)
    assert known(cast).changed
    agree(cast.database)
    folded(cast.database)
    assert not known(cast).changed
    agree(cast.database)


def test_of_two_folds_at_once_the_later_view_is_kept(rows: Rows, cast: Cast) -> None:
    rows.change(rows.lines[0], outcome=Outcome.NOTHING)

    def change_and_fold(rows: Rows) -> None:
        rows.change(rows.lines[0], outcome=Outcome.SUPPORTING)
        folded(rows.database)

    with pytest.raises(errors.Stale):
        folding.fold(Meanwhile(cast, change_and_fold, rows), print)
    agree(cast.database)


def test_a_half_month_that_another_fold_has_counted_is_left_alone(rows: Rows, cast: Cast) -> None:
    rows.change(rows.lines[0], outcome=Outcome.NOTHING)
    twice = Meanwhile(cast, lambda rows: None, rows)
    views = iter([lambda: folded(cast.database)])

    def early(finished: int, total: int) -> None:
        for act in views:
            act()

    with pytest.raises(errors.Stale):
        folding.fold(twice, early)
    agree(cast.database)


def test_what_is_not_yet_committed_when_it_is_folded_is_counted_afterwards(rows: Rows, cast: Cast) -> None:
    """Two requests of one incident in two half-months, of which neither transaction sees the other."""
    if cast.database.embedded:
        return  # one writer at a time: nobody folds before it has committed
    early, late = rows.requests[3], rows.requests[4]
    for request in (rows.requests[2], early, late):
        rows.change(request, voided_at=at(1))
    folded(cast.database)
    with cast.database.writing() as slow:
        slow.execute(update(ExtractionRequest).where(ExtractionRequest.id == early.id).values(voided_at=None))
        rows.change(late, voided_at=None)
        folded(cast.database)
        agree(cast.database)
    agree(cast.database)
    folded(cast.database)
    agree(cast.database)
    with cast.database.reading() as session:
        assert queries.tally(session, YEAR, tallied(session)).incidents_asked == 7


def test_periods_that_cut_half_months_or_of_which_most_has_changed_are_counted_from_rows(rows: Rows) -> None:
    known_then = known(rows.cast)
    assert known_then.to_count(Period(date(2024, 1, 1), date(2024, 12, 30))) is None
    assert known_then.to_count(Period(date(2024, 1, 2), date(2024, 12, 31))) is None
    assert known_then.to_count(of(PeriodKind.POLICE_YEAR, 2024 * 12)) == []
    assert NOTHING_TALLIED.to_count(YEAR) is None
    rows.change(rows.requests[0], status=RequestStatus.WITHDRAWN)
    assert known(rows.cast).to_count(YEAR) == [date(2024, 1, 1), date(2024, 3, 15)]
    assert known(rows.cast).to_count(of(PeriodKind.FIRST_HALF, 2024 * 12)) is None


def test_before_the_clock_was_last_changed_no_period_is_made_of_half_months() -> None:
    assert not half_months.is_whole(of(PeriodKind.YEAR, 1975 * 12))
    assert half_months.is_whole(of(PeriodKind.YEAR, 1976 * 12))


def test_half_months_follow_each_other_and_make_spans() -> None:
    days = [date(2024, 2, 1)]
    for _ in range(3):
        days.append(half_months.following(days[-1]))
    assert days == [date(2024, 2, 1), date(2024, 2, 15), date(2024, 3, 1), date(2024, 3, 15)]
    spans = half_months.runs({days[0], days[1], days[3]})
    assert spans == [(date(2024, 2, 1), date(2024, 3, 1)), (date(2024, 3, 15), date(2024, 4, 1))]


def test_what_was_never_counted_is_as_if_everything_had_changed(rows: Rows, cast: Cast) -> None:
    with cast.database.writing() as session:
        folding.note_everything(session)
    assert known(cast).to_count(YEAR) is None
    assert known(cast).first_year == 2024
    agree(cast.database)
    assert folded(cast.database) == 9
    agree(cast.database)


def main_part(people: People, address: str) -> str:
    """What a page of the leadership says, without the frame."""
    return people.thuy.get(address).text.partition("<main")[2].partition("</main>")[0]


def test_the_leaderships_page_tells_the_same_before_and_after_the_tallies_were_folded(
    people: People, cast: Cast
) -> None:
    rows, addresses = Rows(cast), ("/reports?period=2024", "/reports?period=2024&now=1", "/reports/wards?period=2024")
    before = [main_part(people, address) for address in addresses]
    folded(cast.database)
    assert known(cast).to_count(YEAR) == []
    assert [main_part(people, address) for address in addresses] == before
    assert people.thuy.get("/reports/networks.csv?period=2024").text.count("\n") == len(rows.cameras) + 1


def test_the_job_folds_what_was_changed(rows: Rows, cast: Cast) -> None:
    rows.change(rows.requests[0], status=RequestStatus.WITHDRAWN)
    with cast.database.writing() as session:
        job = jobs.start_of_system(session, JobKind.FOLD_TALLIES)
    worker = Worker(cast.database, ProgressStore(cast.database), TASKS)
    assert worker.carry_out_next()
    worker.progress.close()
    assert (cast.fresh(job).state, known(cast).changed) == (JobState.DONE, frozenset())


def test_tallies_that_are_not_what_the_rows_say_are_told_and_mended(app: Flask, rows: Rows, cast: Cast) -> None:
    assert "9 nửa tháng khớp; 0" in run(app, "report verify")
    with cast.database.writing() as session:
        session.execute(update(Tally).where(Tally.kind == "ward", Tally.lines_asked == 1).values(lines_asked=9))
    complaint = run(app, "report verify", code=1)
    assert "Theo phường, xã lúc yêu cầu" in complaint
    assert "flask --app wsgi report rebuild" in complaint
    assert "9 nửa tháng" in run(app, "report rebuild")
    assert "9 nửa tháng khớp; 0" in run(app, "report verify")
