"""Actions: an incident as a book tells it, checked and put into the columns of the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker.cases.incidents.rules import GROUP_OF, IncidentStatus
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import rules
from tracker.exchange.case_imports.drafts import Faults, IncidentDraft
from tracker.exchange.case_imports.places import People, Territory
from tracker.exchange.case_imports.rules import BookFault, ToldTime
from tracker.exchange.imports.rules import ListSheet
from tracker.register.places.actions import place_faults
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
    ) -> None:
        self.actor, self.sheet, self.faults, self.territory = actor, sheet, faults, territory
        self._people, self._unknown_people = people, unknown_people
        self.now = clock.local(clock.now())

    def moment(
        self, number: int, told: Told, name: str, earliest: datetime | None = None, *others: datetime | None
    ) -> datetime | None:
        """The moment of a field; None where the book does not say it, or says it wrong."""
        if name not in told:
            return None
        try:
            return rules.moment_of(told[name], self.now, earliest, *others)
        except BookFault as fault:
            self.faults.add(number, name, fault.message, **fault.facts)
            return None

    def needed_moment(
        self, number: int, told: Told, name: str, earliest: datetime | None = None, *others: datetime | None
    ) -> datetime | None:
        """The moment of a field that must be there."""
        if name not in told:
            self.faults.add(number, name, NEEDED)
        return self.moment(number, told, name, earliest, *others)

    def word(self, number: int, told: Told, name: str) -> Any:
        """The coded word of a field, or what blank cells stand for."""
        word = told.get(name) or self.sheet.defaults.get(name)
        if word is None:
            self.faults.add(number, name, NEEDED_WORD)
        return word

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

    def draft(self, number: int, told: Told, requested: ToldTime | None) -> IncidentDraft | None:
        """The incident of which rows tell, the first of them `number`; None where that is not clear."""
        span = self._span(number, told, requested)
        if span is None:
            return None
        since, until, received = span
        try:
            ward = self._ward(told, since)
        except BookFault as fault:
            self.faults.add(number, "ward", fault.message, **fault.facts)
            return None
        try:
            unit = self.territory.unit(told.get("unit", ""), clock.local(received).date())
        except BookFault as fault:
            self.faults.add(number, "unit", fault.message, **fault.facts)
            return None
        facts = {"occurred_from": since, "occurred_to": until, "received_at": received, "ward_id": ward.id}
        facts |= {"unit_id": unit.id, "external_number": told["incident_number"]}
        facts |= (
            self._words(number, told) | self._place(number, told, ward) | self._ending(number, told, since, received)
        )
        facts |= self._investigator(told)
        return IncidentDraft(number, facts)

    def _span(self, number: int, told: Told, requested: ToldTime | None) -> tuple[datetime, datetime, datetime] | None:
        """From when until when it happened, and when word of it came in: by the first request where nothing is said."""
        since = self.needed_moment(number, told, "occurred_from")
        if since is None:
            return None
        if requested is not None and "received_at" not in told:
            told = {**told, "received_at": requested}
        received = self.needed_moment(number, told, "received_at", since)
        until = self.moment(number, told, "occurred_to", since)
        if received is None or ("occurred_to" in told and until is None):
            return None
        if until is None:
            until = since if told["occurred_from"].clock else max(since, min(rules.last_of_day(since), received))
        return since, until, received

    def _ward(self, told: Told, since: datetime) -> Ward:
        own = [unit.ward_id for unit in self.territory.lineage if unit.ward_id is not None]
        if not told.get("ward") and own:
            return self.territory.own_ward(own, since.date())
        return self.territory.ward(told.get("ward", ""), since.date(), told.get("coordinates"))

    def _words(self, number: int, told: Told) -> dict[str, Any]:
        leading = rules.type_in(told.get("summary", ""))
        kind = self.word(number, {**told, "type": told.get("type") or leading}, "type")
        channel = self.word(number, told, "channel")
        if kind is None:
            return {}
        summary = told.get("summary") or kind.text
        return {"type": kind, "group": GROUP_OF[kind], "channel": channel, "summary": summary}

    def _place(self, number: int, told: Told, ward: Ward) -> dict[str, Any]:
        latitude, longitude = told.get("coordinates", (None, None))
        for message in place_faults(latitude, longitude).values():
            self.faults.add(number, "coordinates", message)
        return {"place": told.get("place") or ward.name, "latitude": latitude, "longitude": longitude}

    def _ending(self, number: int, told: Told, since: datetime, received: datetime) -> dict[str, Any]:
        status = told.get("status", IncidentStatus.VERIFYING)
        if status not in rules.ENDED:
            if "ended_at" in told:
                self.faults.add(number, "status", NO_RESULT)
            return {"status": IncidentStatus.VERIFYING, "ended_at": None, "ending_note": ""}
        ended_at = self.needed_moment(number, told, "ended_at", since, received)
        return {"status": status, "ended_at": ended_at, "ending_note": told.get("ending_note", "")}

    def _investigator(self, told: Told) -> dict[str, Any]:
        name = told.get("investigator", "")
        user_id = self.person(name, of_lineage=True)
        return {"investigator_id": user_id or self.actor.id, "investigator_name": "" if user_id else name}
