"""Faults as pages; was a camera alive; what is declared against what works."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.rules import Health, health_on_page
from tracker.register.faults import actions, queries, rules, schemas
from tracker.register.faults.late_entries import count_late
from tracker.register.faults.models import Fault
from tracker.register.networks import queries as networks
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.rules import overwritten_at
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.limits import row_number
from tracker.web.request import actor, needs, session

pages = Blueprint("faults", __name__, url_prefix="/faults")
MOST_NETWORKS = 200  # to choose from in a filter


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.FaultFilter)
def index() -> str:
    """What there is to mend, the oldest first; or what was mended, the newest first."""
    criteria = queries.FaultCriteria(**query_args())
    rows, following = queries.listing(session(), actor(), criteria)
    return render_template(
        "faults/index.html",
        rows=rows,
        criteria=criteria,
        following=following,
        figures=queries.figures(session(), actor()),
        late_entries=count_late(session(), actor()),
        networks=networks.choices(session(), actor(), most=MOST_NETWORKS),
        rules=rules,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
@query_schema(schemas.FaultyThingAddress)
def new() -> Any:
    """Report a fault of a camera or a recorder."""
    address_values = {name: request.args[name] for name in ("camera_id", "recorder_id", "kind") if name in request.args}
    form = Form(schemas.NewFault(), {"kind": "no_picture", **address_values})
    if form.sent:
        fault = form.submit(_open)
        if fault:
            flash(_("Đã mở sự cố %(number)s.", number=fault.id))
            return redirect(url_for("faults.show", fault_id=fault.id))
    thing, open_fault = _thing_asked_about(form)
    return render_template(
        "faults/new.html", form=form, kinds=rules.FaultKind, thing=thing, already=open_fault
    ), form.status


def _open(facts: dict[str, Any]) -> Fault:
    code = facts.pop("code")
    if code and not (facts["camera_id"] or facts["recorder_id"]):
        facts |= queries.thing_by_code(session(), actor(), code)
    return actions.open_fault(session(), actor(), **facts)


def _thing_asked_about(form: Form) -> tuple[Any, Fault | None]:
    """The camera or recorder that a form is about, if it names one, and the fault it has already."""
    for name, source in (("camera_id", cameras), ("recorder_id", recorders)):
        number = row_number(form.value(name))
        if number is not None:
            thing = source.get(session(), actor(), number)
            return thing, queries.open_of(session(), **{name: thing.id})
    return None, None


@pages.get("/<int:fault_id>")
@needs(Can.VIEW_CAMERAS)
def show(fault_id: int) -> str:
    """One fault until its repair."""
    return _fault_page(queries.get(session(), actor(), fault_id), Form(schemas.Repair()))


@pages.post("/<int:fault_id>/close")
@needs(Can.REGISTER_CAMERAS)
def close(fault_id: int) -> Any:
    """Note that a fault was mended."""
    form = Form(schemas.Repair())
    closed = form.submit(lambda facts: actions.close_fault(session(), actor(), fault_id, facts.pop("version"), **facts))
    if closed:
        flash(_("Đã ghi việc sửa xong."))
        return redirect(url_for("faults.show", fault_id=fault_id))
    return _fault_page(queries.get(session(), actor(), fault_id), form), form.status


def _fault_page(fault: Fault, form: Form) -> str:
    return render_template(
        "faults/show.html",
        fault=fault,
        form=form,
        struck=queries.affected_cameras(session(), fault),
        records=not rules.stops(fault.kind),
        events=audit.history(session(), "Fault", fault.id),
    )


@pages.get("/alive")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.AliveAddress)
def alive() -> Any:
    """Was this camera alive at that moment, who says so, and is its footage still there."""
    camera_id = query_args()["camera_id"]
    form, moment = Form(schemas.AliveQuestion()), None
    if "at" in request.args:  # sent, if perhaps with nothing in it
        form.sent, form.typed = True, {"at": typed} if (typed := request.args["at"].strip()) else {}
        moment = form.submit(lambda facts: facts["at"])
    camera = cameras.get(session(), actor(), camera_id) if camera_id else None
    answer = _answer(camera, moment) if camera is not None and moment is not None else {}
    return render_template(
        "faults/alive.html", form=form, camera=camera, moment_asked=moment, healths=Health, **answer
    ), form.status


def _answer(camera: Any, moment: Any) -> dict[str, Any]:
    interval = queries.interval_at(session(), camera.id, moment)
    known_until = (interval.confirmed_at or interval.until or camera.checked_at) if interval else None
    return {
        "interval": interval,
        "known_until": known_until,
        "health_then": health_on_page(interval.health, known_until, moment) if interval else Health.UNKNOWN,
        "overwritten_at": overwritten_at(moment, camera.days_kept),
        "days_kept": camera.days_kept,
        "ahead": moment > clock.now(),
    }


@pages.get("/networks")
@needs(Can.VIEW_NETWORKS)
@query_schema(schemas.NetworkPage)
def by_network() -> str:
    """Declared against working, network by network."""
    rows, following = queries.by_network(session(), actor(), query_args()["after"])
    return render_template("faults/networks.html", rows=rows, following=following)
