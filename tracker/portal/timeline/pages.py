"""A camera's logbook as a page, and its newest part as a panel on the camera's own."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.core.permissions import Can
from tracker.portal.timeline import actions, queries, rules, schemas
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults import queries as upkeep
from tracker.web.forms import Form, query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, needs, session

pages = Blueprint("timeline", __name__, url_prefix="/cameras")

NEWEST = 10  # events on the camera's own page


@pages.get("/<int:camera_id>/log")
@needs(Can.VIEW_CAMERAS)
def show(camera_id: int) -> str:
    """Everything that happened to a camera, newest first, narrowed by what it is about."""
    return _timeline_page(camera_id, Form(schemas.NewCameraNote()))


@pages.post("/<int:camera_id>/log")
@needs(Can.ADD_CAMERA_NOTE)
def note(camera_id: int) -> Any:
    """Write a note about a camera."""
    form = Form(schemas.NewCameraNote())
    written = form.submit(lambda facts: actions.note(session(), actor(), camera_id, facts["text"]))
    if written:
        flash(_("Đã ghi vào nhật ký của camera."))
        return redirect(url_for("timeline.show", camera_id=camera_id))
    return _timeline_page(camera_id, form), form.status


def _timeline_page(camera_id: int, form: Form) -> str:
    camera = cameras.get(session(), actor(), camera_id)
    wanted = queries.TimelineCriteria(**query_args(schemas.TimelineQuery()))
    events, following = queries.page(session(), actor(), camera_id, wanted)
    return render_template(
        "timeline/show.html",
        camera=camera,
        form=form,
        events=events,
        rules=rules,
        chosen=wanted.topic,
        args={"camera_id": camera_id, **{name: value for name, value in request.args.items() if value}},
        following=cursor(following[0].isoformat(), *following[1:]) if following else None,
    )


def camera_panel(camera: Camera) -> tuple[str, dict[str, Any]]:
    """The newest events, for the camera's own page."""
    events, following = queries.page(session(), actor(), camera.id, queries.TimelineCriteria(limit=NEWEST))
    return "timeline/_newest.html", {"events": events, "more": following is not None, "camera": camera, "rules": rules}


def since_panel(asked: tuple[int, datetime]) -> tuple[str, dict[str, Any]]:
    """What happened to a camera since a moment: who was faster, for the person whose form is out of date."""
    camera_id, moment = asked
    events, _following = queries.page(session(), actor(), camera_id, queries.TimelineCriteria(limit=NEWEST))
    return "timeline/_since.html", {"events": [event for event in events if event.at >= moment], "rules": rules}


def fault_panel(camera: Camera) -> tuple[str, dict[str, Any]]:
    """The open fault of a camera, and the one of its recorder."""
    own, above = upkeep.open_of(session(), camera_id=camera.id), upkeep.open_recorder_fault(session(), camera.id)
    faults = [fault for fault in (own, above) if fault is not None]
    return "timeline/_faults.html", {"faults": faults, "gone": camera.removed_on}


def health_panel(camera: Camera) -> tuple[str, dict[str, Any]]:
    """The ribbon of health, for the camera's own page."""
    stretches = queries.ribbon(session(), camera)
    since, whole = stretches[0].since, stretches[-1].until - stretches[0].since
    bars = [((start - since) / whole, (end - start) / whole) for _, start, end in stretches]
    return "timeline/_ribbon.html", {
        "stretches": list(zip(stretches, bars, strict=True)),
        "days": rules.days(stretches),
        "healths": Health,
        "shapes": rules.RIBBON_BARS,
    }
