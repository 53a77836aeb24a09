"""Presenters: what areas above the accounts show on an account's page. The app fills the slots when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app
from markupsafe import Markup

from tracker.accounts.models import User


@dataclass(frozen=True)
class AccountSlots:
    """A slot is a function that gives back a piece of the page: `work_left` what somebody has open."""

    work_left: Callable[[User], Markup]


def account_slots() -> AccountSlots:
    """The slots as this app fills them."""
    return cast(AccountSlots, current_app.extensions["tracker_account_slots"])
