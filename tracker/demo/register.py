"""The demonstration's register: networks with their areas, owners, recorders, places and camera eyes, as rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from tracker.core import clock, vietnamese
from tracker.core.database import Base
from tracker.demo import rules, street_plan
from tracker.demo.rules import DemoUnit
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.networks.models import LeadChange, Network, NetworkNote, ReplicationPoint
from tracker.register.networks.rules import month_before
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import ConsentScope, OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.rules import Storage, retention_days
from tracker.territory.wards.models import Ward

Row = dict[str, Any]
DECISION = "{0}/QĐ-UBND"
KEPT = (7, 10, 12, 15, 15, 20, 30)
NOTED = (
    "Kiểm tra toàn bộ camera tại hiện trường, lau kính, chỉnh lại hướng nhìn hai mắt bị lệch.",
    "Họp tổ dân phố, vận động thêm hộ dân tham gia; thay nguồn một đầu ghi.",
    "Phục vụ trích xuất cho các vụ việc trên địa bàn; gắn thêm biển báo tại hai điểm.",
)
NETWORK_NAME = "Camera giám sát ANTT {0}"


@dataclass(frozen=True)
class Tenure:
    """The ward that held a unit's territory since a day, by which act; the first one has neither."""

    ward: Ward
    since: date = date.min
    basis: str = ""
    split: bool = False


@dataclass(frozen=True)
class Eye:
    """A camera as the stories know it: where it stands, how many days it keeps, how far its recorder's clock is off."""

    id: int
    code: str
    unit: str
    network_id: int
    place: str
    address: str
    latitude: float
    longitude: float
    kept: int
    offset: int | None


@dataclass
class Book:
    """Rows by table, numbered as they come."""

    rows: dict[type[Base], list[Row]] = field(default_factory=lambda: defaultdict(list))
    eyes: dict[str, list[Eye]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: type[Base], **facts: Any) -> Row:
        """Note a row; it gets the table's next id, and a version where its table keeps one."""
        row = {"id": len(self.rows[table]) + 1, **facts}
        if hasattr(table, "version"):
            row["version"] = 1
        self.rows[table].append(row)
        return row


