"""Actions: an incident as a book tells it, checked and put into the columns of the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import rules
from tracker.exchange.case_imports.codes import Codes
from tracker.exchange.case_imports.drafts import Faults, IncidentDraft
from tracker.exchange.case_imports.places import People, Territory
from tracker.exchange.case_imports.rules import BookFault, ToldTime
from tracker.exchange.imports.rules import ListSheet
from tracker.register.places.actions import place_faults
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.wards.models import Ward

NEEDED = N_("Cần điền mục này.")
NEEDED_WORD = N_("Cần điền mục này, hoặc chọn khi gửi tệp rằng ô trống được hiểu là gì.")
NO_RESULT = N_("Đã ghi ngày kết thúc thì cần ghi kết quả vụ việc.")

Told = Mapping[str, Any]


class BookReader:
    """What readers of incidents and of requests share. `unknown_people` gathers names without an account."""

    def __init__(
        self,
        actor: Viewer,
        sheet: ListSheet,
        faults: Faults,
        territory: Territory,
        people: People,
        unknown_people: set[str],
        codes: Codes,
    ) -> None:
        self.codes = codes
        self.actor, self.sheet, self.faults, self.territory = actor, sheet, faults, territory
        self._people, self._unknown_people = people, unknown_people
        self.now = clock.local(clock.now())

    def moment(
        self, number: int, cells: Told, name: str, earliest: datetime | None = None, *same_day: datetime | None
    ) -> datetime | None:
        """The moment of a field; None where the book does not say it, or says it wrong."""
        if name not in cells:
            return None
        try:
            return rules.moment_of(cells[name], self.now, earliest, *same_day)
        except BookFault as fault:
            self.faults.add(number, name, fault.message, **fault.facts)
            return None

    def needed_moment(
        self, number: int, cells: Told, name: str, earliest: datetime | None = None, *same_day: datetime | None
    ) -> datetime | None:
        """The moment of a field that must be there."""
        if name not in cells:
            self.faults.add(number, name, NEEDED)
        return self.moment(number, cells, name, earliest, *same_day)

    def code(self, number: int, cells: Told, name: str, moment: datetime) -> CodeEntry | None:
        """The entry of a list that a field means on a day, or what blank cells stand for; None where neither is so."""
        text = cells.get(name) or self.sheet.defaults.get(name)
        if not text:
            self.faults.add(number, name, NEEDED_WORD)
            return None
        try:
            return self.codes.entry(name, text, clock.local(moment).date())
        except BookFault as fault:
            self.faults.add(number, name, fault.message, **fault.facts)
            return None

    def person(self, name: str, *, of_lineage: bool) -> int | None:
        """The account of somebody whom the book names; None where there is none, which the preview then tells."""
        if not name:
            return None
        unit_ids = {unit.id for unit in self.territory.lineage} if of_lineage else None
        user_id = self._people.named(name, unit_ids)
        if user_id is None:
            self._unknown_people.add(name)
        return user_id


class IncidentReader(BookReader):
    """Reads incidents."""

    def draft(self, number: int, cells: Told, requested: ToldTime | None) -> IncidentDraft | None:
        """The incident of which rows tell, the first of them `number`; None where that is not clear."""
        span = self._span(number, cells, requested)
        if span is None:
            return None
        since, until, received = span
        try:
            ward = self._ward(cells, since)
        except BookFault as fault:
            self.faults.add(number, "ward", fault.message, **fault.facts)
            return None
        try:
            unit = self.territory.unit(cells.get("unit", ""), clock.local(received).date())
        except BookFault as fault:
            self.faults.add(number, "unit", fault.message, **fault.facts)
            return None
        facts = {"occurred_from": since, "occurred_to": until, "received_at": received, "ward_id": ward.id}
        facts |= {"unit_id": unit.id, "external_number": cells["incident_number"]}
        facts |= (
            self._words(number, cells, since, received)
            | self._place(number, cells, ward)
            | self._ending(number, cells, since, received)
        )
        facts |= self._investigator(cells)
        return IncidentDraft(number, facts)

    def _span(self, number: int, cells: Told, requested: ToldTime | None) -> tuple[datetime, datetime, datetime] | None:
        """From when until when it happened, and when word of it came in: by the first request where nothing is said."""
        since = self.needed_moment(number, cells, "occurred_from")
        if since is None:
            return None
        if requested is not None and "received_at" not in cells:
            cells = {**cells, "received_at": requested}
        received = self.needed_moment(number, cells, "received_at", since)
        until = self.moment(number, cells, "occurred_to", since)
        if received is None or ("occurred_to" in cells and until is None):
            return None
        if until is None:
            until = since if cells["occurred_from"].clock else max(since, min(rules.last_of_day(since), received))
        return since, until, received

    def _ward(self, cells: Told, since: datetime) -> Ward:
        ward_ids = [unit.ward_id for unit in self.territory.lineage if unit.ward_id is not None]
        if not cells.get("ward") and ward_ids:
            return self.territory.own_ward(ward_ids, since.date())
        return self.territory.ward(cells.get("ward", ""), since.date(), cells.get("coordinates"))

    def _words(self, number: int, cells: Told, since: datetime, received: datetime) -> dict[str, Any]:
        leading = self.codes.leading(cells.get("summary", ""), clock.local(since).date())
        kind = leading if leading and not cells.get("type") else self.code(number, cells, "type", since)
        channel = self.code(number, cells, "channel", received)
        if kind is None or channel is None:
            return {}
        summary = cells.get("summary") or kind.name_vi
        return {"type": kind.code, "group": kind.group_code, "channel": channel.code, "summary": summary}

    def _place(self, number: int, cells: Told, ward: Ward) -> dict[str, Any]:
        latitude, longitude = cells.get("coordinates", (None, None))
        for message in place_faults(latitude, longitude).values():
            self.faults.add(number, "coordinates", message)
        return {"place": cells.get("place") or ward.name, "latitude": latitude, "longitude": longitude}

    def _ending(self, number: int, cells: Told, since: datetime, received: datetime) -> dict[str, Any]:
        status = cells.get("status", IncidentStatus.VERIFYING)
        if status not in rules.ENDED:
            if "ended_at" in cells:
                self.faults.add(number, "status", NO_RESULT)
            return {"status": IncidentStatus.VERIFYING, "ended_at": None, "ending_note": "", "result_code": None}
        ended_at = self.needed_moment(number, cells, "ended_at", since, received)
        ending = {"status": status, "ended_at": ended_at, "ending_note": cells.get("ending_note", "")}
        return {**ending, "result_code": None}

    def _investigator(self, cells: Told) -> dict[str, Any]:
        name = cells.get("investigator", "")
        user_id = self.person(name, of_lineage=True)
        return {"investigator_id": user_id or self.actor.id, "investigator_name": "" if user_id else name}
