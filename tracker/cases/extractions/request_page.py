"""Presenters: the page of one request with its lines: what is known, what was done, what can be done."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for

from tracker.cases.events import TakenStep
from tracker.cases.extractions import (
    caution_facts,
    consents,
    correcting,
    corrections,
    events,
    following,
    legal_bases,
    queries,
    rules,
    step_fields,
    steps,
)
from tracker.cases.extractions.caution_words import said
from tracker.cases.extractions.corrections import RequestCorrection
from tracker.cases.extractions.links import links_of
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, RequestEvent
from tracker.cases.handovers.rules import NOT_ORIGINAL
from tracker.cases.transitions import asked_by
from tracker.core.permissions import permits
from tracker.web.forms import Form
from tracker.web.request import actor, session


def render(extraction: ExtractionRequest, form: Form) -> str:
    """The page, with what was typed into the form of its steps."""
    offered = steps.steps_for(actor(), extraction)
    lines = queries.lines_of(session(), actor(), extraction.id)
    ids = [line.id for line in lines]
    links = links_of(session(), actor(), extraction.id, extraction.incident_id, ids, _asked_before(lines))
    taken_steps, line_steps = events.events_of(session(), extraction.id), events.line_events_of(session(), ids)
    taken_back = [line.id for line in lines if any(event.reverts_id for event in line_steps[line.id])]
    handed_over = {line.id for line in lines if line.handed_over_at or line.outcome}
    drafted = steps.FILE in offered
    pending = caution_facts.unanswered(session(), actor(), extraction, lines) if drafted else {}
    fields = asked_by([step for step in offered if not step.intro])
    return render_template(
        "extractions/show.html",
        request_=extraction,
        incident_seen=links.incident_seen,
        form=form,
        lines=lines,
        rules=rules,
        steps=steps,
        offered=[step for step in offered if not step.intro],
        led_to=[step for step in offered if step.intro] + _corrections(extraction, lines, taken_steps),
        asked=[field for field in fields if pending or field is not step_fields.CAUTION_REASON],
        pending={line_id: [said(each.kind, each.facts) for each in cautions] for line_id, cautions in pending.items()},
        answered={line.id: [said(caution["kind"], caution["facts"]) for caution in line.cautions] for line in lines},
        known_requests=links.known_requests,
        sharing=links.sharing,
        events=taken_steps,
        line_events=line_steps,
        outcomes=events.outcomes_of(session(), handed_over.union(taken_back)),
        voided_handovers=events.voided_handovers_of(session(), taken_back),
        not_original=NOT_ORIGINAL,
        take_line_back=corrections.TAKE_LINE_BACK,
        words=corrections.words(),
        followers=links.followers,
        withdrawn=consents.withdrawn_since(lines, extraction) if extraction.status in rules.CLOCKED else [],
        asked_again=extraction.status in following.ASKED_AGAIN,
        bases=legal_bases.of_request(session(), extraction.id),
    )


def words(extraction: ExtractionRequest) -> dict[str, Any]:
    """Why a request asks for footage, as the forms hold it that change a draft or ask for more."""
    bases = [entry.code for entry in legal_bases.of_request(session(), extraction.id)]
    stored = {name: getattr(extraction, name) for name in ("legal_basis", "purpose", "paper_number")}
    return {**stored, "bases": bases}


def step_page(extraction: ExtractionRequest, step: steps.Step | RequestCorrection, form: Form) -> str:
    """The page of a step or a correction that has one of its own."""
    if not form.sent:
        form.typed = {"version": extraction.version}
    return render_template("extractions/step.html", request_=extraction, step=step, form=form)


def where_seen(extraction: ExtractionRequest) -> str:
    """The page of a request, or the list where it is somebody else's draft again."""
    unseen = extraction.status is rules.RequestStatus.DRAFT and extraction.requester_id != actor().id
    return url_for("extractions.index") if unseen else url_for("extractions.show", request_id=extraction.id)


def _corrections(
    extraction: ExtractionRequest, lines: list[ExtractionLine], taken_steps: Sequence[RequestEvent]
) -> list[RequestCorrection]:
    """How the viewer may put a request right."""
    newest = events.newest_by_people(taken_steps)
    taken_step = newest and TakenStep(newest.actor_id, extraction.unit_id)
    possible = {
        corrections.TAKE_BACK: correcting.may_take_back(extraction, newest, lines) and taken_step,
        corrections.VOID: extraction.voided_at is None and extraction,
        corrections.MERGE: extraction.voided_at is None and extraction,
    }
    return [row for row, subject in possible.items() if subject and permits(actor(), row.needs, subject)]


def _asked_before(lines: list[ExtractionLine]) -> set[int]:
    """The numbers of the requests of which somebody was told when these lines were asked."""
    all_facts = (caution["facts"] for line in lines for caution in line.cautions)
    return {facts["request_id"] for facts in all_facts if "request_id" in facts}
