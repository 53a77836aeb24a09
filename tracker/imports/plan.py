"""What an import would do: each line matched with the register, and found new, changed, unchanged or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.accounts.viewer import Viewer
from tracker.cameras.rules import Form
from tracker.imports import queries
from tracker.imports.rules import Column, Fault, Line, Report, Sheet
from tracker.places.actions import place_faults
from tracker.text import fold
from tracker.wards import queries as wards
from tracker.wards.models import Ward
from tracker.words import N_

TWICE = N_("Mã này đã có ở dòng %(first)d.")
NO_WARD = N_("Cần mã phường, xã của camera này.")
UNKNOWN_WARD = N_("Không có phường, xã mang mã này trong phạm vi của bạn.")
UNKNOWN_NETWORK = N_("Không có mô hình này trong phạm vi của bạn.")
SEVERAL_NETWORKS = N_("Có nhiều mô hình cùng tên này. Hãy ghi mã mô hình.")
TAKEN_DOWN = N_("Camera mang mã này đã tháo dỡ. Hãy bỏ dòng này hoặc dùng mã khác.")
MOVED = N_("Mã này thuộc một camera nay đã chuyển sang phường, xã khác.")
AMBIGUOUS = N_("Nhiều camera của các phường, xã cũ cùng mang mã này. Hãy thêm cột mã phường, xã.")
TWO_ADDRESSES = N_("Cùng điểm lắp đặt với dòng %(first)d nhưng khác địa chỉ.")

# A point to be found or made: ward, name, latitude, longitude; by its address too where nobody knows its coordinates.
Place = tuple[int, str, float | None, float | None, str]


class Standing(NamedTuple):
    """A point as the register has it."""

    name: str
    address: str
    version: int


@dataclass(slots=True)
class Draft:
    """What a line asks for. `camera` is the one it is about, None for a new one; `values` its columns to be written.

    `point` is the id of a point, or a place where one is to be made.
    """

    code: str
    ward_id: int
    camera: Row[Any] | None
    values: dict[str, Any]
    point: int | Place


@dataclass
class Plan:
    """All that an import would write, and what is wrong with the list."""

    columns: tuple[Column, ...]
    new: list[Draft] = field(default_factory=list)
    changed: list[Draft] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    known: dict[int, Standing] = field(default_factory=dict)  # points that are there, by id
    addresses: dict[int | Place, str] = field(default_factory=dict)  # of points to be made or mended
    wards: dict[int, Ward] = field(default_factory=dict)

    def report(self) -> Report:
        """The plan in figures."""
        counts = {"new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged}
        counts["wrong"] = len({fault.line for fault in self.faults})
        order = {column.header: at for at, column in enumerate(self.columns)}
        faults = sorted(self.faults, key=lambda fault: (fault.line, order.get(fault.header, -1)))
        return Report(counts, faults, self.columns)


def draw_up(session: Session, viewer: Viewer | None, sheet: Sheet, ward: Ward | None, network_id: int | None) -> Plan:
    """The plan of importing `sheet` into `ward` (a row may name another) and `network_id` (so may a row).

    Without a viewer it is the machine's keeper who imports: into every ward that exists.
    """
    matcher = _Matcher(session, viewer, sheet, ward, network_id)
    for line in sheet.lines:
        matcher.take(line)
    matcher.plan.faults += sheet.faults
    return matcher.plan


class _Matcher:
    """Matches one list, line by line, with what it read of the register before."""

    def __init__(
        self, session: Session, viewer: Viewer | None, sheet: Sheet, ward: Ward | None, network_id: int | None
    ) -> None:
        self.plan = Plan(sheet.columns)
        self.sheet, self.viewer, self.ward, self.network_id = sheet, viewer, ward, network_id
        codes = {line.facts["ward_code"] for line in sheet.lines if "ward_code" in line.facts}
        named = queries.wards_of_codes(session, codes) if codes else {}
        self._wards = {code: found for code, found in named.items() if self._answers_for(found)}
        self.plan.wards = {found.id: found for found in (*self._wards.values(), *([ward] if ward else []))}
        self._scopes = {ward_id: wards.predecessors(session, ward_id) for ward_id in self.plan.wards}
        self._read_networks(session)
        self._read_register(session)
        self._codes: dict[tuple[int, str], int] = {}
        self._matched: dict[int, int] = {}
        self._addressed: dict[int | Place, tuple[str, int]] = {}

    def take(self, line: Line) -> None:
        """Put a line where it belongs: among the new, the changed, the unchanged, or the faults."""
        before = len(self.plan.faults)
        self._check_coordinates(line)
        network_id, ward_id = self._network(line), self._ward_id(line)
        if ward_id is None or "code" in line.wrong:
            return
        camera = self._camera(line, ward_id)
        if line.wrong or len(self.plan.faults) > before:
            return
        said = {name: line.facts[name] for name in queries.CHANGEABLE if name in line.facts}
        if network_id is not None:
            said["network_id"] = network_id
        draft = self._of_new(line, ward_id, said) if camera is None else self._of_known(line, camera, said)
        readdressed = self._readdresses(line, draft.point)
        if len(self.plan.faults) == before:
            self._file(draft, readdressed)

    def _file(self, draft: Draft, readdressed: bool) -> None:
        if draft.camera is None:
            self.plan.new.append(draft)
        elif draft.values or draft.point != draft.camera.point_id or readdressed:
            self.plan.changed.append(draft)
        else:
            self.plan.unchanged += 1

    def _fault(self, line: Line, name: str, message: str, **facts: object) -> None:
        self.plan.faults.append(Fault(line.number, self.sheet.header(name), name, message, facts))

    def _answers_for(self, ward: Ward) -> bool:
        """Whether rows may name a ward: one of the viewer's own; for the machine's keeper one that still exists."""
        if self.viewer is not None:
            return ward.id in self.viewer.wards
        return ward.valid_to is None or (self.ward is not None and ward.id == self.ward.id)

    def _read_networks(self, session: Session) -> None:
        self._networks: dict[str, set[int]] = {}
        for row in queries.networks_known(session, self.viewer):
            for name in {fold(row.code), fold(row.name)}:
                self._networks.setdefault(name, set()).add(row.id)

    def _read_register(self, session: Session) -> None:
        within = frozenset[int]().union(*self._scopes.values())
        codes = {line.facts.get("code") for line in self.sheet.lines}
        self._standing: dict[str, list[Row[Any]]] = {}
        for row in queries.cameras_standing(session, within, self._scopes.keys()):
            if row.code in codes:
                self._standing.setdefault(row.code, []).append(row)
                self.plan.known[row.point_id] = Standing(row.place, row.address, row.point_version)
        self._points: dict[Place, int] = {}
        for row in queries.points_of(session, within):
            self._points.setdefault(place_of(row.ward_id, row.name, row.latitude, row.longitude, row.address), row.id)
            self.plan.known[row.id] = Standing(row.name, row.address, row.version)

    def _check_coordinates(self, line: Line) -> None:
        if not line.wrong & {"latitude", "longitude"}:
            faults = place_faults(line.facts.get("latitude"), line.facts.get("longitude"))
            for name, message in faults.items():
                self._fault(line, name, message)

    def _network(self, line: Line) -> int | None:
        named = line.facts.get("network_code")
        if not named:
            return self.network_id
        found = self._networks.get(fold(named), set())
        if len(found) != 1:
            self._fault(line, "network_code", SEVERAL_NETWORKS if found else UNKNOWN_NETWORK)
        return next(iter(found), None)

    def _ward_id(self, line: Line) -> int | None:
        code = line.facts.get("ward_code")
        if "ward_code" in line.wrong:
            return None
        ward = self._wards.get(code) if code else self.ward
        if ward is None:
            self._fault(line, "ward_code", UNKNOWN_WARD if code else NO_WARD)
        return ward.id if ward else None

    def _camera(self, line: Line, ward_id: int) -> Row[Any] | None:
        """The camera that a line is about, or None: a new one, or none that can be told."""
        code = line.facts["code"]
        if self._said_before(line, self._codes.setdefault((ward_id, code), line.number)):
            return None
        named = self._standing.get(code, [])
        here = [row for row in named if row.ward_id in self._scopes[ward_id]]
        if len(here) > 1:
            here = [row for row in here if row.registered_ward_id == ward_id] or here
        if len(here) > 1:
            self._fault(line, "code", AMBIGUOUS)
        elif not here and any(row.registered_ward_id == ward_id for row in named):
            self._fault(line, "code", MOVED)
        elif here and here[0].removed_on is not None:
            self._fault(line, "code", TAKEN_DOWN)
        elif here:
            self._said_before(line, self._matched.setdefault(here[0].id, line.number))
        return here[0] if here else None

    def _said_before(self, line: Line, first: int) -> bool:
        if first != line.number:
            self._fault(line, "code", TWICE, first=first)
        return first != line.number

    def _of_new(self, line: Line, ward_id: int, said: Mapping[str, Any]) -> Draft:
        facts, defaults = line.facts, self.sheet.defaults
        values = {name: said.get(name, defaults[name]) for name in queries.CHANGEABLE}
        values["name"] = facts.get("name") or facts.get("place") or facts.get("address", "")[:200] or facts["code"]
        if "form" not in said and values["bearing"] is not None:
            values["form"] = Form.FIXED
        place = place_of(
            ward_id,
            facts.get("place") or values["name"],
            facts.get("latitude"),
            facts.get("longitude"),
            facts.get("address", ""),
        )
        return Draft(facts["code"], ward_id, None, values, self._points.get(place, place))

    def _of_known(self, line: Line, camera: Row[Any], said: Mapping[str, Any]) -> Draft:
        """Only what the row says otherwise than the register; a blank cell says nothing."""
        values = {name: value for name, value in said.items() if getattr(camera, name) != value}
        stands = [camera.place, camera.latitude, camera.longitude, camera.address]
        says: list[Any] = [
            line.facts.get(name) if line.facts.get(name) is not None else stood
            for name, stood in zip(("place", "latitude", "longitude", "address"), stands, strict=True)
        ]
        place, wanted = place_of(camera.ward_id, *stands), place_of(camera.ward_id, *says)
        point = camera.point_id if wanted == place else self._points.get(wanted, wanted)
        return Draft(camera.code, camera.ward_id, camera, values, point)

    def _readdresses(self, line: Line, point: int | Place) -> bool:
        """Note the address that a line gives its point; whether that is news to the register."""
        said = line.facts.get("address")
        if not said:
            return False
        first, at = self._addressed.setdefault(point, (said, line.number))
        if first != said:
            self._fault(line, "address", TWO_ADDRESSES, first=at)
        news = not isinstance(point, int) or self.plan.known[point].address != said
        if news:
            self.plan.addresses[point] = first
        return news


def place_of(ward_id: int, name: str, latitude: float | None, longitude: float | None, address: str) -> Place:
    """The place that a point stands for."""
    return ward_id, name, latitude, longitude, address if latitude is None else ""
