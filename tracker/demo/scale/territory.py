"""Actions: the wards of a scale, the police of them, of their provinces and of the country, and who works there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import BigInteger, Column, Float, MetaData, Table, insert, select, text
from sqlalchemy.orm import Session

from tracker.accounts.models import Post, User
from tracker.core import errors
from tracker.core.permissions import Position, Role
from tracker.demo import rules
from tracker.demo.scale.sizes import DENSE_WARD, HOME, Scale, cameras_by_ward
from tracker.territory.units import actions as units
from tracker.territory.units import loading
from tracker.territory.units.models import Unit
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards.models import Province, Ward
from tracker.territory.wards.rules import UNRECORDED_START

SINCE = date(2015, 1, 1)  # since when everybody is in office: nothing that is made up is older
INVESTIGATORS = 10  # of a province
NATIONAL = "BCA"
OF_PROVINCE = (  # code, kind, name, short name
    ("CAT", UnitKind.PROVINCE, "Công an {}", "CAT {}"),
    ("PC02", UnitKind.DEPARTMENT, "Phòng Cảnh sát hình sự, {}", "PC02"),
    ("PX05", UnitKind.AUDIT, "Thanh tra Công an {}", "PX05"),
    ("BCD138", UnitKind.COMMITTEE, "Ban Chỉ đạo 138 {}", "BCĐ 138"),
)
# How log-ins begin, unit, role, position, how many: after a province's code stands a number where there are several.
STAFF = (
    ("dt", "PC02", Role.INVESTIGATOR, Position.MEMBER, INVESTIGATORS),
    ("ld", "CAT", Role.LEADERSHIP, Position.DEPUTY, 1),
    ("truong", "PC02", Role.LEADERSHIP, Position.HEAD, 1),
    ("tt", "PX05", Role.AUDITOR, Position.MEMBER, 1),
    ("bcd", "BCD138", Role.COMMITTEE, Position.MEMBER, 1),
    ("qt", "CAT", Role.ADMINISTRATOR, Position.MEMBER, 1),
)
# One log-in of each role, for the wards of the densest one's province: what is printed, and what is measured as.
SHOWN = {
    Role.WARD_ADMIN: f"cb{DENSE_WARD}",
    Role.INVESTIGATOR: f"dt{HOME}-1",
    Role.LEADERSHIP: "ldbca",
    Role.COMMITTEE: f"bcd{HOME}",
    Role.AUDITOR: f"tt{HOME}",
    Role.ADMINISTRATOR: f"qt{HOME}",
}
# A ward with the ids that what hangs in it begins with, and who works there.
WARDS = Table(
    "scale_wards",
    MetaData(),
    Column("ward_id", BigInteger, primary_key=True),
    Column("latitude", Float),
    Column("longitude", Float),
    *(
        Column(name, BigInteger)
        for name in (
            "position cameras points recorders owners first_camera first_point first_recorder first_owner network_id "
            "police_id admin_id investigator_id department_id first_investigator_id approver_id head_id"
        ).split()
    ),
    prefixes=["TEMPORARY"],
)


@dataclass
class Staff:
    """Users and their posts as they are thought up, numbered as they come."""

    now: datetime
    password_hash: str
    rng: Random
    users: list[dict[str, Any]]
    posts: list[dict[str, Any]]

    def hire(self, login: str, unit_id: int, role: Role, position: Position = Position.MEMBER) -> int:
        """The id of somebody new."""
        moments = {"created_at": self.now, "password_changed_at": self.now}
        secret = {"password_hash": self.password_hash, "must_change_password": False}
        name, id_ = rules.person(self.rng), len(self.users) + 1
        self.users.append({"id": id_, "login": login, "name": name, "active": True, "version": 1, **secret, **moments})
        post = {"user_id": id_, "unit_id": unit_id, "role": role, "position": position, "reason": ""}
        self.posts.append({**post, "valid_from": SINCE, "valid_to": None, "delegated_by_id": None})
        return id_


def write(session: Session, scale: Scale, now: datetime, password_hash: str) -> None:
    """Units and people, and the temporary table of wards that everything else is made from."""
    wards = _wards(session, scale.wards)
    codes = {row.id: row.code for row in session.execute(select(Province.id, Province.code))}
    parents = _provinces(session, {codes[ward.province_id] for ward in wards})
    rows = [loading.police_of(ward, parents[codes[ward.province_id], "CAT"], codes[ward.province_id]) for ward in wards]
    session.execute(insert(Unit), [{"version": 1, **row} for row in rows])
    units.rebuild_covers(session)
    staff = Staff(now, password_hash, Random(rules.SEED), [], [])  # noqa: S311 - invented names, no secrets
    people = _staff(session, staff, parents)
    police = dict(session.execute(select(Unit.ward_id, Unit.id).where(Unit.kind == UnitKind.COMMUNE)).all())
    table_rows = [
        {**place, **_of_ward(staff, ward, police[ward.id]), **people[codes[ward.province_id]]}
        for ward, place in zip(wards, _numbered(wards, cameras_by_ward(scale)), strict=True)
    ]
    session.execute(insert(User), staff.users)
    session.execute(insert(Post), staff.posts)
    WARDS.create(session.connection())
    session.execute(insert(WARDS), table_rows)
    session.execute(text("ANALYZE scale_wards"))  # else joins begin with what there is most of


def _wards(session: Session, count: int) -> list[Ward]:
    """So many of today's wards: the densest, those of its province, then the others. NotFound where there are fewer."""
    statement = select(Ward).where(Ward.valid_to.is_(None)).join(Province)
    home = (Ward.code != DENSE_WARD, Province.code != HOME, Province.code, Ward.code)
    wards = list(session.scalars(statement.order_by(*home).limit(count)))
    if len(wards) < count:
        raise errors.NotFound(wards=count)
    return wards


