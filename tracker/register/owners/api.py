"""Owners as JSON: masked, but for the answer to a reason."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.owners import actions, consents, schemas
from tracker.register.owners import queries as owners
from tracker.register.owners.models import Owner
from tracker.register.owners.queries import Masked
from tracker.register.owners.rules import SEALED
from tracker.register.owners.slots import owner_slots
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource

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


def _show(owner_id: int) -> Masked:
    return owners.masked(session(), actor(), owner_id)


def _edit(owner_id: int, version: int, facts: dict[str, Any]) -> Masked:
    """Name, phones and address that come back as masked, or empty, stay; those in `clear` are emptied."""
    actions.edit(session(), actor(), owner_id, version, facts, owner_slots().consent_withdrawn)
    return owners.masked(session(), actor(), owner_id)


OWNER = Resource(
    name="Owner",
    shown=schemas.MaskedOwner,
    edited=schemas.EditedOwner,
    can_view=Can.VIEW_CAMERAS,
    can_edit=Can.REGISTER_CAMERAS,
    read=_show,
    current=_show,
    edit=_edit,
    masked=SEALED,
)
api.resource("/<int:owner_id>", OWNER)


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
