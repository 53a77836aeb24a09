"""Installation points as pages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.core.permissions import Can
from tracker.register.places import actions, queries, rules, schemas
from tracker.register.places.placed_forms import PlacedForm
from tracker.web.forms import query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("places", __name__, url_prefix="/places")


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.PointFilter)
def index() -> str:
    """The points, narrowed by the filter."""
    rows, following = queries.listing(session(), actor(), queries.PlaceCriteria(**query_args()))
    return render_template(
        "places/index.html",
        rows=rows,
        following=following,
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
    form = PlacedForm(schemas.EditedPoint(), {name: getattr(point, name) for name in schemas.EditedPoint().fields})
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), point_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("places.show", point_id=point_id))
    return render_template("places/edit.html", form=form, point_id=point_id, signs=rules.Sign), form.status
