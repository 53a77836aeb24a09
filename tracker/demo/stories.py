"""How the demonstration's cases go: an incident, its requests, the cameras asked, what became of each line."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import CLARIFIED
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock
from tracker.core.geodesy import distance
from tracker.demo import rules
from tracker.demo.register import Eye, Row, Tenure
from tracker.register.recorders.rules import overwritten_at

HOUR = timedelta(hours=1)
NETWORK = "Mạng nội bộ"
MEDIA = (NETWORK, "USB", "Đĩa DVD")


@dataclass(eq=False)
class StoryLine:
    """One camera asked, and the columns that tell what became of it."""

    eye: Eye
    facts: Row
    handover: Row | None = None

    @property
    def overwritten(self) -> datetime:
        """When the recorder begins to write over it."""
        return overwritten_at(self.facts["window_from"], self.facts["retention_days"])


@dataclass(eq=False)
class StoryRequest:
    """One request with its lines."""

    facts: Row
    lines: list[StoryLine] = field(default_factory=list)

    @property
    def filed(self) -> datetime:
        """When it was filed."""
        moment: datetime = self.facts["filed_at"]
        return moment


@dataclass(eq=False)
class Story:
    """One incident with its requests."""

    facts: Row
    requests: list[StoryRequest] = field(default_factory=list)


@dataclass(frozen=True)
class City:
    """Who and what the stories are about: cameras by unit, the wards of each unit in turn, people, codes."""

    eyes: Mapping[str, Sequence[Eye]]
    tenures: Mapping[str, Sequence[Tenure]]
    investigators: Sequence[int]
    leaders: Sequence[int]
    names: Mapping[int, str]

    def ward_id(self, code: str, moment: datetime) -> int:
        """The ward in which a unit's territory lay at a moment."""
        on = clock.local(moment).date()
        return next(tenure.ward.id for tenure in reversed(self.tenures[code]) if tenure.since <= on)

    def ward_code(self, ward_id: int) -> str:
        """The code of a ward of the stories."""
        return next(each.ward.code for tenures in self.tenures.values() for each in tenures if each.ward.id == ward_id)

    def undivided(self, on: date) -> "City":
        """The city without the units whose cameras wait, on a day, for somebody to say in which part they stand."""
        divided = {
            code for code, tenures in self.tenures.items() if any(each.split and each.since <= on for each in tenures)
        }
        codes = self.eyes.keys() - divided
        return replace(self, eyes={code: cameras for code, cameras in self.eyes.items() if code in codes})


def scene(rng: Random, city: City, created: datetime, since: datetime, until: datetime, near: Eye, code: str) -> Story:
    """An incident near a camera, just logged."""
    kind = rng.choices(list(rules.TYPES), list(rules.TYPES.values()))[0]
    latitude, longitude = near.latitude + rng.uniform(-4e-4, 4e-4), near.longitude + rng.uniform(-4e-4, 4e-4)
    summary = rng.choice(rules.SUMMARIES[kind]).format(
        street=near.address.removeprefix("Đường "), n=rng.randint(1, 200)
    )
    return Story(
        {
            "type": kind,
            "summary": summary,
            "occurred_from": since,
            "occurred_to": until,
            "place": near.place,
            "latitude": round(latitude, 6),
            "longitude": round(longitude, 6),
            "ward_id": city.ward_id(code, since),
            "channel": rng.choices(list(rules.CHANNELS), list(rules.CHANNELS.values()))[0],
            "status": Ending.VERIFYING,
            "ended_at": None,
            "ending_note": "",
            "investigator_id": rng.choice(city.investigators),
            "received_at": created,
        }
    )


def around(city: City, code: str, near: Eye, how_many: int) -> list[Eye]:
    """The cameras of a unit nearest to one of them, itself first."""

    def nearness(camera: Eye) -> tuple[float, bool, int]:
        return distance(near.latitude, near.longitude, camera.latitude, camera.longitude), camera is not near, camera.id

    return sorted(city.eyes[code], key=nearness)[:how_many]


