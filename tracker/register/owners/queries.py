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
from tracker.register.owners.rules import Consent, ConsentScope, OwnerKind, masked_name
from tracker.register.visibility import ward_condition
from tracker.territory.wards.models import Ward

MOST_CHOICES = 1_000  # to choose from in a form; of more than that the number is written
CONSENTS = {
    Consent.GIVEN: Owner.consent_on.is_not(None) & Owner.consent_withdrawn_on.is_(None),
    Consent.WITHDRAWN: Owner.consent_withdrawn_on.is_not(None),
    Consent.MISSING: Owner.consent_on.is_(None) & Owner.consent_withdrawn_on.is_(None),
}


@dataclass(frozen=True)
class Masked:
    """An owner as lists and pages show them: `name`, `phone` and `address` are masked."""

    id: int
    version: int
    ward_id: int
    ward: str
    kind: OwnerKind
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
    statement = (
        visible_to(viewer.reach).with_only_columns(Owner.id, Owner.name).order_by(Owner.id).limit(MOST_CHOICES + 1)
    )
    rows = [(row.id, f"#{row.id} {masked_name(row.name)}") for row in session.execute(statement)]
    return rows if len(rows) <= MOST_CHOICES else None


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
    return Masked(
        id=owner.id,
        version=owner.version,
        ward_id=owner.ward_id,
        ward=ward,
        kind=owner.kind,
        name=rules.masked_name(owner.name),
        phone=rules.masked_phone(owner.phone),
        night_phone=rules.masked_phone(owner.night_phone),
        address=rules.masked_address(owner.address),
        consent=rules.consent(owner.consent_on, owner.consent_withdrawn_on),
        consent_scope=owner.consent_scope,
        consent_on=owner.consent_on,
        consent_paper=owner.consent_paper,
        consent_withdrawn_on=owner.consent_withdrawn_on,
        erased_at=owner.erased_at,
    )
