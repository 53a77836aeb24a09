"""Delegations as JSON."""

from collections.abc import Sequence
from typing import Any

from tracker.accounts import delegations, schemas
from tracker.accounts.delegations import NewDelegation
from tracker.accounts.models import Post
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("accounts", __name__, "Having an officer decide instead of the head for some days")


@api.route("/delegations", methods=["GET"])
@needs(Can.DELEGATE)
@api.response(200, schemas.DelegationOut(many=True))
def given() -> Sequence[Post]:
    """All that the caller ever delegated, the newest first."""
    return delegations.given(session(), actor())


@api.route("/delegations", methods=["POST"])
@needs(Can.DELEGATE)
@api.arguments(schemas.DelegationForm)
@api.response(201, schemas.DelegationOut)
def delegate(facts: dict[str, Any]) -> Post:
    """Have an officer of the unit or of one below decide on its requests; the caller keeps the right."""
    post = delegations.delegate(session(), actor(), NewDelegation(**facts))
    return next(row for row in delegations.given(session(), actor()) if row.id == post.id)


@api.route("/delegations/<int:post_id>/end", methods=["POST"])
@needs(Can.DELEGATE)
@api.arguments(schemas.EndedDelegation)
@api.response(200, schemas.DelegationOut(many=True))
def end_delegation(facts: dict[str, Any], post_id: int) -> Sequence[Post]:
    """End at once what the caller delegated, with a reason. What had not begun is given no more; the rest stays."""
    delegations.end(session(), actor(), post_id, facts["reason"])
    return delegations.given(session(), actor())
