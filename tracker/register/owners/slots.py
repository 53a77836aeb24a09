"""Presenters: what areas above the register do when an owner changes. The app fills the slots when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from tracker.register.owners.models import Owner


@dataclass(frozen=True)
class OwnerSlots:
    """`consent_withdrawn` is called in the transaction in which an owner's withdrawal of consent is noted."""

    consent_withdrawn: Callable[[Session, Owner], None]


def owner_slots() -> OwnerSlots:
    """The slots as this app fills them."""
    return cast(OwnerSlots, current_app.extensions["tracker_owner_slots"])
