"""Actions: what an import would do: each line matched with the register, and found new, changed, unchanged or wrong."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.imports import queries
from tracker.exchange.imports.code_matches import CodeMatches, near_codes, twin_codes
from tracker.exchange.imports.code_numbers import name_of, with_codes
from tracker.exchange.imports.plan_types import CameraDraft, ImportPlan, MapPlace, RegisteredCamera, place_of
from tracker.exchange.imports.references import References
from tracker.exchange.imports.row_places import RowPlaces
from tracker.exchange.imports.rules import ListRow, ListSheet, RowFault
from tracker.exchange.imports.states import state_news
from tracker.register.cameras.codes import code_key
from tracker.register.cameras.rules import CameraForm
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

FEW = 2_000  # lines of which each is looked up by itself; for more the whole register of the wards is read

TWICE = N_("Mã này đã có ở dòng %(first)s.")
NO_WARD = N_("Cần mã phường, xã của camera này.")
VOIDED = N_("Camera mang mã này đã hủy, hoặc đã gộp vào camera khác. Hãy bỏ dòng này hoặc dùng mã của camera giữ lại.")
TAKEN_DOWN = N_("Camera mang mã này đã tháo dỡ. Hãy bỏ dòng này hoặc dùng mã khác.")
SPLIT = N_("Phường, xã cũ này đã chia tách. Hãy ghi mã phường, xã hiện nay.")
ENDED_WARD = N_("Phường, xã này đã kết thúc. Camera mới cần mã phường, xã hiện nay.")
MOVED = N_("Mã này thuộc một camera nay đã chuyển sang phường, xã khác.")
LATER = N_("Ngày kiểm tra không thể ở tương lai.")
AMBIGUOUS = N_("Nhiều camera của các phường, xã cũ cùng mang mã này. Hãy thêm cột mã phường, xã.")
TWO_ADDRESSES = N_("Cùng điểm lắp đặt với dòng %(first)s nhưng khác địa chỉ.")

ProgressCallback = Callable[[int, int], object]


def build_plan(
    session: Session,
    viewer: Viewer | None,
    sheet: ListSheet,
    ward: Ward | None,
    network_id: int | None,
    *,
    by_near: bool = False,
    tick: ProgressCallback = lambda *_: None,
) -> ImportPlan:
    """The plan of importing `sheet` into `ward` (a row may name another) and `network_id` (so may a row).

    Without a viewer the operator of the machine imports: into every ward that exists. `by_near` takes codes that are
    almost in the register for those that are there.
    """
    matcher = _Matcher(session, viewer, sheet, ward, network_id, by_near)
    lines = matcher.sheet.lines
    for index, line in enumerate(lines):
        matcher.take(line)
        tick(index + 1, len(lines))
    matcher.plan.faults += sheet.faults
    matcher.plan.undecided |= sheet.open_counts()
    matcher.plan.twins = twin_codes(draft.code for draft in matcher.plan.new)
    return matcher.plan


class _Matcher:
    """Matches one list, line by line, with what it read of the register before."""

    def __init__(
        self,
        session: Session,
        viewer: Viewer | None,
        sheet: ListSheet,
        ward: Ward | None,
        network_id: int | None,
        by_near: bool,
    ) -> None:
        self.plan = ImportPlan(sheet.columns)
        self.sheet, self.viewer, self.ward, self.network_id = sheet, viewer, ward, network_id
        codes = {line.facts["ward_code"] for line in sheet.lines if "ward_code" in line.facts}
        wards_by_code = queries.wards_meant(session, codes, viewer.wards if viewer else None) if codes else {}
        self._wards = {code: row_ward for code, row_ward in wards_by_code.items() if self._answers_for(row_ward)}
        self.plan.wards = {row_ward.id: row_ward for row_ward in (*self._wards.values(), *([ward] if ward else []))}
        self._scopes = {ward_id: wards.predecessors(session, ward_id) for ward_id in self.plan.wards}
        ended_ward_ids = [ward_id for ward_id, row_ward in self.plan.wards.items() if row_ward.valid_to is not None]
        self._successors = wards.successor_map(session, ended_ward_ids) if ended_ward_ids else {}
        self._references = References(session, viewer, self._ward_ids())
        self.plan.names = self._references.names
        if sheet.numbered:
            self.sheet = replace(sheet, lines=with_codes(session, sheet.lines, self._home_of, self._ward_ids()))
        self.plan.lines = self.sheet.lines
        self._places = RowPlaces(session, viewer, self.plan, self._fault)
        self._read_register(session, by_near=by_near)
        self._codes: dict[tuple[int, str], int] = {}
        self._matched: dict[int, int] = {}
        self._addressed: dict[int | MapPlace, tuple[str, int]] = {}

    def take(self, line: ListRow) -> None:
        """Put a line where it belongs: among the new, the changed, the unchanged, or the faults."""
        before = len(self.plan.faults)
        ward_id = self._ward_id(line)
        line = self._places.settle(line, ward_id)
        camera = None if ward_id is None or "code" in line.wrong else self._camera(line, ward_id)
        linked = self._linked_ids(line, camera)
        if "checked_on" in line.facts and line.facts["checked_on"] > clock.today():
            self._fault(line, "checked_on", LATER)
        if ward_id is None or line.wrong or len(self.plan.faults) > before:
            return
        values = {name: line.facts[name] for name in queries.CHANGEABLE if name in line.facts} | linked
        draft = (
            self._of_new(line, self._ward_of_new(line, ward_id), values)
            if camera is None
            else self._of_known(line, camera, values)
        )
        draft.line, (draft.health, draft.checked_on) = line.number, state_news(line.facts, camera)
        readdressed = self._readdresses(line, draft.point)
        if len(self.plan.faults) == before and self._places.stands_right(line, draft):
            self._file(line, draft, readdressed)

    def _file(self, line: ListRow, draft: CameraDraft, readdressed: bool) -> None:
        if draft.camera is None:
            self.plan.new.append(draft)
        elif not (draft.values or draft.point != draft.camera.point_id or readdressed or draft.health):
            self.plan.unchanged += 1
        elif draft.camera.voided_at is not None:
            self._fault(line, "code", VOIDED)
        elif draft.camera.removed_on is not None:
            self._fault(line, "code", TAKEN_DOWN)
        else:
            self.plan.changed.append(draft)

    def _fault(self, line: ListRow, name: str, message: str, **facts: object) -> None:
        self.plan.faults.append(RowFault(line.number, self.sheet.header(name), name, message, facts))

    def _answers_for(self, ward: Ward) -> bool:
        """Whether rows may name a ward: one of the viewer's own; for the machine's operator any."""
        return self.viewer is None or ward.id in self.viewer.wards

    def _ward_ids(self) -> frozenset[int]:
        return frozenset(ward_id for ward_id in self._successors.values() if ward_id).union(*self._scopes.values())

    def _read_register(self, session: Session, *, by_near: bool) -> None:
        within = self._ward_ids()
        self._numbers = queries.numbers_of(session, within)
        self.plan.scope, self.plan.state = within, queries.state_of(session, within)
        codes = {line.facts["code"] for line in self.sheet.lines if "code" in line.facts}
        is_short = len(self.sheet.lines) <= FEW
        self._standing = CodeMatches()
        self._stand(queries.cameras_standing(session, within, within, codes if is_short else None), codes)
        self.plan.near = self._nearly(session, within, codes)
        if by_near and self.plan.near:
            meant_codes = set(self.plan.near.values())
            self._stand(queries.cameras_standing(session, within, within, meant_codes), meant_codes)
        self._meant = self.plan.near if by_near else {}
        self._points: dict[MapPlace, int] = {}
        for row in queries.points_of(session, within, self._names_of_points() if is_short else None):
            self._points.setdefault(place_of(row.ward_id, row.name, row.latitude, row.longitude, row.address), row.id)
            self.plan.known[row.id] = RegisteredCamera(row.name, row.address, row.version)

    def _stand(self, rows: Any, codes: Collection[str]) -> None:
        for row in self._standing.take(rows, codes):
            self.plan.known[row.point_id] = RegisteredCamera(row.place, row.address, row.point_version)

    def _names_of_points(self) -> set[str]:
        """Under which names the points of the lines may be known."""
        facts_of_lines = (line.facts for line in self.sheet.lines)
        names = {str(facts.get(name, "")) for facts in facts_of_lines for name in ("place", "name", "address", "code")}
        return {name[:200] for name in names | {row.place for row in self._standing.rows()}}

    def _nearly(self, session: Session, within: frozenset[int], codes: Collection[str]) -> dict[str, str]:
        """The codes that are not in the register though one is that must be meant: one only, and by no other line."""
        unknown_codes = [code for code in codes if code not in self._standing]
        return near_codes(unknown_codes, codes, list(queries.codes_of(session, within))) if unknown_codes else {}

    def _linked_ids(self, line: ListRow, camera: Row[Any] | None) -> dict[str, int]:
        """The network and the recorder that a line names, or the list as a whole."""
        linked_ids, messages = self._references.linked(line.facts, camera)
        for name, message in messages.items():
            self._fault(line, name, message)
        return ({} if self.network_id is None else {"network_id": self.network_id}) | linked_ids

    def _home_of(self, line: ListRow) -> Ward | None:
        """The ward in which a line's camera is registered, where it can be told."""
        code = line.facts.get("ward_code")
        ward = self._wards.get(code) if code else self.ward
        home_id = self._successors.get(ward.id, ward.id) if ward and "ward_code" not in line.wrong else None
        return self.plan.wards.get(home_id, ward) if home_id else None

    def _ward_id(self, line: ListRow) -> int | None:
        code = line.facts.get("ward_code")
        if "ward_code" in line.wrong:
            return None
        ward = self._wards.get(code) if code else self.ward
        if ward is None:
            message, facts = self._places.ward_question(line, code) if code else (NO_WARD, {})
            self._fault(line, "ward_code", message, **facts)
        return ward.id if ward else None

    def _camera(self, line: ListRow, ward_id: int) -> Row[Any] | None:
        """The camera that a line is about, or None: a new one, or none that can be told."""
        code = line.facts["code"]
        code = self._meant.get(code, code)
        if self._said_before(line, self._codes.setdefault((ward_id, code_key(code)), line.number)):
            return None
        of_code = self._standing.of(code)
        candidates = [row for row in of_code if row.ward_id in self._scopes[ward_id] or self._became_ours(row, ward_id)]
        candidates = candidates or [row for row in of_code if row.registered_ward_id == self._successors.get(ward_id)]
        if len(candidates) > 1:
            candidates = self._registered(candidates, ward_id)
        if len(candidates) > 1:
            self._fault(line, "code", AMBIGUOUS)
        elif not candidates and any(row.registered_ward_id == ward_id for row in of_code):
            self._fault(line, "code", MOVED)
        elif candidates:
            self._said_before(line, self._matched.setdefault(candidates[0].id, line.number))
        return candidates[0] if candidates else None

    def _registered(self, rows: list[Row[Any]], ward_id: int) -> list[Row[Any]]:
        """Those of the cameras that the ward itself registered; failing that, whoever had its number before it."""
        own_rows = [row for row in rows if row.registered_ward_id == ward_id]
        number = self._numbers.get(ward_id)
        return own_rows or [row for row in rows if self._numbers.get(row.registered_ward_id) == number] or rows

    def _became_ours(self, row: Row[Any], ward_id: int) -> bool:
        """Whether a camera registered in the ward that a row names stands in another now, of the viewer's too.

        A ward keeps its number when only its kind or name changes: the row may mean the one before.
        """
        may_answer = self.viewer is None or row.ward_id in self.viewer.wards
        return may_answer and row.registered_ward_id in self._scopes[ward_id]

    def _said_before(self, line: ListRow, first: int) -> bool:
        if first != line.number:
            self._fault(line, "code", TWICE, first=first)
        return first != line.number

    def _ward_of_new(self, line: ListRow, ward_id: int) -> int:
        """The ward that a new camera is registered in: of an old ward, the one of today that has all of it."""
        home = self._successors.get(ward_id, ward_id)
        if home is None:
            self._fault(line, "ward_code", SPLIT)
        elif home != ward_id and self.viewer is None and self.ward is None:
            self._fault(line, "ward_code", ENDED_WARD)
        elif home != ward_id:
            self._said_before(line, self._codes.setdefault((home, code_key(line.facts["code"])), line.number))
        return home or ward_id

    def _of_new(self, line: ListRow, ward_id: int, given_values: Mapping[str, Any]) -> CameraDraft:
        facts, defaults = line.facts, self.sheet.defaults
        values = {name: given_values.get(name, defaults[name]) for name in queries.CHANGEABLE}
        values["name"] = name_of(facts) or facts["code"]
        self._note_undecided(given_values)
        if "form" not in given_values and values["bearing"] is not None:
            values["form"] = CameraForm.FIXED
        place = place_of(
            ward_id,
            facts.get("place") or values["name"],
            facts.get("latitude"),
            facts.get("longitude"),
            facts.get("address", ""),
        )
        return CameraDraft(facts["code"], ward_id, None, values, self._points.get(place, place))

    def _note_undecided(self, given_values: Mapping[str, Any]) -> None:
        """What neither the row nor the list says of a new camera, though a figure depends on it."""
        answers, undecided = self.sheet.answers, self.plan.undecided
        if "connection" not in given_values and answers.connection is None:
            undecided["connection"] = undecided.get("connection", 0) + 1
        if "network_id" not in given_values and answers.network is None and self._references.has_running_network:
            undecided["network"] = undecided.get("network", 0) + 1

    def _of_known(self, line: ListRow, camera: Row[Any], given_values: Mapping[str, Any]) -> CameraDraft:
        """Only what the row says otherwise than the register; a blank cell says nothing."""
        values = {name: value for name, value in given_values.items() if getattr(camera, name) != value}
        register_place = [camera.place, camera.latitude, camera.longitude, camera.address]
        line_place: list[Any] = [
            line.facts.get(name) if line.facts.get(name) is not None else registered
            for name, registered in zip(("place", "latitude", "longitude", "address"), register_place, strict=True)
        ]
        place, target_place = place_of(camera.ward_id, *register_place), place_of(camera.ward_id, *line_place)
        point = camera.point_id if target_place == place else self._points.get(target_place, target_place)
        return CameraDraft(camera.code, camera.ward_id, camera, values, point)

    def _readdresses(self, line: ListRow, point: int | MapPlace) -> bool:
        """Note the address that a line gives its point; whether that is news to the register."""
        address = line.facts.get("address")
        if not address:
            return False
        first, line_number = self._addressed.setdefault(point, (address, line.number))
        if first != address:
            self._fault(line, "address", TWO_ADDRESSES, first=line_number)
        is_new = not isinstance(point, int) or self.plan.known[point].address != address
        if is_new:
            self.plan.addresses[point] = first
        return is_new
