"""Checks recorded late, out of their order: the history tells what was known of each moment, today's state stays."""

from datetime import datetime

import pytest

from tests.cast import HOUR, Cast
from tests.people import People
from tracker.core import clock
from tracker.register.cameras import queries
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health

WORKING, BROKEN = Health.WORKING, Health.BROKEN


class Paper:
    """What Lan's paper says of one camera that nobody had looked at; hours ago, noted in the order told."""

    def __init__(self, people: People, cast: Cast) -> None:
        self.people, self.cast, self.now = people, cast, clock.now()
        self.camera: Camera = cast.camera(checked_at=None, health=Health.UNKNOWN)

    def note(self, hours_ago: int, health: Health) -> None:
        sent = {"health": health.value, "seen_at": self._moment(hours_ago).isoformat(), "evidence": "sổ giấy"}
        self.people.lan.json("POST", f"/api/v1/cameras/{self.camera.id}/health", sent)

    def alive(self, *hours_ago: int) -> list[Health | None]:
        with self.cast.database.reading() as session:
            answers = [queries.health_at(session, [self.camera.id], self._moment(hours)) for hours in hours_ago]
        return [answer.get(self.camera.id) for answer in answers]

    def intervals(self) -> list[HealthInterval]:
        with self.cast.database.reading() as session:
            return session.query(HealthInterval).order_by(HealthInterval.since, HealthInterval.id).all()

    def _moment(self, hours_ago: int) -> datetime:
        return self.now - hours_ago * HOUR


@pytest.fixture
def paper(people: People, cast: Cast) -> Paper:
    return Paper(people, cast)


def test_the_paper_of_the_day_before_comes_after_todays_and_todays_state_stays(paper: Paper) -> None:
    paper.note(24, BROKEN)
    paper.note(48, WORKING)
    camera = paper.cast.fresh(paper.camera)
    assert (camera.health, camera.checked_at) == (BROKEN, paper.now - 24 * HOUR)
    assert paper.alive(60, 48, 30, 24, 1) == [None, WORKING, WORKING, BROKEN, BROKEN]
    assert all(interval.recorded_at is not None for interval in paper.intervals())


def test_what_was_seen_between_two_equal_looks_splits_what_lies_between_them(paper: Paper) -> None:
    for hours, health in ((72, WORKING), (24, WORKING), (48, BROKEN)):
        paper.note(hours, health)
    assert paper.cast.fresh(paper.camera).health is WORKING
    assert paper.alive(72, 50, 48, 30, 24, 0) == [WORKING, WORKING, BROKEN, BROKEN, WORKING, WORKING]
    ends = [(interval.since, interval.until) for interval in paper.intervals()]
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]  # no gap, none twice
    assert ends[-1][1] is None


def test_seen_broken_after_it_was_last_seen_to_work_it_was_broken_until_the_next_look(paper: Paper) -> None:
    for hours, health in ((72, WORKING), (24, Health.UNKNOWN), (12, WORKING), (48, BROKEN)):
        paper.note(hours, health)
    assert paper.alive(60, 48, 30, 12) == [WORKING, BROKEN, BROKEN, WORKING]


def test_the_same_seen_once_more_earlier_confirms_and_begins_nothing_new(paper: Paper) -> None:
    for hours, health in ((72, WORKING), (24, BROKEN), (48, WORKING), (96, WORKING)):
        paper.note(hours, health)
    assert [(interval.health, interval.since) for interval in paper.intervals()] == [
        (WORKING, paper.now - 96 * HOUR),
        (BROKEN, paper.now - 24 * HOUR),
    ]
    assert paper.intervals()[0].confirmed_at == paper.now - 48 * HOUR


def test_whatever_the_order_in_which_papers_come_every_moment_has_one_answer(paper: Paper) -> None:
    for hours, health in ((10, WORKING), (90, BROKEN), (50, WORKING), (30, BROKEN), (70, WORKING), (20, BROKEN)):
        paper.note(hours, health)
    assert paper.cast.fresh(paper.camera).health is WORKING
    assert paper.alive(90, 70, 50, 30, 20, 10) == [BROKEN, WORKING, WORKING, BROKEN, BROKEN, WORKING]
    starts = [interval.since for interval in paper.intervals()]
    assert starts == sorted(starts)
