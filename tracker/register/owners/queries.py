"""Reading owners, never with more of their identity than the reader was shown before: all but `get` masks it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Reach, Viewer
from tracker.register.owners import rules
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import Consent, ConsentScope, OwnerKind
from tracker.register.visibility import ward_condition
from tracker.territory.wards.models import Ward

MOST_CHOICES = 1_000  # to choose from in a form; of more than that the number is written
ASKED = Owner.kind != OwnerKind.WARD
CONSENTS = {
    Consent.GIVEN: ASKED & Owner.consent_on.is_not(None) & Owner.consent_withdrawn_on.is_(None),
    Consent.WITHDRAWN: ASKED & Owner.consent_withdrawn_on.is_not(None),
    Consent.MISSING: ASKED & Owner.consent_on.is_(None) & Owner.consent_withdrawn_on.is_(None),
    Consent.NOT_NEEDED: ~ASKED,
}


@dataclass(frozen=True)
class Masked:
    """An owner as lists and pages show them: of a household `name`, `phone` and `address` are masked (`sealed`)."""

    id: int
    version: int
    ward_id: int
    ward: str
    kind: OwnerKind
    sealed: bool
    name: str
    phone: str
    night_phone: str
    address: str
    consent: Consent
    consent_scope: ConsentScope | None
    consent_on: date | None
    consent_paper: str
    consent_withdrawn_on: date | None
    erased_at: datetime | None


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of an owner: a ward admin, those of the own wards."""
    return ward_condition(reach, Owner.ward_id)


def visible_to(reach: Reach) -> Select[Owner]:
    """The owners a person may know of."""
    return select(Owner).where(scope(reach))


def get(session: Session, viewer: Viewer, owner_id: int) -> Owner:
    """One owner, unmasked: for actions. NotFound when there is none that this person may know of."""
    owner = session.scalars(visible_to(viewer.reach).where(Owner.id == owner_id)).first()
    if owner is None:
        raise errors.NotFound(owner=owner_id)
    return owner


def masked(session: Session, viewer: Viewer, owner_id: int) -> Masked:
    """One owner as a page may show them. NotFound when there is none that this person may know of."""
    statement = with_ward().where(scope(viewer.reach), Owner.id == owner_id)
    row = session.execute(statement).first()
    if row is None:
        raise errors.NotFound(owner=owner_id)
    return mask(*row)


def choices(session: Session, viewer: Viewer) -> list[tuple[int, str]] | None:
    """(id, number and masked name) of the owners a person may choose from; None where they are too many for that."""
    statement = visible_to(viewer.reach).with_only_columns(Owner.id, Owner.kind, Owner.name).order_by(Owner.id)
    result = session.execute(statement.limit(MOST_CHOICES + 1))
    rows = [(row.id, f"#{row.id} {shown_name(row.kind, row.name)}") for row in result]
    return rows if len(rows) <= MOST_CHOICES else None


def shown_name(kind: OwnerKind, name: str) -> str:
    """An owner's name as lists and pages may show it: a household's by its initials."""
    return rules.masked_name(name) if kind in rules.SEALED_KINDS else name


def id_within(session: Session, viewer: Viewer, owner_id: int | None) -> int | None:
    """`owner_id` itself if this person may use it. Invalid at its field otherwise."""
    if owner_id is None:
        return None
    visible_id = session.scalar(visible_to(viewer.reach).with_only_columns(Owner.id).where(Owner.id == owner_id))
    if visible_id is None:
        raise errors.Invalid({"owner_id": N_("Không có chủ camera này trong phạm vi của bạn.")})
    return visible_id


def with_ward() -> Select[Owner, str]:
    """Owners with their wards' names, for `mask`."""
    return select(Owner, Ward.name).join(Ward, Ward.id == Owner.ward_id)


def mask(owner: Owner, ward: str) -> Masked:
    """An owner as lists and pages may show it."""
    sealed = owner.kind in rules.SEALED_KINDS
    return Masked(
        id=owner.id,
        version=owner.version,
        ward_id=owner.ward_id,
        ward=ward,
        kind=owner.kind,
        sealed=sealed,
        name=shown_name(owner.kind, owner.name),
        phone=rules.masked_phone(owner.phone) if sealed else owner.phone,
        night_phone=rules.masked_phone(owner.night_phone) if sealed else owner.night_phone,
        address=rules.masked_address(owner.address) if sealed else owner.address,
        consent=rules.consent(owner.kind, owner.consent_on, owner.consent_withdrawn_on),
        consent_scope=owner.consent_scope,
        consent_on=owner.consent_on,
        consent_paper=owner.consent_paper,
        consent_withdrawn_on=owner.consent_withdrawn_on,
        erased_at=owner.erased_at,
    )
