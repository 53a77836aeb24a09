"""Shapes of owners. Going out, only `Contact` holds a household's name, number or address unmasked."""

from tracker.register.owners.rules import Clearable, Consent, ConsentScope, OwnerKind
from tracker.web.fields import Boolean, Choice, Date, DateTime, Integer, List, OutSchema, Phone, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class NewOwner(StrictSchema):
    """An owner to be registered."""

    kind = Choice(OwnerKind, load_default=OwnerKind.HOUSEHOLD)
    name = Text(required=True)
    phone = Phone()
    night_phone = Phone()
    address = Text(most=300)
    consent_scope = Choice(ConsentScope, load_default=None, allow_none=True)
    consent_on = Date(load_default=None, allow_none=True)
    consent_paper = Text(most=100)
    consent_withdrawn_on = Date(load_default=None, allow_none=True)


class EditedOwner(NewOwner):
    """An owner as changed, with the version that was seen. Empty name, phone or address: it stays unless cleared."""

    name = Text()
    clear = List(Choice(Clearable), load_default=list)
    version = Integer(required=True)


class Reveal(StrictSchema):
    """Why somebody must read an owner's name and contact."""

    reason = Text(required=True, most=300)


class Erasure(StrictSchema):
    """That an owner's identity is to be forgotten, and why; `sure` because nothing brings it back."""

    reason = Text(required=True, most=300)
    sure = Boolean(load_default=False)
    version = Integer(required=True)


class MaskedOwner(OutSchema):
    """An owner as shown to programs: a household with its name by initials, phone by its ends, address hidden."""

    id = Integer()
    version = Integer()
    ward_id = Integer()
    ward = Text()
    kind = Choice(OwnerKind)
    sealed = Boolean(metadata={"description": "Name and contact are masked: a household's"})
    name = Text()
    phone = Text()
    night_phone = Text()
    address = Text()
    consent = Choice(Consent)
    consent_scope = Choice(ConsentScope, allow_none=True)
    consent_on = Date(allow_none=True)
    consent_paper = Text()
    consent_withdrawn_on = Date(allow_none=True)
    erased_at = DateTime(allow_none=True)


class Contact(OutSchema):
    """An owner's name and contact, for the one answer that a reason was given for."""

    id = Integer()
    name = Text()
    phone = Text()
    night_phone = Text()
    address = Text()


class OwnerFilter(StrictSchema):
    """The query string of a list of owners."""

    kind = Choice(OwnerKind, load_default=None)
    consent = Choice(Consent, load_default=None)
    scope = Choice(ConsentScope, load_default=None)
    unsigned = Boolean(load_default=False)
    after = Cursor(int)
    limit = Limit()


class OwnerRow(MaskedOwner):
    """An owner in a list: masked, with the cameras in use, those of the police and others apart."""

    cameras_police = Integer()
    cameras_mobilisable = Integer()