def write(book: Book, rng: Random, tenures: Mapping[str, Sequence[Tenure]]) -> None:
    """The whole register of the 34 units; `tenures` by code begin with the ward of 2024."""
    weights = [unit.weight for unit in rules.UNITS]
    camera_counts = rules.spread(rules.EYES, weights, least=24)
    areas = rules.spread(rules.AREAS, [1 + weight for weight in weights], least=3)
    for unit, how_many, extended in zip(rules.UNITS, camera_counts, areas, strict=True):
        ward, police = tenures[unit.code][0].ward, _police(tenures[unit.code][-1].ward)
        network = _network(book, rng, tenures[unit.code])
        for area in _areas(rng, ward, extended):
            started = network["launched_on"] + timedelta(days=rng.randint(0, 400))
            book.add(ReplicationPoint, network_id=network["id"], name=area, started_on=started, ended_on=None)
        owners = [_owner(book, rng, ward, police, network, number) for number in range(2 + how_many // 4)]
        recorders = [_recorder(book, rng, ward, police, number) for number in range(1, 1 + -(-how_many // 12))]
        for place in places(book, rng, unit, ward, how_many):
            _camera(book, rng, unit, network, place, rng.choice(owners), _none_or(rng, recorders))


def _network(book: Book, rng: Random, tenures: Sequence[Tenure]) -> Row:
    ward = tenures[0].ward
    name = NETWORK_NAME.format(_small(ward.name))
    code, lead = f"MH-{ward.code}", _police(tenures[-1].ward)
    network = book.add(
        Network,
        code=code,
        name=name,
        ward_id=ward.id,
        launched_on=date(2021, 3, 1) + timedelta(days=rng.randint(0, 800)),
        launch_decision=DECISION.format(rng.randint(100, 4900)),
        lead=lead,
        funding="Xã hội hóa, ngân sách phường, xã hỗ trợ đường truyền",
        closed_on=None,
        closing_decision="",
        search_key=vietnamese.search_key(code, name, lead),
        sort_key=vietnamese.sort_key(name),
    )
    for old, new in pairwise(tenures):
        leads = {"was": _police(old.ward), "lead": _police(new.ward)}
        if leads["was"] != leads["lead"]:
            book.add(LeadChange, network_id=network["id"], **leads, changed_on=new.since, decision=new.basis)
    return network


def write_notes(book: Book, now: datetime) -> None:
    """What each network did in the last months; the month just over is still owed by every second one."""
    month = month_before(clock.local(now).date())
    for ago, text in enumerate(NOTED):
        for network in book.rows[Network]:
            if ago or network["id"] % 2:
                note_facts = {"text": text, "written_by": network["lead"], "written_at": now}
                book.add(NetworkNote, network_id=network["id"], month=month, **note_facts)
        month = month_before(month)


def _areas(rng: Random, ward: Ward, how_many: int) -> list[str]:
    if ward.name.startswith("Xã"):
        return [f"Thôn {number}" for number in range(1, how_many + 1)]
    streets = rng.sample(rules.STREET_NAMES, how_many // 2)
    return [f"Phố {name}" for name in streets] + [
        f"Tổ dân phố số {number}" for number in range(1, how_many - len(streets) + 1)
    ]


def _owner(book: Book, rng: Random, ward: Ward, police: str, network: Row, number: int) -> Row:
    first = (OwnerKind.WARD, OwnerKind.ASSOCIATION)
    kind = first[number] if number < len(first) else rng.choices((OwnerKind.HOUSEHOLD, OwnerKind.FIRM), (4, 1))[0]
    names = {
        OwnerKind.WARD: police,
        OwnerKind.ASSOCIATION: f"Ban công tác Mặt trận khu dân cư số {rng.randint(1, 9)}",
        OwnerKind.HOUSEHOLD: rules.person(rng),
        OwnerKind.FIRM: f"{rng.choice(rules.SHOPS)} {rng.choice(rules.GIVEN).split()[-1]}",
    }
    agreed = network["launched_on"] + timedelta(days=rng.randint(0, 300))
    has_withdrawn = kind is OwnerKind.HOUSEHOLD and rng.random() < 0.02
    return book.add(
        Owner,
        ward_id=ward.id,
        kind=kind,
        name=names[kind],
        phone=f"+8491200{rng.randint(0, 9999):04d}",
        address=f"Số {rng.randint(1, 240)} {rng.choice(rules.STREET_NAMES)}",
        night_phone=f"+8491300{number:04d}" if kind is OwnerKind.HOUSEHOLD and number % 3 == 0 else "",
        consent_scope=None if kind is OwnerKind.WARD else ConsentScope.CONNECTED,
        consent_on=None if kind is OwnerKind.WARD else agreed,
        consent_paper="" if kind is OwnerKind.WARD else f"CK-{rng.randint(1, 999):03d}",
        consent_withdrawn_on=agreed + timedelta(days=500) if has_withdrawn else None,
        search_key="" if kind is OwnerKind.HOUSEHOLD else vietnamese.search_key(names[kind]),
    )


def _recorder(book: Book, rng: Random, ward: Ward, police: str, number: int) -> Row:
    measured = date(2025, 1, 6) + timedelta(days=rng.randint(0, 240))
    checked = clock.day_start(measured) + timedelta(hours=rng.randint(8, 16))
    offset_seconds = round(max(-900.0, min(900.0, rng.gauss(0, 110)))) if rng.random() < 0.7 else None
    return book.add(
        Recorder,
        ward_id=ward.id,
        code=f"DG-{ward.code}-{number:02d}",
        place=f"Trụ sở {police}" if number == 1 else f"Nhà văn hóa khu {number}",
        model=rng.choice(("Dahua XVR5116", "Hikvision DS-7216", "KBVision KX-D8116", "Tiandy TC-R3116")),
        storage=Storage.RECORDER,
        retention_days=rng.choice(KEPT),
        retention_measured_on=measured if rng.random() < 0.4 else None,
        clock_offset_seconds=offset_seconds,
        clock_checked_at=None if offset_seconds is None else checked,
    )


def places(book: Book, rng: Random, unit: DemoUnit, ward: Ward, camera_count: int) -> Sequence[Row]:
    """A place for each of so many eyes: one, two or three hang at a point."""
    places: list[Row] = []
    plan_rng = Random(f"{unit.code} {camera_count}{rules.YEAR}")  # noqa: S311 - beside the story, which stays as it is
    while len(places) < camera_count:
        name, street, latitude, longitude = street_plan.place(plan_rng, unit.latitude, unit.longitude)
        address = f"Đường {street}"
        point = book.add(
            InstallationPoint,
            ward_id=ward.id,
            name=name,
            address=address,
            latitude=latitude,
            longitude=longitude,
            sign_posted=rng.choice((True, True, True, False, None)),
            search_key=vietnamese.search_key(name, address),
            sort_key=vietnamese.sort_key(name),
        )
        places += [point] * min(rng.choices((1, 2, 3), (6, 3, 1))[0], camera_count - len(places))
    return places


def _camera(
    book: Book, rng: Random, unit: DemoUnit, network: Row, point: Row, owner: Row, recorder: Row | None
) -> None:
    code = f"{unit.letters}-{len(book.eyes[unit.code]) + 1:03d}"
    model = rng.choice(rules.MAKERS)
    width_px = rules.WIDTHS_PX[rules.MAKERS.index(model)]
    form = rng.choices((CameraForm.FIXED, CameraForm.DOME, CameraForm.PTZ, CameraForm.UNKNOWN), (78, 14, 5, 3))[0]
    facing = None if form is CameraForm.PTZ or rng.random() < 0.12 else float(rng.randrange(0, 360, 5))
    storage = Storage.RECORDER if recorder else rng.choice((Storage.CARD, Storage.CLOUD))
    declared = None if recorder else rng.choice((7, 7, 10, 14))
    row = book.add(
        Camera,
        code=code,
        name=point["name"],
        registered_ward_id=network["ward_id"],
        ward_id=network["ward_id"],
        point_id=point["id"],
        recorder_id=recorder["id"] if recorder else None,
        network_id=network["id"],
        owner_id=owner["id"],
        connection=Connection.POLICE,
        form=form,
        model=model,
        manager=network["lead"],
        bearing=facing,
        view_angle=None if facing is None else float(rng.randrange(70, 115, 5)),
        reach_m=rules.noted_reach(width_px, float(rng.randrange(25, 85, 5))),
        width_px=width_px,
        storage=storage,
        retention_days=declared,
        installed_on=min(date(2023, 12, 20), network["launched_on"] + timedelta(days=rng.randint(0, 420))),
        removed_on=None,
        health=Health.UNKNOWN,
        checked_at=None,
        note="",
        **cameras.keys(code, point["name"], point["name"], point["address"], model),
    )
    since = max(row["installed_on"], network["launched_on"])
    joined = {"joined_on": since, "left_on": None, "reason": "", "left_reason": ""}
    book.add(Membership, camera_id=row["id"], network_id=network["id"], **joined)
    story_camera = Eye(
        id=row["id"],
        code=code,
        unit=unit.code,
        network_id=network["id"],
        place=point["name"],
        address=point["address"],
        latitude=point["latitude"],
        longitude=point["longitude"],
        kept=retention_days(declared, recorder["retention_days"] if recorder else None, storage),
        offset=recorder["clock_offset_seconds"] if recorder else None,
    )
    book.eyes[unit.code].append(story_camera)


def _none_or(rng: Random, recorders: Sequence[Row]) -> Row | None:
    return None if rng.random() < 0.08 else rng.choice(recorders)


def _police(ward: Ward) -> str:
    """The police of a ward."""
    return f"Công an {_small(ward.name)}"


def _small(name: str) -> str:
    """A unit's name as it stands within a sentence: «phường Hàm Rồng»."""
    return name[0].lower() + name[1:]


def installed(row: Row) -> datetime:
    """The morning on which a camera was hung."""
    return clock.day_start(row["installed_on"]) + timedelta(hours=9)
