"""Actions: changing what a draft says, as after a refusal: its field, its articles of law, its purpose."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import actions, legal_bases
from tracker.cases.extractions.models import ExtractionRequest, RequestBasis
from tracker.core.database import apply_changes, check_version
from tracker.core.viewer import Viewer

WORDS = ("legal_basis", "purpose", "paper_number")


def edit(session: Session, actor: Viewer, request_id: int, version: int, facts: Mapping[str, Any]) -> ExtractionRequest:
    """Change a draft: `facts` as `schemas.EditedDraft` gives them.

    Refusals as of `own_draft`, 409 stale, 422 incomplete.
    """
    request = actions.own_draft(session, actor, request_id)
    check_version(request, version)
    before = [entry.code for entry in legal_bases.of_request(session, request.id)]
    changed = apply_changes(request, {name: facts[name] for name in WORDS})
    session.execute(delete(RequestBasis).where(RequestBasis.request_id == request.id))
    cited = legal_bases.cite(session, request, facts["bases"])
    if set(cited) != set(before):
        changed["bases"] = [before, cited]
    if changed:
        record(session, actor, "request:edit", request, changed=changed)
    return request
