"""Actions: a request and its lines as a book tells them, checked and put into the columns of the tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.exchange.case_imports import places, rules
from tracker.exchange.case_imports.drafts import IncidentDraft, LineDraft, RequestDraft
from tracker.exchange.case_imports.incident_drafts import NEEDED, BookReader, Told
from tracker.exchange.case_imports.places import Cameras
from tracker.exchange.case_imports.queries import KnownCamera
from tracker.exchange.case_imports.rules import BookDecision, BookFault, Part, part_of
from tracker.exchange.imports.rules import ListRow
from tracker.territory.wards.models import Ward

NOT_HANDED_OVER = N_("Đã ghi kết quả sử dụng thì cần ghi ngày bàn giao.")
BOTH = N_("Dòng này vừa có ngày trích xuất, bàn giao vừa ghi không có dữ liệu.")
REFUSED_YET_ANSWERED = N_("Phiếu bị từ chối nhưng có dòng đã trích xuất hoặc bàn giao.")
EMPTY_WINDOW = N_("Giờ kết thúc phải sau giờ bắt đầu.")
FUTURE_WINDOW = N_("Khung giờ nằm ở tương lai.")
RECEIVED_BY = "Người nhận: {name}"
WINDOW = {"window", "window_from", "window_to"}
ANSWERS = ("preserved_at", "extracted_at", "handed_over_at")


class RequestReader(BookReader):
    """Reads requests with their lines."""

    def __init__(self, *shared: Any, cameras: Cameras) -> None:
        super().__init__(*shared)
        self._cameras = cameras

    def draft(self, number: int, cells: Told, incident: IncidentDraft, rows: Sequence[ListRow]) -> RequestDraft | None:
        """The request of which `rows` tell, each of them one line; None where that is not clear."""
        about = incident.facts
        filed_at = self.needed_moment(number, cells, "requested_at", about["occurred_from"], about["received_at"])
        purpose = self.entry(number, cells, "legal_basis", filed_at or self.now)
        if filed_at is None or purpose is None:
            return None
        decided_at = self.moment(number, cells, "decided_at", filed_at)
        facts = {"legal_basis": purpose.code, "purpose": cells.get("purpose", ""), "filed_at": filed_at}
        facts |= {"decided_at": decided_at, "external_number": cells["request_number"], "unit_id": about["unit_id"]}
        facts |= self._people_of(cells)
        request = RequestDraft(number, facts)
        for row in rows:
            line = self._line(row, about, filed_at, decided_at)
            if line is not None:
                request.lines.append(line)
        self._settle(request, cells, incident)
        return request

    def _people_of(self, cells: Told) -> dict[str, Any]:
        """Who asked and who decided: an account if there is one, a name if not. Nobody decided on an own request."""
        name = cells.get("requester") or cells.get("investigator", "")
        user_id = self.person(name, of_lineage=True)
        requester_id = user_id or self.actor.id
        approver_name = cells.get("approver", "")
        approver_id = self.person(approver_name, of_lineage=False)
        if approver_id == requester_id:
            approver_id = None
        facts = {"requester_id": requester_id, "requester_name": "" if user_id else name, "approver_id": approver_id}
        return facts | {"approver_name": "" if approver_id else approver_name}

    def _settle(self, request: RequestDraft, cells: Told, incident: IncidentDraft) -> None:
        """Where the request stands, and when it was closed."""
        lines = [line.facts for line in request.lines]
        decision = cells.get("decision")
        if decision is BookDecision.REFUSED and any(line["status"] is not LineStatus.ASKED for line in lines):
            self.faults.add(request.number, "decision", REFUSED_YET_ANSWERED)
        approved = any(cells.get(name) for name in ("decided_at", "approver", "decision"))
        ended_at = incident.facts["ended_at"]
        status = rules.request_status(lines, decision=decision, approved=approved, ended=ended_at is not None)
        moments = [line[name] for line in lines for name in (*ANSWERS, "unavailable_at", "outcome_at") if line[name]]
        closed_at = max([ended_at, request.facts["filed_at"], *moments]) if status is RequestStatus.CLOSED else None
        request.facts |= {"status": status, "closed_at": closed_at}

    def _line(self, row: ListRow, about: Told, filed_at: datetime, decided_at: datetime | None) -> LineDraft | None:
        cells = {name: value for name, value in row.facts.items() if part_of(name) is Part.LINE}
        window = None if row.wrong & WINDOW else self._window(row.number, cells, about)
        placed = self._placed(row.number, cells, about, clock.local(filed_at).date())
        if window is None or placed is None:
            return None
        camera, ward_id = placed
        days = places.days_kept(camera)
        facts: dict[str, Any] = {"camera_id": camera.id, "ward_id": ward_id, "retention_days": days}
        facts |= {"network_id": places.network_on(camera, clock.local(filed_at).date())}
        facts |= {"window_from": window[0], "window_to": window[1]}
        facts |= self._answers(row.number, cells, filed_at, decided_at)
        facts |= self._outcome(row.number, cells, facts["handed_over_at"])
        received_by = cells.get("received_by")
        notes = [cells.get("note", ""), RECEIVED_BY.format(name=received_by) if received_by else ""]
        return LineDraft(row.number, facts | {"note": "\n".join(filter(None, notes))})

    def _window(self, number: int, cells: Told, about: Told) -> tuple[datetime, datetime] | None:
        since, until = cells.get("window", (cells.get("window_from"), cells.get("window_to")))
        start, end = rules.window_of(since, until, clock.local(about["occurred_from"]))
        if start is None or end is None:
            self.faults.add(number, "window_to" if since else "window_from", NEEDED)
            return None
        fault = EMPTY_WINDOW if end <= start else FUTURE_WINDOW if start > self.now else None
        if fault:
            self.faults.add(number, "window_to", fault)
        return None if fault else (start, end)

    def _placed(self, number: int, cells: Told, about: Told, on: Any) -> tuple[KnownCamera, int] | None:
        """The camera meant, and the ward in which it stood on the day when it was asked."""
        name = "camera"
        if name not in cells:
            self.faults.add(number, name, NEEDED)
            return None
        try:
            near = self.territory.by_id(about["ward_id"])
            named_ward = self._said_ward(cells, on)
            camera = self._cameras.named(cells[name], named_ward, near)
            name = "camera_ward"
            return camera, self._cameras.ward_of(camera, on, [*filter(None, (named_ward, near))])
        except BookFault as fault:
            self.faults.add(number, name, fault.message, **fault.facts)
            return None

    def _said_ward(self, cells: Told, on: Any) -> Ward | None:
        return self.territory.ward(cells["camera_ward"], on) if cells.get("camera_ward") else None

    def _answers(self, number: int, cells: Told, filed_at: datetime, decided_at: datetime | None) -> dict[str, Any]:
        """The moments of a line's steps, each not before what must precede it, and where the line stands then.

        What was handed over had been copied: by then at the latest, where the book does not say when.
        """
        preserved_at = self.moment(number, cells, "preserved_at", filed_at)
        asked_or_saved = max(filter(None, (filed_at, preserved_at)))
        ready = max(filter(None, (asked_or_saved, decided_at)))
        extracted_at = self.moment(number, cells, "extracted_at", ready)
        handed_over_at = self.moment(number, cells, "handed_over_at", extracted_at or ready)
        unavailable_at = self.moment(number, cells, "unavailable_at", asked_or_saved)
        reason = cells.get("unavailable_reason")
        if reason and (extracted_at or handed_over_at):
            self.faults.add(number, "unavailable_reason", BOTH)
        facts: dict[str, Any] = {"preserved_at": preserved_at, "extracted_at": extracted_at or handed_over_at}
        facts |= {"handed_over_at": handed_over_at, "unavailable_reason": reason}
        facts |= {"unavailable_at": unavailable_at if reason else None}
        return facts | {"status": rules.line_status(facts)}

    def _outcome(self, number: int, cells: Told, handed_over_at: datetime | None) -> dict[str, Any]:
        outcome = cells.get("outcome")
        if outcome is None:
            return {"outcome": None, "outcome_at": None}
        if handed_over_at is None:
            self.faults.add(number, "handed_over_at", NOT_HANDED_OVER)
            return {"outcome": None, "outcome_at": None}
        said_at = self.moment(number, cells, "outcome_on", handed_over_at)
        return {"outcome": outcome, "outcome_at": said_at or handed_over_at}
