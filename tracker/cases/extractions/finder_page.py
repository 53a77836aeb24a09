"""Presenters: the page on which cameras that could have seen an incident are looked for and asked."""

from typing import Any

from flask import render_template
from marshmallow import ValidationError

from tracker.cases.extractions import rules, schemas
from tracker.cases.finder import queries as finder
from tracker.cases.finder import rules as finding
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.register.cameras.rules import Connection
from tracker.web.forms import Form, flatten_messages
from tracker.web.limits import row_number
from tracker.web.request import actor, session


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


def render(form: Form, incident: Incident) -> str:
    """The page, with the cameras that its form looks for."""
    scene_point = (incident.latitude, incident.longitude) if incident.latitude is not None else None
    return render_template(
        "extractions/new.html",
        form=form,
        incident=incident,
        scene=scene_point,
        candidates=_search(form, scene_point),
        radii=finding.RADII,
        drawn_at=finding.drawn_at,
        rules=rules,
        mobilisable=Connection.MOBILISABLE,
        radius=_radius(form),
    )


def _radius(form: Form) -> int:
    typed = row_number(form.value("radius"))
    return 200 if typed is None else min(5000, max(10, typed))


def _search(form: Form, scene_point: Any) -> list[finding.Candidate]:
    shape = schemas.FinderQuery()
    typed = {name: form.value(name) for name in shape.fields if form.value(name) != ""}
    try:
        facts = shape.load(typed)
    except ValidationError as error:
        form.errors = {**flatten_messages(error.messages_dict), **form.errors}
        form.status = max(form.status, 422)
        return []
    window = (facts["window_from"], facts["window_to"])
    if facts["q"]:
        return finder.named(session(), actor(), facts["q"], window, scene_point)
    return finder.around(session(), actor(), scene_point, facts["radius"], window) if scene_point else []
