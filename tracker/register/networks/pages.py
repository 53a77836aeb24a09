"""Networks as pages: their life with its cameras, areas, leads and notes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.audit_log import queries as audit
from tracker.core import clock
from tracker.core.permissions import Can, permits
from tracker.register.cameras.rules import Connection
from tracker.register.networks import actions as keeping
from tracker.register.networks import membership, membership_changes, rules, schemas
from tracker.register.networks import queries as networks
from tracker.register.networks import rules as words
from tracker.register.networks import schemas as shapes
from tracker.register.networks.models import Network, NetworkNote
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("networks", __name__, url_prefix="/networks")


@pages.get("")
@needs(Can.VIEW_NETWORKS)
@query_schema(shapes.NetworkFilter)
def index() -> str:
    """The networks, narrowed by the filter."""
    criteria = networks.NetworkCriteria(**query_args())
    rows, following = networks.listing(session(), actor(), criteria)
    return render_template(
        "networks/index.html",
        rows=rows,
        following=following,
        counts=membership.counts(session(), actor(), [row.id for row in rows]),
        sources=Connection,
        totals=networks.totals(session(), actor(), replace(criteria, after=None)),
        words=words,
        last_month=words.month_before(clock.today()),
        today=clock.today(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
def new() -> Any:
    """Enter a network."""
    form = Form(shapes.NewNetwork())
    if form.sent:
        network = form.submit(lambda facts: keeping.launch(session(), actor(), facts))
        if network:
            flash(_("Đã lập mô hình %(code)s.", code=network.code))
            return redirect(url_for("networks.show", network_id=network.id))
    return render_template("networks/new.html", form=form), form.status


@pages.get("/<int:network_id>")
@needs(Can.VIEW_NETWORKS)
@query_schema(shapes.HistoryQuery)
def show(network_id: int) -> str:
    """One network: facts, its life year by year, the areas it was extended to, its history."""
    return _network_page(network_id, Form(shapes.NewPoint()))


def _network_page(network_id: int, form: Form, ending: int | None = None) -> str:
    """`form` extends the network, or ends the replication point `ending`."""
    network = networks.get(session(), actor(), network_id)
    args = query_args()
    today, last_month = clock.today(), words.month_before(clock.today())
    day, year = args["day"] or today, args["year"] or min(today, network.closed_on or today).year
    points = networks.points(session(), network.id)
    chapters = membership.monthly_history(session(), actor(), network, year, points)
    return render_template(
        "networks/show.html",
        network=network,
        form=form,
        adding=Form(shapes.NewPoint()) if ending else form,
        ending=ending,
        points=points,
        events=audit.history(session(), "Network", network.id),
        today=today,
        day=day,
        members=membership.members_on(session(), actor(), network.id, day),
        year=year,
        years=range(min(today, network.closed_on or today).year, network.launched_on.year - 1, -1),
        chapters=chapters,
        owed=last_month if _is_owed(network, last_month, chapters) else None,
        rules=rules,
    )


def _is_owed(network: Network, month: date, chapters: list[words.NetworkMonth]) -> bool:
    """Whether the viewer has still to write what a network did in a month, perhaps one of those shown."""
    ran = words.ran_in(month, network.launched_on, network.closed_on, clock.today())
    if not ran or not permits(actor(), Can.MANAGE_NETWORKS, network):
        return False
    notes = {chapter.month: chapter.note for chapter in chapters}
    return not (notes[month] if month in notes else networks.note(session(), network.id, month))


@pages.get("/<int:network_id>/members")
@needs(Can.VIEW_NETWORKS)
@query_schema(shapes.MemberFilter)
def members(network_id: int) -> str:
    """The cameras of a network: on a day, or which joined or left in a month, or ever."""
    network = networks.get(session(), actor(), network_id)
    criteria = membership.MemberCriteria(**query_args())
    rows, following = membership.listing(session(), actor(), network.id, criteria)
    return render_template(
        "networks/members.html",
        network=network,
        rows=rows,
        criteria=criteria,
        following=following,
        rules=rules,
    )


@pages.route("/<int:network_id>/join", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
def join(network_id: int) -> Any:
    """Take cameras into a network."""
    return _membership_page(
        network_id, Form(schemas.Joining(), {"on": clock.today()}), membership_changes.join, "networks/join.html"
    )


@pages.route("/<int:network_id>/leave", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
@query_schema(shapes.LeavingCameras)
def leave(network_id: int) -> Any:
    """Take cameras out of a network."""
    stored = {"on": clock.today(), "codes": query_args()["codes"]}
    return _membership_page(
        network_id, Form(schemas.Leaving(), stored), membership_changes.leave, "networks/leave.html"
    )


def _membership_page(network_id: int, form: Form, act: Callable[..., list[str]], template: str) -> Any:
    if form.sent:
        codes = form.submit(lambda facts: act(session(), actor(), network_id, **facts))
        if codes is not None:
            message = ngettext("Đã ghi %(num)d camera.", "Đã ghi %(num)d camera.", len(codes))
            flash(message if codes else _("Không có gì thay đổi: các camera này đã ở trong mô hình."))
            return redirect(url_for("networks.show", network_id=network_id))
    return render_template(template, form=form, network=networks.get(session(), actor(), network_id)), form.status


@pages.route("/<int:network_id>/note", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
@query_schema(shapes.NoteArgs)
def note(network_id: int) -> Any:
    """Write or change what a network did in a month."""
    network = networks.get(session(), actor(), network_id)
    month = query_args()["month"] or words.month_before(clock.today())
    stored_note = networks.note(session(), network.id, month)
    stored_values = {
        "month": month,
        "text": stored_note.text if stored_note else "",
        "version": stored_note.version if stored_note else None,
    }
    form = Form(shapes.WrittenNote(), stored_values)
    if form.sent:
        saved_note = form.submit(lambda facts: keeping.write_note(session(), actor(), network_id, **facts))
        if saved_note:
            flash(_("Đã lưu ghi chép tháng %(month)s.", month=saved_note.label))
            return redirect(url_for("networks.show", network_id=network_id, year=saved_note.month.year))
        stored_note = networks.note(session(), network.id, month)
    return _note_page(network, form, month, stored_note), form.status


def _note_page(network: Network, form: Form, month: date, stored_note: NetworkNote | None) -> str:
    clash = stored_note if form.status == 409 else None
    if clash is not None:  # the person sees the newer text below the own one, and may now save over it
        form.typed = {**form.typed, "version": clash.version}
    points = networks.points(session(), network.id)
    chapters = membership.monthly_history(session(), actor(), network, month.year, points)
    return render_template(
        "networks/note.html",
        network=network,
        form=form,
        month=month,
        stored_note=stored_note,
        clash=clash,
        chapter=next((chapter for chapter in chapters if chapter.month == month), None),
        now_members=membership.members_on(session(), actor(), network.id, clock.today()),
        rules=rules,
    )


@pages.route("/<int:network_id>/lead", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
def lead(network_id: int) -> Any:
    """Give a network to another lead by a decision."""
    network = networks.get(session(), actor(), network_id)
    form = Form(shapes.NewLead(), {"version": network.version, "changed_on": clock.today()})
    return _action_page(network, form, keeping.change_lead, "networks/lead.html", _("Đã ghi đơn vị phụ trách mới."))


@pages.route("/<int:network_id>/edit", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
def edit(network_id: int) -> Any:
    """Change a network."""
    network = networks.get(session(), actor(), network_id)
    form = Form(shapes.EditedNetwork(), {name: getattr(network, name) for name in shapes.EditedNetwork().fields})
    if form.sent:
        edited = form.submit(lambda facts: keeping.edit(session(), actor(), network_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("networks.show", network_id=network_id))
    return render_template("networks/edit.html", form=form, network_id=network_id), form.status


@pages.route("/<int:network_id>/close", methods=["GET", "POST"])
@needs(Can.MANAGE_NETWORKS)
def close(network_id: int) -> Any:
    """Close a network by a decision."""
    network = networks.get(session(), actor(), network_id)
    form = Form(shapes.NetworkClosing(), {"version": network.version, "closed_on": clock.today()})
    return _action_page(network, form, membership_changes.close, "networks/close.html", _("Đã kết thúc mô hình."))


def _action_page(network: Network, form: Form, act: Callable[..., Any], template: str, message: str) -> Any:
    if form.sent and form.submit(lambda facts: act(session(), actor(), network.id, **facts)):
        flash(message)
        return redirect(url_for("networks.show", network_id=network.id))
    members = membership.members_on(session(), actor(), network.id, clock.today())
    return render_template(template, form=form, network=network, members=members), form.status


@pages.post("/<int:network_id>/points")
@needs(Can.MANAGE_NETWORKS)
@query_schema(shapes.HistoryQuery)
def add_point(network_id: int) -> Any:
    """Extend a network to an area."""
    form = Form(shapes.NewPoint())
    added = form.submit(lambda facts: keeping.add_point(session(), actor(), network_id, facts))
    if added:
        flash(_("Đã thêm điểm nhân rộng %(name)s.", name=added.name))
        return redirect(url_for("networks.show", network_id=network_id))
    return _network_page(network_id, form), form.status


@pages.post("/<int:network_id>/points/<int:point_id>/end")
@needs(Can.MANAGE_NETWORKS)
@query_schema(shapes.HistoryQuery)
def end_point(network_id: int, point_id: int) -> Any:
    """Note that a network no longer covers an area."""
    form = Form(shapes.PointEnd())
    ended = form.submit(lambda facts: keeping.end_point(session(), actor(), network_id, point_id, **facts))
    if ended:
        flash(_("Đã kết thúc điểm nhân rộng %(name)s.", name=ended.name))
        return redirect(url_for("networks.show", network_id=network_id))
    return _network_page(network_id, form, point_id), form.status
