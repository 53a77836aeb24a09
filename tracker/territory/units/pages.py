"""Units as pages: the tree of a day, one unit with its neighbours in time, and changes from a day on."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.core.permissions import Can
from tracker.territory.units import actions, queries, rules, schemas
from tracker.territory.units.models import Unit
from tracker.territory.units.slots import unit_slots
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("units", __name__, url_prefix="/units")


@pages.get("")
@needs(Can.VIEW_UNITS)
@query_schema(schemas.UnitFilter)
def index() -> str:
    """The tree of a day; with a filter, the units that it leaves."""
    filter_args = query_args()
    narrowed = filter_args["q"] or filter_args["kind"] or filter_args["parent_id"]
    page = queries.listing(session(), **filter_args) if narrowed else None
    return render_template(
        "units/index.html",
        rows=[(0, row) for row in page.items] if page else queries.tree(session(), filter_args["on"]),
        following=page.next if page else None,
        communes=queries.commune_counts(session(), filter_args["on"]),
        kinds=rules.UnitKind,
        rules=rules,
    )


@pages.get("/<int:unit_id>")
@needs(Can.VIEW_UNITS)
def show(unit_id: int) -> str:
    """One unit: since when, under whom, from what and into what."""
    unit = queries.get(session(), unit_id)
    return render_template(
        "units/show.html",
        unit=unit,
        above=queries.above(session(), unit),
        below=[row for row in queries.below(session(), unit_id) if row.kind is not rules.UnitKind.COMMUNE],
        communes=queries.commune_counts(session()).get(unit_id, 0),
        came_from=queries.came_from(session(), unit_id),
        went_into=queries.went_into(session(), unit_id),
        rules=rules,
        people=unit_slots().people(unit),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def new() -> Any:
    """Make a unit."""
    form = Form(schemas.NewUnit())
    if form.sent:
        unit = form.submit(lambda facts: actions.create(session(), actor(), facts))
        if unit:
            flash(_("Đã thêm %(unit)s.", unit=unit.name))
            return redirect(url_for("units.show", unit_id=unit.id))
    return render_template("units/new.html", form=form, kinds=rules.UnitKind), form.status


@pages.route("/<int:unit_id>/edit", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def edit(unit_id: int) -> Any:
    """Correct what was written wrong of a unit."""
    unit = queries.get(session(), unit_id)
    form = Form(schemas.EditedUnit(), _stored(unit))
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), unit_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("units.show", unit_id=unit_id))
    return render_template("units/edit.html", form=form, unit=unit, kinds=rules.UnitKind), form.status


@pages.route("/<int:unit_id>/rename", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def rename(unit_id: int) -> Any:
    """Another name from a day on."""
    unit = queries.get(session(), unit_id)
    form = Form(schemas.RenamedUnit(), {"sign": unit.sign, "version": unit.version})
    if form.sent:
        renamed = form.submit(lambda facts: actions.rename(session(), actor(), unit_id, facts.pop("version"), facts))
        if renamed:
            flash(
                _(
                    "Từ ngày %(day)s đơn vị mang tên %(unit)s.",
                    day=renamed.valid_from.strftime("%d/%m/%Y"),
                    unit=renamed.name,
                )
            )
            return redirect(url_for("units.show", unit_id=renamed.id))
    return render_template("units/rename.html", form=form, unit=unit), form.status


@pages.route("/<int:unit_id>/close", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def close(unit_id: int) -> Any:
    """The last day of a unit, and what takes over its work."""
    unit = queries.get(session(), unit_id)
    form = Form(schemas.ClosedUnit(), {"version": unit.version})
    if form.sent:
        closed = form.submit(lambda facts: actions.close(session(), actor(), unit_id, facts.pop("version"), facts))
        if closed:
            flash(_("Đã ghi ngày kết thúc của đơn vị."))
            return redirect(url_for("units.show", unit_id=unit_id))
    return render_template("units/close.html", form=form, unit=unit), form.status


def _stored(unit: Unit) -> dict[str, Any]:
    """What the form shows of a unit: its parent and its ward as people name them."""
    names = ("kind", "name", "short_name", "sign", "basis", "version")
    chain = queries.above(session(), unit)
    return {
        **{name: getattr(unit, name) for name in names},
        "parent": chain[-1].label if chain else "",
        "ward_code": unit.ward.label if unit.ward else "",
    }