def ask(rng: Random, city: City, story: Story, filed: datetime, cameras: Sequence[Eye]) -> StoryRequest:
    """A request for the incident's time, a quarter of an hour more on both sides, from each camera."""
    basis = rules.BASES.get(story.facts["type"], rng.choice(("crime_report", "criminal_case")))
    margin = timedelta(minutes=15)
    since, until = story.facts["occurred_from"] - margin, story.facts["occurred_to"] + margin
    request = StoryRequest(
        {
            "requester_id": story.facts["investigator_id"],
            "status": RequestStatus.FILED,
            "legal_basis": basis,
            "purpose": rules.PURPOSES.get(basis, rules.PURPOSE),
            "paper_number": f"{rng.randint(10, 999)}/YC-CSHS",
            "filed_at": filed,
            "approver_id": None,
            "decided_at": None,
            "decision_note": "",
            "closed_at": None,
            "ask_again_on": None,
        },
        [StoryLine(camera, _asked(camera, city.ward_id(camera.unit, filed), since, until)) for camera in cameras],
    )
    story.requests.append(request)
    return request


def _asked(camera: Eye, ward_id: int, since: datetime, until: datetime) -> Row:
    nothing_yet = ("preserved_at", "extracted_at", "handed_over_at", "unavailable_at", "unavailable_reason")
    return {
        "camera_id": camera.id,
        "ward_id": ward_id,
        "network_id": camera.network_id,
        "window_from": since,
        "window_to": until,
        "retention_days": camera.kept,
        "status": LineStatus.ASKED,
        "note": "",
        **dict.fromkeys((*nothing_yet, "outcome", "outcome_at")),
    }


def decide(
    rng: Random, city: City, request: StoryRequest, status: RequestStatus, moment: datetime, note: str = ""
) -> None:
    """Somebody of the leadership approves or refuses."""
    leader_id = rng.choice(city.leaders)
    request.facts |= {"status": status, "approver_id": leader_id, "decided_at": moment, "decision_note": note}


def preserve(line: StoryLine, moment: datetime) -> None:
    """The ward secures the footage."""
    line.facts |= {"status": LineStatus.PRESERVED, "preserved_at": moment}


def extract(line: StoryLine, moment: datetime) -> None:
    """The ward takes a copy."""
    line.facts |= {"status": LineStatus.EXTRACTED, "extracted_at": moment}


def hand_over(rng: Random, line: StoryLine, moment: datetime, medium: str = NETWORK) -> None:
    """The ward hands the copy over, with its papers; what travels over the network has no seal."""
    name = f"{line.eye.code}_{line.facts['window_from']:%Y%m%dT%H%MZ}.mp4"
    line.facts |= {"status": LineStatus.HANDED_OVER, "handed_over_at": moment}
    size = rng.randint(40, 900) * 1_048_576 + rng.randint(0, 1_048_575)
    seal_number = f"NP-{rng.randint(1000, 9999)}"
    line.handover = {
        "file_name": name,
        "bytes": size,
        "sha256": hashlib.sha256(f"{name} {line.eye.id}".encode()).hexdigest(),
        "medium": medium,
        "seal_number": "" if medium == NETWORK else seal_number,
        "clock_offset_seconds": line.eye.offset,
        "minutes_number": f"{rng.randint(1, 400)}/BB-GN",
        "received_by": rules.person(rng),
    }


def judge(line: StoryLine, outcome: Outcome, moment: datetime) -> None:
    """The investigator says what it was worth."""
    line.facts |= {"outcome": outcome, "outcome_at": moment}


def declare(line: StoryLine, reason: UnavailableReason, moment: datetime) -> None:
    """The ward says that there is none, and why."""
    line.facts |= {"status": LineStatus.UNAVAILABLE, "unavailable_reason": reason, "unavailable_at": moment}


def close(request: StoryRequest, moment: datetime, ask_again_on: date | None = None) -> None:
    """The investigator closes the request."""
    request.facts |= {"status": RequestStatus.CLOSED, "closed_at": moment, "ask_again_on": ask_again_on}


def end(story: Story, status: Ending, moment: datetime) -> None:
    """The incident ends, somehow."""
    note = "Đã làm rõ đối tượng và diễn biến" if status in CLARIFIED else ""
    story.facts |= {"status": status, "ended_at": moment, "ending_note": note}


def last_moment(request: StoryRequest) -> datetime:
    """The latest thing that happened in a request."""
    ends = ("preserved_at", "extracted_at", "handed_over_at", "unavailable_at", "outcome_at")
    moments: list[datetime | None] = [request.facts["decided_at"]]
    moments += [line.facts[name] for line in request.lines for name in ends]
    return max([request.filed, *(moment for moment in moments if moment)])
