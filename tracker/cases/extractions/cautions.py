"""Rules: what is to be said before footage is asked for, of each camera and window: typed, with its facts. Pure.

Nobody is stopped: who goes on says why once, and that is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core.i18n import N_, LabeledEnum, Look

# A window within a day of what happened may have to do with it: somebody came to look around, fled, sold the goods.
RELATED_WITHIN = timedelta(hours=24)
FAR_METRES = 50_000
# What others read of an earlier line: whose it is, and its numbers, by which they open what they may.
READ_BY_ALL = frozenset({"unit", "line_id", "request_id"})
# Requests whose lines count as asked: what was refused or withdrawn asks nothing of anybody.
ASKED = frozenset(set(RequestStatus) - {RequestStatus.DRAFT, RequestStatus.REFUSED, RequestStatus.WITHDRAWN})


class CautionKind(LabeledEnum):
    """What speaks against asking for a camera and a window."""

    ALREADY_ASKED = "already_asked", N_("Đã có người yêu cầu"), Look.WARNING, "film"
    OUTSIDE_INCIDENT = "outside_incident", N_("Khung giờ không liên quan vụ việc"), Look.WARNING, "clock"
    BEFORE_INSTALLATION = "before_installation", N_("Khi đó chưa lắp camera"), Look.WARNING, "clock"
    AFTER_REMOVAL = "after_removal", N_("Khi đó đã tháo camera"), Look.WARNING, "clock"
    BROKEN_THEN = "broken_then", N_("Khi đó camera hỏng"), Look.WARNING, "camera-video-off"
    NOBODY_ANSWERS = "nobody_answers", N_("Chưa có người trả lời"), Look.WARNING, "exclamation-triangle"
    FAR_AWAY = "far_away", N_("Ở xa nơi xảy ra"), Look.WARNING, "compass"


@dataclass(frozen=True)
class Window:
    """What is asked for: two moments, and the days of Viet Nam on which they lie."""

    since: datetime
    until: datetime
    first_day: date
    last_day: date

    def touches(self, since: datetime, until: datetime | None) -> bool:
        """Whether it shares some time with a span; one without an end lasts."""
        return since < self.until and (until is None or until > self.since)


@dataclass(frozen=True)
class CameraThen:
    """What is known of a camera. `province` is its province where that is another than the incident's, else empty.

    `broken` are the spans in which it was seen not to work, each from when until when, None: until now. `metres` is
    how far it stands from the scene, where both places are known. `answered`: somebody answers for its ward today.
    """

    installed_on: date | None
    removed_on: date | None
    broken: Sequence[tuple[datetime, datetime | None]]
    ward: str
    answered: bool
    province: str
    metres: float | None


@dataclass(frozen=True)
class EarlierLine:
    """A line of another request for the same camera and some of the same time.

    `within_reach`: whoever asks now may know of its case. Of any other only the unit is told, which is empty where its
    incident is `sealed`. `shared`: the incident uses this line already.
    """

    id: int
    camera_id: int
    unit: str
    within_reach: bool
    same_incident: bool
    shared: bool
    status: LineStatus
    window_from: datetime
    window_to: datetime
    request_id: int
    request: str
    incident_id: int
    incident: str
    requester: str
    sealed: bool = False

    @property
    def joinable(self) -> bool:
        """Whether the incident may use this line instead of one of its own."""
        used = self.same_incident or self.shared
        return self.within_reach and not used and self.status is not LineStatus.UNAVAILABLE


@dataclass(frozen=True)
class Caution:
    """One thing that speaks against asking. `facts` are as JSON has them: days and moments as text."""

    kind: CautionKind
    facts: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, Any]:
        """What makes it the same as one that was said before."""
        return said_key({"kind": self.kind.value, "facts": self.facts})

    def kept(self) -> dict[str, Any]:
        """As it is kept with a line, which others read: of an earlier line no more than whose it is and its numbers."""
        open_names = READ_BY_ALL if self.kind is CautionKind.ALREADY_ASKED else self.facts.keys()
        hidden_names = {"unit"} if self.facts.get("sealed") else set[str]()
        facts = {name: value for name, value in self.facts.items() if name in open_names and name not in hidden_names}
        return {"kind": self.kind.value, "facts": facts}


def said_key(caution: Mapping[str, Any]) -> tuple[str, Any]:
    """The key of a caution as it is kept."""
    facts = caution["facts"]
    of_line = caution["kind"] == CautionKind.ALREADY_ASKED.value
    return caution["kind"], facts.get("line_id", facts.get("unit")) if of_line else None


def cautions(
    camera: CameraThen, window: Window, occurred: tuple[datetime, datetime], earlier: Sequence[EarlierLine]
) -> list[Caution]:
    """All that speaks against asking for a window of a camera about what `occurred` from when until when."""
    facts_by_kind = {
        CautionKind.OUTSIDE_INCIDENT: _outside(window, *occurred),
        CautionKind.BEFORE_INSTALLATION: _before_installation(camera, window),
        CautionKind.AFTER_REMOVAL: _after_removal(camera, window),
        CautionKind.BROKEN_THEN: _broken(camera, window),
        CautionKind.NOBODY_ANSWERS: None if camera.answered else {"ward": camera.ward},
        CautionKind.FAR_AWAY: _far(camera),
    }
    duplicates = {caution.key: caution for caution in map(_already_asked, earlier)}
    return [*duplicates.values(), *(Caution(kind, facts) for kind, facts in facts_by_kind.items() if facts is not None)]


def _already_asked(line: EarlierLine) -> Caution:
    if not line.within_reach:
        return Caution(CautionKind.ALREADY_ASKED, {"unit": line.unit})
    names = ("unit", "requester", "request", "request_id", "incident", "incident_id", "same_incident", "joinable")
    facts: dict[str, Any] = {"line_id": line.id, "status": line.status.value}
    facts |= {name: getattr(line, name) for name in names}
    facts |= {"sealed": True} if line.sealed else {}
    facts |= {"window_from": line.window_from.isoformat(), "window_to": line.window_to.isoformat()}
    return Caution(CautionKind.ALREADY_ASKED, facts)


def _outside(window: Window, occurred_from: datetime, occurred_to: datetime) -> dict[str, Any] | None:
    if window.since <= occurred_to + RELATED_WITHIN and window.until >= occurred_from - RELATED_WITHIN:
        return None
    return {"occurred_from": occurred_from.isoformat(), "occurred_to": occurred_to.isoformat()}


def _before_installation(camera: CameraThen, window: Window) -> dict[str, Any] | None:
    if camera.installed_on is None or window.last_day >= camera.installed_on:
        return None
    return {"installed_on": camera.installed_on.isoformat()}


def _after_removal(camera: CameraThen, window: Window) -> dict[str, Any] | None:
    """The day on which it was taken down is still one of those that it may have seen."""
    if camera.removed_on is None or window.first_day <= camera.removed_on:
        return None
    return {"removed_on": camera.removed_on.isoformat()}


def _broken(camera: CameraThen, window: Window) -> dict[str, Any] | None:
    spans = [(since, until) for since, until in camera.broken if window.touches(since, until)]
    if not spans:
        return None
    since, until = min(spans, key=lambda span: span[0])
    return {"since": since.isoformat(), "until": until and until.isoformat()}


def _far(camera: CameraThen) -> dict[str, Any] | None:
    is_far = camera.metres is not None and camera.metres > FAR_METRES
    if not camera.province and not is_far:
        return None
    return {"province": camera.province, "kilometres": None if camera.metres is None else round(camera.metres / 1000)}
