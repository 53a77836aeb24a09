"""A camera's timeline as a page, and its newest part as a panel on the camera's own."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.core.permissions import Can
from tracker.portal.timeline import actions, queries, rules, schemas
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, render_fragment, session

pages = Blueprint("timeline", __name__, url_prefix="/timeline")

NEWEST = 10  # events on the camera's own page


@pages.get("/<int:camera_id>")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.TimelineQuery)
def show(camera_id: int) -> str:
    """Everything that happened to a camera, newest first, narrowed by what it is about."""
    return _timeline_page(camera_id, Form(schemas.NewCameraNote()))


@pages.post("/<int:camera_id>")
@needs(Can.ADD_CAMERA_NOTE)
@query_schema(schemas.TimelineQuery)
def note(camera_id: int) -> Any:
    """Write a note about a camera."""
    form = Form(schemas.NewCameraNote())
    camera_note = form.submit(lambda facts: actions.note(session(), actor(), camera_id, facts["text"]))
    if camera_note:
        flash(_("Đã ghi vào nhật ký của camera."))
        return redirect(url_for("timeline.show", camera_id=camera_id))
    return _timeline_page(camera_id, form), form.status


def _timeline_page(camera_id: int, form: Form) -> str:
    camera = cameras.get(session(), actor(), camera_id)
    criteria = queries.TimelineCriteria(**query_args())
    events, following = queries.page(session(), actor(), camera, criteria)
    return render_template(
        "timeline/show.html",
        camera=camera,
        form=form,
        events=events,
        rules=rules,
        chosen_topic=criteria.topic,
        following=following,
    )


def newest_events(camera: Camera) -> Markup:
    """The newest events, for the camera's own page."""
    events, following = queries.page(session(), actor(), camera, queries.TimelineCriteria(limit=NEWEST))
    has_more = following is not None
    return render_fragment("timeline/_newest.html", events=events, more=has_more, camera=camera, rules=rules)


def events_since(camera_id: int, moment: datetime) -> Markup:
    """What happened to a camera since a moment: who was faster, for the person whose form is out of date."""
    camera = cameras.get(session(), actor(), camera_id)
    events, _following = queries.page(session(), actor(), camera, queries.TimelineCriteria(limit=NEWEST))
    recent = [event for event in events if event.at >= moment]
    return render_fragment("timeline/_since.html", events=recent, rules=rules)
