"""Actions: where the cameras of a list stand: what of a row is read by its ward, and whether the ward explains it."""

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy.orm import Session

from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.imports.place_cells import METRES, PLACE_TEXT
from tracker.exchange.imports.plan_types import CameraDraft, FarRow, ImportPlan
from tracker.exchange.imports.rules import ListRow
from tracker.register.places.actions import place_faults
from tracker.register.places.reader import read_place
from tracker.register.places.rules import ABROAD, POINT_LOST, with_point_again
from tracker.register.places.vn2000 import grid_place
from tracker.territory.wards import naming, reaches
from tracker.territory.wards import queries as wards
from tracker.territory.wards.areas import WardReach

UNKNOWN_WARD = N_("Không có phường, xã mang mã hoặc tên này trong phạm vi của bạn.")
OF_ENDED = {naming.ENDED, naming.ENDED_OR_OTHER, naming.SEVERAL_ENDED}
LONE_METRES = N_("Số này giống mét của lưới tọa độ VN-2000. Cần cả hai cột X và Y.")


class RowPlaces:
    """Reads and judges the places of one list. `fault` notes what is wrong: (row, field, message, facts)."""

    def __init__(self, session: Session, viewer: Viewer | None, plan: ImportPlan, fault: Callable[..., None]) -> None:
        self._session, self._viewer, self._plan, self._fault = session, viewer, plan, fault
        self._reaches = cache(self._reaches_of)
        self._ward = cache(lambda ward_id: wards.get(session, ward_id))  # with its province
        self._country = cache(lambda: reaches.Country(session))

    def settle(self, line: ListRow, ward_id: int | None) -> ListRow:
        """A row with its place in degrees, where its cells say it in metres or by a code. Faults are noted."""
        text = line.facts.get(PLACE_TEXT) or self._grid_text(line)
        if text and ward_id is not None:
            line = self._with_place(line, text, ward_id)
        if not line.wrong & METRES.keys():
            for name, message in place_faults(line.facts.get("latitude"), line.facts.get("longitude")).items():
                self._fault(line, name, message)
        return line

    def ward_question(self, line: ListRow, text: str) -> tuple[str, Mapping[str, object]]:
        """What is said of a ward's text that means none of the wards: of an old name, what it became.

        Its namesake of today may lie in another province: it is named, and never taken.
        """
        latitude, longitude = (line.facts.get(name) for name in METRES)
        near = None if latitude is None or longitude is None else naming.Near(latitude, longitude)
        try:
            naming.meant_ward(self._session, text, clock.today(), near)
        except errors.Invalid as error:
            message = error.fields["ward_code"]
            if message in OF_ENDED:
                return message, error.facts
        return UNKNOWN_WARD, {}

    def _grid_text(self, line: ListRow) -> str:
        """The two halves in metres as one text; a half alone, or with something else beside it, is a fault."""
        halves = {name: line.facts[key] for name, key in METRES.items() if key in line.facts}
        text = "; ".join(halves.values())
        if not halves or grid_place(text):
            return text
        for name, half in halves.items():
            likely = with_point_again(half)
            self._fault(line, name, POINT_LOST if likely else LONE_METRES, written=likely)
        return ""

    def _with_place(self, line: ListRow, text: str, ward_id: int) -> ListRow:
        try:
            place = read_place(self._session, self._viewer, text, self._ward(ward_id))
        except errors.Invalid as error:
            for message in error.fields.values():
                self._fault(line, "coordinates", message, **error.facts)
            return line
        return line._replace(facts={**line.facts, **dict(zip(METRES, place.pair, strict=True))}) if place else line

    def _reaches_of(self, ward_id: int) -> list[WardReach]:
        ward = self._ward(ward_id)
        return reaches.of_ward(self._session, ward) if ward else []

    def stands_right(self, line: ListRow, draft: CameraDraft) -> bool:
        """Whether a camera's new place is in the country; what lies too far from the ward's middle is noted."""
        latitude, longitude = (None, None) if isinstance(draft.point, int) else draft.point[2:4]
        if latitude is None or longitude is None:
            return True
        metres = reaches.metres_off(self._reaches(draft.ward_id), latitude, longitude)
        if metres is not None and self._country().is_abroad(latitude, longitude):
            self._fault(line, "latitude", ABROAD)
            return False
        if metres is not None:
            ward = self._ward(draft.ward_id)
            self._plan.far.append(FarRow(line.number, draft.code, round(metres / 1_000), ward.name if ward else ""))
        return True