def _provinces(session: Session, codes: set[str]) -> dict[tuple[str, str], int]:
    """The units of the country and of provinces, by the province's code and their own."""
    ministry = _unit(NATIONAL, UnitKind.MINISTRY, "Bộ Công an", "BCA", None, HOME)
    ids = {(NATIONAL, NATIONAL): session.scalars(insert(Unit).returning(Unit.id), ministry).one()}
    names = dict(session.execute(select(Province.code, Province.name).where(Province.valid_to.is_(None))).all())
    for code in sorted(codes):
        parent = ids[NATIONAL, NATIONAL]
        for suffix, kind, name, short in OF_PROVINCE:
            row = _unit(f"{code}-{suffix}", kind, name.format(names[code]), short.format(names[code]), parent, code)
            ids[code, suffix] = session.scalars(insert(Unit).returning(Unit.id), row).one()
            parent = ids[code, "CAT"]
    return ids


def _unit(code: str, kind: UnitKind, name: str, short: str, parent_id: int | None, province: str) -> dict[str, Any]:
    facts = {"name": name[0].upper() + name[1:], "short_name": short[:60], "sign": short.split()[0]}
    place = {
        "kind": kind,
        "parent_id": parent_id,
        "ward_id": None,
        "province_code": province,
        "basis": "",
        "version": 1,
    }
    return {"code": code, "valid_from": UNRECORDED_START, "valid_to": None, **place, **units.named(code, facts)}


def _staff(session: Session, staff: Staff, unit_ids: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """The people of provinces and country; by province, who works on its cases."""
    for begins, role in (("ld", Role.LEADERSHIP), ("dt", Role.INVESTIGATOR), ("tt", Role.AUDITOR)):
        staff.hire(f"{begins}{NATIONAL.lower()}", unit_ids[NATIONAL, NATIONAL], role)
    people = {}
    for code in sorted({province for province, _ in unit_ids} - {NATIONAL}):
        first: dict[str, int] = {}
        for begins, suffix, role, position, count in STAFF:
            ids = [
                staff.hire(f"{begins}{code}" + (f"-{n}" if count > 1 else ""), unit_ids[code, suffix], role, position)
                for n in range(1, count + 1)
            ]
            first[begins] = ids[0]
        people[code] = {
            "department_id": unit_ids[code, "PC02"],
            "first_investigator_id": first["dt"],
            "approver_id": first["ld"],
            "head_id": first["truong"],
        }
    return people


def _of_ward(staff: Staff, ward: Ward, police_id: int) -> dict[str, int]:
    admin_id = staff.hire(f"cb{ward.code}", police_id, Role.WARD_ADMIN)
    investigator_id = staff.hire(f"dt{ward.code}", police_id, Role.INVESTIGATOR)
    return {"police_id": police_id, "admin_id": admin_id, "investigator_id": investigator_id}


def _numbered(wards: Sequence[Ward], camera_counts: Sequence[int]) -> Iterator[dict[str, Any]]:
    """How much hangs in each ward, and with which ids it begins."""
    first = {"first_camera": 1, "first_point": 1, "first_recorder": 1, "first_owner": 1}
    for position, (ward, cameras) in enumerate(zip(wards, camera_counts, strict=True), 1):
        place = {"ward_id": ward.id, "latitude": ward.latitude or 19.8067, "longitude": ward.longitude or 105.7852}
        counts = {
            "points": cameras - (cameras - 1) // 3,
            "recorders": 1 + (cameras - 1) // 12,
            "owners": 1 + cameras // 4,
        }
        yield {"position": position, "network_id": position, "cameras": cameras, **place, **counts, **first}
        for name, step in zip(first, (cameras, *counts.values()), strict=True):
            first[name] += step
