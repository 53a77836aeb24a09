"""People who do anything they can think of to requests, in any order, on any date; and what must hold after each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from tests.cases.extractions.test_actions import HANDOVER
from tests.cast import HOUR, Cast
from tracker.cases.events import StepEvent, TakenStep
from tracker.cases.extractions import actions, correcting, corrections, events, following, outcomes, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, LineOutcome, RequestEvent
from tracker.cases.extractions.rules import (
    SETTLED,
    USEFUL,
    LineStatus,
    Outcome,
    RequestStatus,
    UnavailableReason,
)
from tracker.cases.handovers.models import Handover
from tracker.cases.transitions import ButtonLook
from tracker.core import clock, errors
from tracker.core.database import Base
from tracker.core.permissions import Can, permits
from tracker.reports import queries as reports
from tracker.reports.rules import PeriodKind, of

EVERYBODY = ("minh", "lan", "hoa", "thuy", "tuan", "dung")
# Hours ago, mostly now; two hours ahead and before the incident too.
HOURS_AGO = (*[None] * 12, -2, 0, 1, 5, 20, 30, 40, 60)
CORRECTIONS = (*[corrections.TAKE_BACK] * 4, corrections.VOID, corrections.MERGE)
APPROVED = frozenset({RequestStatus.APPROVED, RequestStatus.ANSWERED, RequestStatus.CLOSED, RequestStatus.WITHDRAWN})


class Walk(RuleBasedStateMachine):
    """Two cameras, one incident, as many requests as are drafted. All in one transaction, each step a savepoint."""

    cast: Cast

    @initialize()
    def begin(self) -> None:
        """An incident and two cameras; a transaction that is thrown away in the end."""
        self.incident = self.cast.incident(occurred_from=clock.now() - 50 * HOUR, occurred_to=clock.now() - 49 * HOUR)
        self.cameras = [self.cast.camera(), self.cast.camera(ward_id=self.cast.ham_rong.id)]
        self.transaction = self.cast.database.writing()
        self.session = self.transaction.__enter__()
        self.judged = 0

    def teardown(self) -> None:
        """Throw it away."""
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.info.pop("audit", None)
            self.transaction.__exit__(None, None, None)

    def rows(self, kind: type[Base]) -> list[Any]:
        """All rows of a table in their order, as the database has them."""
        statement = select(kind).order_by(kind.id).execution_options(populate_existing=True)  # type: ignore[attr-defined]
        return list(self.session.scalars(statement))

    @rule(seed=st.integers(0, 2**32))
    def anything(self, seed: int) -> None:
        """Somebody does something: mostly whoever may, mostly what leads on, or nobody would ever get far."""
        self.random = Random(seed)
        acts = (self.draft, self.move, self.answer, self.judge, self.put_right, self.take_answer_back, self.ask_again)
        self.random.choices(acts, (1, 8, 8, 2, 2, 2, 1))[0]()

    def draft(self) -> None:
        """A request for both cameras is drafted; few are, so that each gets far."""
        drafted = self.rows(ExtractionRequest)
        if len(drafted) < 4:
            since, last = self.incident.occurred_from, drafted[-1].id if drafted and self._mostly() else None
            facts = {"incident_id": self.incident.id, "legal_basis": "crime_report", "purpose": "Tìm xe"}
            facts |= {
                "bases": ["TTHS-88"],
                "paper_number": "",
                "camera_ids": [camera.id for camera in self.cameras],
                "follows_id": last,
                "caution_reason": self._reason(),
            }
            facts |= {"window_from": since, "window_to": since + HOUR}
            self.attempt(actions.draft, Can.DRAFT_REQUESTS, None, facts)

    def move(self) -> None:
        """A step is taken with a request, now or some hours ago."""
        request = self._one(ExtractionRequest)
        if request:
            step = self._pick(steps.steps_from(request.status), steps.STEPS)
            facts = {"note": self._reason(), "confirmed": self._mostly(), "happened_at": self._moment()}
            facts["caution_reason"] = self._reason()
            facts["ask_again_on"] = clock.today() if self._mostly() else None
            self.attempt(actions.advance, step.needs, request, request.id, request.version, step, facts)

    def answer(self) -> None:
        """A step is taken with a line."""
        line = self._one(ExtractionLine)
        if line:
            request = self.session.get_one(ExtractionRequest, line.request_id)
            step = self._pick(steps.line_steps_from(line.status, request.status), steps.LINE_STEPS)
            why = self.random.choice([*UnavailableReason])
            facts = {**HANDOVER, "note": "", "reason": why, "happened_at": self._moment()}
            self.attempt(actions.advance_line, step.needs, line, line.id, line.version, step, facts)

    def judge(self) -> None:
        """It is said what a line's footage was worth."""
        line = self._one(ExtractionLine)
        if line:
            request = self.session.get_one(ExtractionRequest, line.request_id)
            facts = {"outcome": self.random.choice([*Outcome]), "happened_on": None, "reason": self._reason()}
            self.judged += self.attempt(outcomes.judge, Can.JUDGE_LINE, request, line.id, line.version, facts)

    def put_right(self) -> None:
        """A request's step is taken back, or it is voided or merged."""
        request = self._one(ExtractionRequest)
        if request:
            row, newest = self.random.choice(CORRECTIONS), events.newest_of_people(self.session, request.id)
            facts = {"note": self._reason(), "confirmed": True, "into": self._one(ExtractionRequest).code}
            taken = TakenStep(newest.actor_id if newest else None, request.unit_id)
            subject = taken if row is corrections.TAKE_BACK else request
            self.attempt(correcting.correct, row.needs, subject, request.id, request.version, row, facts)

    def take_answer_back(self) -> None:
        """A line's step is taken back."""
        line = self._one(ExtractionLine)
        if line:
            row, facts = corrections.TAKE_LINE_BACK, {"note": self._reason()}
            self.attempt(correcting.correct_line, row.needs, line, line.id, line.version, row, facts)

    def ask_again(self) -> None:
        """What was refused is asked again."""
        request = self._one(ExtractionRequest)
        if request:
            self.attempt(following.ask_again, Can.DRAFT_REQUESTS, None, request.id)

    def attempt(self, action: Any, can: Can, subject: object, *args: Any) -> bool:
        """Whether somebody was let to do something. Who is refused leaves nothing behind."""
        able = [name for name in EVERYBODY if permits(getattr(self.cast, name), can, subject)]
        name = self.random.choice(able if able and self._mostly() else EVERYBODY)
        try:
            with self.session.begin_nested():
                action(self.session, getattr(self.cast, name), *args)
        except errors.Refusal:
            return False
        return True

    @invariant()
    def nobody_approves_an_own_request(self) -> None:
        assert all(request.approver_id != request.requester_id for request in self._requests())

    @invariant()
    def nothing_is_copied_that_was_not_approved_before(self) -> None:
        requests = {request.id: request for request in self._requests()}
        for line in self._lines():
            if line.status in (LineStatus.EXTRACTED, LineStatus.HANDED_OVER):
                request = requests[line.request_id]
                assert request.status in APPROVED
                assert request.decided_at <= line.extracted_at

    @invariant()
    def a_request_is_answered_exactly_when_its_lines_are(self) -> None:
        for request in self._requests():
            settled = all(line.status in SETTLED for line in self._lines() if line.request_id == request.id)
            assert settled or request.status not in (RequestStatus.ANSWERED, RequestStatus.CLOSED)
            assert not settled or request.status is not RequestStatus.APPROVED

    @invariant()
    def no_outcome_is_lost(self) -> None:
        said = self.rows(LineOutcome) if hasattr(self, "session") else []
        assert len(said) == getattr(self, "judged", 0)
        newest = {outcome.line_id: outcome.outcome for outcome in said}
        for line in self._lines():
            assert line.outcome is (newest.get(line.id) if line.status is LineStatus.HANDED_OVER else None)

    @invariant()
    def one_paper_stands_for_what_is_handed_over(self) -> None:
        papers = self.rows(Handover) if hasattr(self, "session") else []
        standing = sorted(paper.line_id for paper in papers if paper.voided_at is None)
        assert standing == [line.id for line in self._lines() if line.status is LineStatus.HANDED_OVER]

    @invariant()
    def every_state_leaves_a_way(self) -> None:
        for request in self._requests():
            standing = self._standing(RequestEvent, request.id)
            again = request.status in following.ASKED_AGAIN
            assert again or standing or steps.steps_from(request.status)
        requests = {request.id: request for request in self._requests()}
        for line in self._lines():
            request = requests[line.request_id]
            waits = request.status not in (RequestStatus.FILED, RequestStatus.APPROVED)
            ways = steps.line_steps_from(line.status, request.status)
            assert waits or ways or self._standing(LineEvent, line.id)

    @invariant()
    def events_played_again_give_the_columns_in_order_of_time(self) -> None:
        for kind, subjects in ((RequestEvent, self._requests()), (LineEvent, self._lines())):
            for subject in subjects:
                played = _play(self._events(kind, subject.id))
                actual = {name: _plain(getattr(subject, name)) for name in played}
                assert {name: value for name, value in played.items() if name not in OF_OUTCOMES} == {
                    name: value for name, value in actual.items() if name not in OF_OUTCOMES
                }
                moments = [event.happened_at for event in self._standing(kind, subject.id)]
                assert moments == sorted(moments)

    @invariant()
    def the_figures_are_those_of_the_events(self) -> None:
        if hasattr(self, "session"):
            tally = reports.tally(self.session, of(PeriodKind.YEAR, clock.today().year * 12))
            asked = [request.id for request in self._requests() if self._counts(request.id)]
            lines = [_play(self._events(LineEvent, line.id)) for line in self._lines() if line.request_id in asked]
            held = [line for line in lines if line.get("preserved_at") or line.get("extracted_at")]
            handed = [line for line in lines if line.get("status") == LineStatus.HANDED_OVER]
            useful = [line for line in self._lines() if line.request_id in asked and line.outcome in USEFUL]
            told = (tally.lines_asked, tally.existed, tally.handed_over, tally.useful)
            assert told == (len(lines), len(held), len(handed), len(useful))

    def _counts(self, request_id: int) -> bool:
        played = _play(self._events(RequestEvent, request_id))
        return played.get("status", "draft") != "draft" and bool(played.get("filed_at")) and not played.get("voided_at")

    def _requests(self) -> list[ExtractionRequest]:
        return self.rows(ExtractionRequest) if hasattr(self, "session") else []

    def _lines(self) -> list[ExtractionLine]:
        return self.rows(ExtractionLine) if hasattr(self, "session") else []

    def _events(self, kind: type[Any], subject_id: int) -> list[Any]:
        return [event for event in self.rows(kind) if getattr(event, kind.subject) == subject_id]

    def _standing(self, kind: type[Any], subject_id: int) -> list[Any]:
        return [event for event in self._events(kind, subject_id) if event.stands]

    def _one(self, kind: type[Base]) -> Any:
        """Some row of a table, none where it is empty."""
        rows = self.rows(kind)
        return self.random.choice(rows) if rows else None

    def _pick(self, possible: Sequence[Any], table: Mapping[str, Any]) -> Any:
        """One of what is possible, mostly one that ends nothing; sometimes one of all."""
        rows = possible if possible and self._mostly() else [*table.values()]
        return self.random.choices(rows, [1 if row.look is ButtonLook.DESTRUCTIVE else 6 for row in rows])[0]

    def _mostly(self) -> bool:
        return self.random.random() < 0.9

    def _reason(self) -> str:
        return "Nhầm" if self._mostly() else ""

    def _moment(self) -> datetime | None:
        hours = self.random.choice(HOURS_AGO)
        return None if hours is None else clock.now().replace(second=0, microsecond=0) - timedelta(hours=hours)


# What was said of footage has rows of its own.
OF_OUTCOMES = frozenset({"outcome", "outcome_at"})


def _play(events: Iterable[StepEvent]) -> dict[str, Any]:
    """The columns that events set, one after the other."""
    columns: dict[str, Any] = {}
    for event in events:
        columns |= {name: after for name, (_, after) in event.facts["changed"].items()}
    return columns


def _plain(value: Any) -> Any:
    if hasattr(value, "value"):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
