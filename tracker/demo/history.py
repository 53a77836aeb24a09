"""The demonstration's past: whole years of cases, told so that the published figures come out of counting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tracker.cases.extractions.rules import Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock
from tracker.demo import rules, stories
from tracker.demo.rules import DemoUnit
from tracker.demo.stories import HOUR, City, Story, StoryLine, StoryRequest

DAY = timedelta(days=1)
OUTCOME_SHARES = {RequestStatus.CLOSED: 93, RequestStatus.REFUSED: 3, RequestStatus.WITHDRAWN: 4}
CLEAR_ENDINGS = {Ending.CLARIFIED: 9, Ending.PROSECUTED: 4, Ending.SANCTIONED: 5, Ending.MEDIATED: 2}
OTHER_ENDINGS = {Ending.VERIFYING: 9, Ending.SUSPENDED: 6, Ending.TRANSFERRED: 2, Ending.NO_OFFENCE: 3}
REASONS = {
    UnavailableReason.BROKEN: 22,
    UnavailableReason.WRONG_DIRECTION: 24,
    UnavailableReason.TOO_POOR: 14,
    UnavailableReason.CLOCK_WRONG: 7,
    UnavailableReason.OWNER_UNREACHABLE: 16,
    UnavailableReason.OWNER_REFUSED: 5,
    UnavailableReason.NO_CAMERA: 5,
}
ANSWERS = (Outcome.DECISIVE, Outcome.SUPPORTING, Outcome.NOTHING, Outcome.UNCLEAR)
CLEARED_BY_FOOTAGE, CLEARED_OTHERWISE, NOT_CLEARED = (10, 35, 35, 20), (0, 0, 70, 30), (0, 12, 58, 30)
WHY_NOT = "Phiếu chưa nêu rõ camera nào có thể ghi được vụ việc"


@dataclass(frozen=True)
class CasePlan:
    """What a year comes to. Requests are filed between two days, these included; `extractions` None: as it falls."""

    first: date
    last: date
    asked: int
    clarified: int
    otherwise: int
    unasked: int = 0
    extractions: int | None = None


PLANS = (
    CasePlan(date(2024, 1, 3), date(2024, 12, 20), 468, rules.CLARIFIED, 31, 57, rules.EXTRACTIONS),
    CasePlan(date(2025, 7, 8), date(2025, 12, 16), 44, 13, 3, 5),
    CasePlan(date(2026, 1, 6), date(2026, 10, 6), 52, 17, 4, 6),
)


def year(rng: Random, city: City, plan: CasePlan) -> list[Story]:
    """The cases of one plan, each told to its end, where it is known in which ward each camera stands."""
    city = city.undivided(plan.last)
    cases = [_new_case(rng, city, filed) for filed in _moments(rng, plan)]
    rng.shuffle(cases)
    cleared, otherwise = cases[: plan.clarified], cases[plan.clarified : plan.clarified + plan.otherwise]
    not_cleared = cases[plan.clarified + plan.otherwise :]
    for story in cases:
        for request in story.requests:
            _decide(rng, city, request, certain=story in cleared and request is story.requests[0])
    _answer(rng, cases, cleared, plan.extractions)
    for group, answers, endings in (
        (cleared, CLEARED_BY_FOOTAGE, CLEAR_ENDINGS),
        (otherwise, CLEARED_OTHERWISE, CLEAR_ENDINGS),
        (not_cleared, NOT_CLEARED, OTHER_ENDINGS),
    ):
        for story in group:
            _judge(rng, story, answers, certain=group is cleared)
            _end(rng, story, endings)
    return cases + [_unasked(rng, city, plan) for _ in range(plan.unasked)]


def _moments(rng: Random, plan: CasePlan) -> list[datetime]:
    """When the first requests are filed: by day, some at night."""
    days = (plan.last - plan.first).days
    days_of_filing = [clock.day_start(plan.first + DAY * rng.randint(0, days)) for _ in range(plan.asked)]
    return sorted(day + HOUR * min(23.9, max(0.1, rng.gauss(13.5, 4.2))) for day in days_of_filing)


def _new_case(rng: Random, city: City, filed: datetime) -> Story:
    unit = _unit(rng, city, 1.25)
    near = rng.choice(city.eyes[unit.code])
    since, until = _happened(rng, filed)
    story = stories.scene(rng, city, max(until, filed - HOUR * rng.uniform(0.4, 3)), since, until, near, unit.code)
    cameras = stories.around(city, unit.code, near, rng.choices((1, 2, 3, 4, 5, 6), (16, 30, 27, 16, 7, 4))[0])
    if rng.random() < 0.24:  # the way they came or fled leads through another unit
        other_code = rng.choice([code for code in city.eyes if code != unit.code])
        cameras += stories.around(city, other_code, rng.choice(city.eyes[other_code]), rng.randint(1, 2))
    stories.ask(rng, city, story, filed, cameras)
    if rng.random() < 0.14:
        further_cameras = stories.around(city, unit.code, rng.choice(city.eyes[unit.code]), rng.randint(1, 3))
        stories.ask(rng, city, story, filed + DAY * rng.uniform(1, 4), further_cameras)
    return story


def _unit(rng: Random, city: City, power: float) -> DemoUnit:
    """One of the city's units, by the power of its weight."""
    units = [unit for unit in rules.UNITS if unit.code in city.eyes]
    return rng.choices(units, [unit.weight**power for unit in units])[0]


