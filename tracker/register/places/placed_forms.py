"""Presenters: a form with a place: one field that takes it in every way people write it.

JSON has `latitude` and `longitude`; a page has the one field `coordinates` in their stead, read by `reader.read_place`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from marshmallow import Schema

from tracker.core import errors
from tracker.core.i18n import filled
from tracker.register.places import reader
from tracker.territory.wards.models import Ward
from tracker.web.fields import Decimal
from tracker.web.forms import Form, Made
from tracker.web.request import actor, session

PARTS = ("latitude", "longitude")


class PlacedForm(Form):
    """A form whose schema has a latitude and a longitude. `remark` says how a place that was typed was understood."""

    def __init__(
        self,
        schema: Schema,
        stored: Mapping[str, Any] | None = None,
        ward_of: Callable[[Mapping[str, Any]], Ward | None] = lambda typed: None,
    ) -> None:
        super().__init__(schema, stored)
        self.remark = ""
        self._place_text, self._place_fault = "", ""
        self._has_place_field = self.sent and "coordinates" in request.form
        if self._has_place_field:
            self._read_coordinates(ward_of)

    def _read_coordinates(self, ward_of: Callable[[Mapping[str, Any]], Ward | None]) -> None:
        typed = {name: value for name, value in self.typed.items() if name not in ("coordinates", *PARTS)}
        self._place_text = self.typed.get("coordinates", "")
        self.typed = typed
        try:
            place = reader.read_place(
                session(), actor(), self._place_text, ward_of(typed) if self._place_text else None
            )
        except errors.Invalid as error:
            self._place_fault = " ".join(filled(gettext(text), error.facts) for text in error.fields.values())
            self._place_text = written_pair(error.right) if isinstance(error, reader.Swapped) else self._place_text
            return
        if place:
            self.typed = typed | dict(zip(PARTS, map(Decimal.written, place.pair), strict=True))
            self.remark = filled(gettext(place.remark), place.facts) if place.remark else ""

    def submit(self, act: Callable[[dict[str, Any]], Made]) -> Made | None:
        """As Form.submit; a place that could not be read is refused with whatever else is wrong."""

        def act_if_placed(facts: dict[str, Any]) -> Made:
            if self._place_fault:
                raise errors.Invalid({})
            return act(facts)

        return super().submit(act_if_placed)

    def fail(self, status: int, field_messages: dict[str, str], message: str = "") -> None:
        """Note what is wrong, with a place at the one field that it was typed into."""
        faults = dict(field_messages)
        if self._has_place_field:
            of_place = [faults.pop(name) for name in PARTS if name in faults]
            message_of_place = self._place_fault or " ".join(of_place)
            faults |= {"coordinates": message_of_place} if message_of_place else {}
        super().fail(status, faults, message)

    def value(self, name: str) -> Any:
        """What stands in a field; in `coordinates` the place, as typed, as understood, or as stored."""
        if name != "coordinates":
            return super().value(name)
        if self._place_fault:
            return self._place_text
        pair = [self.typed.get(part) for part in PARTS]
        return "; ".join(str(super(PlacedForm, self).value(part)) for part in PARTS) if None not in pair else ""


def written_pair(place: tuple[float, float]) -> str:
    """«19,8067; 105,7852»."""
    return "; ".join(map(Decimal.written, place))
