"""The demonstration's cameras through the years: when each was seen to work, when it broke, when it was mended."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from tracker.cases.extractions.rules import UnavailableReason
from tracker.demo.register import Book, Row, installed
from tracker.demo.stories import Story, StoryLine
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind

DAY = timedelta(days=1)
LONGEST_FAULT = 40 * DAY
FAULTY, LATELY, NEVER_CHECKED = 0.23, 0.7, 0.06
EVIDENCE = ("Xem trực tiếp tại đầu ghi", "Kiểm tra định kỳ", "Xem hình trên máy trạm", "Tổ dân phố báo")
FOUND, BROKEN, MENDED = "Phiếu trích xuất: không có hình", "Mất tín hiệu", "Đã sửa, thay nguồn"


def agree(stories: Sequence[Story]) -> None:
    """A camera that gave footage soon after cannot have been found broken: such a line failed for another reason."""
    windows_with_footage = defaultdict(list)
    for line in _lines(stories):
        if line.facts["extracted_at"] is not None:
            windows_with_footage[line.eye.id].append(line.facts["window_from"])
    for line in _lines(stories):
        unavailable_at = line.facts["unavailable_at"]
        if line.facts["unavailable_reason"] is UnavailableReason.BROKEN and any(
            unavailable_at - DAY <= moment <= unavailable_at + LONGEST_FAULT
            for moment in windows_with_footage[line.eye.id]
        ):
            line.facts["unavailable_reason"] = UnavailableReason.WRONG_DIRECTION


def write(book: Book, rng: Random, stories: Sequence[Story], now: datetime) -> None:
    """The health of every camera up to `now`, in keeping with what the stories found."""
    window_ends, broken_moments = defaultdict(list), defaultdict(list)
    for line in _lines(stories):
        window_ends[line.eye.id].append(line.facts["window_to"])
        if line.facts["unavailable_reason"] is UnavailableReason.BROKEN:
            broken_moments[line.eye.id].append(line.facts["unavailable_at"])
    for camera in book.rows[Camera]:
        used, faults = window_ends[camera["id"]], sorted(broken_moments[camera["id"]])
        if not used and rng.random() < NEVER_CHECKED:
            continue
        _live(book, rng, camera, faults or _some_day(rng, camera, used, now), now, by_request=bool(faults))


def _some_day(rng: Random, camera: Row, used: Sequence[datetime], now: datetime) -> list[datetime]:
    """For some cameras a fault in a time when nobody asked them, which is most often lately."""
    spans = [(max([installed(camera), *used]) + LONGEST_FAULT, now - DAY)]
    if used:
        spans.append((installed(camera) + DAY, min(used) - LONGEST_FAULT))
    start, end = spans[0] if rng.random() < LATELY else spans[-1]
    return [start + (end - start) * rng.random()] if start < end and rng.random() < FAULTY else []


def _lines(stories: Sequence[Story]) -> list[StoryLine]:
    return [line for story in stories for request in story.requests for line in request.lines]


def _live(book: Book, rng: Random, camera: Row, faults: Sequence[datetime], now: datetime, *, by_request: bool) -> None:
    intervals = [(Health.WORKING, installed(camera), rng.choice(EVIDENCE))]
    for moment in faults:
        if moment <= intervals[-1][1]:
            continue
        intervals.append((Health.BROKEN, moment, FOUND if by_request else BROKEN))
        mended = moment + LONGEST_FAULT * rng.uniform(0.04, 0.98)
        if mended < now and (now - moment > 300 * DAY or rng.random() < 0.6):
            intervals.append((Health.WORKING, mended, MENDED))
    ends = [start for _, start, _ in intervals[1:]]
    for (health, start, evidence), until in zip(intervals, [*ends, None], strict=True):
        book.add(
            HealthInterval,
            camera_id=camera["id"],
            health=health,
            since=start,
            until=until,
            evidence=evidence,
            seen_by=camera["manager"],
        )
        if health is Health.BROKEN:
            _fault(book, camera, FaultKind.NO_PICTURE if by_request else FaultKind.POWER, start, until)
    last, start, _ = intervals[-1]
    camera |= {"health": last, "checked_at": max(start, _last_check(rng, now))}


def _fault(book: Book, camera: Row, kind: FaultKind, since: datetime, mended: datetime | None) -> None:
    """What was wrong while a camera was broken, and what mending it cost."""
    book.add(
        Fault,
        camera_id=camera["id"],
        recorder_id=None,
        kind=kind,
        note="",
        opened_at=since,
        opened_by=camera["manager"][:100],
        closed_at=mended,
        closed_by=camera["manager"][:100] if mended else "",
        repair=MENDED if mended else "",
        cost=150_000 * (1 + camera["id"] % 6) if mended else None,
    )


def _last_check(rng: Random, now: datetime) -> datetime:
    """Three in four were looked at within a month."""
    return now - DAY * (rng.uniform(0.1, 27) if rng.random() < 0.75 else rng.uniform(32, 210))