def _happened(rng: Random, filed: datetime) -> tuple[datetime, datetime]:
    """An incident is asked about a day or so after it, rarely up to five days."""
    new_year = datetime.combine(date(clock.local(filed).year, 1, 1), time.min, clock.LOCAL)
    until = max(filed - HOUR * min(130.0, 3.2 + rng.lognormvariate(2.7, 1.0)), new_year + 2 * HOUR)
    return until - timedelta(minutes=rng.randint(5, 90)), until


def _unasked(rng: Random, city: City, plan: CasePlan) -> Story:
    """A case for which nobody asked for footage."""
    unit = _unit(rng, city, 1)
    day = plan.first + DAY * rng.randint(0, (plan.last - plan.first).days)
    created = clock.day_start(day) + HOUR * rng.uniform(7, 20)
    since, until = _happened(rng, created)
    story = stories.scene(rng, city, created, since, until, rng.choice(city.eyes[unit.code]), unit.code)
    _end(rng, story, CLEAR_ENDINGS if rng.random() < 0.2 else OTHER_ENDINGS)
    return story


def _decide(rng: Random, city: City, request: StoryRequest, *, certain: bool) -> None:
    outcome = RequestStatus.CLOSED if certain else rng.choices(list(OUTCOME_SHARES), list(OUTCOME_SHARES.values()))[0]
    moment = request.filed + HOUR * rng.uniform(0.5, 30)
    if outcome is RequestStatus.REFUSED:
        stories.decide(rng, city, request, outcome, moment, WHY_NOT)
    elif outcome is RequestStatus.WITHDRAWN:
        request.facts["status"] = outcome
    else:
        stories.decide(rng, city, request, RequestStatus.ANSWERED, moment)


def _answer(rng: Random, cases: Sequence[Story], cleared: Sequence[Story], extractions: int | None) -> None:
    """The ward answers every line of the approved requests, so many of them with a copy."""
    pool = [
        (request, line)
        for story in cases
        for request in story.requests
        if request.facts["status"] is RequestStatus.ANSWERED
        for line in request.lines
    ]
    needed = {id(story.requests[0].lines[0]) for story in cleared}
    possible = [id(line) for request, line in pool if line.overwritten > request.filed + 3 * HOUR]
    copy_count = extractions or round(0.66 * len(pool))
    copied = needed | set(
        rng.sample([line_id for line_id in possible if line_id not in needed], copy_count - len(needed))
    )
    for request, line in pool:
        if id(line) in copied:
            _copy(rng, request, line)
        else:
            _miss(rng, request, line)


def _copy(rng: Random, request: StoryRequest, line: StoryLine) -> None:
    decided: datetime = request.facts["decided_at"]
    if rng.random() < 0.6 or line.overwritten < decided + 8 * HOUR:
        time_left = line.overwritten - request.filed
        stories.preserve(line, request.filed + min(HOUR * rng.uniform(0.5, 30), time_left * 0.8))
        stories.extract(line, max(decided, line.facts["preserved_at"]) + HOUR * rng.uniform(1, 60))
    elif rng.random() < 0.4 and line.overwritten < decided + 4 * DAY:  # the recorder kept more than it promises
        stories.extract(line, line.overwritten + HOUR * rng.uniform(1, 9))
    else:
        stories.extract(line, decided + min(HOUR * rng.uniform(1, 60), 0.9 * (line.overwritten - decided)))
    stories.hand_over(rng, line, line.facts["extracted_at"] + HOUR * rng.uniform(1, 40))


def _miss(rng: Random, request: StoryRequest, line: StoryLine) -> None:
    moment = request.filed + HOUR * rng.uniform(3, 110)
    time_left = line.overwritten - request.filed
    if (
        line.overwritten > moment and time_left < 13 * DAY and rng.random() < 0.42
    ):  # nobody answered before it was too late
        moment = line.overwritten + HOUR * rng.uniform(1, 48)
    if line.overwritten <= moment:
        stories.declare(line, UnavailableReason.OVERWRITTEN, moment)
        return
    reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
    if (
        reason in (UnavailableReason.TOO_POOR, UnavailableReason.WRONG_DIRECTION, UnavailableReason.CLOCK_WRONG)
        and rng.random() < 0.4
    ):
        stories.preserve(line, request.filed + (moment - request.filed) * rng.uniform(0.2, 0.8))
    stories.declare(line, reason, moment)


def _judge(rng: Random, story: Story, weights: Sequence[int], *, certain: bool) -> None:
    for request in story.requests:
        if request.facts["status"] is not RequestStatus.ANSWERED:
            continue
        forgetful = rng.random() < 0.08
        for line in request.lines:
            first = certain and line is story.requests[0].lines[0]
            if line.handover is None or (forgetful and not first and rng.random() < 0.6):
                continue
            outcome = rng.choices(ANSWERS, (6, 4, 0, 0) if first else weights)[0]
            stories.judge(line, outcome, line.facts["handed_over_at"] + HOUR * rng.uniform(4, 288))
        _close(rng, request)


def _close(rng: Random, request: StoryRequest) -> None:
    """Most requests are closed; without every outcome only with a date to ask again."""
    moment = stories.last_moment(request) + HOUR * rng.uniform(1, 72)
    open_questions = any(line.handover and line.facts["outcome"] is None for line in request.lines)
    if rng.random() < (0.3 if open_questions else 0.95):
        stories.close(request, moment, clock.local(moment).date() + 30 * DAY if open_questions else None)


def _end(rng: Random, story: Story, endings: dict[Ending, int]) -> None:
    status = rng.choices(list(endings), list(endings.values()))[0]
    if status is not Ending.VERIFYING:
        last_moments = [stories.last_moment(request) for request in story.requests]
        stories.end(story, status, max([story.facts["received_at"], *last_moments]) + HOUR * rng.uniform(5, 400))
