"""Rounds of inspection as pages: made for a phone held in one hand."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.faults.rules import STOPPING, FaultKind
from tracker.register.inspections import actions, queries, rules, schemas
from tracker.register.inspections.models import InspectionRound
from tracker.register.networks import queries as networks
from tracker.web.forms import Form, query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, needs, session

pages = Blueprint("inspections", __name__, url_prefix="/inspections")
NARROWED = ("q", "network_id", "point_id", "recorder_id", "stale")
USUAL_TIME = timedelta(days=7)
KINDS = [kind for kind in FaultKind if kind in STOPPING and kind is not FaultKind.MISSING]


@pages.get("")
@needs(Can.VIEW_CAMERAS)
def index() -> str:
    """The rounds to be done, the most urgent first; or those that are closed."""
    wanted = queries.RoundCriteria(**query_args(schemas.RoundFilter()))
    rows, more = queries.listing(session(), actor(), wanted)
    return render_template(
        "inspections/index.html",
        rows=rows,
        closed=wanted.closed,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(rows[-1].due_on.isoformat(), rows[-1].id) if more else None,
        today=clock.today(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Draw up a round."""
    asked = {name: request.args[name] for name in NARROWED if name in request.args}
    form = Form(schemas.NewRound(), {"due_on": clock.today() + USUAL_TIME, **asked})
    if form.sent:
        made = form.submit(lambda facts: actions.plan_round(session(), actor(), facts))
        if made:
            flash(_("Đã lập đợt kiểm tra, xếp theo đường đi."))
            return redirect(url_for("inspections.show", round_id=made.id))
    page = render_template(
        "inspections/new.html", form=form, networks=networks.choices(session(), actor()), most=rules.MOST_CAMERAS
    )
    return page, form.status


@pages.get("/<int:round_id>")
@needs(Can.VIEW_CAMERAS)
def show(round_id: int) -> str:
    """One round: the next camera on top; closed, its report."""
    walk = queries.get(session(), actor(), round_id)
    asked = query_args(schemas.RoundQuestion())
    counts = queries.progress(session(), round_id)
    facts = {"walk": walk, "counts": counts, "rules": rules, "today": clock.today(), "total": sum(counts.values())}
    if walk.closed_at is not None or asked["all"]:
        return render_template("inspections/list.html", rows=queries.visits(session(), round_id), **facts)
    return render_template(
        "inspections/show.html",
        coming=queries.coming(session(), round_id, asked["camera"]),
        last=queries.last_visited(session(), round_id),
        kinds=KINDS,
        **facts,
    )


@pages.post("/<int:round_id>/cameras/<int:camera_id>")
@needs(Can.REGISTER_CAMERAS)
def tap(round_id: int, camera_id: int) -> Any:
    """What was seen of one camera."""
    form = Form(schemas.VisitIn())
    if not form.submit(lambda facts: actions.record_visit(session(), actor(), round_id, camera_id, **facts)):
        flash(next(iter(form.errors.values()), form.message))
    return redirect(url_for("inspections.show", round_id=round_id))


@pages.post("/<int:round_id>/cameras/<int:camera_id>/take-back")
@needs(Can.REGISTER_CAMERAS)
def take_back(round_id: int, camera_id: int) -> Any:
    """Undo a tap."""
    actions.undo_visit(session(), actor(), round_id, camera_id)
    return redirect(url_for("inspections.show", round_id=round_id))


@pages.post("/<int:round_id>/close")
@needs(Can.REGISTER_CAMERAS)
def close(round_id: int) -> Any:
    """End a round."""
    form = Form(schemas.RoundClosing())
    closed: InspectionRound | None = form.submit(
        lambda facts: actions.close(session(), actor(), round_id, facts["version"])
    )
    flash(_("Đã kết thúc đợt kiểm tra.") if closed else form.message)
    return redirect(url_for("inspections.show", round_id=round_id))
