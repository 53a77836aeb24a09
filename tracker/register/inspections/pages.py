"""Rounds of inspection as pages: made for a phone held in one hand."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.faults.rules import STOPPING, FaultKind
from tracker.register.inspections import actions, queries, rules, schemas
from tracker.register.inspections.models import InspectionRound, InspectionVisit
from tracker.register.networks import queries as networks
from tracker.web.forms import Form, address_args, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("inspections", __name__, url_prefix="/inspections")
USUAL_TIME = timedelta(days=7)
KINDS = [kind for kind in FaultKind if kind in STOPPING and kind is not FaultKind.MISSING]


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.RoundFilter)
def index() -> str:
    """The rounds to be done, the most urgent first; or those that are closed."""
    criteria = queries.RoundCriteria(**query_args())
    rows, following = queries.listing(session(), actor(), criteria)
    return render_template(
        "inspections/index.html",
        rows=rows,
        closed=criteria.closed,
        following=following,
        today=clock.today(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
@query_schema(schemas.RoundCameras)
def new() -> Any:
    """Draw up a round."""
    form = Form(schemas.NewRound(), {"due_on": clock.today() + USUAL_TIME, **address_args()})
    if form.sent:
        inspection_round = form.submit(lambda facts: actions.plan_round(session(), actor(), facts))
        if inspection_round:
            flash(_("Đã lập đợt kiểm tra, xếp theo đường đi."))
            return redirect(url_for("inspections.show", round_id=inspection_round.id))
    page = render_template(
        "inspections/new.html", form=form, networks=networks.choices(session(), actor()), most=rules.MOST_CAMERAS
    )
    return page, form.status


@pages.get("/<int:round_id>")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.RoundQuestion)
def show(round_id: int) -> str:
    """One round: the next camera on top; closed, its report."""
    inspection_round = queries.get(session(), actor(), round_id)
    args = query_args()
    counts = queries.progress(session(), round_id)
    facts = {
        "walk": inspection_round,
        "counts": counts,
        "rules": rules,
        "today": clock.today(),
        "total": sum(counts.values()),
    }
    if inspection_round.closed_at is not None or args["all"]:
        return render_template("inspections/list.html", rows=queries.visits(session(), round_id), **facts)
    return render_template(
        "inspections/show.html",
        coming=queries.coming(session(), round_id, args["camera"]),
        last=queries.last_visited(session(), round_id),
        kinds=KINDS,
        **facts,
    )


@pages.post("/<int:round_id>/cameras/<int:camera_id>")
@needs(Can.REGISTER_CAMERAS)
def tap(round_id: int, camera_id: int) -> Any:
    """What was seen of one camera."""
    form = Form(schemas.VisitIn())
    if not form.submit(lambda facts: _record_visit(round_id, camera_id, facts)):
        flash(next(iter(form.errors.values()), form.message))
    return redirect(url_for("inspections.show", round_id=round_id))


def _record_visit(round_id: int, camera_id: int, facts: dict[str, Any]) -> InspectionVisit:
    return actions.record_visit(session(), actor(), round_id, camera_id, facts.pop("seen"), **facts)


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
