"""Shapes of what the map asks for, and of quick registration."""

from typing import Any

from marshmallow import post_load

from tracker.register.cameras.rules import Connection
from tracker.register.cameras.schemas import Box, CameraListQuery, NewCamera
from tracker.register.maps.rules import LONGEST_WINDOW
from tracker.web.fields import Boolean, Choice, Decimal, Integer, StrictSchema, Text

FURTHEST_ZOOM = 22


class MapFilter(CameraListQuery):
    """The query string of a list of cameras, and the window of the map: without one, where the cameras are at all."""

    window = Box(load_default=None)
    zoom = Integer(most=FURTHEST_ZOOM, load_default=14)


class OutlineFilter(StrictSchema):
    """A window of the map."""

    window = Box(load_default=LONGEST_WINDOW)
    zoom = Integer(most=FURTHEST_ZOOM, load_default=14)


class PlaceAsked(StrictSchema):
    """A place as somebody wrote or pasted it, and the ward that the same form names."""

    place = Text(most=600)
    ward = Text(most=120)


class QuickCamera(StrictSchema):
    """A camera by four answers. `coordinates` as people write them; `sure`: a strange place is meant all the same.

    `code_confirmed`: so is a code that is like another camera's.
    """

    code = Text(required=True, most=60)
    name = Text(required=True)
    connection = Choice(Connection, required=True)
    coordinates = Text(most=600)
    sure = Boolean(load_default=False)
    code_confirmed = Boolean(load_default=False)
    bearing = Decimal(least=0, most=360, load_default=None, allow_none=True)
    view_angle = Decimal(least=1, most=360, load_default=None, allow_none=True)
    reach_m = Decimal(least=1, most=2000, load_default=None, allow_none=True)
    next = Text(most=20)

    @post_load
    def _with_what_is_not_asked(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        """All that a camera needs; bearings beyond a full circle are the same ones again."""
        answers = {name: value for name, value in facts.items() if name != "next"}
        bearing = answers["bearing"] % 360 if answers["bearing"] is not None else None
        return {**NewCamera().load({"code": facts["code"], "name": facts["name"]}), **answers, "bearing": bearing}
