"""The demonstration's present: a dozen requests of the last two weeks, one for every way a request can stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from tracker.cases.extractions.rules import Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.demo import stories
from tracker.demo.stories import HOUR, City, Story, StoryLine, StoryRequest

DAY = timedelta(days=1)
MARGIN = timedelta(minutes=15)
# Old wards that went whole into Hạc Thành, and last one that went into Hàm Rồng: their ward admins answer today.
INBOXES = ("14767", "14776", "14782", "14785", "14764", "14773", "14779", "14755")
SHORTEST = 10

Act = Callable[[Random, City, StoryRequest, datetime], None]


def recent(rng: Random, city: City, now: datetime) -> list[Story]:
    """The stories of the last two weeks, as they stand at `now`."""
    cases = []
    for index, (hours_left, filed_ago, lines, act) in enumerate(SCENES):
        code = INBOXES[index % len(INBOXES)]
        story = _new_case(rng, city, code, now, HOUR * hours_left, HOUR * filed_ago, lines)
        act(rng, city, story.requests[0], now)
        cases.append(story)
        if act is _finished:
            stories.end(story, Ending.SANCTIONED, now - 8 * HOUR)
    return cases


def _new_case(
    rng: Random, city: City, code: str, now: datetime, time_left: timedelta, filed_ago: timedelta, lines: int
) -> Story:
    """An incident whose nearest camera begins to write over its window in `time_left`; negative: did so already."""
    near = rng.choice([camera for camera in city.eyes[code] if camera.kept <= SHORTEST])
    until = now + time_left + 3 * MARGIN - near.kept * DAY  # the window begins three quarters of an hour earlier
    filed = max(now - filed_ago, until + 2 * HOUR)
    created = filed - HOUR
    story = stories.scene(rng, city, created, until - 2 * MARGIN, until, near, code)
    longer_kept = replace(city, eyes={code: [camera for camera in city.eyes[code] if camera.kept >= near.kept]})
    stories.ask(rng, city, story, filed, stories.around(longer_kept, code, near, lines))
    return story


def _draft(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    request.facts |= {"status": RequestStatus.DRAFT, "filed_at": None}


def _waiting(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    """Nothing has happened yet."""


def _waiting_preserved(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    stories.preserve(request.lines[-1], request.filed + 2 * HOUR)


def _approved(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    stories.decide(rng, city, request, RequestStatus.APPROVED, request.filed + (now - request.filed) / 4)


def _secured(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    _approved(rng, city, request, now)
    for line in request.lines[:2]:
        stories.preserve(line, request.filed + (now - request.filed) / 2)


def _copying(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    _secured(rng, city, request, now)
    stories.extract(request.lines[0], now - 5 * HOUR)


def _handed(rng: Random, city: City, request: StoryRequest, now: datetime) -> list[StoryLine]:
    """Every line but the last is handed over, and nothing more is open."""
    stories.decide(rng, city, request, RequestStatus.ANSWERED, request.filed + 3 * HOUR)
    for medium, line in zip(cycle(stories.MEDIA), request.lines[:-1], strict=False):
        stories.extract(line, request.filed + 20 * HOUR)
        stories.hand_over(rng, line, request.filed + 26 * HOUR, medium)
    stories.declare(request.lines[-1], UnavailableReason.BROKEN, request.filed + 22 * HOUR)
    return request.lines[:-1]


def _unjudged(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    _handed(rng, city, request, now)


def _judged(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    for line in _handed(rng, city, request, now):
        stories.judge(line, Outcome.NOTHING, now - 20 * HOUR)


def _finished(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    for line in _handed(rng, city, request, now):
        stories.judge(line, Outcome.DECISIVE, now - 30 * HOUR)
    stories.close(request, now - 9 * HOUR)


def _refused(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    note = "Đề nghị ghi rõ khung giờ cần xem"
    stories.decide(rng, city, request, RequestStatus.REFUSED, request.filed + 6 * HOUR, note)


def _withdrawn(rng: Random, city: City, request: StoryRequest, now: datetime) -> None:
    request.facts["status"] = RequestStatus.WITHDRAWN


# (hours until the nearest camera writes over the window, hours since filing, cameras, what happened since)
SCENES: tuple[tuple[float, float, int, Act], ...] = (
    (120, 2, 3, _draft),
    (60, 5, 3, _waiting),
    (16, 30, 2, _waiting_preserved),
    (9, 40, 3, _approved),
    (50, 26, 3, _approved),
    (-11, 100, 2, _approved),
    (34, 48, 3, _secured),
    (28, 60, 3, _copying),
    (20, 90, 3, _unjudged),
    (-20, 130, 2, _unjudged),
    (-30, 150, 3, _judged),
    (-60, 170, 3, _finished),
    (70, 50, 2, _refused),
    (90, 20, 2, _withdrawn),
)
