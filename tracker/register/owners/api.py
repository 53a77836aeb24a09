"""Owners as JSON: masked, but for the answer to a reason."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.owners import actions, consents, schemas
from tracker.register.owners import queries as owners
from tracker.register.owners.models import Owner
from tracker.register.owners.queries import Masked
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("owners", __name__, "Owners of cameras, masked")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.OwnerFilter, location="query")
@api.rows(schemas.OwnerRow)
def index(args: dict[str, Any]) -> Page[dict[str, Any]]:
    """A page of owners by number, masked; `next` is the cursor of the following page."""
    rows, following = consents.listing(session(), actor(), consents.OwnerCriteria(**args))
    items = [{**vars(row.owner), "cameras_police": row.police, "cameras_mobilisable": row.mobilisable} for row in rows]
    return Page(items, following)


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewOwner)
@api.response(201, schemas.MaskedOwner)
def register(facts: dict[str, Any]) -> Masked:
    """Register an owner in the caller's ward."""
    return owners.masked(session(), actor(), actions.register(session(), actor(), facts).id)


@api.route("/<int:owner_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.response(200, schemas.MaskedOwner)
def show(owner_id: int) -> Masked:
    """One owner, masked."""
    return owners.masked(session(), actor(), owner_id)


@api.route("/<int:owner_id>", methods=["PUT"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.EditedOwner)
@api.response(200, schemas.MaskedOwner)
def edit(facts: dict[str, Any], owner_id: int) -> Masked:
    """Change an owner; `version` is the one that was read. Empty name, phone or address stays, unless in `clear`."""
    actions.edit(session(), actor(), owner_id, facts.pop("version"), facts)
    return owners.masked(session(), actor(), owner_id)


@api.route("/<int:owner_id>/reveal", methods=["POST"])
@needs(Can.REVEAL_OWNERS)
@api.arguments(schemas.Reveal)
@api.response(200, schemas.Contact)
def reveal(facts: dict[str, Any], owner_id: int) -> Owner:
    """Name and contact of an owner, against a reason of at least ten characters; the reading is written down."""
    return actions.reveal(session(), actor(), owner_id, facts["reason"])


@api.route("/<int:owner_id>/erase", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Erasure)
@api.response(200, schemas.MaskedOwner)
def erase(facts: dict[str, Any], owner_id: int) -> Masked:
    """Forget who an owner is, for good; `sure` must be true."""
    actions.erase(session(), actor(), owner_id, **facts)
    return owners.masked(session(), actor(), owner_id)
