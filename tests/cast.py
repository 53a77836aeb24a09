"""The fixed cast, and builders with full valid defaults for what they work on.

Lan runs the cameras of Hạc Thành (to which the old wards Đông Sơn and Đông Vệ went), Hoa those of Hàm Rồng.
Minh and Tuấn investigate in the province's criminal police, which Thủy heads; Dũng is deputy of the province's police.
Sơn investigates in the police of Hạc Thành and keeps its cameras too. Khoa is of the steering committee. An audits,
Bình administers.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.accounts.models import Post, User
from tracker.accounts.passwords import Passwords
from tracker.cases import derived_events
from tracker.cases.extractions import rules as life
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, sequences
from tracker.core.database import Base, Database
from tracker.core.permissions import Position, Role
from tracker.core.vietnamese import search_key, sort_key
from tracker.core.viewer import Viewer
from tracker.register.cameras.actions import keys
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.optics import NightVision
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.rules import Storage
from tracker.register.streets import actions as streets
from tracker.territory.units import actions as units
from tracker.territory.units.models import Unit
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import UNRECORDED_START, Extent, WardKind

PASSWORD = "mùa xuân trên sông Mã"
MERGER = date(2025, 7, 1)
HOUR = timedelta(hours=1)


class Cast:
    """The people and wards, put into the database once; each builder adds a row and gives it back."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            self._wards(session)
            self._units(session)
            self._people(session)
        self.see_again()

    def see_again(self) -> None:
        """The people as the code knows them now, after wards, units or posts have changed."""
        with self.database.reading() as session:
            self.viewers = {user.login: accounts.viewer_of(session, user) for user in session.query(User)}

    def __getattr__(self, login: str) -> Viewer:
        """`cast.lan` is Lan as the code knows her."""
        try:
            return self.__dict__["viewers"][login]
        except KeyError as error:
            raise AttributeError(login) from error

    def _wards(self, session: Session) -> None:
        self.province = self._add(
            session,
            Province(
                code="38", name="Tỉnh Thanh Hóa", valid_from=UNRECORDED_START, valid_to=None, sort_key="thanh hoa"
            ),
        )
        self.old_dong_son = self._ward(session, "14785", "Phường Đông Sơn", old=True)
        self.old_dong_ve = self._ward(session, "14782", "Phường Đông Vệ", old=True)
        self.hac_thanh = self._ward(session, "14797", "Phường Hạc Thành")
        self.ham_rong = self._ward(session, "14758", "Phường Hàm Rồng")
        for old in (self.old_dong_son, self.old_dong_ve):
            session.add(
                Succession(
                    old_id=old.id, new_id=self.hac_thanh.id, extent=Extent.WHOLE, effective_on=MERGER, basis="1686"
                )
            )

    def _ward(self, session: Session, code: str, name: str, *, old: bool = False) -> Ward:
        return self._add(
            session,
            Ward(
                code=code,
                name=name,
                kind=WardKind.PHUONG,
                province_id=self.province.id,
                district="",
                valid_from=UNRECORDED_START if old else MERGER,
                valid_to=MERGER - timedelta(days=1) if old else None,
                basis="1686/NQ-UBTVQH15",
                latitude=None,
                longitude=None,
                search_key=search_key(name),
                sort_key=sort_key(name),
            ),
        )

    def _units(self, session: Session) -> None:
        self.police = self.unit(session, "38-CAT", UnitKind.PROVINCE, "Công an tỉnh Thanh Hóa", "CAT Thanh Hóa", "CAT")
        below, department = {"parent_id": self.police.id}, UnitKind.DEPARTMENT
        self.pc02 = self.unit(session, "38-PC02", department, "Phòng Cảnh sát hình sự", "PC02", "PC02", **below)
        self.pc08 = self.unit(session, "38-PC08", department, "Phòng Cảnh sát giao thông", "PC08", "PC08", **below)
        self.px05 = self.unit(session, "38-PX05", UnitKind.AUDIT, "Thanh tra Công an tỉnh", "PX05", "PX05", **below)
        committee = "Ban Chỉ đạo 138 tỉnh Thanh Hóa"
        self.bcd = self.unit(session, "38-BCD138", UnitKind.COMMITTEE, committee, "BCĐ 138")
        self.hac_thanh_police = self._police(session, self.hac_thanh)
        self.ham_rong_police = self._police(session, self.ham_rong)
        units.rebuild_covers(session)

    def _police(self, session: Session, ward: Ward) -> Unit:
        short, place = ward.name.removeprefix("Phường "), {"ward_id": ward.id, "parent_id": self.police.id}
        name = f"Công an phường {short}"
        return self.unit(session, f"CA-{ward.code}", UnitKind.COMMUNE, name, f"CAP {short}", "CAP", **place)

    def unit(
        self, session: Session, code: str, kind: UnitKind, name: str, short_name: str, sign: str = "", **given: Any
    ) -> Unit:
        """A unit that has always been. What it covers is to be rebuilt afterwards."""
        facts = {"parent_id": None, "ward_id": None, "province_code": "38", "valid_from": UNRECORDED_START}
        facts |= {"valid_to": None, "basis": ""} | given
        keys = {"search_key": search_key(code, name, short_name), "sort_key": sort_key(name)}
        return self._add(
            session, Unit(code=code, kind=kind, name=name, short_name=short_name, sign=sign, **facts, **keys)
        )

    def _people(self, session: Session) -> None:
        hash_ = Passwords(8, 1).hash(PASSWORD)
        member, since, sons_roles = Position.MEMBER, date(2024, 1, 1), (Role.WARD_ADMIN, Role.INVESTIGATOR)
        for login, name, *posts in (
            ("lan", "Lê Thị Lan", (Role.WARD_ADMIN, member, self.hac_thanh_police)),
            ("hoa", "Trịnh Thị Hoa", (Role.WARD_ADMIN, member, self.ham_rong_police)),
            ("minh", "Nguyễn Văn Minh", (Role.INVESTIGATOR, member, self.pc02)),
            ("tuan", "Phạm Anh Tuấn", (Role.INVESTIGATOR, member, self.pc02)),
            ("thuy", "Hoàng Thị Thủy", (Role.LEADERSHIP, Position.HEAD, self.pc02)),
            ("dung", "Lê Tiến Dũng", (Role.LEADERSHIP, Position.DEPUTY, self.police)),
            ("an", "Vũ Đình An", (Role.AUDITOR, member, self.px05)),
            ("binh", "Đỗ Thanh Bình", (Role.ADMINISTRATOR, member, self.police)),
            ("khoa", "Lưu Đăng Khoa", (Role.COMMITTEE, member, self.bcd)),
            ("son", "Mai Hồng Sơn", *((role, member, self.hac_thanh_police) for role in sons_roles)),
        ):
            moments = {"created_at": clock.now(), "password_changed_at": clock.now()}
            user = self._add(session, User(login=login, name=name, password_hash=hash_, active=True, **moments))
            facts = {"valid_from": since, "valid_to": None, "delegated_by_id": None, "reason": "", "user_id": user.id}
            for role, position, unit in posts:
                self._add(session, Post(role=role, position=position, unit_id=unit.id, **facts))

    def _add(self, session: Session, row: Any) -> Any:
        session.add(row)
        session.flush()
        return row

    def add(self, row: Any) -> Any:
        """Put a row into the database, in a transaction of its own."""
        with self.database.writing() as session:
            return self._add(session, row)

    def network(self, **values: Any) -> Network:
        """A network in Hạc Thành."""
        facts = {"code": f"MH-{self._next('network')}", "name": "Camera giám sát ANTT phố 1"}
        facts |= {"ward_id": self.hac_thanh.id}
        facts |= {"launched_on": date(2023, 5, 1), "launch_decision": "12/QĐ-UBND", "lead": "Công an phường"}
        facts |= {"closed_on": None, "closing_decision": ""} | values
        return self.add(Network(**facts, search_key=search_key(facts["name"]), sort_key=sort_key(facts["name"])))

    def recorder(self, **values: Any) -> Recorder:
        """A recorder in Hạc Thành that keeps 15 days."""
        facts = {"ward_id": self.hac_thanh.id, "code": f"DG-{self._next('recorder')}", "place": "Trụ sở", "model": ""}
        facts |= {"storage": Storage.RECORDER, "retention_days": 15, "retention_measured_on": None}
        facts |= {"clock_offset_seconds": None, "clock_checked_at": None} | values
        return self.add(Recorder(**facts))

    def owner(self, **values: Any) -> Owner:
        """A household in Hạc Thành."""
        facts = {"ward_id": self.hac_thanh.id, "kind": OwnerKind.HOUSEHOLD, "name": "Nguyễn Thị Sáu"}
        facts |= {"phone": "+84912345678", "address": "12 Lê Lợi", "consent_on": date(2024, 3, 1)}
        facts |= {"consent_paper": "CK-06", "consent_withdrawn_on": None} | values
        return self.add(Owner(**facts))

    def point(self, **values: Any) -> InstallationPoint:
        """A point at a crossing of Hạc Thành."""
        facts = {"ward_id": self.hac_thanh.id, "name": f"Ngã tư {self._next('point')}", "address": "Đường Lê Lợi"}
        facts |= {"latitude": 19.8067, "longitude": 105.7852, "sign_posted": True} | values
        keys = {"search_key": search_key(facts["name"], facts["address"]), "sort_key": sort_key(facts["name"])}
        point = self.add(InstallationPoint(**facts, **keys))
        if "name" in values:  # only what a test names is looked for by its name
            with self.database.writing() as session:
                streets.take_up(session, [point.id])
                streets.draw_changed(session)
        return point

    def camera(self, **values: Any) -> Camera:
        """A camera in Hạc Thành, alive and checked today."""
        ward_id = values.pop("ward_id", self.hac_thanh.id)
        code = values.pop("code", f"CAM-{self._next('camera'):03d}")
        facts = {"code": code, "name": f"Camera {code}", "registered_ward_id": ward_id, "ward_id": ward_id}
        facts |= {"recorder_id": None, "network_id": None, "owner_id": None, "connection": Connection.POLICE}
        facts |= {"form": CameraForm.FIXED, "model": "", "manager": "", "bearing": 90.0, "view_angle": 90.0}
        facts |= {"reach_m": 60.0, "width_px": None, "height_m": None, "night": NightVision.UNKNOWN}
        facts |= {"storage": Storage.RECORDER, "retention_days": None, "installed_on": date(2023, 6, 1)}
        facts |= {"removed_on": None, "health": Health.WORKING, "checked_at": clock.now(), "note": ""} | values
        if "point_id" not in facts:
            facts["point_id"] = self.point(ward_id=ward_id).id
        camera = self.add(Camera(**facts, **keys(facts["code"], facts["name"])))
        if camera.network_id is not None:
            joined = {"camera_id": camera.id, "network_id": camera.network_id, "joined_on": date(2023, 6, 1)}
            self.add(Membership(**joined, left_on=None, reason=""))
        return camera

    def incident(self, **values: Any) -> Incident:
        """A theft yesterday in Hạc Thành, Minh's work."""
        happened = clock.now() - timedelta(days=1)
        facts = {
            "code": f"VV-{self._next('incident'):05d}/2026",
            "group": "social_order",
            "type": "theft",
        }
        facts |= {"summary": "Mất một xe máy trước cửa chợ", "occurred_from": happened, "occurred_to": happened + HOUR}
        facts |= {"place": "Chợ Vườn Hoa", "latitude": 19.8067, "longitude": 105.7852, "ward_id": self.hac_thanh.id}
        facts |= {"channel": "in_person", "status": IncidentStatus.VERIFYING, "ended_at": None, "ending_note": ""}
        facts |= {"investigator_id": self.minh.id, "received_at": clock.now(), "created_at": clock.now()}
        facts |= {"unit_id": self.pc02.id} | values
        key = search_key(facts["code"], facts["summary"], facts["place"])
        incident = self.add(Incident(**facts, search_key=key))
        return self._with_events(incident, IncidentEvent, derived_events.incident_events(facts))

    def request(self, *cameras: Camera, **values: Any) -> ExtractionRequest:
        """Minh's request for an hour of yesterday from each camera (one is made if none is named), filed."""
        incident = values.pop("incident", None) or self.incident(
            investigator_id=values.get("requester_id", self.minh.id)
        )
        facts = {
            "code": f"YC-{self._next('request'):05d}/2026",
            "incident_id": incident.id,
            "requester_id": self.minh.id,
        }
        facts |= {
            "status": life.RequestStatus.FILED,
            "legal_basis": "crime_report",
            "purpose": "Tìm xe bị mất",
        }
        facts |= {"paper_number": "15/YC-CAP", "created_at": clock.now(), "filed_at": clock.now(), "approver_id": None}
        facts |= {"decided_at": None, "decision_note": "", "closed_at": None, "ask_again_on": None}
        facts |= {"unit_id": self.pc02.id} | values
        facts.setdefault("responsible_id", facts["requester_id"])
        undecided = (life.RequestStatus.DRAFT, life.RequestStatus.FILED, life.RequestStatus.WITHDRAWN)
        decided = facts["status"] not in undecided
        if decided and not facts["approver_id"]:
            facts |= {"approver_id": self.thuy.id, "decided_at": clock.now()}
        request = self.add(ExtractionRequest(**facts))
        self._with_events(request, RequestEvent, derived_events.request_events(facts, []))
        request.lines = [  # type: ignore[attr-defined]  # for the tests' convenience; the model has no such list
            self.line(request, camera, window_from=incident.occurred_from, window_to=incident.occurred_to)
            for camera in cameras or (self.camera(),)
        ]
        return request

    def line(self, request: ExtractionRequest, camera: Camera, **values: Any) -> ExtractionLine:
        """A line of a request, asked."""
        facts = {"request_id": request.id, "camera_id": camera.id, "ward_id": camera.ward_id}
        facts |= {"network_id": camera.network_id, "retention_days": 15, "status": life.LineStatus.ASKED, "note": ""}
        facts |= {"preserved_at": None, "extracted_at": None, "handed_over_at": None, "unavailable_at": None}
        facts |= {"unavailable_reason": None, "outcome": None, "outcome_at": None} | values
        return self._with_events(self.add(ExtractionLine(**facts)), LineEvent, derived_events.line_events(facts))

    def _with_events(self, subject: Any, kind: type[Any], events: list[Any]) -> Any:
        """What the columns of a row tell was done to it, also as its events."""
        for event in events:
            self.add(kind(**{kind.subject: subject.id}, **event))
        return subject

    def fresh(self, row: Base) -> Any:
        """A row as it stands in the database now."""
        with self.database.reading() as session:
            return session.get(type(row), row.id)  # type: ignore[attr-defined]

    def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        with self.database.reading() as session:
            return session.query(table).count()

    def _next(self, series: str) -> int:
        with self.database.writing() as session:
            return sequences.next_number(session, f"test:{series}", 1)


def at(day: int, hour: int = 12, month: int = 3, year: int = 2024) -> datetime:
    """A moment in UTC, for tests that need some moment."""
    return datetime(year, month, day, hour, tzinfo=UTC)
