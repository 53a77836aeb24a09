"""Actions: the demonstration's last two weeks, done by its people step by step, each with the day and hour it had."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions import actions, outcomes, queries, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.incidents import actions as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.steps import END
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.demo import rules
from tracker.demo.stories import City, Story, StoryLine, StoryRequest

WITHDRAWN_AFTER = timedelta(hours=5)
GO_ON = "Đã trao đổi với Công an phường, vẫn cần dữ liệu của camera này."
LOGGED = ("type", "occurred_from", "occurred_to", "received_at", "place", "latitude", "longitude", "channel", "summary")

Deed = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True)
class Crew:
    """Who acts: by account, and who answers for a ward."""

    by_id: Mapping[int, Viewer]

    def of_ward(self, ward_id: int) -> Viewer:
        """The one who keeps a ward's cameras, the first of several."""
        return next(viewer for viewer in self.by_id.values() if ward_id in viewer.wards)


def act(session: Session, crew: Crew, city: City, stories: Sequence[Story]) -> None:
    """Do all that the stories tell, each in its order."""
    for story in sorted(stories, key=lambda story: story.facts["received_at"]):
        _Acting(session, crew, city, story).all()


class _Acting:
    """Does what one story tells."""

    def __init__(self, session: Session, crew: Crew, city: City, story: Story) -> None:
        self.session, self.crew, self.city, self.story = session, crew, city, story
        self.investigator = crew.by_id[story.facts["investigator_id"]]

    def all(self) -> None:
        """Log the incident, draft its requests, then whatever happened, in the order in which it did."""
        facts = self.story.facts
        ward_code = self.city.ward_code(facts["ward_id"])
        incident_facts = {name: facts[name] for name in LOGGED}
        incident = incidents.log(
            self.session, self.investigator, {**incident_facts, "ward_code": ward_code, "sure": True}
        )
        deeds = [deed for request in self.story.requests for deed in self._request(incident, request)]
        for _, deed in sorted(deeds, key=lambda deed: deed[0]):
            deed()
            self.session.flush()
        if facts["ended_at"]:
            ending = {"status": facts["status"], "note": facts["ending_note"], "happened_at": facts["ended_at"]}
            incidents.advance(self.session, self.investigator, incident.id, incident.version, END, ending)

    def _request(self, incident: Incident, story: StoryRequest) -> list[Deed]:
        facts, lines = story.facts, {line.eye.id: line for line in story.lines}
        request_facts = {name: facts[name] for name in ("legal_basis", "purpose", "paper_number")}
        request_facts |= {
            "incident_id": incident.id,
            "bases": rules.ARTICLES[facts["legal_basis"]],
            "camera_ids": list(lines),
        }
        request_facts |= {name: story.lines[0].facts[name] for name in ("window_from", "window_to")}
        request_facts |= {"camera_ids": list(lines), "without_consent": True}
        request = actions.draft(self.session, self.investigator, request_facts, warn=False)
        rows = queries.lines_of(self.session, self.investigator, request.id)
        deeds = [deed for row in rows for deed in self._line(row, lines[row.camera_id])]
        return [*self._decisions(request, facts), *deeds]

    def _decisions(self, request: ExtractionRequest, facts: Mapping[str, Any]) -> list[Deed]:
        """What happens to the request as a whole; filing says why to go on where something speaks against it."""
        note = facts["decision_note"]
        decide = steps.REFUSE if facts["status"] is RequestStatus.REFUSED else steps.APPROVE
        dated_steps: list[tuple[datetime | None, steps.Step, Viewer | None, Mapping[str, Any]]] = [
            (facts["filed_at"], steps.FILE, self.investigator, {"caution_reason": GO_ON}),
            (facts["decided_at"], decide, self.crew.by_id.get(facts["approver_id"]), {"note": note}),
            (facts["closed_at"], steps.CLOSE, self.investigator, {"ask_again_on": facts["ask_again_on"]}),
        ]
        if facts["status"] is RequestStatus.WITHDRAWN:
            withdrawn_at = min(facts["filed_at"] + WITHDRAWN_AFTER, clock.now())
            dated_steps.append((withdrawn_at, steps.WITHDRAW, self.investigator, {"confirmed": True}))
        return [
            (moment, self._step(request, step, actor, {**step_facts, "happened_at": moment}))
            for moment, step, actor, step_facts in dated_steps
            if moment is not None and actor is not None
        ]

    def _step(
        self, request: ExtractionRequest, step: steps.Step, actor: Viewer, facts: Mapping[str, Any]
    ) -> Callable[[], object]:
        return lambda: actions.advance(self.session, actor, request.id, request.version, step, facts)

    def _line(self, row: ExtractionLine, story: StoryLine) -> list[Deed]:
        facts, keeper = story.facts, self.crew.of_ward(row.ward_id)
        handover = {**(story.handover or {}), "note": ""}
        dated_steps: tuple[tuple[datetime | None, steps.LineStep, Mapping[str, Any]], ...] = (
            (facts["preserved_at"], steps.PRESERVE, {"unlimited": True}),
            (facts["extracted_at"], steps.EXTRACT, {}),
            (facts["handed_over_at"], steps.HAND_OVER, handover),
            (facts["unavailable_at"], steps.DECLARE, {"reason": facts["unavailable_reason"]}),
        )
        deeds = [
            (moment, self._answer(row, step, keeper, {**step_facts, "happened_at": moment}))
            for moment, step, step_facts in dated_steps
            if moment is not None
        ]
        return [*deeds, (facts["outcome_at"], self._judge(row, story))] if facts["outcome"] else deeds

    def _answer(
        self, row: ExtractionLine, step: steps.LineStep, keeper: Viewer, facts: Mapping[str, Any]
    ) -> Callable[[], object]:
        return lambda: actions.advance_line(self.session, keeper, row.id, row.version, step, facts)

    def _judge(self, row: ExtractionLine, story: StoryLine) -> Callable[[], object]:
        outcome_facts = {
            "outcome": story.facts["outcome"],
            "happened_on": clock.local(story.facts["outcome_at"]).date(),
        }
        return lambda: outcomes.judge(self.session, self.investigator, row.id, row.version, outcome_facts)
