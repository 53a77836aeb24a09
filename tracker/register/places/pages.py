"""Installation points as pages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.core.permissions import Can
from tracker.register.places import actions, queries, rules, schemas
from tracker.web.forms import Form, query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, needs, session

pages = Blueprint("places", __name__, url_prefix="/places")


@pages.get("")
@needs(Can.VIEW_CAMERAS)
def index() -> str:
    """The points, narrowed by the filter."""
    wanted = queries.PlaceCriteria(**query_args(schemas.PointFilter()))
    rows, more = queries.listing(session(), actor(), wanted)
    return render_template(
        "places/index.html",
        rows=rows,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(rows[-1].sort_key, rows[-1].id) if more else None,
        signs=rules.Sign,
        sign=rules.sign,
    )


@pages.get("/<int:point_id>")
@needs(Can.VIEW_CAMERAS)
def show(point_id: int) -> str:
    """One point: where it is, whether people are told, its history."""
    point = queries.get(session(), actor(), point_id)
    events = audit.history(session(), "InstallationPoint", point.id)
    return render_template("places/show.html", point=point, sign=rules.sign(point.sign_posted), events=events)


@pages.route("/<int:point_id>/edit", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def edit(point_id: int) -> Any:
    """Change a point."""
    point = queries.get(session(), actor(), point_id)
    form = Form(schemas.EditedPoint(), {name: getattr(point, name) for name in schemas.EditedPoint().fields})
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), point_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("places.show", point_id=point_id))
    return render_template("places/edit.html", form=form, point_id=point_id, signs=rules.Sign), form.status
