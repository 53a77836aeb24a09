"""Hashes that were owed and checks of received files as JSON."""

from typing import Any

from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.schemas import LineOut
from tracker.cases.handovers import actions, schemas
from tracker.cases.handovers.models import HandoverCheck
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("handovers", __name__, "Files that were handed over: hashes, checks")


@api.route("/<int:line_id>/hash", methods=["POST"])
@needs(Can.ANSWER_LINE)
@api.arguments(schemas.HashIn)
@api.response(200, LineOut)
def give_hash(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """Give the hash of a file that was handed over without one."""
    return actions.give_hash(session(), actor(), line_id, facts)


@api.route("/<int:line_id>/check", methods=["POST"])
@needs(Can.JUDGE_LINE)
@api.arguments(schemas.ReceivedFile)
@api.response(201, schemas.HandoverCheckOut)
def check_file(facts: dict[str, Any], line_id: int) -> HandoverCheck:
    """Whether the file that came is the one that was handed over: the check is kept."""
    return actions.check_file(session(), actor(), line_id, facts)
