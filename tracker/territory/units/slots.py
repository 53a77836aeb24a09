"""Presenters: what areas above the territory show on a unit's page. The app fills the slots when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app
from markupsafe import Markup

from tracker.territory.units.models import Unit


@dataclass(frozen=True)
class UnitSlots:
    """A slot is a function that gives back a piece of the page: `people` who has a post in a unit."""

    people: Callable[[Unit], Markup]


def unit_slots() -> UnitSlots:
    """The slots as this app fills them."""
    return cast(UnitSlots, current_app.extensions["tracker_unit_slots"])
