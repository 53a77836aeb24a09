"""Writing owners, and the one way to read who they are."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.vietnamese import search_key
from tracker.core.viewer import Viewer
from tracker.register.owners import queries, rules
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.territory.wards import queries as wards

SHORT_REASON = N_("Lý do quá ngắn. Hãy ghi rõ cần liên hệ để làm gì, ít nhất 10 ký tự.")


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Owner:
    """A new owner in the actor's ward. `facts` as `schemas.NewOwner` gives them. Invalid names the field at fault."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    wards.require_standing(session, actor.own_ward_id)
    _refuse_consent(facts)
    owner = Owner(**facts, ward_id=actor.own_ward_id, search_key=_key(facts["kind"], facts["name"]))
    permissions.require(actor, Can.REGISTER_CAMERAS, owner)
    session.add(owner)
    session.flush()
    record(session, actor, "owner:register", owner)
    return owner


def edit(
    session: Session,
    actor: Viewer,
    owner_id: int,
    version: int,
    facts: Mapping[str, Any],
    on_withdrawal: Callable[[Session, Owner], None],
) -> Owner:
    """Change an owner. Empty name, phone or address: it stays; those named in `clear` are emptied.

    `on_withdrawal` tells whoever relies on the owner's consent that it was withdrawn.
    Stale when somebody changed it first, Invalid at a field that is both typed and cleared, or erased for good.
    """
    owner = _owner_to_change(session, actor, owner_id, version)
    _refuse_consent(facts)
    typed = {name: value for name, value in facts.items() if name != "clear" and (value or name not in rules.SEALED)}
    cleared = {word.value for word in facts["clear"]}
    _refuse(dict.fromkeys(sorted(cleared & typed.keys()), rules.TYPED_AND_CLEARED))
    if owner.erased_at is not None:
        _refuse({name: rules.ERASED for name in rules.SEALED if name in typed})
    changed = apply_changes(owner, {**typed, **dict.fromkeys(cleared, "")})
    if changed:
        owner.search_key = _key(owner.kind, owner.name)
        session.flush()
        record(session, actor, "owner:edit", owner, changed=_masked_changes(changed))
        if owner.consent_withdrawn_on is not None and "consent_withdrawn_on" in changed:
            on_withdrawal(session, owner)
    return owner


def erase(session: Session, actor: Viewer, owner_id: int, version: int, reason: str, *, sure: bool) -> Owner:
    """Forget who an owner is, for good: name, numbers, address. What was consented to stays. WrongState: done before.

    Invalid unless `sure`, and when the reason is too short or itself says who it is: the reason stays in the log.
    """
    owner = _owner_to_change(session, actor, owner_id, version)
    if owner.erased_at is not None:
        raise errors.WrongState(rules.ERASED)
    _refuse({} if sure else {"sure": rules.NOT_SURE})
    _refuse_reason(reason)
    phones = (owner.phone, owner.night_phone)
    if owner.kind is not OwnerKind.WARD and rules.tells_who(reason, owner.name, phones, owner.address):
        raise errors.Invalid({"reason": rules.TELLS_WHO})
    apply_changes(owner, dict.fromkeys((*rules.SEALED, "search_key"), ""))
    owner.erased_at = clock.now()
    session.flush()
    record(session, actor, "owner:erase", owner, reason=reason)
    return owner


def reveal(session: Session, actor: Viewer, owner_id: int, reason: str) -> Owner:
    """The owner with name and contact, for one answer; who asked and why is written down. Invalid: reason too short."""
    owner = queries.get(session, actor, owner_id)
    permissions.require(actor, Can.REVEAL_OWNERS, owner)
    _refuse_reason(reason)
    record(session, actor, "owner:reveal", owner, reason=reason)
    return owner


def _owner_to_change(session: Session, actor: Viewer, owner_id: int, version: int) -> Owner:
    owner = queries.get(session, actor, owner_id)
    permissions.require(actor, Can.REGISTER_CAMERAS, owner)
    check_version(owner, version)
    return owner


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise errors.Invalid(faults)


def _refuse_consent(facts: Mapping[str, Any]) -> None:
    consent_on, withdrawn, scope = facts["consent_on"], facts["consent_withdrawn_on"], facts["consent_scope"]
    _refuse(
        rules.unneeded_consent(facts["kind"], facts)
        or rules.consent_faults(consent_on, withdrawn, clock.today(), scope)
    )


def _refuse_reason(reason: str) -> None:
    _refuse({} if len(reason) >= rules.LEAST_REASON else {"reason": SHORT_REASON})


def _key(kind: OwnerKind, name: str) -> str:
    """What a search finds an owner by: a name that is not sealed."""
    return "" if kind in rules.SEALED_KINDS else search_key(name)


def _masked_changes(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What changed, with masks for what must not stand in a log: of firms too, since kinds are mistyped."""
    return {name: [rules.MASK, rules.MASK] if name in rules.SEALED else pair for name, pair in changed.items()}
