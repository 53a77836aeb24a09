"""Networks as pages."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.access import Can
from tracker.audit import queries as audit
from tracker.networks import actions, queries, rules, schemas
from tracker.paging import cursor
from tracker.web import Form, actor, needs, query_args, session

pages = Blueprint("networks", __name__, url_prefix="/networks")


@pages.get("")
@needs(Can.SEE_NETWORKS)
def index() -> str:
    """The networks, narrowed by the filter."""
    wanted = queries.Filter(**query_args(schemas.NetworkFilter()))
    rows, more = queries.listing(session(), actor(), wanted)
    return render_template(
        "networks/index.html",
        rows=rows,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(rows[-1].sort_key, rows[-1].id) if more else None,
        totals=queries.totals(session(), actor(), replace(wanted, after=None)),
        states=rules.State,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.KEEP_NETWORKS)
def new() -> Any:
    """Enter a network."""
    form = Form(schemas.NewNetwork())
    if form.sent:
        network = form.submit(lambda facts: actions.launch(session(), actor(), facts))
        if network:
            flash(_("Đã lập mô hình %(code)s.", code=network.code))
            return redirect(url_for("networks.show", network_id=network.id))
    return render_template("networks/new.html", form=form), form.status


@pages.get("/<int:network_id>")
@needs(Can.SEE_NETWORKS)
def show(network_id: int) -> str:
    """One network: facts, the areas it was extended to, its history."""
    return _network_page(network_id, Form(schemas.NewPoint()))


def _network_page(network_id: int, form: Form, ending: int | None = None) -> str:
    """`form` extends the network, or ends the replication point `ending`."""
    network = queries.get(session(), actor(), network_id)
    return render_template(
        "networks/show.html",
        network=network,
        form=form,
        adding=Form(schemas.NewPoint()) if ending else form,
        ending=ending,
        points=queries.points(session(), network.id),
        events=audit.history(session(), "Network", network.id),
        today=clock.today(),
    )


@pages.route("/<int:network_id>/edit", methods=["GET", "POST"])
@needs(Can.KEEP_NETWORKS)
def edit(network_id: int) -> Any:
    """Change a network."""
    network = queries.get(session(), actor(), network_id)
    form = Form(schemas.EditedNetwork(), {name: getattr(network, name) for name in schemas.EditedNetwork().fields})
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), network_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("networks.show", network_id=network_id))
    return render_template("networks/edit.html", form=form, network_id=network_id), form.status


@pages.route("/<int:network_id>/close", methods=["GET", "POST"])
@needs(Can.KEEP_NETWORKS)
def close(network_id: int) -> Any:
    """Close a network by a decision."""
    network = queries.get(session(), actor(), network_id)
    form = Form(schemas.Closing(), {"version": network.version, "closed_on": clock.today()})
    if form.sent:
        closed = form.submit(lambda facts: actions.close(session(), actor(), network_id, **facts))
        if closed:
            flash(_("Đã kết thúc mô hình."))
            return redirect(url_for("networks.show", network_id=network_id))
    return render_template("networks/close.html", form=form, network=network), form.status


@pages.post("/<int:network_id>/points")
@needs(Can.KEEP_NETWORKS)
def add_point(network_id: int) -> Any:
    """Extend a network to an area."""
    form = Form(schemas.NewPoint())
    added = form.submit(lambda facts: actions.add_point(session(), actor(), network_id, facts))
    if added:
        flash(_("Đã thêm điểm nhân rộng %(name)s.", name=added.name))
        return redirect(url_for("networks.show", network_id=network_id))
    return _network_page(network_id, form), form.status


@pages.post("/<int:network_id>/points/<int:point_id>/end")
@needs(Can.KEEP_NETWORKS)
def end_point(network_id: int, point_id: int) -> Any:
    """Note that a network no longer covers an area."""
    form = Form(schemas.PointEnd())
    ended = form.submit(lambda facts: actions.end_point(session(), actor(), network_id, point_id, **facts))
    if ended:
        flash(_("Đã kết thúc điểm nhân rộng %(name)s.", name=ended.name))
        return redirect(url_for("networks.show", network_id=network_id))
    return _network_page(network_id, form, point_id), form.status
