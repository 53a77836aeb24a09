"""Presenters: the page on which cameras that could have seen an incident are looked for and asked."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from marshmallow import ValidationError

from tracker.cases.extractions import caution_words, finder_groups, legal_bases, overlaps, rules, schemas
from tracker.cases.extractions.cautions import EarlierLine
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.finder import chances
from tracker.cases.finder import queries as finder
from tracker.cases.finder import rules as finding
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.register.cameras.rules import Connection
from tracker.web.forms import Form, flatten_messages
from tracker.web.limits import row_number
from tracker.web.request import actor, session

MOST_CHOSEN = 500


def first_guess(incident: Incident) -> dict[str, Any]:
    """What the form holds when it is opened."""
    until = max(incident.occurred_to, incident.occurred_from + finding.LEAST_WINDOW)
    return {
        "incident_id": incident.id,
        "window_from": incident.occurred_from - finding.MARGIN,
        "window_to": min(until + finding.MARGIN, clock.now()),
        "radius": 200,
        "q": incident.place if incident.latitude is None else "",
    }


def render(form: Form, incident: Incident, followed: ExtractionRequest | None) -> str:
    """The page, with the cameras that its form looks for. `followed`: the request of which it asks for more."""
    scene_point = _scene(incident)
    facts = _read(form)
    finding_result = _search(facts, scene_point, _chosen_ids(form)) if facts else finder.Found([])
    candidates = finding_result.candidates
    cautions = caution_words.by_camera(form.cautions)
    candidate_ids = {candidate.id for candidate in candidates}
    return render_template(
        "extractions/new.html",
        form=form,
        incident=incident,
        followed=followed,
        scene=scene_point,
        candidates=candidates,
        groups=finder_groups.groups(candidates, clock.now()),
        chosen=finder_groups.chosen(candidates, _chosen_ids(form), clock.now()),
        answering=finder_groups.answering(candidates),
        nearest=finding_result.nearest,
        earlier=_earlier(facts, incident, candidates) if facts else {},
        mark=caution_words.mark,
        cautions=cautions,
        cautions_elsewhere=[each for camera_id in cautions.keys() - candidate_ids for each in cautions[camera_id]],
        reason_asked=bool(form.cautions or form.value("caution_reason")),
        radii=finding.RADII,
        drawn_at=finding.drawn_at,
        rules=rules,
        chance_rules=chances,
        mobilisable=Connection.MOBILISABLE,
        radius=_radius(form),
        articles=legal_bases.offered(session(), str(form.value("legal_basis")), clock.today()),
    )


def _scene(incident: Incident) -> tuple[float, float] | None:
    if incident.latitude is None or incident.longitude is None:
        return None
    return incident.latitude, incident.longitude


def _chosen_ids(form: Form) -> list[int]:
    """What was ticked when the form was sent. What cannot be an id is left to the form to say."""
    ticked = form.value("camera_ids") or []
    return [number for each in ticked if (number := row_number(each)) is not None][:MOST_CHOSEN]


def _radius(form: Form) -> int:
    typed = row_number(form.value("radius"))
    return 200 if typed is None else min(5000, max(10, typed))


def _read(form: Form) -> dict[str, Any] | None:
    """What is looked for; None where that cannot be read, which the form then says."""
    shape = schemas.FinderQuery()
    typed = {name: form.value(name) for name in shape.fields if form.value(name) != ""}
    try:
        return dict(shape.load(typed))
    except ValidationError as error:
        form.errors = {**flatten_messages(error.messages_dict), **form.errors}
        form.status = max(form.status, 422)
        return None


def _search(facts: dict[str, Any], scene_point: tuple[float, float] | None, chosen_ids: list[int]) -> finder.Found:
    window = (facts["window_from"], facts["window_to"])
    criteria = finder.Search(window, scene_point, facts["radius"], facts["q"], chosen_ids)
    return finder.search(session(), actor(), criteria)


def _earlier(
    facts: dict[str, Any], incident: Incident, candidates: list[finding.Candidate]
) -> Mapping[int, list[EarlierLine]]:
    """What was asked of the cameras before, for this incident or another."""
    camera_ids = [candidate.id for candidate in candidates]
    window = (facts["window_from"], facts["window_to"])
    return overlaps.earlier_lines(session(), actor(), incident.id, camera_ids, window)
