"""Outlines of wards as pages: what is loaded, and loading a file."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.territory.boundaries import actions, queries, schemas
from tracker.territory.boundaries.actions import Loaded
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, config, needs, session

pages = Blueprint("boundaries", __name__, url_prefix="/boundaries")
NO_FILE = N_("Hãy chọn tệp GeoJSON.")
SHOWN = 50  # features left out that the page names


@pages.route("", methods=["GET", "POST"])
@needs(Can.CHANGE_WARDS)
@query_schema(schemas.BoundaryFilter)
def index() -> Any:
    """The wards that have an outline, and a form to load more."""
    form = Form(schemas.BoundaryUpload())
    loaded = form.submit(_load) if form.sent else None
    rows, following = queries.listing(session(), query_args()["after"])
    page = render_template(
        "boundaries/index.html",
        form=form,
        loaded=loaded,
        left_out=loaded.left_out[:SHOWN] if loaded else (),
        rows=rows,
        total=queries.how_many(session()),
        following=following,
        most=config().most_upload_mb,
        labels={"file": _("Tệp GeoJSON"), "on": _("Ranh giới của ngày")},
    )
    return page, form.status


def _load(facts: dict[str, Any]) -> Loaded:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise errors.Invalid({"file": NO_FILE})
    source = facts["source"] or upload.filename
    return actions.load(session(), actor(), upload.read(), source=source, on=facts["on"])
