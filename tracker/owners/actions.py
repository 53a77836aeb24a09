"""Writing owners, and the one way to read who they are."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker import access, clock, errors
from tracker.access import Can
from tracker.accounts.viewer import Viewer
from tracker.audit.actions import record
from tracker.db import check_version, write_over
from tracker.owners import queries, rules
from tracker.owners.models import Owner
from tracker.words import N_

SHORT_REASON = N_("Lý do quá ngắn. Hãy ghi rõ cần liên hệ để làm gì, ít nhất 10 ký tự.")


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Owner:
    """A new owner in the actor's ward. `facts` as `schemas.NewOwner` gives them. Invalid names the field at fault."""
    access.require(actor, Can.REGISTER_CAMERAS)
    if actor.ward_id is None:
        raise errors.NotAllowed()
    _refuse_consent(facts)
    owner = Owner(**facts, ward_id=actor.ward_id)
    access.require(actor, Can.REGISTER_CAMERAS, owner)
    session.add(owner)
    session.flush()
    record(session, actor, "owner:register", owner)
    return owner


def edit(session: Session, actor: Viewer, owner_id: int, version: int, facts: Mapping[str, Any]) -> Owner:
    """Change an owner. Empty name, phone or address: it stays. Stale when somebody changed it first."""
    owner = queries.get(session, actor, owner_id)
    access.require(actor, Can.REGISTER_CAMERAS, owner)
    check_version(owner, version)
    _refuse_consent(facts)
    changed = write_over(owner, {name: value for name, value in facts.items() if value or name not in rules.SEALED})
    if changed:
        session.flush()
        record(session, actor, "owner:edit", owner, changed=_sealed(changed))
    return owner


def reveal(session: Session, actor: Viewer, owner_id: int, reason: str) -> Owner:
    """The owner with name and contact, for one answer; who asked and why is written down. Invalid: reason too short."""
    owner = queries.get(session, actor, owner_id)
    access.require(actor, Can.REVEAL_OWNERS, owner)
    if len(reason) < rules.LEAST_REASON:
        raise errors.Invalid({"reason": SHORT_REASON})
    record(session, actor, "owner:reveal", owner, reason=reason)
    return owner


def _refuse_consent(facts: Mapping[str, Any]) -> None:
    faults = rules.consent_faults(facts["consent_on"], facts["consent_withdrawn_on"], clock.today())
    if faults:
        raise errors.Invalid(faults)


def _sealed(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What changed, with masks for what must not stand in a log."""
    return {name: [rules.MASK, rules.MASK] if name in rules.SEALED else pair for name, pair in changed.items()}
