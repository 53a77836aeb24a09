"""Lists as pages: everybody reads them, the administrator adds, corrects and ends entries."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.territory.code_lists import actions, queries, rules, schemas
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("code_lists", __name__, url_prefix="/code-lists")


@pages.get("")
@needs(Can.VIEW_WARDS)
def index() -> str:
    """Which lists there are."""
    return render_template("code_lists/index.html", lists=CodeList, counts=queries.counts(session(), clock.today()))


@pages.get("/<code_list:wanted_list>")
@needs(Can.VIEW_WARDS)
@query_schema(schemas.EntryFilter)
def show(wanted_list: CodeList) -> str:
    """The entries of a list."""
    rows, following = queries.listing(session(), wanted_list, **query_args())
    return render_template(
        "code_lists/show.html", wanted_list=wanted_list, rows=rows, following=following, first_day=rules.FIRST_DAY
    )


@pages.route("/<code_list:wanted_list>/new", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def new(wanted_list: CodeList) -> Any:
    """Add an entry."""
    form = Form(schemas.NewEntry(), {"attributes": _lines(wanted_list, {}), "sort": 0})
    if form.sent:
        added = form.submit(lambda facts: actions.add(session(), actor(), wanted_list, facts))
        if added:
            flash(_("Đã thêm «%(name)s».", name=added.name_vi))
            return redirect(url_for("code_lists.show", wanted_list=wanted_list.value))
    return render_template("code_lists/new.html", form=form, wanted_list=wanted_list), form.status


@pages.route("/entries/<int:entry_id>/edit", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def edit(entry_id: int) -> Any:
    """Correct an entry."""
    entry = queries.entry(session(), entry_id)
    form = Form(schemas.EditedEntry(), _stored(entry))
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), entry_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("code_lists.show", wanted_list=entry.list.value))
    return render_template("code_lists/edit.html", form=form, entry=entry, wanted_list=entry.list), form.status


@pages.route("/entries/<int:entry_id>/end", methods=["GET", "POST"])
@needs(Can.MANAGE_UNITS)
def end(entry_id: int) -> Any:
    """The last day of an entry."""
    entry = queries.entry(session(), entry_id)
    form = Form(schemas.EndedEntry(), {"version": entry.version})
    if form.sent:
        ended = form.submit(lambda facts: actions.end(session(), actor(), entry_id, **facts))
        if ended:
            flash(_("Đã ghi ngày hết hiệu lực của «%(name)s».", name=ended.name_vi))
            return redirect(url_for("code_lists.show", wanted_list=entry.list.value))
    return render_template("code_lists/end.html", form=form, entry=entry, wanted_list=entry.list), form.status


def _stored(entry: CodeEntry) -> dict[str, Any]:
    names = set(schemas.EditedEntry().fields) - {"attributes"}
    return {**{name: getattr(entry, name) for name in names}, "attributes": _lines(entry.list, entry.attributes)}


def _lines(code_list: CodeList, attributes: dict[str, Any]) -> str:
    """The attributes of an entry as the form writes them, each in a line of its own."""
    return "\n".join(f"{name}: {rules.as_text(attributes.get(name, ''))}" for name in rules.ATTRIBUTES[code_list])
