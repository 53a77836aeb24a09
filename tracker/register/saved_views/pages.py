"""Saved filters and chosen columns as pages: two small forms beside a list, each leading back to it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.core.permissions import Can
from tracker.register.saved_views import actions, queries, rules, schemas
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("saved_views", __name__, url_prefix="/saved-views")
LIST, ADDRESS = "cameras", "cameras.index"  # the list that filters are kept for


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.MANAGE_SAVED_VIEWS)
@query_schema(schemas.SavedViewAddress)
def new() -> Any:
    """Keep the filter of a list under a name."""
    typed = {"sharing": rules.Sharing.OWN, "query": rules.lasting(query_args()["query"])}
    form = Form(schemas.NewSavedView(), typed)
    if form.sent:
        view = form.submit(lambda facts: actions.save_view(session(), actor(), LIST, **facts))
        if view:
            flash(_("Đã lưu bộ lọc «%(name)s».", name=view.name))
            return _back(view.query)
    return render_template("saved_views/new.html", form=form, sharings=rules.Sharing), form.status


@pages.get("")
@needs(Can.MANAGE_SAVED_VIEWS)
def index() -> str:
    """The filters that one may choose from, one's own to be deleted."""
    rows = queries.listing(session(), actor(), LIST)
    return render_template("saved_views/index.html", rows=rows, outdated=schemas.outdated)


@pages.post("/<int:filter_id>/drop")
@needs(Can.MANAGE_SAVED_VIEWS)
def drop(filter_id: int) -> Response:
    """Delete one of one's own filters."""
    dropped = actions.delete_view(session(), actor(), filter_id)
    flash(_("Đã xóa bộ lọc «%(name)s».", name=dropped.name))
    return redirect(url_for("saved_views.index"))


@pages.post("/columns")
@needs(Can.MANAGE_SAVED_VIEWS)
def columns() -> Any:
    """Remember which columns to show."""
    form = Form(schemas.ColumnChoice())
    facts = form.submit(dict)
    if facts is None:
        return redirect(url_for(ADDRESS))
    actions.choose_columns(session(), actor(), LIST, facts["column"])
    return _back(rules.lasting(facts["query"]))


def _back(query: str) -> Response:
    return redirect(url_for(ADDRESS) + (f"?{query}" if query else ""))
