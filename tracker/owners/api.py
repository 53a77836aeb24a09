"""Owners as JSON: masked, but for the answer to a reason."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.access import Can
from tracker.owners import actions, queries, schemas
from tracker.owners.models import Owner
from tracker.owners.queries import Masked
from tracker.paging import cursor
from tracker.web import actor, json_list, needs, session

api = Blueprint("owners_api", __name__, url_prefix="/api/v1/owners", description="Owners of cameras, masked")


@api.route("", methods=["GET"])
@needs(Can.SEE_CAMERAS)
@api.arguments(schemas.OwnerFilter, location="query")
@api.response(200, schemas.OwnerPage)
def index(args: dict[str, Any]) -> Response:
    """A page of owners by number, masked; `next` is the cursor of the following page."""
    rows, more = queries.listing(session(), actor(), queries.Filter(**args))
    return json_list([vars(row) for row in rows], cursor(rows[-1].id) if more else None)


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewOwner)
@api.response(201, schemas.MaskedOwner)
def register(facts: dict[str, Any]) -> Masked:
    """Register an owner in the caller's ward."""
    return queries.masked(session(), actor(), actions.register(session(), actor(), facts).id)


@api.route("/<int:owner_id>", methods=["GET"])
@needs(Can.SEE_CAMERAS)
@api.response(200, schemas.MaskedOwner)
def show(owner_id: int) -> Masked:
    """One owner, masked."""
    return queries.masked(session(), actor(), owner_id)


@api.route("/<int:owner_id>", methods=["PUT"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.EditedOwner)
@api.response(200, schemas.MaskedOwner)
def edit(facts: dict[str, Any], owner_id: int) -> Masked:
    """Change an owner; `version` is the one that was read. Empty name, phone or address: it stays as it is."""
    actions.edit(session(), actor(), owner_id, facts.pop("version"), facts)
    return queries.masked(session(), actor(), owner_id)


@api.route("/<int:owner_id>/reveal", methods=["POST"])
@needs(Can.REVEAL_OWNERS)
@api.arguments(schemas.Reveal)
@api.response(200, schemas.Contact)
def reveal(given: dict[str, Any], owner_id: int) -> Owner:
    """Name and contact of an owner, against a reason of at least ten characters; the reading is written down."""
    return actions.reveal(session(), actor(), owner_id, given["reason"])
